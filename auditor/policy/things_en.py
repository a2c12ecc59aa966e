"""English subjects that no list knows: things, names and trades that do what their verb says."""

from __future__ import annotations

import re

from auditor.policy import rules
from auditor.policy.predicates import Predicate

_CLAUSE_NOUN = re.compile(
    r"\b(?:that|which|what|how|whether|why|where|when|whose|who|information|data|details|content|types?|categories|to|and|or)"
    r"\b(?: [\w'’-]+){0,5} $"
)
_NOUNS = re.compile(
    r"(?:records?|logs?|uses?|shares?|views?|reads?|tracks?|scans?|match(?:es)?|links?|profiles?|stores?|holds?|measures?|"
    r"access(?:es)?|captures?|releases?|exchanges?|display|transfers?|process|reviews?|reports?|requests?|backs? up|"
    r"checks?|purchases?|opens?|gives?|sets?|places?|works?|hash(?:es)?|downloads?|estimates?|registers?|queries|syncs?|monitors?|keeps?)$"
)
_DETERMINED = re.compile(r" (?:your|the|its|this|their|an?|it|them|all|any|which|on|to|cookies|with your|nearby)\b")
_MODAL = re.compile(
    r"\b(?:may|might|will|can|could|shall|must|does|do|did|never|no longer)(?: \w+ly| not| also| only)* $"
)
_PARTICIPLE = re.compile(r"(?:ed|sold|sent|given|kept|held|left|seen by|viewed by)(?: on)?$", re.I)


def act(
    predicate: Predicate,
    before: str,
    after: str,
    grammar: dict[str, tuple[rules.Compiled, ...]],
) -> bool:
    """`The widget refreshes your location`, `Hotels receive your name`: a subject that no list knows, with its verb."""
    word = predicate.word.lower()
    if _PARTICIPLE.search(word) or _CLAUSE_NOUN.search(before) or (_NOUNS.match(word) and not _DETERMINED.match(after)):
        return False
    number = "singular" if word.endswith("s") and not word.endswith("ss") else "plural"
    modal = _MODAL.search(before) is not None
    return any((modal or c.rule.kind == number) and c.regex.search(before) is not None for c in grammar["thing_before"])
