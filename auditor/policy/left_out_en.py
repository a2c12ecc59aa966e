"""What is no part of data that is taken or sent, in English: `The log we send does not include your name`."""

from __future__ import annotations

from auditor.expressions import expression
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_ACTS = {
    "share": expression(
        r"\b(?:shar|disclos|provid|pass|giv|sold|sell|show|hand|forward|transfer|sent to (?:third|our ))"
    ),
    "upload": expression(r"\b(?:upload|send|sent|transmit|report|sync)"),
    "store": expression(r"\b(?:stor|keep|kept|retain|back(?:ed)? up|backup|archiv|hold|held|sav)"),
    "collect": expression(r"\b(?:collect|receiv|gather|obtain|record|request|captur|tak|logs?\b|statistics\b)"),
}
_CLAUSE = expression(r"[,;:.]")


def of_what_is_taken(sentence: Sentence, predicate: Predicate) -> bool:
    """Which act does the clause speak of whose data leaves something out? False where it speaks of none."""
    clause = _CLAUSE.split(sentence.text[max(0, predicate.start - 110) : predicate.start].lower())[-1]
    for action, words in _ACTS.items():
        if words.search(clause):
            predicate.action = action
            return bool(sentence.terms_in(predicate.end, predicate.end + 60))
    return False


def heads(sentence: Sentence, cluster: list[Predicate], following: list[Predicate]) -> bool:
    """Does the cluster only describe the data of which the following one says what it lacks?"""
    between = sentence.text[cluster[-1].end : following[0].start]
    return following[0].rule_kind == "excludes" and _CLAUSE.search(between) is None
