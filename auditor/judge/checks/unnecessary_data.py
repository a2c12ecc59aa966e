"""Data that an app of this type does not need for its basic function.

What: personal data that were read or sent, against what the basic function of the app's type needs. The type is told
with `--app-type` (39 types, see auditor/law/app_types.yaml); without it nothing is compared, and the report says so.
Why: what is not necessary is the user's choice, and refusing it must leave the basic function usable.
Example: an online shop reads the contacts and the position; a shop needs neither.
Law: items that name `unnecessary_data` (cn: CN-191:4.1, CN-NECESSARY:5, PIPL:6, GBT-41391:6.2).
Collecting more is lawful with consent: the item is a list for a person, and no accusation.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.judge.checks.markverdict import Docket, SurveyVerdict, WholeRun
from auditor.judge.checks.personal import is_personal

NAME = "unnecessary_data"


def survey(run: WholeRun, docket: Docket) -> Iterator[SurveyVerdict]:
    """One item with every type that is not necessary; none where the app's type is not known."""
    kind = docket.app_type
    if kind is None:
        return
    seen = [
        one
        for one in run.observed
        if not one.sighting.attempt and is_personal(one.sighting.data_type) and not kind.needs(one.sighting.data_type)
    ]
    if seen:
        yield SurveyVerdict(
            check=NAME,
            level="low",
            subject=kind.id,
            seen=tuple(seen),
            data_types=tuple(sorted({one.sighting.data_type for one in seen})),
            fill={"app_zh": kind.zh, "app_en": kind.en, "does_zh": kind.does.zh, "does_en": kind.does.en},
        )
