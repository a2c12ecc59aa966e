"""Turns what a run recorded into sightings: calls and flows, grouped while nothing about the app's state changes.

Reads of one type by one caller between two marks are one sighting with a count: a million events are judged as a few
hundred sightings. Framework layers that see the same read are counted once: the layer with most calls counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from auditor.judge.observed import Observed
from auditor.judge.timeline import Moment, Timeline
from auditor.model import Event, Sighting

BURST_MS = 1_000
MOST_EVIDENCE = 20
MOST_REQUESTS = 10_000
MOST_VALUES = 2_000
SHORTEST_VALUE = 8
RETURNED = "returned"

# Ages of the user's last action that the condition engine tells apart, in milliseconds.
AGES = (30_000, 60_000)


def age_class(moment: Moment, at: int) -> int:
    """Which of `AGES` the user's last action has at `at`; sightings of different classes are kept apart."""
    if not moment.actions:
        return len(AGES)
    age = at - moment.actions[-1].at
    return sum(age > limit for limit in AGES)


@dataclass(slots=True)
class Reads:
    """Calls that make one sighting."""

    first: Event
    moment: Moment
    since: int
    until: int
    layers: dict[str, int] = field(default_factory=dict)
    evidence: list[str] = field(default_factory=list)
    gap_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Calls:
    """What the events of a run give: sightings in order of time, requests for permissions, returned values by text."""

    observed: list[Observed]
    requests: list[Event]
    values: dict[str, str]


def of_events(events: Iterable[Event], timeline: Timeline, valued: frozenset[str] = frozenset()) -> Calls:
    """Group hooked calls into sightings. Of the types `valued` the returned values are kept, with their type.

    One pass; memory grows with sightings, not with events.
    """
    groups: dict[tuple[object, ...], Reads] = {}
    last: dict[tuple[object, ...], int] = {}
    requests: list[Event] = []
    values: dict[str, str] = {}
    moment = timeline.at(0)
    since, until = 0, 0
    for event in events:
        if event.action != "access" or event.data_type is None:
            if event.action == "permission_request" and len(requests) < MOST_REQUESTS:
                requests.append(event)
            continue
        at, caller = event.at, event.caller
        if not since <= at < until:
            moment, since, until = timeline.span(at)
        attempt = event.outcome != RETURNED
        if not attempt and event.data_type in valued and len(values) < MOST_VALUES:
            for value in event.values:
                if value.text and len(value.text) >= SHORTEST_VALUE:
                    values.setdefault(value.text, event.data_type)
        who = (event.data_type, caller.kind, caller.name)
        key = (who, event.outcome, event.phase, moment.id, age_class(moment, at) if moment.actions else 0)
        group = groups.get(key)
        if group is None:
            group = groups[key] = Reads(event, moment, at, at)
        group.layers[event.api] = group.layers.get(event.api, 0) + event.count
        if at < group.since:
            group.since = at
        if at + event.window_ms > group.until:
            group.until = at + event.window_ms
        if len(group.evidence) < MOST_EVIDENCE:
            group.evidence.append(event.id)
        if not attempt:
            _note_gap(group, last, who, at)
    ordered = sorted(groups.values(), key=lambda one: (one.since, one.first.id))
    return Calls([_observed(one, number) for number, one in enumerate(ordered, 1)], requests, values)


def _note_gap(group: Reads, last: dict[tuple[object, ...], int], who: tuple[object, ...], at: int) -> None:
    before = last.get(who)
    if before is None:
        last[who] = at
    elif at - before >= BURST_MS:
        gap = at - before
        if group.gap_ms is None or gap < group.gap_ms:
            group.gap_ms = gap
        last[who] = at


def _observed(reads: Reads, number: int) -> Observed:
    event, caller = reads.first, reads.first.caller
    third = caller.kind == "sdk"
    api = max(sorted(reads.layers), key=lambda name: reads.layers[name])
    sighting = Sighting(
        id=f"S{number:05d}",
        data_type=event.data_type or "",
        action="collect",
        attempt=event.outcome != RETURNED,
        actor="third_party" if third else caller.kind,
        actor_name=(caller.company or caller.name) if third else "",
        phase=event.phase or reads.moment.phase,
        at=reads.since,
        count=max(reads.layers.values()),
        window_ms=reads.until - reads.since,
        state=reads.moment.state(reads.since),
        evidence=tuple(reads.evidence),
        certain=caller.confidence == "certain",
        api=api,
        doubt="" if caller.confidence == "certain" else f"who called is {caller.confidence}: {caller.because}",
    )
    return Observed(sighting, reads.moment, reads.gap_ms, company=caller.name if third else "")


def first_reads(observed: Iterable[Observed]) -> dict[tuple[str, str], tuple[int, str]]:
    """For each data type and pass of the walk the first successful read: (time, event id). It is where a sent value may
    come from, also one that was kept and sent later.
    """
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for seen in observed:
        one = seen.sighting
        key = (one.data_type, one.phase.partition(":")[0])
        if not one.attempt and one.evidence and (key not in found or one.at < found[key][0]):
            found[key] = (one.at, one.evidence[0])
    return found
