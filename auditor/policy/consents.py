"""Sentences that say that consent comes first, or that none is needed."""

from __future__ import annotations

import re

from auditor.model import Condition
from auditor.policy import whole
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Draft
from auditor.policy.statements import group

_OPENS = re.compile(r"[，,；;]\s*(?:未来|今后|此外|同时|另外|但是?|并且|而且)?$")


_GUARDIAN = re.compile(r"监护人|父母|家长|法定代理人|\b(?:parents?|guardians?|parental)\b", re.I)
_ACTION_OF = {
    "zh": (
        ("share", re.compile("共享|披露|提供给|转让")),
        ("use", re.compile("用于|使用|处理")),
        ("collect", re.compile("收集|获取")),
        ("access", re.compile("调用|访问|读取")),
    ),
    "en": (
        ("share", re.compile(r"\b(?:shar|disclos|transfer|forward|pass|sent\b|send|hand|sell)", re.I)),
        ("use", re.compile(r"\b(?:us(?:e|ing)|process|train|analys)", re.I)),
        ("collect", re.compile(r"\b(?:collect|gather|record)", re.I)),
        ("access", re.compile(r"\b(?:access|read)", re.I)),
        ("store", re.compile(r"\b(?:stor|retain|sav)(?:e|ing)", re.I)),
        ("publish", re.compile(r"\bpublish", re.I)),
    ),
}


def exempts(sentence: Sentence) -> bool:
    """Does the sentence say that no consent is needed?"""
    return any(c.regex.search(sentence.text) for c in group(sentence, "exempt"))


def exemption(sentence: Sentence) -> Draft:
    """The exception that a sentence states which says that no consent is needed."""
    action = next((name for name, pattern in _ACTION_OF[sentence.language] if pattern.search(sentence.text)), "use")
    draft = whole.make(sentence, "exception", action, "first_party", "positive")
    draft.conditions = []
    return draft


def consent_first(sentence: Sentence, match: re.Match[str], practices: list[Draft]) -> Draft | None:
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
        draft.conditions = [
            *draft.conditions,
            Condition(
                kind=kind, necessary=True, start=sentence.offset + match.start(), end=sentence.offset + match.end()
            ),
        ]
    return draft
