"""Polarity and modality of a Chinese predicate, from the words between its subject and it."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import rules
from auditor.policy.predicates import Predicate

ATTRIBUTE = expression(
    r"(?:^|(?<=[，。；：、]))(?:未|没有|不)(?!会|得|再|能|将|应|予|向|把|对|在|以|允|准|许|含|涉|经|获|取|征|是|"
    r"仅)[\u4e00-\u9fff]{1,8}?的(?=[\u4e00-\u9fff])"
    r"|(?<=[把将])(?:未|没有|不|无)[^，。；]{1,16}?的(?=[\u4e00-\u9fff])"
    r"|(?:尚?未|没有|不再?)(?![会得能将应予])[^，。；会将]{1,10}的[^，。；的不]{1,12}(?=(?:会|将|应当?|均|都|也|由|可)?(?:会|被|予以|由我们|自动)[^，。；]{0,8}$)"
)
_RIGHT_BEFORE = expression(
    r"(?<![无莫得能可并决绝从概非])(?:不|没|勿|未)(?:会|再|曾|予|能|得|去|被|主动|另行|直接|单独)?\x01*$"
)
_ASIDE = expression(r"[（(][^（）()]*[）)]")
_ZONE = expression(r"[，,；;：:。]")
_MAY = expression(r"可能|可以?(?!靠|能性|行|信|见|控|识|供|用性|视|执行|疑|逆|避)|或许|有可能|也许")


_USER_MUST = expression(r"必须|须|需要?(?!求)|应当?(?!用)|务必|请您?")


_MUST = expression(r"必须|(?<!必)须|(?<![所您的必决户])需要?(?![求的])|(?<![相对响供反效])应当?(?!用)|务必|请您?")


_OPTIONAL = expression(r"可以?(?:自主|自行|自愿|主动)?选择|自愿|选择(?:是否|性)?|可自主|可以?(?!能)")


def polarity_of(
    reach: str, predicate: Predicate, grammar: dict[str, tuple[rules.Compiled, ...]]
) -> tuple[str, tuple[int, int] | None]:
    """`negative` and the span of the negating word in `reach`, else `positive` and None."""
    reach = _ASIDE.sub(lambda found: "\x01" * len(found.group()), reach)
    reach = ATTRIBUTE.sub(lambda found: "\x01" * len(found.group()), reach)
    text = reach + predicate.word[:2]
    polarity, span = "positive", None
    position = -1
    double: list[tuple[int, int]] = []
    for compiled in grammar["negation"]:
        for match in compiled.regex.finditer(text):
            if match.start() >= len(reach) or any(low <= match.start() < high for low, high in double):
                continue
            if compiled.rule.polarity == "positive":
                double.append(match.span())
            elif match.start() > position:
                polarity, span, position = "negative", match.span(), match.start()
    if polarity == "positive" and (near := _RIGHT_BEFORE.search(reach)):
        polarity, span = "negative", near.span()
    return polarity, span


def modality_of(reach: str, actor: str) -> str:
    """will, may, must or optional, from the words before the verb; a user who may choose makes it optional."""
    near = reach[-24:]
    if actor == "user":
        if _USER_MUST.search(near) and not re.search(r"无需|不需|无须|不必", near):
            return "must"
        return "optional" if _OPTIONAL.search(near) else "will"
    if _MAY.search(near):
        return "may"
    return "must" if _MUST.search(_ZONE.split(near)[-1]) else "will"
