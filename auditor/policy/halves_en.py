"""The half of an English object list that is denied: `your name, but not your address`."""

from __future__ import annotations

import re

import msgspec

from auditor.expressions import expression
from auditor.policy.clauses import Sentence

_TURNS = {
    "positive": expression(
        r"(?:,|;| –| —|\()? ?(?:\b(?:but|and|yet|though|although|albeit|while)\b,? ?)?\b(?P<not>not|never|neither|nor|"
        r"without|(?:(?<=but )|(?<=yet )|(?<=though ))no(?! (?:longer|more|later|matter|one|other)\b))\b"
        r"(?: (?:however|in any case|to|with|on|about|from|for|by|including|even|also))* ",
        re.I,
    ),
    "negative": expression(
        r"(?:,|;| –| —)? ?\b(?P<not>but(?= (?:rather|instead|merely|only|just|solely) )|"
        r"(?:(?<=, )|(?<=; ))(?:only|merely)"
        r"(?= (?:an?|the|your|its) [\w-]+(?: [\w-]+){0,3}(?:[.,;]|$| that | which )))"
        r"(?: (?:rather|instead|merely|only|just|solely))* ",
        re.I,
    ),
}
_NOUNS = expression(
    r"(?:(?:your|the|any|his|her|their|its|an?|of|exact|full|precise|real|other|actual) ){0,3}(?:[\w’'-]+ ){0,2}$"
)
_ENDS = expression(
    r" ?[—–;:)]|, (?!(?:your|the|his|her|their|its|and|or|nor)\b)| (?:to|with|which|that|who|when|if|unless|because|"
    r"so) "
)
_ONLY = expression(
    r"\bonly\b|\bmerely\b|\bnecessarily\b|\bjust\b|\blater\b|\blonger\b|\bmore than\b|\blimited\b|\bconsent"
)


_SOMETHING = expression(
    r" (?:only |just )?(?:your|the|how|what|which|where|when|that|an?|his|her|their|whether) "
    r"(?:(?!\b(?:which|who|has|have|is|are|will)\b)[^,;:.]){2,60},?(?: (?:but|and|yet|though))? $",
    re.I,
)


class Half(msgspec.Struct, frozen=True):
    """Data types of the other polarity, and where the word stands that turns it."""

    types: tuple[str, ...]
    turn: tuple[int, int]


_NOT_THEN = expression(
    r",? (?:but|and|yet|though) (?:not|never) (?=(?:while|when|whenever|if|in|during|before|after|once|until|outside|"
    r"on|at)\b)",
    re.I,
)


def denied_circumstance(sentence: Sentence, start: int, end: int) -> int | None:
    """Where the circumstances begin under which the act is denied (`but not while the app is closed`)."""
    turn = _NOT_THEN.search(sentence.text, start, end)
    if turn is None or not any(turn.end() <= c.start <= turn.end() + 4 for c in sentence.conditions):
        return None
    return turn.start()


def follows_something(sentence: Sentence, start: int, half: Half) -> bool:
    """`sees how often you trained, yet never your heart rate`: something without a type stands before the turn."""
    low, high = half.turn
    infinitive = sentence.text.startswith(" to ", high)
    return low > start and not infinitive and _SOMETHING.match(sentence.text[start:low]) is not None


_ELLIPTIC = expression(
    r",? (?:but|while|whereas|and|though|although|yet) (?P<who>(?:your|the|his|her|their|its|any) [^,;:.]{2,60}?) "
    r"(?:is|are|does|do|will|would|can|may|has|have)(?P<not> not|n['’]t| never)?(?: be)?(?=[,.;]|$)",
    re.I,
)


def elliptic(sentence: Sentence, start: int, end: int, polarity: str) -> Half | None:
    """`is shown to other players, whereas your e-mail address is not`: the verb is left out, the polarity turned."""
    match = _ELLIPTIC.search(sentence.text, start, end)
    if match is None or (match.group("not") is None) == (polarity == "positive"):
        return None
    terms = sentence.terms_in(match.start("who") - 1, match.end("who"))
    turn = match.span("not") if match.group("not") else match.span("who")
    return Half(tuple(dict.fromkeys(term.type for term in terms)), turn) if terms else None


def other(sentence: Sentence, start: int, end: int, polarity: str) -> Half | None:
    """The half of the objects between `start` and `end` that has the other polarity than its verb."""
    for match in _TURNS[polarity].finditer(sentence.text, start, end):
        if sentence.is_hidden(match.start("not")) or _ONLY.match(sentence.text, match.end()):
            continue
        close = _ENDS.search(sentence.text, match.end(), end)
        terms = sentence.terms_in(match.end() - 1, close.start() if close else end)
        if terms and _NOUNS.match(sentence.text[match.end() : terms[0].start]):
            return Half(tuple(dict.fromkeys(t.type for t in terms)), match.span("not"))
    return None
