"""The participles of English action words: `kept`, `passed on`, `made use of`."""

from __future__ import annotations

import re

from auditor.expressions import expression

PARTICIPLE = expression(
    r"(?:ed|sold|sent|given|kept|held|left|read|seen|heard|taken|shown|told|fed|drawn|written|built|lent|got|gotten|"
    r"found|overwritten|forgotten|withheld|hidden|thrown|lost|put|set|cut|known|learnt|split|made|gone|run)"
    r"(?: (?:on|for|to|up|into|out|of|with|by|about|away|down|off|over|aside|back|along|in|from|between|available to|"
    r"public|aware of|rid of|record|file|online|track of|account of|use|use of|into account|into consideration))*$",
    re.I,
)
_ALSO_PRESENT = frozenset({"read", "set", "put", "cut", "run", "split"})


def only_past(word: str) -> bool:
    """Is the word a participle that is no present form as well?"""
    return word.lower() not in _ALSO_PRESENT and PARTICIPLE.search(word) is not None
