"""Identifiers of the device that cannot be changed are read.

What: reads that returned an IMEI, MEID, IMSI, SIM or device serial number, or a MAC address; by reader.
Why: nobody can reset them, so whoever has one knows the device for its life; identifiers that can be reset exist.
Example: a push SDK reads the MAC address of the network card beside the OAID.
Law: items that name `fixed_identifiers` (cn: GBT-41391:F; masvs: MASVS-PRIVACY-2).
Security of network and operation may need them: for a person to see.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.judge.checks.markverdict import Docket, SurveyVerdict, WholeRun
from auditor.judge.checks.personal import is_in, reader
from auditor.judge.observed import Observed

NAME = "fixed_identifiers"


def survey(run: WholeRun, docket: Docket) -> Iterator[SurveyVerdict]:
    """One item for each reader."""
    found: dict[str, list[Observed]] = {}
    for seen in run.observed:
        if seen.is_read and not seen.sighting.attempt and is_in("fixed_identifiers", seen.sighting.data_type):
            found.setdefault(reader(seen), []).append(seen)
    for who, reads in sorted(found.items()):
        types = tuple(sorted({seen.sighting.data_type for seen in reads}))
        yield SurveyVerdict(check=NAME, level="low", subject=who, seen=tuple(reads), data_types=types)
