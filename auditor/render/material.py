"""Gathers from a run, in one pass over each file, what a report needs: tables, and the few records it quotes."""

from collections.abc import Iterable, Iterator
from functools import cached_property

import pandas as pd

from auditor import tables
from auditor.model import Event, Finding, Flow, Hit, Judged, Judgement, Mark, Statement
from auditor.render.masking import Masker
from auditor.runs import Run

SHOWN_JUDGEMENTS = 3
SHOWN_EVIDENCE = 12


class Matter:
    """One thing to tell: a finding, or judgements of one kind that are none; `judgements` are those shown."""

    def __init__(self, finding: Finding, judgements: list[Judgement]) -> None:
        self.finding = finding
        self.judgements = judgements

    def evidence(self) -> list[str]:
        """Ids of events, flows and marks that are shown, without repetition."""
        found: dict[str, None] = {}
        for judgement in self.judgements:
            if judgement.sighting is not None:
                found.update(dict.fromkeys(judgement.sighting.evidence))
        return list(found)[:SHOWN_EVIDENCE]


class Material:
    """A run and its judgement, indexed. Events and flows are read once; only those that are quoted are kept."""

    def __init__(self, run: Run, judged: Judged) -> None:
        self.run = run
        self.judged = judged
        self.statements: dict[str, Statement] = {s.id: s for s in run.contract.statements}
        self.sightings = tables.sightings_table(judged.judgements)
        by_id = {judgement.id: judgement for judgement in judged.judgements}
        all_matters = [Matter(f, _first(f.judgements, by_id)) for f in judged.findings]
        self.findings = [m for m in all_matters if m.finding.certain and not m.finding.review]
        self.reviews = [m for m in all_matters if not m.finding.certain or m.finding.review]
        self.reviews += list(_others(judged))
        wanted = {name for matter in self.findings + self.reviews for name in matter.evidence()}
        self.quoted_events: dict[str, Event] = {}
        self.quoted_flows: dict[str, Flow] = {}
        self.running_sdks: set[str] = set()
        self.events: pd.DataFrame = tables.events_table(self._keep_events(run.events(), wanted))
        self.flows: pd.DataFrame = tables.flows_table(self._keep_flows(run.flows(), wanted))
        self.hits: dict[str, list[Hit]] = {}
        for hit in judged.hits:
            self.hits.setdefault(hit.source, []).append(hit)

    @cached_property
    def masker(self) -> Masker:
        """Hides the values known in this run."""
        return Masker(self.run.identities)

    @cached_property
    def phase_starts(self) -> dict[str, int]:
        """First moment of each phase, in order of time."""
        starts: dict[str, int] = {}
        for mark in sorted(self.run.marks, key=lambda m: m.at):
            if mark.phase:
                starts.setdefault(mark.phase, mark.at)
        for table in (self.events, self.flows, self.sightings):
            if not table.empty:
                for phase, at in table.groupby("phase", sort=False)["at"].min().items():
                    if phase:
                        starts[str(phase)] = min(int(at), starts.get(str(phase), int(at)))
        return dict(sorted(starts.items(), key=lambda item: (item[1], item[0])))

    def screen_at(self, phase: str, at: int) -> Mark | None:
        """The last mark of the phase with a screenshot, not after `at`."""
        shown = [m for m in self.run.marks if m.screenshot and m.phase == phase and m.at <= at]
        return max(shown, key=lambda m: m.at, default=None)

    def _keep_events(self, events: Iterable[Event], wanted: set[str]) -> Iterator[Event]:
        for event in events:
            if event.id in wanted:
                self.quoted_events[event.id] = event
            if event.caller.sdk:
                self.running_sdks.add(event.caller.sdk)
            yield event

    def _keep_flows(self, flows: Iterable[Flow], wanted: set[str]) -> Iterator[Flow]:
        for flow in flows:
            if flow.id in wanted:
                self.quoted_flows[flow.id] = flow
            yield flow


def _first(ids: tuple[str, ...], by_id: dict[str, Judgement]) -> list[Judgement]:
    return [by_id[name] for name in ids if name in by_id][:SHOWN_JUDGEMENTS]


def _others(judged: Judged) -> Iterator[Matter]:
    """Judgements that are in no finding and yet not simply consistent: a person must see them, too."""
    told = {name for finding in judged.findings for name in finding.judgements}
    groups: dict[tuple[object, ...], list[Judgement]] = {}
    for judgement in judged.judgements:
        if judgement.id in told or (judgement.verdict == "consistent" and judgement.certain):
            continue
        seen = judgement.sighting
        key: tuple[object, ...] = (judgement.verdict, judgement.certain, judgement.attempt, judgement.governing)
        key += (seen.data_type, seen.action, seen.actor, seen.actor_name, seen.recipient, seen.phase) if seen else ()
        groups.setdefault(key, []).append(judgement)
    for judgements in groups.values():
        yield Matter(_as_finding(judgements), judgements[:SHOWN_JUDGEMENTS])


def _as_finding(judgements: list[Judgement]) -> Finding:
    first = judgements[0]
    seen = first.sighting
    return Finding(
        fingerprint="",
        check="",
        level="",
        verdict=first.verdict,
        data_type=seen.data_type if seen else None,
        actor=(seen.actor_name or seen.actor) if seen else "",
        recipient=seen.recipient if seen else None,
        phase=seen.phase if seen else "",
        certain=first.certain,
        attempt=first.attempt,
        judgements=tuple(j.id for j in judgements),
        statements=first.statements,
        law=tuple(sorted({item for j in judgements for item in j.law})),
        first_seen=min((j.sighting.at for j in judgements if j.sighting), default=0),
        count=sum(j.sighting.count for j in judgements if j.sighting) or len(judgements),
        sentence=first.sentence,
        review=True,
    )
