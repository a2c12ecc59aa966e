"""Names of companies and SDKs: aliases in brackets, and recipients that no list knows."""

from __future__ import annotations

from auditor.expressions import expression
from auditor.policy import details
from auditor.policy.drafts import Draft

_ALIAS = expression(r"([\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9]{1,15})（([A-Z][A-Za-z0-9 .&-]{2,40})）")
_BEFORE = expression(r".*(?:的|了|由|向|与|给|和|及|、|使用|接入|集成|会|将|为)")
_SDK = (
    expression(r"(?P<v>[A-Z][\w.+-]*(?: [A-Z][\w.+-]*){0,3}) SDK\b"),
    expression(r"(?P<v>[A-Za-z\u4e00-\u9fff0-9]{2,14}?) ?SDK(?!s|目录|清单|列表)"),
)
_GENERIC = expression(
    r"第三方|外部|任何|境外|境内|海外|国外|安全$|服务|^(?:统计|支付|地图|广告|推送|分析)$|支持|合作|其他|相关|我们|应用|以下|"
    r"上述|这些|该|各|多个|The|Our|This|Any|Each|Some|These|类$|接入|嵌入|开发"
)
_TOWARD = (
    expression(r"(?:向|给|与)(?P<v>[^，。；、的其他该您]{2,16}?)(?:共享|提供|披露|传输|发送|分享)"),
    expression(
        r"(?:共享|提供|披露|发送|传输|分享)(?:给|至|到)(?P<v>[^，。；、的其他该您]{2,16}?)(?=[，。；、（(]|"
        r"用于|以便|$)"
    ),
    expression(r"\b(?:with|to) (?P<v>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3})(?! permission)"),
)
_ACTING = expression(
    r"^(?:[^,.]{0,80}, )?(?:the )?(?P<v>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3}?)(?: analytics)?(?: SDK)? (?:may |"
    r"will |can |also )*(?:collect|receive|read|process|use|access|obtain)s?\b"
)


def aliases(text: str) -> dict[str, str]:
    """Chinese names with a Latin name in brackets behind them, as stated anywhere in the document."""
    found: dict[str, str] = {}
    for match in _ALIAS.finditer(text):
        name = _BEFORE.sub("", match.group(1))
        if len(name) >= 2:
            found.setdefault(name, match.group(2).strip())
    return dict(list(found.items())[:200])


def complete(draft: Draft, text: str, known: dict[str, str]) -> tuple[str, ...]:
    """A draft's recipients with SDK names, unknown names after 向…/with…, and aliases."""
    if draft.action not in details.SHARING and draft.actor != "third_party":
        return draft.recipients
    quote = text[draft.start : draft.end]
    found = list(draft.recipients)
    for pattern in _SDK:
        for match in pattern.finditer(quote):
            name = _BEFORE.sub("", match.group("v")).strip()
            if len(name) >= 2 and not _GENERIC.search(name) and not any(name in other for other in found):
                found.append(name)
    if draft.actor == "third_party":
        acting = _ACTING.match(quote)
        if (
            acting
            and not _GENERIC.match(acting.group("v"))
            and acting.group("v").lower() not in {"third", "we", "you", "advertisers"}
        ):
            found.append(acting.group("v"))
    else:
        for pattern in _TOWARD if not found else _TOWARD[-1:]:
            toward = pattern.search(quote)
            name = toward.group("v").strip() if toward else ""
            if name and not _GENERIC.match(name) and not any(name in other for other in found):
                found.append(name)
                break
    found += [latin for name, latin in known.items() if any(name == other or name in other for other in found)]
    special = [name for name in dict.fromkeys(found) if not _inside_a_name(name, found)]
    special = [
        n for n in special if not any(n != other and other.startswith(n) and not n.isascii() for other in special)
    ]
    if any(name not in {"sdk", "third_party"} for name in special):
        special = [name for name in special if name not in {"sdk", "third_party"}]
    return tuple(special)


def _inside_a_name(name: str, found: list[str]) -> bool:
    """`analytics_partner` found only because `Tallyhall Analytics` is named."""
    word = name.split("_")[0]
    return "_" in name and any(word in other.lower() and "_" not in other for other in found)
