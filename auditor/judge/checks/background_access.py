"""Personal data are read in the background, or while nobody touches the app.

What: reads of personal data while the app is not on the screen, or (silent) on the screen with no action of the user
for more than a minute; by type and reader, with their number. What the policy says of the background is left out.
Why: a user does not expect an app that is put away to go on reading; notices of regulators name both states.
Example: after the home key the app reads the position every ten seconds; the policy says "while you use the map".
Law: items that name `background_access` (cn: CN-MIIT-164:2, PIPL:6, GBT-41391:6.1; masvs: MASVS-PRIVACY-3).
Whether the scene makes it reasonable (navigation, a call) is for a person to see.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.judge.checks.markverdict import Docket, SurveyVerdict, WholeRun
from auditor.judge.checks.personal import is_personal, reader
from auditor.judge.governing import ALLOW, Book
from auditor.judge.observed import Observed

NAME = "background_access"
SILENT_MS = 60_000
BACKGROUND, SILENT = "background", "silent"


def survey(run: WholeRun, docket: Docket) -> Iterator[SurveyVerdict]:
    """One item for each reader, type and state."""
    found: dict[tuple[str, str, str], list[Observed]] = {}
    for seen in run.observed:
        state, one = _state(seen), seen.sighting
        read = seen.is_read and not one.attempt and is_personal(one.data_type)
        if state and read and not _said(docket.book, seen):
            found.setdefault((reader(seen), one.data_type, state), []).append(seen)
    for (who, data_type, state), reads in sorted(found.items()):
        yield SurveyVerdict(
            check=NAME,
            level="medium" if state == BACKGROUND else "low",
            subject=f"{who}|{data_type}|{state}",
            seen=tuple(reads),
            data_types=(data_type,),
            variant=state,
        )


def _state(seen: Observed) -> str:
    moment, at = seen.moment, seen.sighting.at
    if not moment.foreground:
        return BACKGROUND
    if moment.id == 0:
        return ""
    last = max(moment.actions[-1].at if moment.actions else moment.started, moment.since)
    return SILENT if at - last > SILENT_MS else ""


def _said(book: Book, seen: Observed) -> bool:
    """Does a statement that allows the read speak of the background?"""
    for one in book.speaking(seen):
        conditions = one.statement.conditions
        told = any(condition.kind == "if" and condition.value == "background" for condition in conditions)
        if one.role == ALLOW and (told or "location_background" in one.statement.data_types):
            return True
    return False
