"""Which rules of a file can be found in a text at all: told for all of them by one look at the text.

A rule is indexed by three characters of each piece that a text must hold one of (`needed`). Most of the rules are out
of the question for most sentences, and trying them was most of the work of reading.
"""

from __future__ import annotations

from functools import cache, lru_cache
from operator import add

from auditor.policy import rules
from auditor.policy.rules import Compiled

Groups = dict[str, tuple[Compiled, ...]]
_FILES = ("grammar", "conditions")


class _Sieve:
    """The rules of a language by file and group, found by the pieces that they need."""

    def __init__(self, language: str) -> None:
        self.places = tuple((file, name) for file in _FILES for name in rules.groups(file, language))
        self.all = [(place, one) for place in self.places for one in rules.groups(place[0], language)[place[1]]]
        self.always = 0
        self.by_key: dict[str, dict[str, int]] = {}
        for index, (_, compiled) in enumerate(self.all):
            if not compiled.needs:
                self.always |= 1 << index
            for piece in compiled.needs:
                pieces = self.by_key.setdefault(self._key(piece), {})
                pieces[piece] = pieces.get(piece, 0) | 1 << index

    def _key(self, piece: str) -> str:
        keys = [piece[i : i + 3] for i in range(max(1, len(piece) - 2))]
        return min(keys, key=lambda key: len(self.by_key.get(key, ())))

    def through(self, text: str) -> dict[str, Groups]:
        folded = text.casefold()
        pairs = [*map(add, folded, folded[1:])]
        left = self.always
        for key in self.by_key.keys() & {*folded, *pairs, *map(add, pairs, folded[2:])}:
            for piece, which in self.by_key[key].items():
                if piece in folded:
                    left |= which
        found: dict[tuple[str, str], list[Compiled]] = {place: [] for place in self.places}
        while left:
            lowest = left & -left
            place, compiled = self.all[lowest.bit_length() - 1]
            found[place].append(compiled)
            left ^= lowest
        return {file: {name: tuple(some) for (where, name), some in found.items() if where == file} for file in _FILES}


@cache
def _sieve(language: str) -> _Sieve:
    return _Sieve(language)


@lru_cache(maxsize=64)
def _through(language: str, text: str) -> dict[str, Groups]:
    return _sieve(language).through(text)


def grammar(language: str, text: str) -> Groups:
    """As `rules.groups` of the grammar, without the rules that cannot be found in `text` or a part of it."""
    return _through(language, text)["grammar"]


def conditions(language: str, text: str) -> Groups:
    """The same of conditions."""
    return _through(language, text)["conditions"]
