"""Refusals whose consequence a sentence tells: whether one is spoken of, and of which data."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import objects, permits
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Context, Draft

_REFUSALS = frozenset({"refusal", "permission_revoked", "consent_withdrawn"})
_REFUSES = ("不", "未", "拒绝", "没有")
_UMBRELLA = ("personal_info",)
_PROMPT = expression(r"\b(?:request|prompt|dialog(?:ue)?|pop-?up)\b", re.I)
LASTING = _REFUSALS | {"account_deleted"}
_CHOICE = {
    "zh": expression(
        "拒绝|同意|授权|提供|权限|信息|数据|资料|关闭|撤回|撤销|注销|否则|填写|设置|开启|取消|退出|登录|注册|Cookie",
        re.I,
    ),
    "en": expression(
        r"refus|declin|consent|agree|permi|provid|data|information|turn|switch|disabl|enabl|withdraw|revok|delet|"
        r"otherwise|without|clos|allow|den[yi]|cookie|log|sign|regist|opt|choos|block|reject|set",
        re.I,
    ),
}


def name(sentence: Sentence, draft: Draft, match: re.Match[str]) -> None:
    """`拒绝授予存储权限，将无法上传简历`: the refusal of storage has the consequence, not the CV."""
    told = _refused_in_words(sentence, match)
    if told:
        draft.data_types = told
    for found in sentence.conditions:
        if found.role == "when" and any(said.kind in {"refusal", "permission_revoked"} for said in found.said):
            inside = [t.type for t in sentence.terms_in(found.start, found.end, masked=True)]
            named = permits.named_in(sentence.text[found.start : found.end], sentence.language) is not None
            named = named or _PROMPT.search(sentence.text, found.start, found.end) is not None
            opened = permits.between(sentence, found.start, found.end, masked=True) if named else []
            types = opened or inside
            if types:
                draft.data_types = list(dict.fromkeys(types))
            elif not any(said.value for said in found.said) and (
                sentence.language == "en" or objects.speaks_of_all(sentence, found.start, found.end)
            ):
                draft.data_types = []


def refer(sentence: Sentence, draft: Draft, practices: list[Draft], context: Context) -> None:
    """`相机权限用于扫码；如您拒绝，仍可手动输入`: a refusal that names nothing is one of the data spoken of before."""
    refused = sentence.language == "en" and draft.action == "refuse_service" and draft.polarity == "negative"
    if draft.data_types or not (refused or any(c.kind in _REFUSALS for c in draft.conditions)):
        return
    before = [d for d in practices if d.data_types and d.start < draft.start and d.polarity == "positive"]
    if before:
        draft.data_types = list(before[-1].data_types)
    elif (sentence.language == "en" or not sentence.terms) and context.types != _UMBRELLA:
        draft.data_types = list(context.types)


def _refused_in_words(sentence: Sentence, match: re.Match[str]) -> list[str]:
    """`您不授予相机权限也可以手动输入卡号`: the data between the refusal and what may be done instead."""
    if sentence.language != "zh" or not match.group().startswith(_REFUSES):
        return []
    opened = permits.between(sentence, match.start(), match.end(), masked=True)
    return opened or list(dict.fromkeys(t.type for t in sentence.terms_in(match.start(), match.end(), masked=True)))


def told(sentence: Sentence) -> bool:
    """Does a circumstance of the sentence say that the user refuses or takes back something?"""
    return any(said.kind in LASTING for found in sentence.conditions for said in found.said)


def of_something_else(sentence: Sentence) -> bool:
    """`手机存储空间不足时可能无法使用`: a circumstance that has nothing to do with what the user gives or refuses."""
    said = [one.kind for found in sentence.conditions for one in found.said]
    return (
        bool(said)
        and not sentence.terms
        and set(said) <= {"if", "feature", "user_action"}
        and _CHOICE[sentence.language].search(sentence.text) is None
    )
