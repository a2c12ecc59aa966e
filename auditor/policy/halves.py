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
    if len(types) < 2 or predicate.rule_kind == "permission_scope":
        return None
    if sentence.language == "zh":
        half = halves_zh.other(sentence, cluster[0].zone, end) if predicate.polarity == "positive" else None
    else:
        half = halves_en.other(sentence, cluster[-1].end, end, predicate.polarity)
    return half if half is not None and set(types) - set(half.types) else None


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
