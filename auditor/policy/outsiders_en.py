"""People and businesses outside that see data: `Drivers see your name` says that the name is shared with them."""

from __future__ import annotations

import re

from auditor.policy import rules
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_OURS = re.compile(r"\bour (?:\w+ )?$", re.I)
_SEES = re.compile(
    r"(?:receive|get|obtain|see|view|read|access|learn|look|find|hear|browse|consult|download|retrieve|open|inspect|"
    r"watch)",
    re.I,
)


def sees(
    sentence: Sentence, predicate: Predicate, previous: int, grammar: dict[str, tuple[rules.Compiled, ...]]
) -> str | None:
    """`share` or `publish` where people outside are the subject of a verb of seeing or receiving; else None."""
    if (
        predicate.action not in {"collect", "access", "transfer"}
        or predicate.passive
        or not _SEES.match(predicate.word)
    ):
        return None
    low = max(previous, predicate.start - 120)
    reach = sentence.visible(low, predicate.start)
    for compiled in grammar["outsider_before"]:
        match = compiled.regex.search(reach)
        if match is not None and _OURS.search(reach[: match.start("who")]) is None:
            return compiled.rule.action
    return None
