"""Does the policy speak of a type outside the statements that were read from it? Then an omission is for a person."""

from __future__ import annotations

import re
from functools import cache

from auditor import vocabulary
from auditor.judge.governing import COLLECTING, SHARING, STORING, Book
from auditor.judge.observed import Observed
from auditor.model import Contract

_PARTS = re.compile(r"[/（(]|\)|）")


@cache
def type_words(data_type: str) -> tuple[str, ...]:
    """The words of a type in both languages, lower case; one-character words and bare abbreviations of two left out."""
    row = vocabulary.load().types.get(data_type)
    if row is None:
        return ()
    parts = [part.strip().lower() for name in (row.zh, row.en) for part in _PARTS.split(name)]
    return tuple(dict.fromkeys(part for part in parts if len(part) >= (3 if part.isascii() else 2)))


class Mentions:
    """Where a policy's text names types. Without the text (a contract alone) only its unknown terms are known."""

    def __init__(self, contract: Contract, text: str) -> None:
        self._book = Book(contract)
        self._terms = tuple(term.term.lower() for term in contract.unknown_terms)
        self._text = _outside(contract, text).lower()
        self._known: dict[tuple[str, str, str], str] = {}

    def elsewhere(self, seen: Observed) -> str:
        """The doubt as a sentence, or the empty string."""
        one = seen.sighting
        key = (one.data_type, one.action, one.actor)
        if key not in self._known:
            self._known[key] = self._find(seen)
        return self._known[key]

    def _find(self, seen: Observed) -> str:
        one = seen.sighting
        words = type_words(one.data_type)
        for term in self._terms:
            if any(word in term for word in words):
                return f"the policy has the term '{term}', which was not understood"
        for word in words:
            if _stands_in(word, self._text):
                return f"the policy names '{word}' outside any statement"
        if one.actor == "first_party" and one.action == "collect":
            for statement in self._book.contract.statements:
                other = statement.action in SHARING - COLLECTING - STORING or statement.actor == "third_party"
                if other and one.data_type in statement.data_types and statement.polarity == "positive":
                    return f"{statement.id} names it for another action or actor"
        return ""


def _outside(contract: Contract, text: str) -> str:
    """The text without the quotes of its statements."""
    kept, end = [], 0
    for statement in sorted(contract.statements, key=lambda one: one.start):
        if statement.start > end:
            kept.append(text[end : statement.start])
        end = max(end, statement.end)
    kept.append(text[end:])
    return "\n".join(kept)


def _stands_in(word: str, text: str) -> bool:
    if not text:
        return False
    if word.isascii():
        return re.search(r"(?<![a-z0-9])" + re.escape(word) + r"(?![a-z0-9])", text) is not None
    return word in text
