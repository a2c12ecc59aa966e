"""A Chinese noun named in full and then by its head: `身份证照片…，照片即删`, `银行流水…，流水仅用于`."""

from __future__ import annotations

from auditor.expressions import expression
from auditor.policy.terms import Term

_HEAD = expression(
    r"(?:(?<=[，。；：,;])|(?<=后)|(?<=[该此]))(?P<v>照片|图片|图像|影像|录音|录像|视频|截图|画面|声音|流水|号码|轨迹|单据|证件|报告|凭证|原件|日志)"
    r"(?=等?(?:仅|只|会|将|均|不|由|被|经|即|也|都|在|存|保|用于|自|随|亦|一律|默认|自动|于))"
)


def whole(text: str, found: list[Term]) -> list[Term]:
    """The terms, and for each head that repeats an earlier one the type of that one."""
    named = {term.word[-2:]: term for term in reversed(found) if len(term.word) > 2}
    if not named:
        return found
    repeated: list[Term] = []
    for match in _HEAD.finditer(text):
        start, end = match.span("v")
        earlier = named.get(match.group("v"))
        if earlier is not None and earlier.end < start:
            repeated.append(Term(start, end, earlier.type, earlier.word))
    if not repeated:
        return found
    places = {term.start for term in repeated}
    return sorted([*(t for t in found if t.start not in places), *repeated], key=lambda term: term.start)
