"""What a sentence says of others than the parties of the policy: strangers, browsers in general, advice to the user."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import likely, rules
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Draft

_CLAUSE = expression(r"[，,；;：:。]")
_CONTACT = frozenset(
    {"customer_service_info", "contact_info", "personal_info", "email_address", "phone_number", "address"}
)
_US = expression(r"我们|本公司|平台|\b(?:we|our)\b", re.I)
_TELLS = frozenset({"use", "collect", "share", "access", "delete"})

_OF_TERMS = expression(r"条款|标题|\b(?:provisions?|headings?|clauses?|interpretation)\b", re.I)


def explains(sentence: Sentence) -> bool:
    """Does the sentence only explain what a thing is (`Cookies are small text files…`)?"""
    return any(
        compiled.regex.search(sentence.text)
        for compiled in likely.grammar(sentence.language, sentence.text)["explanation"]
    )


def left_out(sentence: Sentence, practices: list[Draft]) -> list[Draft]:
    """The practices without those that somebody else would do, and those that only say how to reach us."""
    groups = likely.grammar(sentence.language, sentence.text)
    reaches = any(c.regex.search(sentence.text) for c in groups["contact"])
    return [
        draft
        for draft in practices
        if not (reaches and _reaches_us(sentence, draft)) and not _by_others(sentence, draft, groups["others"])
    ]


def _reaches_us(sentence: Sentence, draft: Draft) -> bool:
    """Does the draft only tell that a question is sent and answered?"""
    if draft.action not in _TELLS or draft.polarity != "positive" or not set(draft.data_types) <= _CONTACT:
        return False
    return draft.data_types == ["customer_service_info"] or not _US.search(_before(sentence, draft))


def _before(sentence: Sentence, draft: Draft) -> str:
    """The clause in front of the draft's verb."""
    verb = draft.verb - sentence.offset
    marks = [match.end() for match in _CLAUSE.finditer(sentence.text, 0, verb)]
    return sentence.text[marks[-1] if marks else 0 : verb]


def _by_others(sentence: Sentence, draft: Draft, patterns: tuple[rules.Compiled, ...]) -> bool:
    """Does the clause before the verb name somebody who is no party (`切勿将验证码…`, `Some phones record…`)?"""
    if draft.actor == "user" or not 0 < draft.verb - sentence.offset <= len(sentence.text):
        return False
    before = _before(sentence, draft)
    return any(c.rule.polarity in {"any", draft.polarity} and c.regex.search(before) for c in patterns)


def of_the_wording(sentence: Sentence) -> bool:
    """`Headings do not affect the interpretation`: does it speak of the policy's words and of no data?"""
    return not sentence.terms and _OF_TERMS.search(sentence.text) is not None
