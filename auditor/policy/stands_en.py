"""Does an English predicate stand for what somebody does with data, given who does it?"""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import about_data_en, verbs_en
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_BY_CRIMINALS = expression(
    r" by (?:\w+ )?(?:criminals?|hackers?|attackers?|thieves|fraudsters?|strangers|eavesdroppers?|malware)\b", re.I
)
_GIVES = expression(
    r"\b(?:must|need to|needs to|have to|required to|asked to|ask you to|may|can|could|should|will|"
    r"choose to|invite you to|require you to|"
    r"prompted to|request that you|want you to|necessary for you to)\b",
    re.I,
)
_NEED_NOT = expression(r"\b(?:you|users?) (?:are|do|need|will)(?: not|n['’]t) [^,;:.]{0,20}$", re.I)
_NOT_ASKED = expression(
    r"(?:\bnot|n['’]t|\bnever) (?:have|need|require|ask|force|oblige|expect)\w*(?: you| users| anyone)? to $", re.I
)
_ASKED_TO_TELL = expression(
    r"\b(?:ask|asks|asked|require|requires|request|want|need|force|oblige)(?: for)? you to $", re.I
)
_CAN_BE = expression(r"\bcan (?:also |then |always |of course )?be (?:edited |changed |corrected |or |and )*$", re.I)
_LEFT_TO_YOU = expression(
    r"[^,;:.]{0,24}?\b(?:there|at any time|by you|in (?:the|your) (?:[\w ]{2,12} )?settings|under [A-Z“\"])"
)
_PROMPTED = expression(r"\b(?:asked|prompted) for\b", re.I)
_HANDED_IN = expression(
    r"\w+(?: in)? (?:us\b|(?:your|a|an|the) (?:(?!\b(?:to|with|by|for)\b)[^,;:.])*(?:[,;:.]|$))", re.I
)
_GIVING = ("upload", "share", "provide", "give", "submit", "suppl", "take", "photograph", "scan", "film", "state")
IS_TOLD = expression(
    r"(?:told(?: of)?|(?:informed|notified|made aware|advised) of|alerted to|(?:provided|supplied|furnished|presented|"
    r"issued|entrusted) with|allowed to see|(?:shown|given|sent|handed)(?= (?:your|his|her|their|the|only|"
    r"nothing|neither|no|none)\b))",
    re.I,
)


def stands(sentence: Sentence, cluster: list[Predicate]) -> bool:
    """Is the act one of the app, its partners or of giving us data? What a user does otherwise is no practice."""
    first = cluster[0]
    if first.passive and _BY_CRIMINALS.match(sentence.text, cluster[-1].end):
        return False
    if (
        first.passive
        and IS_TOLD.match(sentence.text, first.start)
        and about_data_en.YOU_ARE.search(sentence.text[max(0, first.start - 60) : first.start])
    ):
        return False
    if first.action == "delete" and _CAN_BE.search(sentence.text[: first.start]):
        return _LEFT_TO_YOU.match(sentence.text, cluster[-1].end) is None
    if first.rule_kind == "permission_scope" and _PROMPTED.search(first.word):
        first.actor = "first_party"
    if first.actor != "user":
        reach = sentence.text[max(0, first.start - 30) : first.start]
        asks = re.search(r"\byou to $|\busers to $", reach)
        return bool(asks) or not all(p.action == "give" for p in cluster)
    if _NOT_ASKED.search(sentence.text[: first.start]):
        if _NEED_NOT.search(sentence.text[: first.start]) is None:
            return False
        for predicate in cluster:
            predicate.polarity, predicate.negation, predicate.modality = "positive", None, "optional"
        return any(p.action == "give" or p.word.lower().startswith(_GIVING) for p in cluster)
    if first.lists:
        return True
    if _ASKED_TO_TELL.search(sentence.text[: first.start]):
        return True
    if verbs_en.YOU_GIVE_US.search(sentence.text[: first.start]) and _HANDED_IN.match(sentence.text, first.start):
        return True
    if not any(p.action == "give" or p.word.lower().startswith(_GIVING) for p in cluster):
        return False
    return _GIVES.search(sentence.text[max(0, first.zone - 24) : first.start]) is not None
