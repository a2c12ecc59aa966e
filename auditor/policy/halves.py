"""Objects of one verb of which a part is denied: two statements of opposite polarity."""

from __future__ import annotations

import msgspec

from auditor.policy import halves_en, halves_zh
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Draft
from auditor.policy.halves_en import Half
from auditor.policy.predicates import Predicate


def of_cluster(
    sentence: Sentence, cluster: list[Predicate], predicate: Predicate, types: list[str], end: int
) -> Half | None:
    """The denied half of the objects, where something is left for the other (`your name, but not your address`)."""
    if not types or predicate.rule_kind == "permission_scope":
        return None
    if sentence.language == "zh":
        half = halves_zh.other(sentence, cluster[0].zone, end) if predicate.polarity == "positive" else None
    else:
        half = halves_en.elliptic(sentence, cluster[-1].end, end, predicate.polarity)
        half = half or halves_en.other(sentence, cluster[-1].end, end, predicate.polarity)
    if half is None or set(types) - set(half.types):
        return half
    return half if sentence.language == "en" and halves_en.follows_something(sentence, cluster[-1].end, half) else None


def left(sentence: Sentence, start: int, half: Half | None, types: list[str]) -> list[str]:
    """The types that keep the polarity of the verb; one may stand in both halves (`the mileage but not the speed`)."""
    if half is None:
        return types
    kept = {term.type for term in sentence.terms_in(start, half.turn[0])}
    return [name for name in types if name not in half.types or name in kept]


def turned(predicate: Predicate, half: Half) -> Predicate:
    """The predicate of the other half, with the other polarity."""
    negative = predicate.polarity == "positive"
    return msgspec.structs.replace(
        predicate,
        polarity="negative" if negative else "positive",
        negation=half.turn if negative else None,
        modality="will" if predicate.modality == "optional" else predicate.modality,
    )


def denied_under(sentence: Sentence, draft: Draft, start: int, end: int) -> list[Draft]:
    """The ban on the same act under other circumstances (`but not while…`), whose conditions the draft loses."""
    if sentence.language != "en" or draft.polarity != "positive":
        return []
    turn = halves_en.denied_circumstance(sentence, start, end)
    denied = [c for c in draft.conditions if turn is not None and c.start >= sentence.offset + turn]
    if not denied:
        return []
    draft.conditions = [c for c in draft.conditions if c not in denied]
    return [msgspec.structs.replace(draft, kind="prohibition", polarity="negative", conditions=denied, modality="will")]
