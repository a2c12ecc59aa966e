"""A sighting with what the condition engine needs beside it and no report prints."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.judge.timeline import Moment
from auditor.model import Sighting


@dataclass(frozen=True, slots=True)
class Observed:
    """`gap_ms`: shortest time between this read and one before it of the same type by the same actor, bursts under a
    second counted as one, or between two sendings to one recipient; None when there was none. `delivers`: the app's own
    server gets what a call had read, and that call is a sighting itself. `line`: line of a trace, 0 for a run.
    `instead`: where the moment is known between two bounds only, the same at each other moment that may be it.
    """

    sighting: Sighting
    moment: Moment
    gap_ms: int | None = None
    line: int = 0
    in_flow: bool = False
    from_file: bool = False
    company: str = ""
    delivers: bool = False
    instead: tuple[Observed, ...] = ()

    @property
    def is_read(self) -> bool:
        """Is it a call on the device, rather than something sent or stored?"""
        return not self.in_flow and not self.from_file
