"""Statements that are no practice: rights, consequences, obligations, definitions, scope, claims, notices."""

from __future__ import annotations

import re

from auditor.model import Condition
from auditor.policy import details, objects
from auditor.policy.attached import condition_records
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Context, Draft
from auditor.policy.statements import group, label_end

_OPENS = re.compile(r"[，,；;]\s*(?:未来|今后|此外|同时|另外|但是?|并且|而且)?$")
_DATA = {"zh": re.compile("信息|数据|隐私|资料"), "en": re.compile(r"\b(?:information|data|privacy)\b", re.I)}
_LASTING = frozenset({"refusal", "permission_revoked", "consent_withdrawn", "account_deleted"})
_LATER = re.compile(r"未|不")
_RIGHT_TO = {
    "zh": re.compile(
        "信息|数据|权限|账号|账户|帐号|同意|授权|Cookie|广告|推送|订单|记录|资料|照片|收藏|注销|定位|个性化|评论|内容|副本|排序|足迹|通讯录"
    ),
    "en": re.compile(
        r"\b(?:information|data|permissions?|accounts?|consent|cookies?|advertis\w*|notifications?|records?|"
        r"location|marketing|processing|preferences|cop(?:y|ies)|it|them|profile|e-?mails?|newsletter|contacts|messages|posts|photos|history|settings|recordings?|files|tracking)\b",
        re.I,
    ),
}
_ACTION_OF = {
    "zh": (
        ("share", re.compile("共享|披露|提供给|转让")),
        ("use", re.compile("用于|使用|处理")),
        ("collect", re.compile("收集|获取")),
    ),
    "en": (
        ("share", re.compile(r"\b(?:shar|disclos|transfer)", re.I)),
        ("use", re.compile(r"\b(?:us(?:e|ing)|process)", re.I)),
        ("collect", re.compile(r"\bcollect", re.I)),
    ),
}


def opening(sentence: Sentence) -> Draft | None:
    """A definition or a statement of scope, which a whole sentence is."""
    for compiled in group(sentence, "definition"):
        match = compiled.regex.search(sentence.text)
        if match:
            return _make(
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
        draft = _of_group(sentence, name, actor, practices)
        if draft is not None:
            found.append(draft)
    return found


def _permission_use(sentence: Sentence, practices: list[Draft]) -> list[Draft]:
    """`您可在开启X权限后使用…`, `权限包括X、Y`: the app reaches for these permissions, unless a practice says so."""
    for compiled in group(sentence, "permission_use"):
        match = compiled.regex.search(sentence.text)
        if match is None:
            continue
        offers = compiled.rule.name == "you may open"
        end = match.end() if offers else match.end() + 120
        types = objects.permissions_between(sentence, match.start(), end, masked=True)
        opened = {
            v
            for d in practices
            for c in d.conditions
            if c.kind == "permission_granted"
            for v in (c.value or "").split("|")
        }
        if not types or opened & set(types) or any(d.kind == "permission_scope" for d in practices):
            return []
        draft = _make(sentence, compiled.rule.kind, compiled.rule.action, "first_party", "positive")
        draft.data_types = types
        draft.conditions = [c for c in draft.conditions if c.kind == "permission_granted"]
        draft.modality = "optional" if offers else "may"
        return [draft]
    return []


def exempts(sentence: Sentence) -> bool:
    """Does the sentence say that no consent is needed?"""
    return any(c.regex.search(sentence.text) for c in group(sentence, "exempt"))


def exemption(sentence: Sentence) -> Draft:
    """The exception that a sentence states which says that no consent is needed."""
    action = next((name for name, pattern in _ACTION_OF[sentence.language] if pattern.search(sentence.text)), "use")
    draft = _make(sentence, "exception", action, "first_party", "positive")
    draft.conditions = []
    return draft


def _of_group(sentence: Sentence, name: str, actor: str, practices: list[Draft]) -> Draft | None:
    for compiled in group(sentence, name):
        match = compiled.regex.search(sentence.text)
        if match is None:
            continue
        if name == "consent_first":
            return _consent_first(sentence, match, practices)
        if name in {"right", "obligation", "notify", "measures"} and sentence.is_hidden(match.start()):
            continue
        if name == "right" and practices and not _apart(sentence, match, practices):
            continue
        if name == "measures" and not _DATA[sentence.language].search(sentence.text):
            continue
        if name == "right" and not _RIGHT_TO[sentence.language].search(sentence.text):
            continue
        draft = _make(sentence, compiled.rule.kind, compiled.rule.action, actor, compiled.rule.polarity)
        if name in {"consequence", "claim", "right"} and practices:
            draft.start, draft.end = _clause(sentence, match.start(), match.end())
            lasting = _LASTING if name != "right" else frozenset()
            draft.conditions = [c for c in draft.conditions if draft.start <= c.start < draft.end or c.kind in lasting]
            own = sentence.terms_in(draft.start - sentence.offset, draft.end - sentence.offset, masked=True)
            if name == "right" and not objects.refers(
                sentence, draft.start - sentence.offset, draft.end - sentence.offset
            ):
                draft.data_types = list(dict.fromkeys(term.type for term in own))
        if compiled.rule.action == "use":
            draft.conditions = []
        if name == "right":
            draft.modality = "optional"
        if name == "notify" and not _addressed(sentence):
            return None
        return draft
    return None


def _apart(sentence: Sentence, match: re.Match[str], practices: list[Draft]) -> bool:
    """Does a right stand in a clause of its own behind the practices (`我们记录…，您可以清空这些记录`)?"""
    low, high = _clause(sentence, match.start(), match.end())
    if sentence.language != "zh" or any(low <= draft.verb < high for draft in practices):
        return False
    text, offset = sentence.text, sentence.offset
    for draft in practices:
        if draft.verb < low < draft.end:
            draft.end = low
            while draft.end > draft.start and text[draft.end - 1 - offset] in "，；, ":
                draft.end -= 1
        elif draft.start <= low and high < draft.verb and text[high - offset : high - offset + 1] in "，；":
            draft.start = high + 1
    return not any(
        low <= offset + c.start < high and any(said.kind == "permission_granted" for said in c.said)
        for c in sentence.conditions
    )


def _addressed(sentence: Sentence) -> bool:
    who = r"您|用户|监护人|本政策|通知" if sentence.language == "zh" else r"\byou\b|\bguardian"
    return re.search(who, sentence.text, re.I) is not None


def _consent_first(sentence: Sentence, match: re.Match[str], practices: list[Draft]) -> Draft | None:
    """`…均会事先获得您的同意`: a condition on the act of which the sentence speaks."""
    if any(
        any(
            c.end > sentence.offset + match.start()
            and c.kind in {"consent", "explicit_consent", "consent_again", "guardian_consent", "unless"}
            for c in d.conditions
        )
        for d in practices
    ):
        return None
    action = next((name for name, pattern in _ACTION_OF[sentence.language] if pattern.search(sentence.text)), "use")
    draft = _make(sentence, "condition", action, "first_party", "positive")
    opens = [
        c.start
        for c in sentence.conditions
        if c.framed and c.role == "when" and c.start <= match.start() and _OPENS.search(sentence.text[: c.start])
    ]
    low = sentence.offset + (max(opens) if opens else 0)
    for practice in practices:
        practice.conditions = [c for c in practice.conditions if c.kind != "consent" or c.start < low]
    if opens:
        draft.start = low
        draft.conditions = [c for c in draft.conditions if c.start >= draft.start]
        draft.data_types = (
            list(dict.fromkeys(t.type for t in sentence.terms if sentence.offset + t.start >= draft.start))
            or draft.data_types
        )
    kinds = {c.kind for c in draft.conditions}
    if not kinds & {"consent", "explicit_consent", "consent_again", "guardian_consent"}:
        again = re.search(r"再次|重新|另行|again", match.group()) is not None
        explicit = re.search(r"明示|明确|单独|explicit|express|separate", match.group(), re.I) is not None
        kind = "consent_again" if again else "explicit_consent" if explicit else "consent"
        draft.conditions = [
            *draft.conditions,
            Condition(
                kind=kind, necessary=True, start=sentence.offset + match.start(), end=sentence.offset + match.end()
            ),
        ]
    return draft


def _make(sentence: Sentence, kind: str, action: str, actor: str, polarity: str) -> Draft:
    text = sentence.text
    start, end = label_end(sentence, first=False), len(text.rstrip().rstrip("。.;；：:"))
    if kind == "definition":
        start = 0
    types = list(dict.fromkeys(term.type for term in sentence.terms_in(start, end)))
    if not types:
        types = list(dict.fromkeys(term.type for term in sentence.terms_in(start, end, masked=True)))
    if not types and (kind == "condition" or action == "protect") and re.search("信息|数据|information|data", text):
        types = ["personal_info"]
    conditions = [
        record
        for found in sentence.conditions
        if found.role != "additive"
        for record in condition_records(sentence, found)
    ]
    return Draft(
        sentence.offset + start,
        sentence.offset + end,
        kind,
        actor,
        action,
        polarity,
        "will",
        types,
        conditions,
        protection=details.protection(text, sentence.language) if action in {"delete", "protect"} else (),
    )


def _clause(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The comma-bounded stretch around a match, with document offsets."""
    text = sentence.text
    low = max(text.rfind(mark, 0, start) for mark in "，,；;：:") + 1
    ends = [p for p in (text.find(mark, end) for mark in "，,；;。") if p >= 0]
    high = min(ends, default=len(text.rstrip().rstrip(".")))
    low += len(re.match(r"\s*(?:and |but |so )?", text[low:high]).group())  # type: ignore[union-attr]
    while low < high and text[low].isspace():
        low += 1
    return sentence.offset + low, sentence.offset + high
