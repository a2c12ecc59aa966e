"""Clauses read once more by themselves: what the second half of a long sentence says although the first confuses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from auditor.expressions import expression
from auditor.policy import clauses, statements
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Context, Draft

_JOINS = {
    "zh": expression(
        "，(?:(?:同时|此外|另外|并且|且|但是?|而|不过|然而)，|(?:同时|此外|另外|并且|且|但是?|而|不过|然而)?"
        "(?=我们|本(?:应用|平台|公司|产品)|您的))"
    ),
    "en": expression(
        r"(?:, (?:and|but|yet|so|while|whereas|although|though) |(?<=\w) and (?=we ))(?=(?:we|our|the|your|you|"
        r"no|none|neither|nobody|any|all|each|every|some|an?|both|data|information|(?-i:[A-Z])[\w-]+)\b)",
        re.I,
    ),
}
_STOP = expression("[；;]")
_GOING_ON = expression(r"^[^,;]{0,60}\b(?:is|are|being) (?:\w+ly )?\w+ing\b")


def also(sentence: Sentence, drafts: list[Draft]) -> list[Draft]:
    """The drafts with those that a clause of the sentence says by itself, where the whole said nothing at that verb."""
    for start, end in _parts(sentence):
        part = clauses.read(sentence.text[start:end], sentence.offset + start, sentence.language, sentence.people)
        for draft in statements.of_sentence(part, Context(), first=False):
            if draft.own_types and draft.data_types and draft.data_types != ["personal_info"]:
                drafts = _with(_without_circumstances(drafts, part), draft)
    return drafts


def _parts(sentence: Sentence) -> Iterator[tuple[int, int]]:
    marks = list(_JOINS[sentence.language].finditer(sentence.text))
    for mark, after in zip_longest(marks, marks[1:]):
        contrasts = "whil" in mark.group() or "whereas" in mark.group()
        if sentence.is_hidden(mark.end()) and not (contrasts and not _GOING_ON.search(sentence.text[mark.end() :])):
            continue
        end = after.start() if after else len(sentence.text)
        stop = _STOP.search(sentence.text, mark.end(), end)
        yield mark.end(), stop.start() if stop else end


def _without_circumstances(drafts: list[Draft], part: Sentence) -> list[Draft]:
    """`…never used, while our servers log your IP address`: what a clause states is no condition of another."""
    low, high = part.offset - len(" while "), part.offset + len(part.text)
    for draft in drafts:
        if draft.verb < low:
            draft.conditions = [c for c in draft.conditions if not (low <= c.start < part.offset and c.end <= high)]
    return drafts


def _with(drafts: list[Draft], draft: Draft) -> list[Draft]:
    there = [d for d in drafts if abs(d.verb - draft.verb) <= 2]
    if any(d.own_types or (d.action, d.polarity) != (draft.action, draft.polarity) for d in there):
        return drafts
    if any(d.action == draft.action and set(draft.data_types) <= set(d.data_types) for d in drafts if d not in there):
        return drafts
    return [d for d in drafts if d not in there] + [draft]
