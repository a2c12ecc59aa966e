"""Turns flows with known values in them into sightings: what left the device, in what form, to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from auditor import vocabulary
from auditor.hosts import registrable
from auditor.judge.observed import Observed
from auditor.judge.sightings import BURST_MS, MOST_EVIDENCE, age_class
from auditor.judge.timeline import Moment, Timeline
from auditor.model import AppFacts, Contract, Flow, Hit, Sighting
from auditor.parties import Parties, Party

HASHES = ("md5", "sha1", "sha256")
CODINGS = ("base64", "hex", "url", "gzip")
_DOMAIN = re.compile(r"(?<![\w@.-])(?:https?://)?((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?![\w-])", re.IGNORECASE)
MOST_TEXT = 2_000_000

# The platform itself puts these into every request; the app did not send them.
_PLATFORM_HEADERS = frozenset({"header:user-agent", "header:accept-language"})


class Owners:
    """Whose host is it? First party: declared by the user, named in the policy, or of the certificate's company; a host
    that the rules know as another company's is theirs though the policy links to it.
    """

    def __init__(self, contract: Contract, text: str, app: AppFacts | None, declared: Sequence[str]) -> None:
        self._parties = Parties.load()
        self._declared = tuple(declared)
        self._named = policy_domains(contract, text)
        company = app.certificate.organization if app else ""
        self._own_names = (company,) if company else ()
        self._known: dict[str, Party] = {}

    def of(self, host: str) -> Party:
        """Party of a host: kind, name, company, category."""
        if host not in self._known:
            self._known[host] = self._find(host)
        return self._known[host]

    def _find(self, host: str) -> Party:
        found = self._parties.party_of(host, self._declared, self._own_names)
        if found.kind == "unknown":
            named = self._parties.party_of(host, self._named, self._own_names)
            return named if named.kind == "first_party" else found
        return found


def policy_domains(contract: Contract, text: str) -> tuple[str, ...]:
    """Registrable domains that a policy names outside its SDK table, sorted."""
    spans = [(row.start, row.end) for row in contract.sdks]
    found = set()
    for match in _DOMAIN.finditer(text[:MOST_TEXT]):
        if not any(start <= match.start() < end for start, end in spans):
            found.add(registrable(match[1]))
    return tuple(sorted(found))


def encoding_of(chain: Sequence[str]) -> str:
    """The form of a value in one word: its hash if it was hashed, else the innermost coding, else clear."""
    steps = [step.partition(":")[0] for step in chain]
    for name in HASHES:
        if name in steps:
            return name
    return next((step for step in reversed(steps) if step in CODINGS), "clear")


@dataclass(slots=True)
class Sent:
    """Flows that make one sighting."""

    hit: Hit
    flow: Flow
    moment: Moment
    evidence: list[str] = field(default_factory=list)
    flows: set[str] = field(default_factory=set)
    until: int = 0
    weak: bool = True
    gap_ms: int | None = None


def of_flows(
    found: Iterable[tuple[Flow, Sequence[Hit]]],
    timeline: Timeline,
    owners: Owners,
    reads: Mapping[tuple[str, str], tuple[int, str]],
    number: int,
) -> list[Observed]:
    """The sightings of flows in order of time; ids go on from `number`. `reads` as from `sightings.first_reads`."""
    groups: dict[tuple[object, ...], Sent] = {}
    last: dict[tuple[str, str], int] = {}
    for flow, hits in found:
        moment = timeline.at(flow.at)
        for hit in hits:
            if hit.part.lower() in _PLATFORM_HEADERS and hit.data_type not in _identifiers():
                continue
            encoding = encoding_of(hit.chain)
            key = (hit.data_type, flow.host, encoding, flow.tls, flow.phase, moment.id, age_class(moment, flow.at))
            sent = groups.setdefault(key, Sent(hit, flow, moment, until=flow.at))
            sent.weak &= hit.confidence == "weak"
            sent.until = max(sent.until, flow.at)
            if flow.id not in sent.flows:
                sent.flows.add(flow.id)
                _note_gap(sent, last, (hit.data_type, _toward(owners.of(flow.host))), flow.at)
                if len(sent.evidence) < MOST_EVIDENCE:
                    sent.evidence.append(flow.id)
    ordered = sorted(groups.values(), key=lambda one: (one.flow.at, one.flow.id, one.hit.data_type, one.hit.part))
    return [_observed(one, owners.of(one.flow.host), reads, number + place) for place, one in enumerate(ordered, 1)]


def _toward(party: Party) -> str:
    """Who gets it, whatever host of theirs it goes to."""
    return party.kind if party.kind == "first_party" else party.company or party.name


def _note_gap(sent: Sent, last: dict[tuple[str, str], int], key: tuple[str, str], at: int) -> None:
    """The shortest time between sendings of one type to one recipient; what follows within a second is one sending."""
    gap = at - last[key] if key in last else None
    if gap is not None and gap < BURST_MS:
        return
    last[key] = at
    if gap is not None and (sent.gap_ms is None or gap < sent.gap_ms):
        sent.gap_ms = gap


def _identifiers() -> frozenset[str]:
    known = vocabulary.load()
    return frozenset({"device_id", "phone_number"}) | known.descendants("device_id")


def _observed(sent: Sent, party: Party, reads: Mapping[tuple[str, str], tuple[int, str]], number: int) -> Observed:
    flow, kind = sent.flow, sent.hit.data_type
    phase = flow.phase or sent.moment.phase
    source = _source(kind, phase, flow.at, reads)
    sighting = Sighting(
        id=f"S{number:05d}",
        data_type=kind,
        action="collect" if party.kind == "first_party" else "share",
        actor="first_party",
        recipient=None if party.kind == "first_party" else _toward(party),
        recipient_party=party.kind,
        recipient_class=party.category or None,
        host=flow.host,
        encoding=encoding_of(sent.hit.chain),
        tls=flow.scheme != "http" and flow.tls not in ("none", "failed", "pinned"),
        phase=phase,
        at=flow.at,
        count=len(sent.flows),
        window_ms=sent.until - flow.at,
        state=sent.moment.state(flow.at),
        evidence=(*sent.evidence, *source),
        certain=not sent.weak and party.confidence == "certain",
        doubt=_doubt(sent, party),
    )
    delivers = party.kind == "first_party" and bool(source)
    return Observed(sighting, sent.moment, sent.gap_ms, in_flow=True, company=party.name, delivers=delivers)


def _doubt(sent: Sent, party: Party) -> str:
    if sent.weak:
        return "the value that was found is short or common"
    return "" if party.confidence == "certain" else f"whose host it is, is {party.confidence}: {party.because}"


def _source(kind: str, phase: str, at: int, reads: Mapping[tuple[str, str], tuple[int, str]]) -> tuple[str, ...]:
    """The event in which the value was read before it was sent: in this pass, else in the one that ran before it."""
    known = vocabulary.load()
    for name in (kind, *known.ancestors(kind)[:1], *sorted(known.descendants(kind))):
        for walked in (phase.partition(":")[0], "accept_allow"):
            found = reads.get((name, walked))
            if found and found[0] <= at:
                return (found[1],)
    return ()
