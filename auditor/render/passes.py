"""Tells one matter in one phase of the walk: the state of the app, how it was judged, and the evidence."""

from collections.abc import Iterable

import msgspec

from auditor.model import Event, Hit, Judgement, Reason
from auditor.render.material import Material, Matter
from auditor.render.requests import RequestView, show_request
from auditor.render.storedfiles import FileView, show_file
from auditor.render.words import Words, span

SHOWN_CALLS = 2
SHOWN_REQUESTS = 2
SHOWN_FILES = 4
SHOWN_FRAMES = 14
SHOWN_FACTS = 8
SHOWN_TEXT = 600


class CallView(msgspec.Struct, frozen=True, kw_only=True):
    """One hooked call; `frames` from the caller nearest to the call."""

    id: str
    api: str
    outcome: str
    exception: str
    arguments: tuple[str, ...]
    values: tuple[str, ...]
    who: str
    because: str
    count: int
    frames: tuple[str, ...]
    more_frames: int


class ReasonView(msgspec.Struct, frozen=True, kw_only=True):
    question: str
    statement: str
    condition: str
    held: str
    held_label: str
    facts: tuple[str, ...]


class PassView(msgspec.Struct, frozen=True, kw_only=True):
    """One matter in one phase. `speaks` are the statements that speak of it, each with how."""

    anchor: str
    fingerprint: str
    phase: str
    since_start: str
    count: int
    sentence: str
    states: tuple[tuple[str, str], ...]
    speaks: tuple[tuple[str, str], ...]
    reasons: tuple[ReasonView, ...]
    calls: tuple[CallView, ...]
    requests: tuple[RequestView, ...]
    files: tuple[FileView, ...]
    screen: str
    screen_at: str


def show_pass(material: Material, matter: Matter, words: Words, anchor: str) -> PassView:
    """The view of a matter in the one phase that its finding belongs to."""
    finding = matter.finding
    first = matter.judgements[0] if matter.judgements else None
    seen = first.sighting if first else None
    at = finding.first_seen or (seen.at if seen else 0)
    screen = material.screen_at(finding.phase, at)
    start = material.phase_starts.get(finding.phase, at)
    evidence = matter.evidence()
    calls = [name for name in evidence if name in material.quoted_events][:SHOWN_CALLS]
    flows = [name for name in evidence if name in material.quoted_flows][:SHOWN_REQUESTS]
    files = [name for name in evidence if name in material.quoted_files][:SHOWN_FILES]
    return PassView(
        anchor=anchor,
        fingerprint=finding.fingerprint,
        phase=words.phase(finding.phase),
        since_start=span(at - start) if at and finding.phase else "",
        count=finding.count,
        sentence=_sentence(finding.sentence or (first.sentence if first else {}), first, words),
        states=tuple(_states(first, words)) if first else (),
        speaks=tuple(_speaks(first.reasons, words)) if first else (),
        reasons=tuple(reason_view(r, first, material, words) for r in first.reasons if r.question != "speaks")
        if first
        else (),
        calls=tuple(_call(material, material.quoted_events[name], words) for name in calls),
        requests=tuple(_request(material, name, finding.data_type) for name in flows),
        files=tuple(_file(material, name, finding.data_type) for name in files),
        screen=screen.id if screen else "",
        screen_at=span(screen.at - start) if screen else "",
    )


def reason_view(reason: Reason, judgement: Judgement, material: Material, words: Words) -> ReasonView:
    """One answer in words; a held ban reads as kept, and a protection that is weaker than promised says so."""
    # what a law item asks is said with the item, in the language of the report
    law = reason.question == "law"
    weaker = judgement.verdict == "weak" and reason.statement == judgement.governing
    held = "weaker" if weaker and reason.question == "protection" and reason.held == "held" else reason.held
    return ReasonView(
        question=words.name("questions", reason.question),
        statement=reason.statement or "",
        condition=words.labelled(reason.condition),
        held="not_held" if held == "weaker" else held,
        held_label=words.held(reason.question, held),
        facts=tuple(
            words.phrase(material.masker.hide(fact)[:SHOWN_TEXT])
            for fact in reason.facts[:SHOWN_FACTS]
            # the fact of a mark begins with its id, which tells a reader nothing
            if fact and not law and not (reason.question == "mark" and fact == reason.facts[0])
            # those of a cross-check are ids of what is shown as evidence
            and reason.question != "survey"
        ),
    )


def _speaks(reasons: Iterable[Reason], words: Words) -> Iterable[tuple[str, str]]:
    for reason in reasons:
        if reason.question == "speaks":
            said = words.joined(words.phrase(fact) for fact in reason.facts[:SHOWN_FACTS] if fact)
            yield reason.statement or "", said


def _sentence(sentence: dict[str, str], judgement: Judgement | None, words: Words) -> str:
    if sentence.get(words.language):
        return sentence[words.language]
    seen = judgement.sighting if judgement else None
    if judgement is None or seen is None:
        return sentence.get("en", "")
    return words(
        "fallback",
        actor=words.caller(seen.actor, seen.actor_name),
        action=words.name("actions", seen.action),
        type=words.data_type(seen.data_type),
        phase=words.phase(seen.phase),
        verdict=words.name("verdicts", judgement.verdict),
    )


def _states(judgement: Judgement, words: Words) -> Iterable[tuple[str, str]]:
    seen = judgement.sighting
    if seen is None:
        return
    state = seen.state
    yield words("state.consent"), words.name("consents", state.consent)
    yield words("state.foreground"), words("state.on_screen" if state.foreground else "state.in_background")
    held = [
        words("state.permission", name=words.permission(name), result=words.name("results", result))
        for name, result in sorted(state.permissions.items())
    ]
    if held:
        yield words("state.permissions"), words.joined(held)
    if state.account not in ("none", ""):
        yield words("state.account"), words.name("accounts", state.account)
    if state.last_action:
        text = " ".join(p for p in (words.name("marks", state.last_action), state.last_action_text) if p)
        if state.last_action_age_ms is not None:
            text += words("state.seconds_ago", seconds=f"{state.last_action_age_ms / 1000:.1f}")
        yield words("state.last_action"), text
    if state.screen:
        yield words("state.screen"), state.screen


def _hits(material: Material, flow: str, data_type: str | None) -> list[Hit]:
    hits = material.hits.get(flow, [])
    same = [hit for hit in hits if hit.data_type == data_type]
    return list(same or hits)[:6]


def _request(material: Material, name: str, data_type: str | None) -> RequestView:
    return show_request(material.run, material.quoted_flows[name], _hits(material, name, data_type), material.masker)


def _file(material: Material, name: str, data_type: str | None) -> FileView:
    return show_file(material.quoted_files[name], _hits(material, name, data_type), material.masker)


def _call(material: Material, event: Event, words: Words) -> CallView:
    frames = material.run.stacks.get(event.stack, ())
    return CallView(
        id=event.id,
        api=event.api,
        outcome=words.name("outcomes", event.outcome),
        exception=material.masker.hide(event.exception or "")[:SHOWN_TEXT],
        arguments=tuple(material.masker.hide(argument)[:200] for argument in event.arguments[:6]),
        values=tuple(value.preview[:120] for value in event.values[:4]),
        who=words.caller(event.caller.kind, event.caller.name),
        because=words.phrase(event.caller.because),
        count=event.count,
        frames=tuple(frame[:300] for frame in frames[:SHOWN_FRAMES]),
        more_frames=max(0, len(frames) - SHOWN_FRAMES),
    )
