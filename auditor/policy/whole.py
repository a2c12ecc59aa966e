"""A statement that a whole sentence or one clause of it makes."""

from __future__ import annotations

import re

from auditor.policy import details
from auditor.policy.attached import condition_records
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Draft
from auditor.policy.spans import label_end


def make(sentence: Sentence, kind: str, action: str, actor: str, polarity: str) -> Draft:
    """A draft that quotes the whole sentence behind its label, with all its types and conditions."""
    text = sentence.text
    start, end = label_end(sentence, first=False), len(text.rstrip().rstrip("。.;；：:"))
    if kind == "definition":
        start = 0
    types = list(dict.fromkeys(term.type for term in sentence.terms_in(start, end)))
    if not types:
        types = list(dict.fromkeys(term.type for term in sentence.terms_in(start, end, masked=True)))
    if not types and (kind == "condition" or action == "protect") and re.search("信息|数据|information|data", text):
        types = ["personal_info"]
    conditions = [
        record
        for found in sentence.conditions
        if found.role != "additive"
        for record in condition_records(sentence, found)
    ]
    return Draft(
        sentence.offset + start,
        sentence.offset + end,
        kind,
        actor,
        action,
        polarity,
        "will",
        types,
        conditions,
        protection=details.protection(text, sentence.language) if action in {"delete", "protect"} else (),
    )


def clause(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The comma-bounded stretch around a match, with document offsets."""
    text = sentence.text
    low = max(text.rfind(mark, 0, start) for mark in "，,；;：:") + 1
    ends = [p for p in (text.find(mark, end) for mark in "，,；;。") if p >= 0]
    high = min(ends, default=len(text.rstrip().rstrip(".")))
    low += len(re.match(r"\s*(?:and |but |so )?", text[low:high]).group())  # type: ignore[union-attr]
    while low < high and text[low].isspace():
        low += 1
    return sentence.offset + low, sentence.offset + high
