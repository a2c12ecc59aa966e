"""A policy file, read and compiled: what could not be read of it stands among the contract's warnings."""

from __future__ import annotations

from pathlib import Path

import msgspec

from auditor.model import Contract
from auditor.policy import compiler, reading


def compile_file(path: Path) -> Contract:
    """Compile a text, Markdown, HTML, PDF or DOCX policy. Raises `PolicyError` (exit code 2) with one sentence."""
    source = reading.read(Path(path))
    contract = compiler.compile_text(source.text, source.name)
    document = msgspec.structs.replace(contract.document, sha256=source.sha256)
    return msgspec.structs.replace(contract, document=document, warnings=(*source.warnings, *contract.warnings))


def read_text(path: Path) -> str:
    """The decoded document whose characters every offset counts. Raises `PolicyError`."""
    return reading.read(Path(path)).text
