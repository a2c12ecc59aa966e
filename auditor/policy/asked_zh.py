"""Chinese acts that stand in a circumstance only, because consent or a notice comes before them.

`向银行提供您的报告之前，我们会告知…`, `确需公开照片的，会征得…同意`, `如需将其用于营销，我们会再次征得您的同意`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from auditor.expressions import expression
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Context, Draft

_CLAUSE = expression(r"[，；。：:]")
_ACTS = (
    (
        "share",
        expression(
            r"共享|分享|披露|(?<!为您)(?<!向您)提供(?!服务|的)|转让|转交|移交|交由|交给|传给|发给|告知|传输(?!给我)|报送|报备|推送给|发送(?:给|至)|出境|同步给|开放给|导出给"
        ),
    ),
    ("transfer", expression(r"转移")),
    ("publish", expression(r"公开(?!的)|公布|公示|发布|展示")),
    (
        "use",
        expression(r"用于|用作|用来|用到|使用|处理|训练|分析|变更|改变|超出|超过|拓展|扩大|推荐|推送|投放|标注|比对"),
    ),
    ("collect", expression(r"收集|采集|获取|录入|录制|拍摄|扫描")),
    ("access", expression(r"调用|访问|读取|查看|调取|查询")),
    ("store", expression(r"存储|保存|留存|延长")),
)
_PLANNED = expression(
    r"(?:确有|确实|确|如|若|倘|有|因[^，。；]{2,24}而?)(?:需要?|须|要|必要|拟)|(?:计划|打算|准备|拟|需要?|想|欲)(?=将|把|向|对|用|变|公|转|提|共|披|收|使|超)"
    r"|(?:如|若|倘若|一旦|后续|今后|未来|日后)[^，。；]{0,10}(?:要|将|把|变更|改变|超出|新增|增加|扩大)|(?:变更|改变|超出|超过|拓展|扩大)[^，。；]{0,16}(?:目的|用途|方式|范围|种类)"
)
_FIRST = expression(r"(?:之前|以前|前)[，,]?$")
_USER = expression(r"^(?:在|当|如果?|若|倘若|一旦)?(?:您|用户|你|家长|监护人)(?!的)")
_THEM = expression(
    r"^(?:如果?|若|倘若|一旦)?(?:该|上述|新的?|任何)?"
    r"(?:接收方|承继方|承接方|继受方|受让方|收购方|受托方|合作方|接手方|合并方|第三方)(?:如|若|因|拟|需|要|变|改|超|将)"
)
_BACK = expression(r"其(?!他|它|中|余)|它们?|该等?|上述|前述|这些|此类|^[^，。；]{0,6}用于|目的|用途|方式")
_POINTS = expression(r"上述|前述|该|这些|此类")
_UMBRELLA = expression(r"信息|数据|资料")


class Asked(NamedTuple):
    """The act from `start` on: what it is, by whom, on which data."""

    start: int
    action: str
    actor: str
    types: list[str]


def act(sentence: Sentence, place: int, practices: list[Draft], context: Context) -> Asked | None:
    """The act of the last circumstance in front of `place` that has yet to be asked or told for."""
    for found in reversed(sentence.conditions):
        if found.role != "when" or found.start >= place:
            continue
        start = max((m.end() for m in _CLAUSE.finditer(sentence.text, 0, found.start)), default=0)
        clause = sentence.text[start : found.end]
        comes_first = any(said.kind.startswith("before_") for said in found.said) or _FIRST.search(clause)
        if _USER.match(clause) or not (comes_first or _PLANNED.search(clause)):
            continue
        acts = [(m.start(), name) for name, pattern in _ACTS if (m := pattern.search(clause))]
        if acts:
            actor = "third_party" if _THEM.match(clause) else "first_party"
            return Asked(start, min(acts)[1], actor, _types(sentence, start, found.end, practices, context))
    return None


def is_planned(words: str) -> bool:
    """`确需向银行提供…`: is it we who may have to do it?"""
    return re.match(r"确(?:有)?(?:需|必要)", words) is not None


def _types(sentence: Sentence, start: int, end: int, practices: list[Draft], context: Context) -> list[str]:
    own = list(dict.fromkeys(t.type for t in sentence.terms_in(start, end, masked=True)))
    if own and own != ["personal_info"]:
        return own
    clause = sentence.text[start:end]
    if own and not _POINTS.search(clause):
        return own
    if own or _BACK.search(clause) or not _UMBRELLA.search(clause):
        before = [d for d in practices if d.data_types and d.verb < sentence.offset + start]
        earlier = (list(before[-1].data_types) if before else []) or _spoken_of(sentence, start) or list(context.types)
        if earlier:
            return earlier
    return own or (["personal_info"] if _UMBRELLA.search(clause) else [])


def _spoken_of(sentence: Sentence, end: int) -> list[str]:
    """The types that the circumstances in front name, else those of any word in front."""
    before = sentence.terms_in(0, end, masked=True)
    named = [t for t in before if any(c.framed and c.start <= t.start < c.end for c in sentence.conditions)]
    return list(dict.fromkeys(t.type for t in named or before))
