"""Clauses that say as a whole what becomes of data: `Your name sits in a spreadsheet`, `The plumber gets your name`."""

from __future__ import annotations

import re

import msgspec

from auditor.expressions import expression
from auditor.policy import likely
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_NONE = expression(r"\W*(?:no|none|neither|not|nothing|hardly any)\b", re.I)
_IT = expression(r"(?:it|them|this|that|any of (?:it|them|this))$", re.I)
_ENDS = expression(
    r"[;.。；]|,? (?:and|but|so|while|though|which) (?:we|you|they|it|is|are|will|never|not|the|nobody|no one|then)\b"
    r"|, (?:but|so|while|though|which)\b|，(?=但|而|并|且|同时|其余|不)"
)
_OFFERS = expression(
    r"\b(?:you can|you may|feel free to|please|would you like to)\b[^,;:.]{0,20}$|(?:您可以?|请|有权)[^，。；]{0,6}$",
    re.I,
)


class Wording(msgspec.Struct, frozen=True):
    """A clause up to `end` with its act, a predicate whose zone is where the clause begins, and its data's types."""

    end: int
    predicate: Predicate
    types: tuple[str, ...]
    instead: bool
    """Is a verb inside of it read by its wording alone?"""

    def covers(self, position: int) -> bool:
        """Does a verb at `position` belong to this clause's wording?"""
        return self.predicate.zone <= position < self.predicate.end


def find(sentence: Sentence, earlier: tuple[str, ...]) -> list[Wording]:
    """The wordings of a sentence in order of place; `earlier` are the types that `it` and `them` refer to."""
    found: list[Wording] = []
    for compiled in likely.grammar(sentence.language, sentence.text)["wording"]:
        for match in compiled.regex.finditer(sentence.text):
            verb = match.start("verb")
            if sentence.is_hidden(verb) or _OFFERS.search(sentence.text[:verb]):
                continue
            named = match.groupdict()
            types = _types(sentence, match, compiled.rule.value, earlier)
            if not types:
                continue
            data = named.get("data") or ""
            negation = match.span("not") if named.get("not") else None
            negative = negation is not None or _NONE.match(data) is not None
            predicate = Predicate(
                verb,
                match.end(),
                compiled.rule.action,
                sentence.text[verb : match.end()],
                zone=match.start(),
                polarity="negative" if negative else "positive",
                negation=negation,
            )
            instead = compiled.rule.kind == "instead"
            found.append(Wording(_end(sentence, match), predicate, types, instead))
    return sorted(found, key=lambda wording: wording.predicate.zone)


def _types(sentence: Sentence, match: re.Match[str], value: str | None, earlier: tuple[str, ...]) -> tuple[str, ...]:
    if value is not None:
        return (value,)
    if "data" not in match.groupdict() or _IT.match(match["data"]):
        return earlier
    low, high = match.span("data")
    high = _end(sentence, match) if high == match.end() else high
    terms = sentence.terms_in(low, high) or sentence.terms_in(low, high, masked=True)
    return tuple(dict.fromkeys(term.type for term in terms))


def _end(sentence: Sentence, match: re.Match[str]) -> int:
    stop = _ENDS.search(sentence.text, match.end())
    return stop.start() if stop else len(sentence.text.rstrip())
