"""Polarity and modality of an English predicate, from the words between its subject and it."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import rules

_MAY = expression(r"\b(?:may|might|can|could|sometimes|from time to time)\b", re.I)
_MUST = expression(
    r"\b(?:must|need to|needs to|have to|has to|required to|require|asked to|ask you to|requires|should)\b", re.I
)
_ASIDE = expression(r"\([^()]*\)")
_OPTIONAL = expression(r"\b(?:may|can|could|choose|option\w*|voluntar\w*|invite\w*|if you like|wish)\b", re.I)


def polarity_of(reach: str, grammar: dict[str, tuple[rules.Compiled, ...]]) -> tuple[str, tuple[int, int] | None]:
    """`negative` and the span of the negating word in `reach`, else `positive` and None."""
    polarity, span = "positive", None
    double: list[tuple[int, int]] = []
    reach = _ASIDE.sub(lambda found: " " * len(found.group()), reach)
    for compiled in grammar["negation"]:
        for match in compiled.regex.finditer(reach):
            if any(low <= match.start() < high for low, high in double):
                continue
            if compiled.rule.polarity == "positive":
                double.append(match.span())
            else:
                polarity, span = "negative", match.span()
    return polarity, span


def modality_of(reach: str, actor: str) -> str:
    """will, may, must or optional, from the words before the verb; a user who may choose makes it optional."""
    if actor == "user":
        if _MUST.search(reach):
            return "must"
        return "optional" if _OPTIONAL.search(reach) else "will"
    if _MAY.search(reach):
        return "may"
    return "must" if _MUST.search(reach) else "will"
