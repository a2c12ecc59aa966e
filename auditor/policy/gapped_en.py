"""English verbs said once for several objects: `We give your name to the courier and your card number to the bank`."""

from __future__ import annotations

import re

import msgspec

from auditor.expressions import expression
from auditor.model import Condition
from auditor.policy import attached, details
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Draft
from auditor.policy.terms import Term

_PART = expression(
    r"(?:, and|,| and|, but| while|, while) (?P<what>(?:(?:your|the|his|her|their|its|any|all|an?) )?"
    r"(?:(?!\b(?:we|you|they|it|is|are|be|will|may|can|has|have|which|that|who|not|no|to)\b)[^,;:.()]){2,60}?) "
    r"(?P<link>with|for|from|until|after|within|as|to|only (?:when|if|while|after|once|with|for|to))\b"
    r"[^,;:.]{2,80}?"
    r"(?=[,;.]|$| and (?:your|the|his|her|their)\b)",
    re.I,
)
_ONLY = "only"
_OTHERWISE = r"\b(?:automatically|always|permanently|routinely|each time|every time|whenever|in any case)\b[^,;]*$"


def spread(sentence: Sentence, draft: Draft, after: int, following: int) -> list[Draft]:
    """The draft with what it says of each object; `after` is where its verb ends, `following` where the next begins."""
    if sentence.language != "en":
        return [draft]
    parts = []
    for match in _PART.finditer(sentence.text, after, following):
        before = sentence.text[after : match.start()]
        link = match["link"].lower()
        like = _OTHERWISE if link.startswith(_ONLY) else rf"\b{link}\b"
        paired = re.search(like, before, re.I) is not None
        types = list(dict.fromkeys(t.type for t in _named(sentence, *match.span("what"))))
        if paired and types and not _in_a_condition(sentence, match.start("what")):
            parts.append((match, types))
    if not parts:
        return [draft]
    first = parts[0][0].start()
    spans = [(match.start() + sentence.offset, match.end() + sentence.offset) for match, _ in parts]
    inside = {t.type for match, types in parts for t in _named(sentence, match.start(), match.end())}
    outside = {t.type for t in sentence.terms if t.start < first}
    own = [t for t in draft.data_types if t not in inside or t in outside]
    common = [c for c in draft.conditions if not any(low <= c.start < high for low, high in spans)]
    leading = [c for c in common if c.end <= draft.verb]
    if not own:
        return [draft]
    made = [_about(sentence, draft, own, common, after, first)]
    for (match, types), (low, high) in zip(parts, spans, strict=True):
        conditions = leading + [c for c in draft.conditions if low <= c.start < high]
        made.append(_about(sentence, draft, types, conditions, match.start(), match.end()))
    return made


def _named(sentence: Sentence, start: int, end: int) -> list[Term]:
    return sentence.terms_in(start, end, masked=True)


def _in_a_condition(sentence: Sentence, place: int) -> bool:
    return any(found.framed and found.start <= place < found.end for found in sentence.conditions)


def _about(
    sentence: Sentence, draft: Draft, types: list[str], conditions: list[Condition], start: int, end: int
) -> Draft:
    text = sentence.text[start:end]
    named = details.recipients(text) if draft.action in details.SHARING and draft.actor == "first_party" else ()
    kept = details.retention(text, "en") if draft.retention is not None else None
    if kept is not None and draft.action == "store":
        conditions = [c for c in conditions if c.kind != "retention"]
        conditions.append(attached.kept_for(kept, sentence.offset + start))
    return msgspec.structs.replace(
        draft,
        data_types=types,
        conditions=conditions,
        recipients=named or draft.recipients,
        retention=kept[0] if kept is not None else draft.retention,
    )
