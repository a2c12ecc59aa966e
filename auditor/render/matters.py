"""Tells one finding or review item: who, what, when, where, which sentence, which evidence."""

import msgspec

from auditor.model import Event, Hit, Judgement, Reason, Sighting, Statement
from auditor.render.material import Material, Matter
from auditor.render.requests import RequestView, show_request
from auditor.render.words import Words, span

SHOWN_CALLS = 2
SHOWN_REQUESTS = 2
SHOWN_FRAMES = 14
SHOWN_TEXT = 600
ORDER = {"high": 0, "medium": 1, "low": 2, "": 3}
VERDICT_ORDER = ("violation", "omitted", "weak", "ambiguous", "vague", "not_checkable", "consistent")


class QuoteView(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    section: str
    quote: str
    reading: str
    conditions: tuple[str, ...]
    governing: bool


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


class MatterView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the report says of one finding or review item, in words of one language."""

    anchor: str
    fingerprint: str
    verdict: str
    verdict_label: str
    level: str
    level_label: str
    title: str
    sentence: str
    certain: bool
    attempt: bool
    count: int
    data_type: str
    action: str
    who: str
    phase: str
    since_start: str
    where: str
    host: str
    transport: str
    encoding: str
    states: tuple[tuple[str, str], ...]
    doubt: str
    law: tuple[str, ...]
    quotes: tuple[QuoteView, ...]
    reasons: tuple[ReasonView, ...]
    calls: tuple[CallView, ...]
    requests: tuple[RequestView, ...]
    screen: str
    screen_at: str


def tell(material: Material, matter: Matter, words: Words, anchor: str) -> MatterView:
    """The view of one matter."""
    finding = matter.finding
    first = matter.judgements[0] if matter.judgements else None
    seen = first.sighting if first else None
    actor = seen.actor if seen else finding.actor
    at = finding.first_seen or (seen.at if seen else 0)
    screen = material.screen_at(finding.phase, at)
    start = material.phase_starts.get(finding.phase, at)
    where = seen.recipient if seen and seen.action == "share" else finding.recipient
    return MatterView(
        anchor=anchor,
        fingerprint=finding.fingerprint,
        verdict=finding.verdict,
        verdict_label=words.name("verdicts", finding.verdict),
        level=finding.level,
        level_label=words.name("levels", finding.level),
        title=_title(seen, words),
        sentence=_sentence(finding.sentence or (first.sentence if first else {}), first, words),
        certain=finding.certain,
        attempt=finding.attempt,
        count=finding.count,
        data_type=words.data_type(finding.data_type),
        action=words.name("actions", seen.action if seen else ""),
        who=words.caller(actor, seen.actor_name if seen else ""),
        phase=words.phase(finding.phase),
        since_start=span(at - start) if at else "",
        where=_where(where, seen.recipient_party if seen else None, seen.recipient_class if seen else None, words),
        host=(seen.host or "") if seen else "",
        transport=words.transport(seen.tls) if seen else "",
        encoding=words.name("encodings", seen.encoding) if seen and seen.host else "",
        states=tuple(_states(first, words)) if first else (),
        doubt=words.phrase((seen.doubt if seen else "") or (first.why if first and not finding.certain else "")),
        law=finding.law,
        quotes=tuple(_quotes(material, matter, words)),
        reasons=tuple(_reason(r, material, words) for r in first.reasons) if first else (),
        calls=tuple(
            _call(material, material.quoted_events[name], words)
            for name in matter.evidence()
            if name in material.quoted_events
        )[:SHOWN_CALLS],
        requests=tuple(
            show_request(
                material.run, material.quoted_flows[name], _hits(material, name, finding.data_type), material.masker
            )
            for name in [n for n in matter.evidence() if n in material.quoted_flows][:SHOWN_REQUESTS]
        ),
        screen=screen.id if screen else "",
        screen_at=span(screen.at - start) if screen else "",
    )


def sort_matters(matters: list[Matter]) -> list[Matter]:
    """By level, verdict and time: the gravest first."""
    verdicts = {verdict: place for place, verdict in enumerate(VERDICT_ORDER)}
    return sorted(
        matters,
        key=lambda m: (
            ORDER.get(m.finding.level, 3),
            verdicts.get(m.finding.verdict, 9),
            m.finding.first_seen,
            m.finding.fingerprint,
        ),
    )


def _title(seen: Sighting | None, words: Words) -> str:
    """Who did what, in a few words; empty for a promise that is no sighting."""
    if seen is None:
        return ""
    key = "attempt" if seen.attempt else "sent" if seen.host and seen.action != "store" else seen.action
    who = words.caller(seen.actor, seen.actor_name)
    return words(f"titles.{key}", who=who[:1].upper() + who[1:], type=words.data_type(seen.data_type), to=seen.host)


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


def _where(recipient: str | None, party: str | None, kind: str | None, words: Words) -> str:
    if not recipient:
        return ""
    notes = [words.name("parties", party), words.name("classes", kind)]
    joined = ", ".join(note for note in notes if note)
    return f"{recipient} ({joined})" if joined else recipient


def _states(judgement: Judgement, words: Words) -> list[tuple[str, str]]:
    seen = judgement.sighting
    if seen is None:
        return []
    state = seen.state
    rows = [
        (words("state.consent"), words.name("consents", state.consent)),
        (words("state.foreground"), words("state.on_screen" if state.foreground else "state.in_background")),
    ]
    held = [
        f"{name.removeprefix('android.permission.')}: {result}" for name, result in sorted(state.permissions.items())
    ]
    if held:
        rows.append((words("state.permissions"), ", ".join(held)))
    if state.last_action:
        text = " ".join(p for p in (words.name("marks", state.last_action), state.last_action_text) if p)
        if state.last_action_age_ms is not None:
            text += " (" + words("state.seconds_ago", seconds=f"{state.last_action_age_ms / 1000:.1f}") + ")"
        rows.append((words("state.last_action"), text))
    if state.screen:
        rows.append((words("state.screen"), state.screen))
    return rows


def _quotes(material: Material, matter: Matter, words: Words) -> list[QuoteView]:
    governing = {j.governing for j in matter.judgements if j.governing}
    names = list(dict.fromkeys([*sorted(governing), *matter.finding.statements]))
    return [
        quote_view(material.statements[name], words, governing=name in governing)
        for name in names
        if name in material.statements
    ][:6]


def quote_view(statement: Statement, words: Words, *, governing: bool = False) -> QuoteView:
    """A sentence of the policy, with how it was understood."""
    quote = " ".join(statement.quote.split())
    return QuoteView(
        id=statement.id,
        section=statement.section,
        quote=quote if len(quote) <= SHOWN_TEXT else quote[:SHOWN_TEXT] + "…",
        reading=words.statement(statement),
        conditions=tuple(words.condition(c) for c in statement.conditions),
        governing=governing,
    )


def _reason(reason: Reason, material: Material, words: Words) -> ReasonView:
    # what a law item asks is said with the item, in the language of the report
    law = reason.question == "law"
    return ReasonView(
        question=words.name("questions", reason.question),
        statement=reason.statement or "",
        condition=words.labelled(reason.condition),
        held=reason.held,
        held_label=words("held.not_met") if law and reason.held == "not_held" else words.name("held", reason.held),
        facts=tuple(
            words.phrase(material.masker.hide(fact)[:SHOWN_TEXT]) for fact in reason.facts[:8] if fact and not law
        ),
    )


def _hits(material: Material, flow: str, data_type: str | None) -> list[Hit]:
    hits = material.hits.get(flow, [])
    same = [hit for hit in hits if hit.data_type == data_type]
    return list(same or hits)[:6]


def _request(material: Material, name: str, data_type: str | None) -> RequestView:
    return show_request(material.run, material.quoted_flows[name], _hits(material, name, data_type), material.masker)


def _call(material: Material, event: Event, words: Words) -> CallView:
    frames = material.run.stacks.get(event.stack, ())
    return CallView(
        id=event.id,
        api=event.api,
        outcome=words.name("outcomes", event.outcome),
        exception=event.exception or "",
        arguments=tuple(material.masker.hide(argument)[:200] for argument in event.arguments[:6]),
        values=tuple(value.preview[:120] for value in event.values[:4]),
        who=words.caller(event.caller.kind, event.caller.name),
        because=event.caller.because,
        count=event.count,
        frames=tuple(frame[:300] for frame in frames[:SHOWN_FRAMES]),
        more_frames=max(0, len(frames) - SHOWN_FRAMES),
    )
