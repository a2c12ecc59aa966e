"""Statements that are no practice: rights, consequences, obligations, definitions, scope, claims, notices."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import (
    asked_zh,
    consents,
    controlled_zh,
    notices_en,
    objects,
    others,
    permits,
    refusals,
    rules,
    whole,
)
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Context, Draft
from auditor.policy.statements import group

_DATA = {"zh": expression("信息|数据|隐私|资料"), "en": expression(r"\b(?:information|data|privacy)\b", re.I)}
_LATER = expression(r"未|不")
_RIGHT_TO = {
    "zh": expression(
        "信息|数据|权限|账号|账户|帐号|同意|授权|Cookie|广告|推送|订单|记录|资料|照片|收藏|注销|定位|个性化|评论|内容|副本|排序|足迹|通讯录"
    ),
    "en": expression(
        r"\b(?:information|data|permissions?|accounts?|consent|cookies?|advertis\w*|notifications?|records?|"
        r"location|marketing|processing|preferences|cop(?:y|ies)|it|them|profile|e-?mails?|newsletter|contacts|"
        r"messages|posts|photos|history|settings|recordings?|files|tracking)\b",
        re.I,
    ),
}


def opening(sentence: Sentence) -> Draft | None:
    """A definition or a statement of scope, which a whole sentence is."""
    for compiled in group(sentence, "definition"):
        match = compiled.regex.search(sentence.text)
        if match:
            return whole.make(
                sentence,
                compiled.rule.kind,
                compiled.rule.action,
                "first_party",
                "negative" if compiled.rule.kind == "scope" and _LATER.search(match.group()) else "positive",
            )
    return None


def beside(sentence: Sentence, practices: list[Draft], context: Context) -> list[Draft]:
    """What a sentence says beside (or instead of) its practices, at most one statement of each kind."""
    found = _permission_use(sentence, practices)
    if found:
        context.types = tuple(found[-1].data_types)
    for name, actor in (
        ("measures", "first_party"),
        ("consequence", "first_party"),
        ("right", "user"),
        ("obligation", "user"),
        ("claim", "first_party"),
        ("notify", "first_party"),
        ("consent_first", "first_party"),
    ):
        if (name in {"notify", "obligation", "measures"} and practices) or (name == "right" and found):
            continue
        if name == "notify" and any(d.action in {"refuse_service", "user_control"} for d in found):
            continue
        besides = practices or [d for d in found if d.kind == "permission_scope"]
        draft = _of_group(sentence, name, actor, besides, context)
        if draft is not None and name == "consequence":
            refusals.refer(sentence, draft, besides, context)
            if not practices and sentence.language == "en":
                context.types = tuple(draft.data_types) or context.types
        if draft is not None:
            found.append(draft)
            if name == "consequence":
                found += _other_consequence(sentence, draft, besides, context)
    first = notices_en.told(sentence, practices) if sentence.language == "en" else []
    first = first or _told_first(sentence, practices, context)
    told = next((draft for draft in found if draft.action == "notify"), None)
    if told is not None and first and first[0].data_types:
        told.data_types = first[0].data_types
    return found if told is not None else found + first


def _other_consequence(sentence: Sentence, first: Draft, practices: list[Draft], context: Context) -> list[Draft]:
    """`您将无法上传简历，但不影响浏览`: the second consequence, of the other polarity; each keeps its own clause."""
    second = _of_group(sentence, "consequence", first.actor, [*practices, first], context, but=first)
    if second is None:
        return []
    for compiled in group(sentence, "consequence"):
        match = compiled.regex.search(sentence.text)
        if match is not None and (compiled.rule.action, compiled.rule.polarity) == _act(first):
            first.start, first.end = whole.clause(sentence, match.start(), match.end())
            break
    return [second]


def _told_first(sentence: Sentence, practices: list[Draft], context: Context) -> list[Draft]:
    """`收集您的位置前，我们会弹窗说明`: a notice that comes before the act is about the data of the act."""
    before = [c for c in sentence.conditions if any(said.kind.startswith("before_") for said in c.said)]
    for compiled in group(sentence, "notify_first"):
        for match in compiled.regex.finditer(sentence.text):
            if sentence.is_hidden(match.start()):
                continue
            asked = asked_zh.act(sentence, match.start(), practices, context) if sentence.language == "zh" else None
            if not before and asked is None:
                continue
            draft = whole.make(sentence, "promise", "notify", "first_party", "positive")
            inside = [t.type for c in before for t in sentence.terms_in(c.start, c.end, masked=True)]
            draft.data_types = (asked.types if asked else list(dict.fromkeys(inside))) or draft.data_types
            context.types = context.types if practices else tuple(draft.data_types)
            return [draft]
    return []


def _permission_use(sentence: Sentence, practices: list[Draft]) -> list[Draft]:
    """`您可在开启X权限后使用…`, `权限包括X、Y`: the app reaches for these permissions, unless a practice says so."""
    for compiled in group(sentence, "permission_use"):
        match = compiled.regex.search(sentence.text)
        if match is None:
            continue
        if compiled.rule.name == "label":
            return _labelled(sentence, compiled, practices)
        offers = compiled.rule.name == "you may open"
        end = match.end() if offers else match.end() + 120
        types = permits.between(sentence, match.start(), end, masked=True)
        opened = {
            v
            for d in practices
            for c in d.conditions
            if c.kind == "permission_granted"
            for v in (c.value or "").split("|")
        }
        if not types or opened & set(types) or any(d.kind == "permission_scope" for d in practices):
            return []
        draft = whole.make(sentence, compiled.rule.kind, compiled.rule.action, "first_party", "positive")
        draft.data_types = types
        draft.conditions = [c for c in draft.conditions if c.kind == "permission_granted"]
        draft.modality = "optional" if offers else "may"
        return [draft]
    return []


def _labelled(sentence: Sentence, compiled: rules.Compiled, practices: list[Draft]) -> list[Draft]:
    """`存储权限——下载回单；相机权限——扫码`: one statement for each label."""
    if any(d.kind == "permission_scope" for d in practices):
        return []
    found: list[Draft] = []
    for match in compiled.regex.finditer(sentence.text):
        types = permits.between(sentence, match.start(), match.end(), masked=True)
        if types:
            draft = whole.make(sentence, compiled.rule.kind, compiled.rule.action, "first_party", "positive")
            draft.start, draft.end = whole.clause(sentence, match.start(), match.end())
            draft.start = sentence.offset + match.start()
            draft.data_types, draft.conditions = types, []
            found.append(draft)
    return found


def _of_group(
    sentence: Sentence, name: str, actor: str, practices: list[Draft], context: Context, but: Draft | None = None
) -> Draft | None:
    for compiled in group(sentence, name):
        match = compiled.regex.search(sentence.text)
        if compiled.rule.value == "refusal" and not refusals.told(sentence):
            continue
        if match is None or (but is not None and (compiled.rule.action, compiled.rule.polarity) == _act(but)):
            continue
        if name == "consent_first":
            return consents.consent_first(sentence, match, practices, context)
        if name in {"right", "obligation", "notify", "measures"} and sentence.is_hidden(match.start()):
            continue
        if name == "consequence" and compiled.rule.polarity == "negative" and others.of_the_wording(sentence):
            continue
        if name == "right" and practices and not _apart(sentence, match, practices):
            continue
        if name == "measures" and not _DATA[sentence.language].search(sentence.text):
            continue
        if name == "consequence" and refusals.of_something_else(sentence):
            continue
        if name == "right" and not _RIGHT_TO[sentence.language].search(sentence.text):
            continue
        draft = whole.make(sentence, compiled.rule.kind, compiled.rule.action, actor, compiled.rule.polarity)
        if name in {"consequence", "claim", "right"} and practices:
            draft.start, draft.end = whole.clause(sentence, match.start(), match.end())
            lasting = refusals.LASTING if name != "right" else frozenset()
            draft.conditions = [c for c in draft.conditions if draft.start <= c.start < draft.end or c.kind in lasting]
            own = sentence.terms_in(draft.start - sentence.offset, draft.end - sentence.offset, masked=True)
            if name == "right" and not objects.refers(
                sentence, draft.start - sentence.offset, draft.end - sentence.offset
            ):
                draft.data_types = list(dict.fromkeys(term.type for term in own))
        if name == "right" and not draft.data_types and sentence.language == "zh":
            low = draft.start - sentence.offset
            draft.data_types = controlled_zh.types(sentence, low, draft.end - sentence.offset)
        if compiled.rule.action == "use":
            draft.conditions = []
        elif name == "consequence":
            refusals.name(sentence, draft, match)
        if name == "right":
            draft.modality = "optional"
        if name == "notify" and not _addressed(sentence):
            return None
        return draft
    return None


def _act(draft: Draft) -> tuple[str, str]:
    return draft.action, draft.polarity


def _apart(sentence: Sentence, match: re.Match[str], practices: list[Draft]) -> bool:
    """Does a right stand in a clause of its own behind the practices (`我们记录…，您可以清空这些记录`)?"""
    low, high = whole.clause(sentence, match.start(), match.end())
    if any(low <= draft.verb < high for draft in practices):
        return False
    text, offset = sentence.text, sentence.offset
    for draft in practices:
        if draft.verb < low < draft.end:
            draft.end = low
            while draft.end > draft.start and text[draft.end - 1 - offset] in "，；,; ":
                draft.end -= 1
        elif draft.start <= low and high < draft.verb and text[high - offset : high - offset + 1] in "，；,;":
            draft.start = high + 1
    return not any(
        low <= offset + c.start < high and any(said.kind == "permission_granted" for said in c.said)
        for c in sentence.conditions
    )


def _addressed(sentence: Sentence) -> bool:
    who = r"您|用户|监护人|本政策|通知" if sentence.language == "zh" else r"\byou\b|\bguardian"
    return re.search(who, sentence.text, re.I) is not None
