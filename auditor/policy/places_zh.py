"""Chinese objects that stand in front of their verb, and nouns behind it that name a place and no data."""

from __future__ import annotations

from auditor.expressions import expression
from auditor.policy import permits
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate
from auditor.policy.terms import Term

_PLACE = expression(
    r"(?:手机|系统|本机|本地)?(?:相册|图库|存储卡|存储空间|内存卡|SD卡|外置存储|存储设备|存储|闪存|硬盘|媒体库|(?:运行)?内存)",
    flags=2,
)
_GOES_TO = expression(
    r"(?:到|在|于|至|入|进|往|写入|录入|导入|存|放)(?:您的?|用户的?|手机的?|本机的?|设备的?|系统|自备的?|车内的?|机身的?|摄像机内的?|"
    r"[\u4e00-\u9fff]{1,6}[中内里上]的)*$"
)
_PERIOD = expression(
    r"(?:不(?:超过|少于|得少于|短于|低于)|至少|最长|最多|满)?(?:\d{1,4}|[一二两三四五六七八九十半]{1,3})个?(?:年|个月|月|周|天|日|小时)|至|到"
)
_MOVED = frozenset({"store", "upload", "transfer", "share", "publish"})


def without_places(sentence: Sentence, behind: list[Term]) -> list[Term]:
    """`不会保存到相册`, `写入您自备的存储卡`: the objects behind a verb, without where they go."""
    return [
        term
        for term in behind
        if _PLACE.fullmatch(sentence.text, term.start, term.end) is None
        or _GOES_TO.search(sentence.text[max(0, term.start - 16) : term.start]) is None
    ]


def in_front(sentence: Sentence, first: Predicate, end: int) -> list[str]:
    """What a verb with no object of its own is about: `交易记录自…之日起至少保存十年`, `图像分析后不写入介质`,
    `蓝牙权限…，不会用于定位`."""
    if first.rule_kind == "usefor" and first.polarity == "negative":
        return permits.between(sentence, 0, first.zone)
    kept = first.action == "store" and first.polarity == "positive" and _PERIOD.match(sentence.text, end) is not None
    if not kept and not (first.action in _MOVED and first.polarity == "negative"):
        return []
    if not kept and sentence.terms_in(0, first.start):
        return []
    before = sentence.terms_in(0, first.start) or sentence.terms_in(0, first.start, masked=True)
    return list(dict.fromkeys(term.type for term in before))
