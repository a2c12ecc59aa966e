"""A Chinese noun that means data named before: its head (`身份证照片…，照片即删`), or what was made of it."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy.terms import Term

_NOUN = (
    "照片|图片|图像|影像|录音|录像|视频|截图|画面|声音|音频|语音|流水|号码|轨迹|单据|证件|报告|凭证|原件|日志|坐标|文件|文档|片段|素材|"
    "位置|定位|地址|记录|编号|名单|账单|曲线|样本|问卷|答卷|材料"
)
_HEAD = expression(
    rf"(?P<v>{_NOUN})(?=等?(?:仅|只|会|将|均|不|由|被|经|即|也|都|在|存|保|用于|自|随|亦|一律|默认|自动|于|才|便|就|[，。；]|$))"
)
_STANDS_ALONE = expression(
    r"(?:[，。；：,;后该此]|这些|这类|上述|前述|所[录拍选存摄得留]|留存|保存|存储|保留|读取|上传|查看|调阅|分析|采集)$"
)
_SUCH = expression(
    r"(?:这些|这组|上述|前述|该等?|此类)(?P<v>坐标|数值|特征值|向量|参数|片段|样本|标签|模板|编码)|(?P<w>原图|原文|原片|原声|底片|原稿)"
)
_FORMER = expression("[前后]者")
_AND = expression(r"(?:信息|数据|记录)?(?:、|和|与|及|以及)(?:您的)?")
_MADE = expression(
    r"(?:制成|做成|生成|形成|合成|汇总成|汇总为|整理成|整理为|转成|转为|转写成|转写为|转化为|转化成|转换为|转换成|提取为|提取出|编码为|计算出|压缩为)"
    r"(?:一[份个组段串张条]|您的|相应的|对应的|匿名的?|不可逆的)?(?P<v>[\u4e00-\u9fff]{2,5}?)(?=[，；。]|并|后|用于)"
)


def whole(text: str, found: list[Term]) -> list[Term]:
    """The terms, and for each noun that means an earlier one the type of that one."""
    if not found:
        return found
    repeated = [*_heads(text, found), *_such(text, found), *_products(text, found), *_one_of_two(text, found)]
    if not repeated:
        return found
    places = {term.start for term in repeated}
    return sorted([*(t for t in found if t.start not in places), *repeated], key=lambda term: term.start)


def _heads(text: str, found: list[Term]) -> list[Term]:
    named = {term.word[-2:]: term for term in reversed(found) if len(term.word) > 2}
    repeated: list[Term] = []
    for match in _HEAD.finditer(text) if named else ():
        start, end = match.span("v")
        earlier = named.get(match.group("v"))
        if earlier is None or earlier.end >= start or any(t.start < start < t.end for t in found):
            continue
        if _STANDS_ALONE.search(text[max(0, start - 2) : start]):
            repeated.append(Term(start, end, earlier.type, earlier.word))
    return repeated


def _such(text: str, found: list[Term]) -> list[Term]:
    """`面部的关键点坐标，这些坐标`: a word that could be any data's is that of the data before it."""
    repeated: list[Term] = []
    for match in _SUCH.finditer(text):
        name = match.lastgroup or "v"
        earlier = next((t for t in found if t.end <= match.start() and t.word != match.group(name)), None)
        if earlier is not None:
            repeated.append(Term(*match.span(name), earlier.type, match.group(name)))
    return repeated


def _products(text: str, found: list[Term]) -> list[Term]:
    """`将联系人姓名制成词库，词库经加密`: what is made of data is that data, where it is spoken of again."""
    repeated: list[Term] = []
    for match in _MADE.finditer(text):
        sources = _enumerated(text, [t for t in found if t.end <= match.start()])
        if not sources or re.search("[。；]", text[sources[-1].end : match.start()]):
            continue
        for again in re.finditer(re.escape(match.group("v")), text[match.end() :]):
            low = match.end() + again.start()
            if not any(t.start < low < t.end for t in found):
                repeated += [Term(low, low + len(match.group("v")), t.type, match.group("v")) for t in sources]
    return repeated


def _one_of_two(text: str, found: list[Term]) -> list[Term]:
    """`型号和系统版本，前者用于…，后者用于…`: each means one of two that were named together."""
    repeated: list[Term] = []
    for match in _FORMER.finditer(text):
        pair = _enumerated(text, [t for t in found if t.end <= match.start()])
        if len(pair) == 2:
            repeated.append(Term(*match.span(), pair[match.group() == "后者"].type, match.group()))
    return repeated


def _enumerated(text: str, before: list[Term]) -> list[Term]:
    """The last term and those that stand in one enumeration with it."""
    chosen = before[-1:]
    for term in reversed(before[:-1]):
        if not _AND.fullmatch(text, term.end, chosen[0].start):
            break
        chosen.insert(0, term)
    return chosen
