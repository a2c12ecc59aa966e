"""The participles of English action words: `kept`, `passed on`, `made use of`."""

from __future__ import annotations

import re

from auditor.expressions import expression

PARTICIPLE = expression(
    r"(?:ed|sold|sent|given|kept|held|left|read|seen|heard|taken|shown|told|fed|drawn|written|built|lent|got|gotten|"
    r"found|overwritten|forgotten|withheld|hidden|thrown|lost|put|set|cut|known|learnt|split|made|gone|run|struck|worn|hung|torn|bound)"
    r"(?: (?:on|for|to|up|into|out|of|with|by|about|away|down|off|over|aside|back|along|in|from|between|available to|"
    r"public|aware of|rid of|record|file|online|track of|account of|use|use of|into account|into consideration))*$",
    re.I,
)
_ALSO_PRESENT = frozenset({"read", "set", "put", "cut", "run", "split"})

_FOR_WHAT = expression(r" (?:to|for|by|in|on|during|when|while|with|through|via|from|as|at)\b", re.I)

_TAKES_WITH_IT = expression(r" (?:to|for|by|with|from|of)$")

_NO_PASSIVE = expression(
    r"(?:^\W*|[;:.,] |\b(?:the|your|any|and|all|our) )(?:(?!have\b|has\b|we\b|they\b|it\b)[\w'’-]+ ){0,2}"
    r"(?!is\b|was\b|has\b|us\b|this\b|gets\b|remains\b|stays\b|always\b)[\w'’-]+s $",
    re.I,
)
_HAS_AN_AIM = expression(
    r"(?<!\bis)(?<!\bare)(?<!\bbe)(?<!\bwe)(?<!\balso)(?<!\bonly)(?<!\bnot)(?<!\bwas)(?<!\bhas)(?<!\bhave) "
    r"(?:used|needed|required|collected|captured|taken|recorded|created|stored|entered|"
    r"given|provided|supplied|obtained|submitted)$",
    re.I,
)
_PREDICATE = expression(
    r" (?=(?:(?:will|may|do|does|can|is|are) )?(?:never |not |only |also |always )?"
    r"(?:stays?|remains?|leaves?|(?:be )?(?:kept|stored|held|processed|matched|compared|used|shared|sent|deleted|"
    r"erased|passed|encrypted|uploaded|retained|saved|discarded|removed|destroyed|disclosed|transmitted))\b)",
    re.I,
)


def only_past(word: str) -> bool:
    """Is the word a participle that is no present form as well?"""
    return word.lower() not in _ALSO_PRESENT and PARTICIPLE.search(word) is not None


def is_attribute(word: str, before: str, after: str) -> bool:
    """`Photos taken with the app are kept`: a participle that belongs to its noun and is no predicate."""
    if not only_past(word) or word.startswith(("is ", "are ", "can ", "may ")):
        return False
    return (_FOR_WHAT.match(after) or _TAKES_WITH_IT.search(word)) is not None and _NO_PASSIVE.search(
        before
    ) is not None


def end_of_aim(text: str, start: int, inside: int, end: int) -> int:
    """Where the aim of a participle ends that begins at `start` (`Fingerprints used to unlock the vault stay…`)."""
    if _HAS_AN_AIM.search(text[max(0, start - 40) : start]) is None:
        return end
    close = _PREDICATE.search(text, inside, end)
    return close.start() if close else end
