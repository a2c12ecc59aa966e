"""Data named again by its bare noun: `draws a floor plan of your rooms and keeps that plan`."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy.clauses import Sentence

_AGAIN = expression(
    r"\b(?:the|that|this|these|those|each|such|said|both)(?: (?:same|latter|last|raw|original|stored|"
    r"full|complete|exact|whole|actual|real|unmasked|underlying|finished|resulting))? "
    r"(?P<noun>[a-z]{4,})\b"
)
_AS_A_WHOLE = expression(
    r" (?:(?:only|just|merely) )?(?:the|this|that|these|those|such)(?: [a-z]+)? "
    r"(?:results?|values?|entr(?:y|ies)|figures?|findings|readings?|items?|pair|lot|originals?|rest|remainder|others)\b",
    re.I,
)
_WHAT_WAS_SPOKEN_OF = expression(
    r"^\W*(?:(?:and |but |while |whereas )?(?:both|all|neither|none)(?: of (?:them|these|those|the two))? "
    r"(?:is|are|will|may)\b[^,;:.]{0,30}$|(?:and |but |while |whereas )?(?:the|this|that|these|those|no|neither) "
    r"(?:(?:raw|original|whole|full|resulting|finished|stored|actual) )?"
    r"(?:lists?|entr(?:y|ies)|recordings?|pictures?|images?|frames?|clips?|scans?|files?|cop(?:y|ies)|results?|"
    r"values?|figures?|readings?|samples?|sounds?|texts?|transcripts?|answers?|details|originals?)"
    r"(?: (?:itself|themselves))? (?:is|are|will|may|can|stays?|remains?|leaves?|do|does|never)\b[^,;:.]{0,40}$)",
    re.I,
)
_MADE_WITH = {"camera": "photos", "microphone": "voice", "storage": "files"}
_MAKES_NOTHING = frozenset({"bluetooth", "notification", "account_info"})
_NOT_OF_YOURS = expression(
    r"\b(?:reports?|messages|letters|newsletters|invitations|payments|orders|bookings|posts|comments|decisions|offers|"
    r"contracts|invoices|notices|prizes|points)\W*$",
    re.I,
)
GENERIC = expression(
    r"^\W*(?:and |but |while |whereas |although |though )?(?:(?:the|all|any|those|your) )?(?:totals?|values?|figures?|"
    r"entries|readings?|measurements?|data|records?|results?|items|ones|days|those|copies)\W*$",
    re.I,
)
_BEHIND_HEAD = expression(r"(?<=\w) (?:of|in|from|on|that|which|you|with|for|to|at)\b.*$")


def types(sentence: Sentence, start: int, end: int) -> list[str]:
    """The types of earlier terms whose noun stands between `start` and `end` again, with an article."""
    nouns = {_singular(match.group("noun")) for match in _AGAIN.finditer(sentence.text, start, end)}
    return list(
        dict.fromkeys(
            term.type
            for term in sentence.terms_in(0, start, masked=True)
            if _singular(_BEHIND_HEAD.sub("", term.word).split()[-1]) in nouns
        )
    )


def as_a_whole(sentence: Sentence, start: int, end: int) -> bool:
    """Is the object behind a verb a word for what was just spoken of (`rounds the result`)?"""
    return _AS_A_WHOLE.match(sentence.text[:end], start) is not None


def speaks_of_before(sentence: Sentence, verb: int) -> bool:
    """`…; the list is not uploaded`: is the subject of the verb but a word for what the sentence before spoke of?"""
    return not sentence.terms and _WHAT_WAS_SPOKEN_OF.match(sentence.text[:verb]) is not None


def made_with(earlier: tuple[str, ...], subject: str) -> list[str]:
    """What was recorded with the data or permissions spoken of before (`recordings made so far`)."""
    if _NOT_OF_YOURS.search(subject):
        return []
    return list(dict.fromkeys(_MADE_WITH.get(name, name) for name in earlier if name not in _MAKES_NOTHING))


def _singular(noun: str) -> str:
    return noun.lower().removesuffix("s")
