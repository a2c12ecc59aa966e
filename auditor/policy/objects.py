"""Which data a predicate is about: objects behind or before it, or those it refers back to."""

from __future__ import annotations

import re

from auditor import vocabulary
from auditor.expressions import expression
from auditor.policy import again_en, carried_en, likely, permits, places_zh, polarity_zh, strange
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate
from auditor.policy.terms import Term

_BARE = {
    "zh": expression(r"信息|资讯|数据|资料|记录|内容|隐私|材料|字段|Cookie"),
    "en": expression(r"\b(?:information|data|details|records|content|it|them|this|these|those)\b", re.I),
}
_CONTINUES = {
    "zh": expression(r"\s*(?:并|且|也|还|再|同时|将|会|均|仅|只|不会|不|但不|但|以及|或|严格|我们将|我们会)"),
    "en": expression(r"\s*(?:and|or|but|then|also|which|nor|it|they|this)\b", re.I),
}
_OWN_OBJECT = {
    "zh": expression(r"(?:了|过)?(?:您|用户|你)的[\u4e00-\u9fffA-Za-z]{2,}"),
    "en": expression(r" (?:your|their|his|her) (?!of (?:this|these|it|them)\b)[a-z]", re.I),
}
_THE_SAME = expression(
    r" (?:(?:both|all|none|some|each|either|neither|copies|a copy|any|most) of )?"
    r"(?:it|them|these|those|the same|the latter|the two)(?= (?!two\b)(?:to|in|on|with|for|from|by|at|into|as|only|"
    r"until|after|over|when|if|once|against|under|through|via|within|and|or|but|so|together)\b|[,.;:]|$)",
    re.I,
)
_ASKS = expression(r" (?:which|how|what|when|whether|why)\b")
_TURNS_AWAY = expression(
    "，(?:但|而(?!且)|(?:并|也)?不是|并非|不(?:会|得|再|与|将|对|向)|也不|且不|并不|均不|亦不)|，(?!我们)[\u4e00-\u9fff]{2,8}?(?:可能会|可能|会|将)(?!员|其|把|来)"
)
_FROM = expression(r"[自从](?=[^，。；]{2,30}?[中内])")
_REMARK = expression(r"，[^，。；]{0,10}(?:属于|均为|均属)")
_ELABORATES = expression(r"[，（(]?(?:包括|包含|例如|比如|如)")
_WITH = frozenset("与和同")
_MOVES = frozenset({"share", "transfer", "upload", "delete", "store"})
_ENDS_CLAUSE = expression(
    r"(?:掉|完|完毕|了|一次|处理|清空)?\s*"
    r"(?:(?:期限)?(?:至少|最多|最长|最短|不少于|不超过|不短于|满|约|长达)?[\d一二两三四五六七八九十百半]{1,4}个?(?:年|月|日|天|周|小时|工作日)(?:以上)?)?"
    r"(?:[，。；！!;,）)]|$)"
)
_ANY_OTHER = expression(
    r"(?:任何|您的|用户的)*(?:其他|其它|其余|别的|额外的?|更多的?)[^，。；]{0,8}(?:信息|数据|资料|内容|记录|权限)"
)
_LACKING = expression(r"\bwithout (?:(?:any|the|your|their|its) )?$", re.I)
_ANY = expression(
    r"(?:除[^，。；]{1,20}(?:以外|之外|外)的?)?(?:您的|用户的)?任何(?:个人|您的|用户的)?(?:信息|数据|资料)(?=[，。；]|$)"
)
_TO_US = expression(r"(?:到|至)?(?:我们的?)?(?:服务器|云端|后台)?(?:[，。；]|$)")
_TAKEN_WITH = frozenset({"camera", "microphone", "storage", "bluetooth"})
_FOR_A_TIME = expression(
    r"(?:，)?(?:不少于|不超过|不得少于|至少|最长|满|至)?(?:\d{1,4}|[一二两三四五六七八九十半]{1,3})个?(?:年|月|周|天|日|小时)"
)
_THE_REST = expression(r"(?:其余|剩余|多余)的?[^，。；]{0,6}(?:信息|数据|内容|字段|资料|部分)")


def types_of(
    sentence: Sentence, cluster: list[Predicate], following: int, earlier: tuple[str, ...], said: tuple[str, ...] = ()
) -> tuple[list[str], bool]:
    """Data types of a cluster, in order of place, and whether they are its own (not referred back to).

    `following` is where the next cluster's part begins; `earlier` are the types spoken of before, `said`
    those of the cluster before in this sentence.
    """
    first, last = cluster[0], cluster[-1]
    if first.rule_kind == "permission_scope":
        return permits.of_predicate(sentence, first, earlier)
    masked = sentence.is_hidden(first.start)
    behind = [] if _only_before(first) else sentence.terms_in(last.end, following, masked=masked)
    behind = [term for term in behind if _LACKING.search(sentence.text[: term.start]) is None]
    behind = _before_an_exception(sentence, behind, last.end)
    if sentence.language == "zh":
        behind = places_zh.without_places(sentence, behind)
    remark = _REMARK.search(sentence.text, last.end, following)
    behind = [term for term in behind if remark is None or term.start < remark.start()]
    turn = _TURNS_AWAY.search(sentence.text, last.end, following) if sentence.language == "zh" else None
    behind = [term for term in behind if turn is None or term.start < turn.start()] or (behind if turn is None else [])
    before = [
        term
        for term in sentence.terms_in(max(first.zone, first.front), first.start)
        if sentence.text[term.start - 1 : term.start] != "由"
    ]
    if sentence.language == "zh" and before:
        before = places_zh.without_places(sentence, before)
        denied = [match.span() for match in polarity_zh.ATTRIBUTE.finditer(sentence.text, first.zone, first.start)]
        before = [term for term in before if not any(low <= term.start < high for low, high in denied)]
    inside = [t for p in cluster for t in sentence.terms_in(p.start, p.end)]
    if first.word[:1] in _WITH and first.action == "use" and sentence.terms_in(0, first.start):
        inside = []
    elsewhere = _is_elsewhere(sentence, cluster)
    if sentence.language == "en" and first.passive and not first.objects_before:
        before = []
    carried = carried_en.types(sentence, cluster, bool(before), earlier, said)
    if carried is not None:
        return carried, False
    chosen = before if (first.objects_before or elsewhere) and before else inside + behind or before
    if first.rule_kind == "into":
        chosen = behind
    if (
        sentence.language == "en"
        and not first.objects_before
        and (earlier or before)
        and _THE_SAME.match(sentence.text, last.end)
    ):
        chosen = []
    if behind and chosen is before and _ELABORATES.match(sentence.text, last.end):
        chosen = before + behind
    if behind and before and first.action == "access" and _FROM.search(sentence.text, first.zone, first.start):
        chosen = before + chosen
    if first.polarity == "negative":
        chosen = _without_class_nouns(sentence, chosen)
    if chosen:
        own = list(dict.fromkeys(term.type for term in chosen))
        if own == ["personal_info"] and earlier and refers(sentence, first.zone, following):
            return list(earlier), False
        return own, True
    return _referred(sentence, cluster, following, earlier, said), False


def _without_class_nouns(sentence: Sentence, chosen: list[Term]) -> list[Term]:
    """`不会收集IMEI、IMSI等设备标识符`: the noun behind 等 names the class of the list, the ban covers its members."""
    known = vocabulary.load()
    kept: list[Term] = []
    for term in chosen:
        between = sentence.text[kept[-1].end : term.start] if kept else ""
        is_class = re.match(r"等(?!.*(?:任何|所有|一切))", between) is not None and any(
            term.type in known.ancestors(other.type) for other in kept
        )
        if not is_class:
            kept.append(term)
    return kept


def _before_an_exception(sentence: Sentence, behind: list[Term], after: int) -> list[Term]:
    """`保存您的个人信息，除非…，例如…交易记录`: what stands behind the exception is no object."""
    place = next((c.start for c in sentence.conditions if c.framed and c.start > after and c.role == "unless"), None)
    kept = [term for term in behind if place is None or term.start < place]
    return kept or behind


def _only_before(first: Predicate) -> bool:
    return first.rule_kind in {"usefor", "hereby", "leftover"}


def refers(sentence: Sentence, start: int, end: int) -> bool:
    """Does a word between refer back (这些, 上述, this information)?"""
    pattern = likely.grammar(sentence.language, sentence.text)["anaphora"]
    return any(c.regex.search(sentence.text, start, end) for c in pattern if c.rule.name == "anaphor")


def _referred(
    sentence: Sentence, cluster: list[Predicate], following: int, earlier: tuple[str, ...], said: tuple[str, ...]
) -> list[str]:
    first, last = cluster[0], cluster[-1]
    if (
        first.rule_kind == "stop"
        and earlier
        and (not sentence.terms_in(0, following) or ends_clause(sentence, last.end))
    ):
        return list(earlier)
    region = sentence.visible(first.zone, following)
    asks = sentence.language == "en" and _ASKS.match(sentence.text, last.end) is not None
    if asks and not sentence.is_hidden(last.end + 1):
        return []
    done = sentence.terms_in(first.zone, first.start, masked=True) if first.action == "delete" else []
    if done and ends_clause(sentence, last.end):
        return list(dict.fromkeys(term.type for term in done))
    if first.polarity == "positive" and _THE_REST.search(sentence.text, first.zone, first.start):
        return ["personal_info"]
    if first.polarity == "negative" and _ANY_OTHER.match(sentence.text, last.end):
        return ["personal_info"]
    if first.polarity == "negative" and first.action in {"collect", "access"} and _ANY.match(sentence.text, last.end):
        return ["personal_info"]
    among = max(sentence.text.rfind("其中", 0, first.zone), 0)
    to_the_left = sentence.terms_in(among, first.zone)
    if sentence.language == "zh":
        to_the_left = places_zh.without_places(sentence, to_the_left)
    if (
        first.polarity == "negative"
        and not first.objects_before
        and first.rule_kind != "usefor"
        and _OWN_OBJECT[sentence.language].match(sentence.text, last.end)
        and not _BARE[sentence.language].search(sentence.text, last.end, min(following, last.end + 40))
    ):
        return []
    elsewhere = _is_elsewhere(sentence, cluster)
    refers = any(c.regex.search(region) for c in likely.grammar(sentence.language, sentence.text)["anaphora"])
    if to_the_left and (
        first.objects_before
        or first.polarity == "negative"
        or refers
        or (elsewhere and sentence.language == "zh")
        or (first.action in _MOVES and to_the_left[-1].end <= first.zone <= first.start <= first.zone + 12)
        or (ends_clause(sentence, last.end) and not _is_listed(sentence, first))
        or _CONTINUES[sentence.language].match(sentence.text, first.zone)
    ):
        bare_end = ends_clause(sentence, last.end) or _TO_US.match(sentence.text, last.end) is not None
        elided = said and bare_end and not refers and first.rule_kind not in {"moves", "hereby"}
        return list(said) if elided else list(dict.fromkeys(term.type for term in to_the_left))
    if sentence.language == "zh" and (left := places_zh.in_front(sentence, first, last.end)):
        return left
    if sentence.language == "en" and said and again_en.as_a_whole(sentence, last.end, following):
        return list(said)
    again = again_en.types(sentence, first.zone, following) if sentence.language == "en" else []
    if again:
        return again
    if sentence.language == "en" and again_en.speaks_of_before(sentence, first.start):
        return [name for name in earlier if name not in _TAKEN_WITH]
    if first.action == "store" and sentence.language == "zh" and _FOR_A_TIME.match(sentence.text, last.end):
        return list(dict.fromkeys(term.type for term in sentence.terms_in(0, first.start, masked=True)))
    bare = _BARE[sentence.language].search(region) is not None
    if bare or refers:
        until = first.start if sentence.language == "en" and first.objects_before else following
        masked = sentence.terms_in(max(0, first.zone - 80), until, masked=True)
        own = [term.type for term in masked]
        if refers and earlier:
            return list(dict.fromkeys([*earlier, *[term.type for term in sentence.terms_in(first.zone, following)]]))
        if own:
            return list(dict.fromkeys(own))
        if bare and not strange.nouns(sentence, last.end, following):
            plain = region.lower()
            return ["personal_info"] if sentence.language == "zh" or "information" in plain or "data" in plain else []
    if elsewhere and first.actor != "user" and not sentence.terms_in(0, last.end, masked=True):
        return list(earlier)
    undone = first.actor != "user" and (
        first.action == "delete" or first.polarity == "negative" or (first.action, first.rule_kind) == ("use", "moves")
    )
    if undone and not sentence.terms_in(0, last.end, masked=True) and ends_clause(sentence, last.end):
        return list(earlier)
    if first.action == "delete":
        return list(dict.fromkeys(term.type for term in sentence.terms_in(0, first.start, masked=True)))
    return []


def _is_elsewhere(sentence: Sentence, cluster: list[Predicate]) -> bool:
    """`存放于手机内`: a verb with a place behind it, where its object cannot stand."""
    end, word = cluster[-1].end, cluster[-1].word
    goes = word.endswith("存于") or (word.endswith("写入") and "日历" not in sentence.text[end : end + 8])
    goes = goes or re.match("[在于至到]", sentence.text[end : end + 1]) is not None
    return cluster[0].action in _MOVES and goes


def _is_listed(sentence: Sentence, first: Predicate) -> bool:
    """`点击、收藏、分享。`: a verb that ends a list of nouns."""
    marked = sentence.text[first.start - 1 : first.start] in {"、", "和", "及", "与", "或"}
    return marked and any(term.end == first.start - 1 for term in sentence.terms)


def ends_clause(sentence: Sentence, place: int) -> bool:
    """Does a Chinese verb that ends at `place` end its clause, so that its object stands before it?"""
    return sentence.language == "zh" and _ENDS_CLAUSE.match(sentence.text, place) is not None


def speaks_of_all(sentence: Sentence, start: int, end: int) -> bool:
    """Does a refusal name no data of its own (`拒绝提供前述信息`, "this information")?"""
    return _BARE[sentence.language].search(sentence.text, start, end) is not None
