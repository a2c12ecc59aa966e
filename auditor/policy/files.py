"""A policy file, read, compiled and corrected: what could not be read of it stands among the contract's warnings."""

from __future__ import annotations

from pathlib import Path

import msgspec

from auditor.model import Contract
from auditor.policy import compiler, correctionfile, corrections, reading


def compile_file(path: Path, corrected_by: Path | None = None) -> Contract:
    """Compile a text, Markdown, HTML, PDF or DOCX policy; `corrected_by` as for `read_and_compile`."""
    return read_and_compile(path, corrected_by)[0]


def read_and_compile(path: Path, corrected_by: Path | None = None) -> tuple[Contract, str]:
    """Contract and decoded document of a policy.

    Corrections come from the named file, else from `POLICY.corrections.yaml` beside the policy, where there is one.
    Raises `PolicyError` or `RuleFileError` (exit code 2) with one sentence.
    """
    path = Path(path)
    source = reading.read(path)
    contract = compiler.compile_text(source.text, source.name)
    document = msgspec.structs.replace(contract.document, sha256=source.sha256)
    warnings = (*source.warnings, *contract.warnings)
    contract = msgspec.structs.replace(contract, document=document, warnings=warnings)
    file = corrected_by or correctionfile.beside(path)
    if file is not None:
        contract = corrections.apply(contract, source.text, correctionfile.read(Path(file)), Path(file).name)
    return contract, source.text


def read_text(path: Path) -> str:
    """The decoded document whose characters every offset counts. Raises `PolicyError`."""
    return reading.read(Path(path)).text
