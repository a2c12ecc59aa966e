"""What a check says of a mark, before it is written as a judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.law import Rule
from auditor.model import Statement


@dataclass(frozen=True, slots=True)
class MarkVerdict:
    """A broken promise or law item that is no sighting. `subject`: what it is about, part of the fingerprint."""

    check: str
    level: str
    subject: str
    rules: tuple[Rule, ...] = ()
    statement: Statement | None = None
    certain: bool = True
    template: str = ""
    fill: Mapping[str, str] = field(default_factory=dict)
    fact: str = ""
    permissions: tuple[str, ...] = ()
