"""A list that goes on in a sentence of its own: `该等信息包括…`, `Such information may include …`.

It says nothing by itself: what it lists is added to what the sentence before told.
"""

from __future__ import annotations

import re

import msgspec

from auditor.expressions import expression
from auditor.policy.attached import circumstances
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Draft
from auditor.policy.statements import group

_NEW_CLAUSE = {
    "zh": expression(r"[；;。]|[，,](?:我们|您|该|但|并|用于|以便|上述|这些|如)"),
    "en": expression(r"[;.]|, (?:which|but|we|you|this|these|as well as when)\b", re.I),
}
_TOLD = frozenset({"practice", "prohibition", "promise", "permission_scope"})


def drafts(sentence: Sentence, told: list[Draft]) -> list[Draft]:
    """The statements of the sentence before, about the types that this one lists; none where it lists none."""
    opened = _opened(sentence)
    if opened is None:
        return []
    new_clause = _NEW_CLAUSE[sentence.language].search(sentence.text, opened)
    end = new_clause.start() if new_clause else len(sentence.text)
    types = list(dict.fromkeys(term.type for term in sentence.terms_in(opened, end, masked=True)))
    if not types:
        return []
    own = circumstances(sentence, opened)
    low = sentence.offset + len(sentence.text) - len(sentence.text.lstrip())
    high = sentence.offset + len(sentence.text.rstrip().rstrip("。.;；"))
    return [
        msgspec.structs.replace(
            draft, start=low, end=high, data_types=types, conditions=[*draft.conditions, *own], own_types=True
        )
        for draft in told
        if draft.kind in _TOLD and draft.data_types != types
    ]


def leads(sentence: Sentence, told: list[Draft]) -> list[Draft]:
    """The same for a sentence that ends in a colon and lists in the items below: `上述信息包括：`."""
    return [] if _opened(sentence) is None else [draft for draft in told if draft.kind in _TOLD]


def _opened(sentence: Sentence) -> int | None:
    for compiled in group(sentence, "listed_on"):
        match = compiled.regex.match(sentence.text)
        if match is not None:
            return match.end()
    return None
