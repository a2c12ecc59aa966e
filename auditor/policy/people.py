"""Who a policy calls by name: its own product and company, and others that no list knows."""

from __future__ import annotations

import re

import msgspec

from auditor.expressions import expression

_OWN_ZH = (
    expression(
        r"(?P<v>[\u4e00-\u9fffA-Za-z0-9·]{2,16})[（(](?:以下)?(?:或|简|合|统)?称(?:为)?[“\"'‘「]?(?:我们|本平台|本公司|平台|本应用)"
    ),
    expression(
        r"^[ \t《]*(?P<v>[\u4e00-\u9fffA-Za-z0-9·]{2,12}?)(?:App|APP|应用|平台|软件)?(?:儿童|用户)?(?:隐私(?:权)?|"
        r"个人信息保护)(?:政策|声明|指引)",
        re.M,
    ),
    expression(
        r"欢迎(?:您)?(?:来到|使用)[“《]?(?P<v>[\u4e00-\u9fffA-Za-z0-9·]{2,12}?)(?=[”》！，。、（]|的|平台|App|APP|产品|服务)"
    ),
    expression(r"(?P<v>[\u4e00-\u9fffA-Za-z0-9·]{2,12})[：:]是?指(?:“|《)?(?P=v)"),
)
_OWN_EN = (
    expression(
        r"(?P<v>[A-Z][\w&.'’-]*(?: [A-Z][\w&.'’-]*){0,4}),? (?:\([^)]{0,60})?[(“\"'‘]{1,2}(?:we|us|our|"
        r"the company|the app)\b",
        re.I,
    ),
    expression(
        r"(?P<v>(?-i:[A-Z])[\w&'’-]*(?: (?-i:[A-Z])[\w&'’-]*){0,3}) (?:Mobile )?(?:App |SDK |"
        r"Children.s )?Privacy (?:Policy|Notice|Statement)"
    ),
    expression(r"\b[Ww]elcome to (?P<v>[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,3})"),
    expression(
        r"\b(?:[Tt]he|[Oo]ur) (?P<v>[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,2}) (?:app|application|service|website|"
        r"platform)\b"
    ),
)
_NO_NAME = expression(
    r"[的了和与及但则在由为设向您我们此该其或是]|^(?:本|用户|儿童|欢迎|更新|查看|阅读|最新|通过|以下|第三方|产品|服务|应用|平台|定义)"
    r"|信息|数据|权限|隐私|政策|提供者|Cookie|SDK",
    re.I,
)
_MIDDLE = expression(r"(?<=[a-z,;] )(?P<v>[A-Z][\w&-]*(?: [A-Z][\w&-]*){0,3})")
_COMMON = expression(
    r"^(?:I|We|You|They|It|The|This|That|These|Those|Our|Your|Users?|Cookies?|Data|Information|Personal|Policy|"
    r"Privacy|Terms|"
    r"Service|Services|App|Website|Site|Android|IOS|GPS|Bluetooth|Wi-Fi|IP|ID|IMEI|MAC|SDKs?|API|China|"
    r"Europe\w*|United|EU|EEA|"
    r"US|USA|UK|GDPR|CCPA|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"If|When|While|Where|After|Before|In|On|At|For|With|By|As|To|Settings|Agree|Accept|Parents?|Children|"
    r"Section|Act|Law)\b"
)
_FOREIGN = expression(r"\b(?:Analytics|SDK|Ads|Privacy|Policy|HTTPS?|TLS|SSL|Notice)\b")
_SDK_TITLE = expression(
    r"SDK[^\n。.]{0,12}(?:隐私|个人信息)[^\n]{0,8}(?:政策|声明|指引|规则|说明)|\bSDK (?:Privacy|Data)", re.I
)
_FIRST_PERSON = expression(r"\b(?:we|us|our|partners?|third part(?:y|ies)|providers?)\b|我们|我行", re.I)
MOST = 200


class People(msgspec.Struct, frozen=True):
    """Names of the policy's own side, and capitalised names that occur in mid-sentence and are not its own."""

    own: frozenset[str] = frozenset()
    own_sdk: bool = False
    others: frozenset[str] = frozenset()


def _is_another(name: str, text: str) -> bool:
    """`the SDK of Adlumen`, `is processed by Adyen, which…`: is the name that of somebody who works for the product?"""
    name = re.escape(name)
    maker = rf"\b(?:SDK|kit|library|plug-in) (?:of|by|from) {name}\b"
    return re.search(rf"{maker}|\b(?:by|to|with|via|through|from) {name}, (?:which|who)\b", text) is not None


def find(text: str) -> People:
    """The names of a document; bounded, in linear time."""
    head = text[:4000]
    own: set[str] = set()
    for pattern in _OWN_ZH:
        for match in pattern.finditer(head):
            name = match.group("v")
            if not _NO_NAME.search(name) and text.count(name) >= 3:
                own.add(name)
    for pattern in _OWN_EN:
        for match in pattern.finditer(head):
            name = match.group("v").strip()
            if name[:1].isupper() and not _COMMON.match(name) and not _FOREIGN.search(name):
                own.add(name)
    others: set[str] = set()
    for match in _MIDDLE.finditer(text):
        name = match.group("v")
        if len(others) >= MOST:
            break
        if (
            not _COMMON.match(name)
            and not _FOREIGN.search(name)
            and not any(set(name.split()) & set(o.split()) for o in own)
        ):
            others.add(name)
    if not own and len(others) == 1 and not _FIRST_PERSON.search(text) and not _is_another(next(iter(others)), text):
        own, others = others, set()
    return People(frozenset(own), _SDK_TITLE.search(text[:400]) is not None, frozenset(others))
