"""Tells one matter: who, what, where, which sentence; and each phase in which it was seen, with its evidence."""

import msgspec

from auditor.model import Judgement, Sighting
from auditor.render.material import Case, Material
from auditor.render.passes import PassView, ReasonView, reason_view, show_pass
from auditor.render.quotes import QuoteView, quote_view
from auditor.render.words import Words

SHOWN_QUOTES = 6
ORDER = {"high": 0, "medium": 1, "low": 2, "": 3}
VERDICT_ORDER = ("violation", "omitted", "weak", "ambiguous", "vague", "not_checkable", "consistent")


class MatterView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the report says of one matter, in words of one language.

    `passes` has one entry a phase, in order of time; `phases` says in short where it was seen. `because` is filled
    for what is consistent: the answers that make it so.
    """

    anchor: str
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
    who: str
    where: str
    is_kept: bool
    host: str
    transport: str
    encoding: str
    phases: str
    doubt: str
    waived: str
    law: tuple[str, ...]
    quotes: tuple[QuoteView, ...]
    because: tuple[ReasonView, ...]
    unconditional: bool
    passes: tuple[PassView, ...]


def tell(material: Material, case: Case, words: Words, anchor: str) -> MatterView:
    """The view of one matter in all its phases."""
    finding = case.first.finding
    first = case.first.judgements[0] if case.first.judgements else None
    seen = first.sighting if first else None
    actor = seen.actor if seen else finding.actor
    where = seen.recipient if seen and seen.action == "share" else finding.recipient
    passes = tuple(
        show_pass(material, matter, words, f"{anchor}-{number}") for number, matter in enumerate(case.matters, 1)
    )
    because = _because(first, material, words) if first and finding.verdict == "consistent" else ()
    governing = material.statements.get(first.governing or "") if first else None
    return MatterView(
        anchor=anchor,
        verdict=finding.verdict,
        verdict_label=words.name("verdicts", finding.verdict),
        level=finding.level,
        level_label=words.name("levels", finding.level),
        title=_title(seen, words),
        sentence=passes[0].sentence,
        certain=finding.certain,
        attempt=finding.attempt,
        count=sum(matter.finding.count for matter in case.matters),
        data_type=words.data_type(finding.data_type),
        who=words.caller(actor, seen.actor_name if seen else "") if actor else "",
        is_kept=bool(seen and seen.action == "store"),
        where=_where(where, seen.recipient_party if seen else None, seen.recipient_class if seen else None, words),
        host=(seen.host or "") if seen else "",
        transport=words.transport(seen.tls) if seen else "",
        encoding=words.name("encodings", seen.encoding) if seen and seen.host else "",
        phases=words.phases(tuple(matter.finding.phase for matter in case.matters)),
        # without a sighting the sentence itself says what is doubtful
        doubt=words.phrase(seen.doubt or (first.why if not finding.certain else "")) if first and seen else "",
        waived=words.waived(finding.waiver) if finding.waiver else "",
        law=tuple(sorted({item for matter in case.matters for item in matter.finding.law})),
        quotes=tuple(_quotes(material, case, words)),
        because=because,
        unconditional=bool(because or finding.verdict == "consistent") and not (governing and governing.conditions),
        passes=passes,
    )


def sort_cases(cases: list[Case]) -> list[Case]:
    """By level, verdict and time: the gravest first."""
    verdicts = {verdict: place for place, verdict in enumerate(VERDICT_ORDER)}
    return sorted(
        cases,
        key=lambda case: (
            ORDER.get(case.first.finding.level, 3),
            verdicts.get(case.first.finding.verdict, 9),
            case.first.finding.first_seen,
            case.first.finding.fingerprint,
        ),
    )


def _title(seen: Sighting | None, words: Words) -> str:
    """Who did what, in a few words; empty for a promise that is no sighting."""
    if seen is None:
        return ""
    key = "attempt" if seen.attempt else "sent" if seen.host and seen.action != "store" else seen.action
    who = words.caller(seen.actor, seen.actor_name)
    return words(f"titles.{key}", who=who[:1].upper() + who[1:], type=words.data_type(seen.data_type), to=seen.host)


def _because(judgement: Judgement, material: Material, words: Words) -> tuple[ReasonView, ...]:
    """What made it consistent: conditions of the governing statement, bans and promises that were kept."""
    stated = [r for r in judgement.reasons if r.question == "condition" and r.statement == judgement.governing]
    kept = [r for r in judgement.reasons if r.question in ("forbidden", "protection") and r.held == "held"]
    return tuple(reason_view(reason, judgement, material, words) for reason in stated + kept)


def _where(recipient: str | None, party: str | None, kind: str | None, words: Words) -> str:
    if not recipient:
        return ""
    notes = [words.name("parties", party), words.name("classes", kind)]
    return words.noted(recipient, words.joined(note for note in notes if note))


def _quotes(material: Material, case: Case, words: Words) -> list[QuoteView]:
    governing = {j.governing for matter in case.matters for j in matter.judgements if j.governing}
    named = [name for matter in case.matters for name in matter.finding.statements]
    names = list(dict.fromkeys([*sorted(governing), *named]))
    return [
        quote_view(material.statements[name], words, governing=name in governing)
        for name in names
        if name in material.statements
    ][:SHOWN_QUOTES]
