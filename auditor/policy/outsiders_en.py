"""People and businesses outside that see data: `Drivers see your name` says that the name is shared with them."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import rules
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_OURS = expression(r"\bour (?:\w+ )?$", re.I)
_BY = expression(
    r" by (?P<who>(?!us\b|our\b)[\w '’-]{3,50}?)(?=[,.;:]| (?:once|if|when|unless|after|before|until|"
    r"who|and|or|only)\b|$)",
    re.I,
)
_CONTROLS = expression(
    r"(?:,| or| and)[^.;:]{0,40}?\b(?:correct|rectify|delete|erase|amend|change|edit|withdraw|manage|export)\b", re.I
)
_SEES = expression(
    r"(?:receive|get|obtain|see|view|read|access|learn|look|find|hear|browse|consult|download|retrieve|open|inspect|"
    r"watch|export|copy|print)",
    re.I,
)


def sees(sentence: Sentence, predicate: Predicate, previous: int) -> str | None:
    """`share` or `publish` where people outside are the subject of a verb of seeing or receiving; else None."""
    if predicate.action not in {"collect", "access", "transfer"} or not _SEES.match(predicate.word):
        return None
    if _CONTROLS.match(sentence.text, predicate.end):
        return None
    if predicate.passive:
        agent = _BY.match(sentence.text, predicate.end)
        return None if agent is None else _outside(f" {agent.group('who')} can ")
    low = max(previous, predicate.start - 120)
    return _outside(sentence.visible(low, predicate.start))


def are_outside(who: str) -> bool:
    """Do these words name people or businesses outside (`the landlord`)?"""
    return _outside(f"{who} can ") is not None


def _outside(reach: str) -> str | None:
    for compiled in rules.groups("grammar", "en")["outsider_before"]:
        match = compiled.regex.search(reach)
        if match is not None and _OURS.search(reach[: match.start("who")]) is None:
            return compiled.rule.action
    return None
