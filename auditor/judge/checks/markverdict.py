"""What checks are given and what they say: of a mark as it comes, or of a whole run at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from auditor.judge.governing import Book
from auditor.judge.observed import Observed
from auditor.law import Pack, Rule
from auditor.law.apptypes import AppType
from auditor.model import AppFacts, Statement


@dataclass(frozen=True, slots=True)
class Docket:
    """What checks know beside what happened. `app_type` None: the type of the app was not told."""

    book: Book
    packs: Sequence[Pack]
    app_type: AppType | None = None


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


@dataclass(frozen=True, slots=True)
class WholeRun:
    """Every sighting of a run in order of time; facts of the app where they are known, with the line that told them."""

    observed: Sequence[Observed]
    app: AppFacts | None = None
    app_line: int = 0
    started: int = 0


@dataclass(frozen=True, slots=True)
class SurveyVerdict:
    """What a cross-check says of a run. It is for a person to review; `seen` are the sightings it rests on, `variant`
    a word of its sentence.
    """

    check: str
    level: str
    subject: str
    seen: tuple[Observed, ...] = ()
    permissions: tuple[str, ...] = ()
    data_types: tuple[str, ...] = ()
    fill: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""
    verdict: str = "violation"
