"""One reader reads one type of personal data again and again within seconds.

What: thirty reads of one type by one reader within ten seconds, wherever the window begins, over all calls together.
Why: no function needs the same value three times a second; regulators count calls per window.
Example: an advertising SDK asks for the Android ID fifty times while the first screen is drawn.
Law: items that name `dense_reads` (cn: CN-191:4.4, CN-MIIT-337:2, PIPL:6, GBT-35273:5.2, GBT-41391:6.1).
A frequency that the policy itself states is judged with the sighting; this is for what no policy speaks of. Whether a
function needs it (a step counter, a recording) is for a person to see.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.judge.checks.markverdict import Docket, SurveyVerdict, WholeRun
from auditor.judge.checks.personal import is_personal, reader
from auditor.judge.observed import Observed
from auditor.law import rate_breaks

NAME = "dense_reads"
READS, WINDOW_MS = 30, 10_000


def survey(run: WholeRun, docket: Docket) -> Iterator[SurveyVerdict]:
    """One item for each reader and type, with the densest window."""
    found: dict[tuple[str, str], list[Observed]] = {}
    for seen in run.observed:
        if seen.is_read and not seen.sighting.attempt and is_personal(seen.sighting.data_type):
            found.setdefault((reader(seen), seen.sighting.data_type), []).append(seen)
    for (who, data_type), reads in sorted(found.items()):
        count, window = _densest(reads)
        if count >= READS and not any(_told(seen, docket) for seen in window):
            yield SurveyVerdict(
                check=NAME,
                level="medium",
                subject=f"{who}|{data_type}",
                seen=tuple(window),
                data_types=(data_type,),
                fill={"most": str(count), "seconds": str(WINDOW_MS // 1000)},
            )


def _told(seen: Observed, docket: Docket) -> bool:
    """Does a rate of a law pack already say it of this sighting alone?"""
    one, seconds = seen.sighting, max(seen.sighting.window_ms / 1000, 0.001)
    return any(
        rate_breaks(pack, rule, one.data_type, seen.moment.foreground, one.count, seconds)
        for pack in docket.packs
        for rule in pack.rules
        if one.count > 1
    )


def _densest(reads: list[Observed]) -> tuple[int, list[Observed]]:
    """The most reads within a window, and those sightings; a sighting with a longer window counts by its average."""
    counts = [_count(seen) for seen in reads]
    best, span, first, total = 0, (0, 0), 0, 0
    for last, seen in enumerate(reads):
        total += counts[last]
        while seen.sighting.at - reads[first].sighting.at > WINDOW_MS:
            total -= counts[first]
            first += 1
        if total > best:
            best, span = total, (first, last + 1)
    return best, reads[slice(*span)]


def _count(seen: Observed) -> int:
    one = seen.sighting
    return one.count if one.window_ms <= WINDOW_MS else max(1, one.count * WINDOW_MS // one.window_ms)
