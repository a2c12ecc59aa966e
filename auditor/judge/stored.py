"""Turns files and cookies with known values in them into sightings: what was kept on the device, where, in what form.

When a file was written is known between two bounds only: when it was last seen without the value, or when the value was
first read, if that was later; and its last change. Every moment between them is given to the judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from auditor import vocabulary
from auditor.judge.observed import Observed
from auditor.judge.searched import installed
from auditor.judge.senders import Owners, encoding_of
from auditor.judge.timeline import Moment, Timeline
from auditor.model import AppFacts, Flow, Hit, Identity, Sighting, StoredFile

MOST_MOMENTS = 200
SHOWN_PATH = 200

Read = tuple[int, str, str, str]


@dataclass(slots=True)
class Kept:
    """One file or cookie with one type of value in one form."""

    at: int
    since: int
    where: str
    phase: str
    hit: Hit
    evidence: list[str]
    actor: str = "first_party"
    actor_name: str = ""
    company: str = ""
    weak: bool = True
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Reads:
    """Who read which type when, from the calls of a run; and whether the app holds code of third parties at all."""

    by_type: dict[str, list[Read]] = field(default_factory=dict)
    third_party_code: bool = False

    @classmethod
    def of(cls, observed: Iterable[Observed], app: AppFacts | None) -> Reads:
        """From the sightings of calls; attempts got nothing that could be kept."""
        found: dict[str, list[Read]] = {}
        for seen in observed:
            one = seen.sighting
            if not one.attempt and one.evidence:
                found.setdefault(one.data_type, []).append((one.at, one.actor, one.actor_name, one.evidence[0]))
        return cls(found, bool(app and app.sdks))

    def of_type(self, data_type: str, since: int, until: int) -> list[Read]:
        """Reads of a type, of one that it is part of or of a part of it, between two times."""
        known = vocabulary.load()
        names = (data_type, *known.ancestors(data_type)[:1], *sorted(known.descendants(data_type)))
        return sorted(read for name in names for read in self.by_type.get(name, ()) if since <= read[0] <= until)


def of_files(
    found: Iterable[tuple[StoredFile, Sequence[Hit]]],
    timeline: Timeline,
    reads: Reads,
    known: Sequence[Identity],
    number: int,
) -> list[Observed]:
    """The sightings of files in order of time; ids go on from `number`.

    What a file held before it was changed is not sighted again: one for each file, type and form of an installation.
    """
    shown = _Shown(known)
    kept: dict[tuple[object, ...], Kept] = {}
    for file, hits in found:
        begun = installed(file.at, timeline.marks)
        for hit in hits:
            key = (begun, file.path, hit.data_type, encoding_of(hit.chain))
            if key not in kept:
                kept[key] = _of_file(file, hit, begun, reads, shown.path(file.path))
            if kept[key].evidence[0] == file.id:
                kept[key].weak &= hit.confidence == "weak"
    ordered = sorted(kept.values(), key=lambda one: (one.at, one.where, one.hit.data_type))
    return [_observed(one, timeline, number + place) for place, one in enumerate(ordered, 1)]


def unread(files: Sequence[StoredFile], timeline: Timeline) -> tuple[tuple[str, str, int], ...]:
    """(path, why, bytes) of the files that in some installation were never read, sorted."""
    read = {(installed(file.at, timeline.marks), file.path) for file in files if file.sha256}
    missed = (file for file in files if file.unread and (installed(file.at, timeline.marks), file.path) not in read)
    return tuple(sorted({file.path: (file.path, file.unread or "", file.size) for file in missed}.values()))


def _of_file(file: StoredFile, hit: Hit, begun: int, reads: Reads, where: str) -> Kept:
    before = reads.of_type(hit.data_type, begun, file.changed)
    who = {(actor, name) for _, actor, name, _ in before}
    since = min(max(file.since, begun), file.changed)
    kept = Kept(file.changed, since, where, "", hit, [file.id])
    if len(who) == 1:
        kept.actor, kept.actor_name = next(iter(who))
    elif who or reads.third_party_code:
        kept.actor = "unknown"
        kept.doubt = _SEVERAL if who else _UNREAD
    if before:
        kept.since = min(max(kept.since, before[0][0]), kept.at)
        kept.evidence.append(before[-1][3])
    return kept


def of_cookies(
    answered: Iterable[tuple[Flow, Sequence[Hit]]],
    sent: Iterable[tuple[Flow, Sequence[Hit]]],
    timeline: Timeline,
    owners: Owners,
    number: int,
) -> list[Observed]:
    """The sightings of cookies. `answered`: flows whose answers set cookies with known values, `sent`: those whose
    requests carry some. A cookie is certain where an answer set it and a later request carried it.
    """
    kept: dict[tuple[object, ...], Kept] = {}
    for flow, hit, name in _cookies(answered, "set-cookie"):
        kept.setdefault((flow.host, name, hit.data_type), _of_cookie(flow, hit, name, owners, _UNSENT))
    for flow, hit, name in _cookies(sent, "cookie"):
        domain = flow.host.split(".", 1)[-1]
        set_by = next((one for key, one in kept.items() if _same_site(str(key[0]), flow.host) and key[1] == name), None)
        if set_by is not None and set_by.doubt in (_UNSENT, "") and set_by.at <= flow.at:
            set_by.doubt = ""
            set_by.evidence[1:] = [flow.id]
        else:
            kept.setdefault((domain, name, hit.data_type), _of_cookie(flow, hit, name, owners, _UNSET))
    ordered = sorted(kept.values(), key=lambda one: (one.at, one.where, one.hit.data_type))
    return [_observed(one, timeline, number + place) for place, one in enumerate(ordered, 1)]


_SEVERAL = "several read the value, and which of them keeps it was not seen"
_UNREAD = "no call read the value"
_UNSENT = "the cookie was not seen to be sent back, so it may not have been kept"
_UNSET = "no answer was seen to set the cookie, so it may not be kept"


def _same_site(one: str, other: str) -> bool:
    return one == other or other.endswith("." + one) or one.endswith("." + other)


def _cookies(found: Iterable[tuple[Flow, Sequence[Hit]]], part: str) -> Iterator[tuple[Flow, Hit, str]]:
    for flow, hits in found:
        for hit in hits:
            name = next((step[7:] for step in hit.chain if step.startswith("cookie:")), "")
            if hit.part == part and name:
                yield flow, hit, name


def _of_cookie(flow: Flow, hit: Hit, name: str, owners: Owners, doubt: str) -> Kept:
    party = owners.of(flow.host)
    kept = Kept(flow.at, flow.at, f"cookie {name} ({flow.host})", flow.phase, hit, [flow.id], party.kind)
    kept.weak, kept.doubt = hit.confidence == "weak", doubt
    if party.kind == "third_party":
        kept.actor_name, kept.company = party.company or party.name, party.name
    return kept


def _observed(kept: Kept, timeline: Timeline, number: int) -> Observed:
    moment = timeline.at(kept.at)
    doubt = "the value that was found is short or common" if kept.weak else kept.doubt
    sighting = Sighting(
        id=f"S{number:05d}",
        data_type=kept.hit.data_type,
        action="store",
        actor=kept.actor,
        actor_name=kept.actor_name,
        host=kept.where,
        encoding=encoding_of(kept.hit.chain),
        phase=kept.phase or moment.phase,
        at=kept.at,
        state=moment.state(kept.at),
        evidence=tuple(kept.evidence),
        certain=not doubt,
        doubt=doubt,
    )
    seen = Observed(sighting, moment, from_file=True, company=kept.company)
    return replace(seen, instead=tuple(_earlier(seen, kept.since, timeline)))


def _earlier(seen: Observed, since: int, timeline: Timeline) -> Iterator[Observed]:
    """The same as it would be at each other moment at which it may have been, the latest first."""
    at, count = seen.moment.since, 0
    while since < at and count < MOST_MOMENTS:
        moment, first, _ = timeline.span(at - 1)
        when = max(first, since)
        sighting = _at(seen.sighting, moment, when)
        yield Observed(sighting, moment, from_file=True, company=seen.company)
        at, count = first, count + 1


def _at(sighting: Sighting, moment: Moment, at: int) -> Sighting:
    return msgspec.structs.replace(sighting, at=at, state=moment.state(at), phase=moment.phase or sighting.phase)


class _Shown:
    """Paths as they may be shown: known values in them are masked."""

    def __init__(self, known: Sequence[Identity]) -> None:
        self._values = sorted({one.value for one in known if len(one.value) >= 4}, key=len, reverse=True)

    def path(self, path: str) -> str:
        """A path with each known value replaced, its beginning left out where it is long."""
        for value in self._values:
            path = path.replace(value, f"[{len(value)} characters]") if value in path else path
        return path if len(path) <= SHOWN_PATH else "…" + path[-SHOWN_PATH:]
