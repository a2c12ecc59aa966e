"""How far a Chinese negation is carried: on to the next verb of a clause, and not on to what follows a stop."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_GOES_ON = expression(r"(?:来|去|以|并|后|再|给|至)?")


def stops(sentence: Sentence, predicate: Predicate) -> bool:
    """`停止使用并删除`: what is stopped does not stop the deletion."""
    low, high = predicate.negation or (predicate.start, predicate.start)
    return sentence.text[low:high].startswith(("停止", "终止", "中止", "暂停", "不再"))


def carry_on(sentence: Sentence, before: Predicate | None, cluster: list[Predicate], previous: int) -> None:
    """不会将A用于B或共享给C: the negation reaches the second verb of the same clause."""
    between = sentence.text[previous : cluster[0].start]
    if before is None or before.polarity == "positive" or re.search("[，,；;：:]", between):
        return
    if not re.search("或|和|与|及|、|/", between) and _GOES_ON.fullmatch(between) is None:
        return
    for predicate in cluster:
        predicate.polarity, predicate.negation = "negative", before.negation
