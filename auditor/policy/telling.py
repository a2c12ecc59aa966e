"""Does a predicate tell of data, so that it becomes a statement?"""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import again_en, objects, strange
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_CANNOT = expression(r"\b(?:cannot|can not|can't|can no longer) be (?:\w+ly )?$")
_LEADS_ON = expression(r"[：:]\s*[*_]*\s*$")


def tells(
    sentence: Sentence,
    cluster: list[Predicate],
    types: list[str],
    own: bool,
    index: int,
    place: tuple[int, int, int],
) -> bool:
    """A cluster needs a type, an unknown noun of data or a list behind it; an opening use needs data of its own.

    `place`: where the statement's stretch starts and ends, and where the objects of the cluster end.
    """
    start, end, following = place
    first = cluster[0]
    if not types and not strange.nouns(sentence, cluster[-1].end, following) and not _LEADS_ON.search(sentence.text):
        return False
    return (
        first.action not in {"use", "protect", "delete"}
        or own
        or index > 0
        or first.rule_kind == "happens"
        or _speaks_of_data(sentence, start, end)
        or _has_its_topic(sentence, first, types)
        or (sentence.language == "en" and again_en.speaks_of_before(sentence, first.start))
        or (bool(types) and any(objects.ends_clause(sentence, p.end) for p in cluster))
    )


def follows_a_refusal(sentence: Sentence, predicate: Predicate) -> bool:
    """`If you decline, you may state…`, `Without storage access photos cannot be saved`: a consequence."""
    cannot = predicate.passive and _CANNOT.search(sentence.text, predicate.zone, predicate.start) is not None
    return (predicate.actor == "user" or cannot) and any(
        said.kind == "refusal" for c in sentence.conditions for said in c.said if c.end <= predicate.start
    )


def _speaks_of_data(sentence: Sentence, start: int, end: int) -> bool:
    """A use, protection or deletion without an object of its own must at least name data nearby."""
    region = sentence.text[start:end]
    pattern = (
        "信息|数据|资料|隐私|其|通讯录|内容|记录"
        if sentence.language == "zh"
        else r"\b(?:information|data|it|them|they|these|details)\b"
    )
    return re.search(pattern, region, re.I) is not None


def _has_its_topic(sentence: Sentence, first: Predicate, types: list[str]) -> bool:
    """`您的照片，我们不会用于广告`: the data stands in front of a denied act, in the same sentence."""
    if first.rule_kind == "usefor" and first.polarity == "negative" and types:
        return True
    return first.polarity == "negative" and any(t.type in types for t in sentence.terms_in(0, first.zone))
