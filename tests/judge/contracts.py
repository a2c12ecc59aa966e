"""Contracts for tests, from the few fields that matter."""

from collections.abc import Sequence
from typing import Any

import msgspec

from auditor.model import Contract, Document, PolicySdk, Reference, Statement

DEFAULTS = {"kind": "practice", "actor": "first_party", "action": "collect", "start": 0, "end": 0, "checkable": ["api", "traffic"]}


def statement(given: dict[str, Any], number: int = 1) -> Statement:
    row = {"id": f"P{number:03d}", "quote": "…", **DEFAULTS, **given}
    row["start"], row["end"] = number * 100, number * 100 + len(row["quote"])
    return msgspec.convert(row, Statement)


def contract(
    statements: Sequence[dict[str, Any]],
    language: str = "en",
    references: Sequence[dict[str, Any]] = (),
    sdks: Sequence[dict[str, Any]] = (),
) -> Contract:
    return Contract(
        document=Document(name="policy.txt", sha256="0" * 64, language=language, characters=10_000),
        statements=tuple(statement(given, number) for number, given in enumerate(statements, 1)),
        references=tuple(msgspec.convert(one, Reference) for one in references),
        sdks=tuple(msgspec.convert(one, PolicySdk) for one in sdks),
    )
