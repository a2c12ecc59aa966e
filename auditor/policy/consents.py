"""Sentences that say that consent comes first, or that none is needed."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.model import Condition
from auditor.policy import asked_zh, whole
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Context, Draft
from auditor.policy.statements import group

_OPENS = expression(r"[，,；;]\s*(?:未来|今后|此外|同时|另外|但是?|并且|而且)?$")


_GUARDIAN = expression(r"监护人|父母|家长|法定代理人|\b(?:parents?|guardians?|parental)\b", re.I)
_THIS_ACT = expression(r"(?:该|此|上述|本次|这一)[^，。；]{1,8}?(?:无需|无须|不需)|(?:this|such)\b", re.I)
_OTHERS_ASK = expression(
    r"(?<![申邀])请(?!求)|(?:您|用户|未成年人|儿童|投稿人|发布者)(?:还|也|均)?(?:应|须|需|必须|有义务)|转载|引用|商标|版权|著作权"
)
_WE_ASK = expression(r"我[们行司方]|平台|本公司|运营人员|工作人员|客服|本应用|系统会|App会|应用会")
_LEADS = expression(r"[：:]\s*$")
_ACTION_OF = {
    "zh": (
        ("share", expression("共享|披露|提供给|转让")),
        ("use", expression("用于|使用|处理")),
        ("collect", expression("收集|获取")),
        ("access", expression("调用|访问|读取")),
    ),
    "en": (
        ("share", expression(r"\b(?:shar|disclos|transfer|forward|pass|sent\b|send|hand|sell)", re.I)),
        ("use", expression(r"\b(?:us(?:e|ing)|process|train|analys)", re.I)),
        ("collect", expression(r"\b(?:collect|gather|record)", re.I)),
        ("access", expression(r"\b(?:access|read)", re.I)),
        ("store", expression(r"\b(?:stor|retain|sav)(?:e|ing)", re.I)),
        ("publish", expression(r"\bpublish", re.I)),
    ),
}


def exempts(sentence: Sentence, practices: list[Draft]) -> bool:
    """Does the sentence say that no consent is needed, and not merely beside a practice told before?"""
    low = _exempting_clause(sentence)
    if low is None:
        return False
    if not _THIS_ACT.match(sentence.text, low - sentence.offset):
        return True
    return _LEADS.search(sentence.text) is not None or not any(d.own_types and d.verb < low for d in practices)


def told_before(sentence: Sentence, practices: list[Draft]) -> list[Draft]:
    """`我们会将位置同步给警方，该共享无需征得您的同意`: the practices, without what only says that none is needed."""
    low = _exempting_clause(sentence)
    return practices if low is None else [d for d in practices if d.own_types or d.verb < low]


def _exempting_clause(sentence: Sentence) -> int | None:
    match = next((m for c in group(sentence, "exempt") if (m := c.regex.search(sentence.text))), None)
    return None if match is None else whole.clause(sentence, match.start(), match.end())[0]


def exemption(sentence: Sentence) -> Draft:
    """The exception that a sentence states which says that no consent is needed."""
    action = next((name for name, pattern in _ACTION_OF[sentence.language] if pattern.search(sentence.text)), "use")
    draft = whole.make(sentence, "exception", action, "first_party", "positive")
    draft.conditions = []
    return draft


def _is_up_to_others(sentence: Sentence, end: int) -> bool:
    """`请先取得其授权`, `转载须取得书面授权`: is it somebody else than us who has to ask?"""
    before = sentence.text[:end]
    return sentence.language == "zh" and _OTHERS_ASK.search(before) is not None and _WE_ASK.search(before) is None


def consent_first(sentence: Sentence, match: re.Match[str], practices: list[Draft], context: Context) -> Draft | None:
    """`…均会事先获得您的同意`: a condition on the act of which the sentence speaks."""
    if _exempting_clause(sentence) is not None or _is_up_to_others(sentence, match.end()):
        return None
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
    draft = whole.make(sentence, "condition", action, "first_party", "positive")
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
    asked = asked_zh.act(sentence, match.start(), practices, context) if sentence.language == "zh" else None
    if asked is not None:
        draft.action, draft.actor, draft.start = asked.action, asked.actor, sentence.offset + asked.start
        draft.data_types = asked.types
        context.types = context.types if practices else tuple(asked.types)
        draft.conditions = [c for c in draft.conditions if c.start >= draft.start]
    kinds = {c.kind for c in draft.conditions}
    if not kinds & {"consent", "explicit_consent", "consent_again", "guardian_consent"}:
        again = re.search(r"再次|重新|另行|again", match.group()) is not None
        explicit = re.search(r"明示|明确|单独|explicit|express|separate", match.group(), re.I) is not None
        guardian = _GUARDIAN.search(sentence.text, max(0, match.start() - 12), match.end() + 24) is not None
        kind = (
            "guardian_consent"
            if guardian
            else "consent_again"
            if again
            else "explicit_consent"
            if explicit
            else "consent"
        )
        decision = Condition(
            kind=kind, necessary=True, start=sentence.offset + match.start(), end=sentence.offset + match.end()
        )
        same = [d for d in practices if (d.action, d.polarity) == (draft.action, "positive") and draft.action != "use"]
        if same and not opens:
            same[0].conditions = [*same[0].conditions, decision]
            return None
        draft.conditions = [*draft.conditions, decision]
    return draft
