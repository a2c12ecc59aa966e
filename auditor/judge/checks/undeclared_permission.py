"""Data came through a permission that the app does not declare.

What: a call returned data that a dangerous permission guards, and the manifest declares none of that permission.
Why: the data came another way than the one that Android shows to the user and lets them refuse.
Example: no location permission is declared, and an SDK reads the position from a file that another app left.
Law: items that name `undeclared_permission` (cn: CN-191:3.3, GBT-41391:6.5).
Only what was returned counts: an attempt that Android refused opened nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.judge.checks.markverdict import Docket, SurveyVerdict, WholeRun
from auditor.judge.observed import Observed
from auditor.vocabulary import android_permissions, permission_of_type

NAME = "undeclared_permission"
GUARDS = frozenset(
    {"location", "camera", "microphone", "contacts", "calendar", "sms", "call_log", "phone_state", "photos"}
)


def survey(run: WholeRun, docket: Docket) -> Iterator[SurveyVerdict]:
    """One item for each plain permission that is not declared and whose data were returned."""
    if run.app is None:
        return
    declared = set(run.app.permissions)
    through: dict[str, list[Observed]] = {}
    for seen in run.observed:
        guard = permission_of_type(seen.sighting.data_type)
        if guard in GUARDS and seen.is_read and not seen.sighting.attempt:
            through.setdefault(guard, []).append(seen)
    for guard, reads in sorted(through.items()):
        if declared.isdisjoint(android_permissions(guard)):
            types = tuple(sorted({seen.sighting.data_type for seen in reads}))
            yield SurveyVerdict(
                check=NAME,
                level="medium",
                subject=guard,
                seen=tuple(reads),
                permissions=(guard,),
                data_types=types,
            )
