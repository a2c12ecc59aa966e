"""What a user does, told from what merely is: `您上报路况事件时` is an act, `您未满十四周岁` is none."""

from __future__ import annotations

import re

import msgspec

from auditor.expressions import expression

_LEADING = {
    "zh": expression(
        r"^(?:您|你|用户|玩家|客户(?!端)|监护人|我们|在线|线上|在|当|于|已|已经|成功|通过我们的?|主动|自行|的)+"
    ),
    "en": expression(r"^(?:you|the user|users|we|have|has|are|is|to|that|our|the|your)\b ?", re.I),
}

_SPLIT = {"zh": expression(r"、|或者|或|以及"), "en": expression(r",? or |, ")}
_ETC = expression(r"等.*$")

_TRAILING = expression(r"(?:(?<!目)的|了|等|时|之)+$|[\s,，、]+$")

LONGEST_VALUE = 80

SHORTEST_ACT = 4

_GOES_ON = expression(".{0,2}(?:导航|通话|直播|跑步|骑行|运动|锻炼|睡眠|驾驶|行驶|游戏|对战|会议)(?:中)?$")

_OF_A_THING = expression(
    "(?:设备|手机|车辆|系统|网络|电视|电量|门锁|程序|应用|电池|信号|机器|服务器).*|"
    ".*(?:待机|休眠|充电|不足|异常|失败|中断|离线|断网|开机|关机|拥堵|过低|过高|超速|掉线|死机|报警)$"
)

_BY_USER = {
    "zh": expression(
        r"^(?:在|当|如果|如|若|倘若|一旦|只要|只有|仅在|仅当|待|经|且|或|，)*"
        r"(?:您|你|用户|玩家|求职者|申请人|乘客|车主|会员|家长|监护人|学生|消费者|使用者|终端用户|最终用户)(?!的|已?是)(?P<does>.+)"
    ),
    "en": expression(
        r"^(?:(?:if|when|whenever|where|while|after|once|as soon as|provided|provided that|each time|every time|"
        r"only|should|upon|"
        r"solely|exclusively|in case|in the event|that|the first time) )*"
        r"(?:you|users?|the (?:end )?user|players?|customers?|members?|parents?|guests?)"
        r"(?: (?:have|has|had|first|then|later|also|already|just|actively|manually|\w+ly))* (?P<does>\w.+)",
        re.I,
    ),
}

_IS_NO_ACT = {
    "zh": expression(
        r"(?:已经?|仍|还|也|均|都|可能|尚)*(?:未|没|不|无|非|是|为|有|处于|处在|属于|位于|达到|满|年满|超过|需|想|希望|逾期|死亡|去世|违反|所在|身处|"
        r"居住|被|认为|发现|对|与|患|持有|拥有|能|可|怀疑|涉嫌|丧失)|[^，]{0,12}(?:的个人信息|的信息|的账[户号])"
    ),
    "en": expression(
        r"(?:are|is|were|was|be|been|do|does|did|don't|cannot|can|could|may|must|need|live|lives|reside|resides|"
        r"fail|fails|not|never|no|"
        r"a|an|any|the|your|will|would|should|believe|think|feel|become|remain|belong|reach|own|exceed|violate|"
        r"breach|suspect|under|over|"
        r"below|lack|lacks|want|wish|might|of|who|in|from)\b",
        re.I,
    ),
}


class Said(msgspec.Struct, frozen=True):
    """One circumstance: kind and value as in the contract. `happens`: it comes about by itself, nobody does it."""

    kind: str
    value: str | None = None
    happens: bool = False


def clean(value: str, language: str) -> str:
    """A short normal form of a circumstance's words."""
    value = " ".join(value.split())
    for _ in range(3):
        value = _LEADING[language].sub("", value)
    return _TRAILING.sub("", value)[:LONGEST_VALUE].strip()


def alternatives(value: str, language: str) -> str:
    """`拍摄、录制、扫码等使用相机` -> `拍摄|录制|扫码`: alternatives of one kind stand in one condition."""
    value = value.replace("及/或", "和").replace("和/或", "和")
    body = _ETC.sub("", value) if language == "zh" and _SPLIT["zh"].search(_ETC.sub("", value)) else value
    parts = [clean(part, language) for part in _SPLIT[language].split(body)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(len(part) <= (14 if language == "zh" else 40) for part in parts):
        return "|".join(dict.fromkeys(parts))
    return clean(value, language)


def by_user(said: Said, whole: str, content: str, language: str) -> Said:
    """`您上报路况事件时`, `after you have invited someone`: what the user does is an act, whatever the verb."""
    if said.kind != "if" or said.value == "background" or said.happens:
        return said
    found = _BY_USER[language].match(whole.strip()) or _BY_USER[language].match(content.strip())
    if found is None or _IS_NO_ACT[language].match(found.group("does")):
        return said
    return Said("user_action", clean(content, language))


def bare(said: Said, content: str, language: str) -> Said:
    """`添加摄像机时`, `导航时`: an act without its subject; a bare word names what goes on."""
    if said.kind == "user_action" and len(content) <= SHORTEST_ACT and _GOES_ON.match(content):
        return Said("feature", clean(content, language))
    if said.kind != "if" or said.value == "background" or said.happens or _OF_A_THING.fullmatch(content):
        return said
    return Said("feature" if len(content) <= SHORTEST_ACT else "user_action", clean(content, language))
