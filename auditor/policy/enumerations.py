"""Enumerations of data: which members a condition binds, which verbs share one, whether it is open."""

from __future__ import annotations

import re

import msgspec

from auditor.expressions import expression
from auditor.model import Condition
from auditor.policy import attached, details
from auditor.policy.clauses import Sentence
from auditor.policy.conditions import Found
from auditor.policy.drafts import Draft

_COMMA = expression(r"[，,；;]")
_BUT_ONLY = expression(
    r", (?:but|and|while|yet) (?P<what>(?:your|the|his|her|their|its|an?) [^,;:.]{2,50}?) "
    r"(?=(?:only|just|solely|exclusively|once|if|when|after|as soon as)\b)(?:only |just |solely |exclusively )?",
    re.I,
)
_BRACKET = expression(r"[（(](?:仅|只|仅限|限|如|若|only |where |if |when )?$", re.I)
_CLOSED = expression(r"[^，,。；;（(]{0,4}[）)](?=[、，,]|以及|[和及与]| and | or )")
_IF_ANY = expression(r"^(?:有|适用|any|applicable)$", re.I)
_NOUN_END = 3
_CLOSES = expression(r"等|etc|and so on|and other", re.I)


def share_list(drafts: list[Draft], own: int, types: list[str]) -> None:
    """`收集您的使用情况，作为日志保存，包括浏览、搜索`: what the list names is collected as well."""
    for draft in drafts[:-own]:
        if draft.polarity == "positive" and draft.action in attached.DATA_ACTIONS:
            draft.data_types = list(dict.fromkeys([*draft.data_types, *types]))


def distributed(sentence: Sentence, draft: Draft) -> list[Draft]:
    """`型号、您授权的GPS位置以及基站`: the consent holds for what stands behind it only."""
    low, high = draft.start - sentence.offset, draft.end - sentence.offset
    bracketed = next((row for c in sentence.conditions if (row := _of_one(sentence, draft, c)) is not None), None)
    if bracketed is not None:
        return [part for half in bracketed for part in distributed(sentence, half)]
    inner = next((c.start for c in sentence.conditions if low <= c.start < high and _binds_the_rest(sentence, c)), None)
    last = _only_then(sentence, low, high)
    begins = last if inner is None else inner
    if begins is None:
        return [draft]
    free = {t.type for t in sentence.terms if t.start < begins} & set(draft.data_types)
    bound = [t for t in draft.data_types if t not in free]
    if not free or not bound:
        return [draft]
    place = sentence.offset + begins
    others = [c for c in draft.conditions if (c.start < place if last == begins else c.start != place)]
    return _parted(draft, [t for t in draft.data_types if t in free], others, bound)


def _of_one(sentence: Sentence, draft: Draft, found: Found) -> list[Draft] | None:
    """`姓名、车牌号（仅限您停车时）以及电话`: what stands in brackets behind a member holds for that member only."""
    place = sentence.offset + found.start
    opens = _BRACKET.search(sentence.text[: found.start])
    closes = _CLOSED.match(sentence.text, found.end)
    if opens is None or closes is None or _IF_ANY.search(found.text):
        return None
    if not draft.start <= place < draft.end or draft.polarity == "negative":
        return None
    near = [t for t in sentence.terms if 0 <= opens.start() - t.end <= _NOUN_END]
    term = max(near, key=lambda t: t.end, default=None)
    if term is None or term.type not in draft.data_types:
        return None
    rest = [t for t in draft.data_types if t != term.type]
    if not rest:
        return None
    return _parted(draft, rest, [c for c in draft.conditions if c.start != place], [term.type])


def _parted(draft: Draft, free: list[str], conditions: list[Condition], bound: list[str]) -> list[Draft]:
    """The draft about `free`, with the conditions left to it, and about `bound`, with all of them."""
    return [
        msgspec.structs.replace(draft, data_types=free, conditions=conditions),
        msgspec.structs.replace(draft, data_types=bound),
    ]


def _only_then(sentence: Sentence, low: int, high: int) -> int | None:
    """`your name, but your number only if you tick the box`: where the object begins that the last condition binds."""
    match = _BUT_ONLY.search(sentence.text, low, high) if sentence.language == "en" else None
    if match is None or not sentence.terms_in(match.start("what") - 1, match.end("what")):
        return None
    told = any(match.end("what") <= c.start <= match.end() + 8 for c in sentence.conditions)
    return match.start("what") if told else None


def _binds_the_rest(sentence: Sentence, found: Found) -> bool:
    """`您授权的…` and `your name and, where you allow it, your number`: does it hold for what stands behind it only?"""
    if sentence.language == "zh":
        member = re.search("(?:以及|[和及与、])[（(]?$", sentence.text[: found.start]) is not None
        return (found.role == "when" and member) if found.framed else found.text.endswith("授权的")
    return (
        found.framed
        and found.role == "when"
        and re.search(r"\b(?:and|or|as well as),? [(]?$", sentence.text[: found.start]) is not None
        and re.match(r"[,)]+ (?!(?:we|our|the app|it|they|you|also) )", sentence.text[found.end :]) is not None
    )


def is_open(sentence: Sentence, start: int, end: int) -> bool:
    """Is the enumeration of data open (型号等信息; such as your name)? Other enumerations do not count."""
    reach = 10 if sentence.language == "zh" else 60
    terms = sentence.terms_in(start, end)
    for low, high in details.openings(sentence.text, start, end, sentence.language):
        if sentence.is_hidden(low):
            continue
        closes = _CLOSES.match(sentence.text, low) is not None
        for term in terms:
            if closes and term.end <= low <= term.end + 12 and not _COMMA.search(sentence.text, term.end, low):
                return True
            if not closes and high <= term.start <= high + reach:
                return True
    return False
