"""Nouns of data that no lexicon knows."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy.clauses import Sentence

_UNKNOWN = {
    "zh": expression(r"[\u4e00-\u9fff]{1,8}?(?:信息|数据|记录|资料|号码|编号|标识)"),
    "en": expression(
        r"\b(?:[a-z][a-z-]{2,20} ){1,2}(?:information|data|details|records|history|number|identifier|id)\b", re.I
    ),
}
_PLAIN = {
    "zh": expression(
        r"上述|自动|接收|本应用|并|相关|其他|必要|以下|这些|此类|您的|用户|该|任何|所有|部分|全部|收集|使用|提供|我们|需|前述|"
        r"有关|一定|所需|对应|相应|具体|"
        r"基本|少量|多种|各类|附加|产生|处理|存储|披露|共享|前|个|等|的信息|某|合法|公开|真实|准确|完整|"
        r"有效|新的|更多|自身|涉及"
    ),
    "en": expression(
        r"\b(?:the|this|that|any|some|other|more|such|following|certain|your|our|of|and|or|about|these|"
        r"those|all|additional|"
        r"relevant|necessary|collected?|collects?|personal|same|which|use|used|share|with|for|is|to|we|you|"
        r"as|further|basic|from|"
        r"provide|provided|required|minimum|in|including|related|no|also|not|their|its|what|customer|"
        r"contact|by|may|stored?)\b",
        re.I,
    ),
}


def nouns(sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
    """Nouns of data between that no lexicon knows: (start, end) in the sentence."""
    found = []
    for match in _UNKNOWN[sentence.language].finditer(sentence.text, start, end):
        if sentence.is_hidden(match.start()) or _PLAIN[sentence.language].search(match.group()):
            continue
        if any(t.start < match.end() and match.start() < t.end for t in sentence.terms):
            continue
        found.append(match.span())
    return found
