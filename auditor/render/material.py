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
# what the walk notes when it looked for a request for consent on the first screens and found none
UNASKED = "no request for consent was found"
CONSENT_MARKS = frozenset(
    {"consent_accept", "consent_refuse", "consent_withdraw", "explicit_consent", "guardian_consent"}
)


class Matter:
    """One thing to tell: a finding, or judgements of one kind that are none; `judgements` are those shown."""

    def __init__(self, finding: Finding, judgements: list[Judgement]) -> None:
        self.finding = finding
        self.judgements = judgements

    def evidence(self) -> list[str]:
        """Ids of events, flows, files and marks that are shown, without repetition."""
        found: dict[str, None] = {}
        for judgement in self.judgements:
            if judgement.sighting is not None:
                found.update(dict.fromkeys(judgement.sighting.evidence))
            found.update(dict.fromkeys(f for r in judgement.reasons if r.question == "survey" for f in r.facts))
        return list(found)[:SHOWN_EVIDENCE]


class Case:
    """One matter in all phases in which it was seen: a finding each, in order of time."""

    def __init__(self, matters: list[Matter]) -> None:
        self.matters = sorted(matters, key=lambda m: (m.finding.first_seen, m.finding.fingerprint))

    @property
    def first(self) -> Matter:
        """The earliest."""
        return self.matters[0]


class Material:
    """A run and its judgement, indexed. Events and flows are read once; only those that are quoted are kept."""

    def __init__(self, run: Run, judged: Judged) -> None:
        self.run = run
        self.judged = judged
        self.statements: dict[str, Statement] = {s.id: s for s in run.contract.statements}
        self.sightings = tables.sightings_table(judged.judgements)
        by_id = {judgement.id: judgement for judgement in judged.judgements}
        all_matters = [Matter(f, _first(f.judgements, by_id)) for f in judged.findings]
        told = {name for finding in judged.findings for name in finding.judgements}
        certain = [m for m in all_matters if m.finding.certain and not m.finding.review]
        doubtful = [m for m in all_matters if not m.finding.certain or m.finding.review]
        # what is in no finding and yet not simply consistent, a person must see, too
        doubtful += _grouped(j for j in judged.judgements if j.id not in told and not _fine(j))
        self.findings = _cases(certain)
        self.reviews = _cases(doubtful)
        self.consistent = _cases(_grouped(j for j in judged.judgements if j.sighting is not None and _fine(j)))
        wanted = {
            name
            for case in self.findings + self.reviews + self.consistent
            for matter in case.matters
            for name in matter.evidence()
        }
        self.quoted_events: dict[str, Event] = {}
        self.quoted_flows: dict[str, Flow] = {}
        self.running_sdks: set[str] = set()
        self.events: pd.DataFrame = tables.events_table(self._keep_events(run.events(), wanted))
        self.flows: pd.DataFrame = tables.flows_table(self._keep_flows(run.flows(), wanted))
        self.quoted_files = {file.id: file for file in run.files if file.id in wanted}
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

    @cached_property
    def unasked(self) -> frozenset[str]:
        """Passes of the walk in which a request for consent was looked for and none was found, e.g. `accept_deny`."""
        looked = {m.phase for m in self.run.marks if m.kind == "note" and m.detail.get("why") == UNASKED}
        return frozenset(phase.partition(":")[0] for phase in looked) - self._asked

    @property
    def never_asked(self) -> bool:
        """Whether the app asked for consent in no pass of the walk, though at least one looked for it."""
        return bool(self.unasked) and not self._asked

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset(
            mark.phase.partition(":")[0]
            for mark in self.run.marks
            if mark.kind in CONSENT_MARKS or (mark.kind == "dialog_shown" and mark.detail.get("what") == "consent")
        )

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


def _fine(judgement: Judgement) -> bool:
    return judgement.verdict == "consistent" and judgement.certain


def _cases(matters: Iterable[Matter]) -> list[Case]:
    """Matters that differ in nothing but the phase, together."""
    groups: dict[tuple[object, ...], list[Matter]] = {}
    for matter in matters:
        one = matter.finding
        first = matter.judgements[0] if matter.judgements else None
        seen = first.sighting if first else None
        key: tuple[object, ...] = (one.check, one.level, one.verdict, one.certain, one.attempt, one.review)
        key += (one.waiver.reason, one.waiver.owner, one.waiver.expires) if one.waiver else ()
        key += (one.data_type, one.actor, one.recipient)
        key += (seen.action, seen.actor, seen.actor_name, seen.host) if seen else (one.statements, one.law)
        # what a cross-check says belongs to no phase: each sentence is a matter of its own
        key += () if seen or one.phase else (one.sentence.get("en", ""),)
        # findings of one check are one matter, whichever statement governs; others are told by their statement
        key += () if one.fingerprint or first is None else (first.governing,)
        groups.setdefault(key, []).append(matter)
    return [Case(group) for group in groups.values()]


def _grouped(judgements: Iterable[Judgement]) -> list[Matter]:
    """Judgements of one kind in one phase as one matter each."""
    groups: dict[tuple[object, ...], list[Judgement]] = {}
    for judgement in judgements:
        seen = judgement.sighting
        key: tuple[object, ...] = (judgement.verdict, judgement.certain, judgement.attempt, judgement.governing)
        key += (seen.data_type, seen.action, seen.actor, seen.actor_name, seen.recipient, seen.phase) if seen else ()
        key += (seen.host, seen.encoding) if seen else ()
        groups.setdefault(key, []).append(judgement)
    return [Matter(_as_finding(group), group[:SHOWN_JUDGEMENTS]) for group in groups.values()]


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
