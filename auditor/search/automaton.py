"""All patterns of all values in one pass over the bytes (Aho-Corasick), and what a match is worth where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from auditor.search.patterns import Kind, Pattern

# The automaton holds only this many first bytes of a pattern; the rest is compared. It keeps the table small enough
# for the processor's cache, and a whole match is as rare as the first bytes are.
PREFIX = 7
DIGITS = frozenset(b"0123456789")
HEX = frozenset(b"0123456789abcdefABCDEF")
WORD = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
NEIGHBOURS = {Kind.DIGITS: DIGITS, Kind.HEX: HEX, Kind.WORD: WORD}
WEAKER = {"certain": "likely", "likely": "weak"}
STRONGER = {"weak": "likely", "likely": "certain", "certain": "certain"}
MATCH_LIMIT = 100_000


class Match(NamedTuple):
    """A pattern found at `start` to `end` of a layer, with the confidence that place and pattern give."""

    start: int
    end: int
    pattern: Pattern
    confidence: str


class Automaton:
    """Finds patterns in bytes.

    Patterns of ASCII alone have an automaton of their own: its table is a fraction of the whole one's, and what is
    ASCII (most bodies) needs no other.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        unique: dict[tuple[bytes, int], Pattern] = {}
        for pattern in patterns:
            unique.setdefault((pattern.data, pattern.value), pattern)
        self.size = len(unique)
        self.data = tuple(dict.fromkeys(pattern.data for pattern in unique.values()))
        self._ascii = _Table(pattern for pattern in unique.values() if pattern.data.isascii())
        self._other = _Table(pattern for pattern in unique.values() if not pattern.data.isascii())

    def candidates(self, data: bytes) -> list[tuple[int, int, Pattern]]:
        """Every pattern that stands in the data, as (start, end, pattern), whatever its neighbours are."""
        found = self._ascii.candidates(data)
        return found if data.isascii() else found + self._other.candidates(data)


class _Table:
    """One automaton over the first bytes of patterns."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        groups: dict[bytes, list[Pattern]] = {}
        for pattern in patterns:
            groups.setdefault(pattern.data[:PREFIX], []).append(pattern)
        self._groups = list(groups.values())
        self._searcher = BytesAhoCorasick(list(groups), implementation=Implementation.DFA) if groups else None

    def candidates(self, data: bytes) -> list[tuple[int, int, Pattern]]:
        if self._searcher is None:
            return []
        found = []
        for group, start, _ in self._searcher.find_matches_as_indexes(data, overlapping=True):
            for pattern in self._groups[group]:
                if data.startswith(pattern.data, start):
                    found.append((start, start + len(pattern.data), pattern))
            if len(found) > MATCH_LIMIT:
                break
        return found


def worth(data: bytes, start: int, end: int, pattern: Pattern, whole_field: bool) -> str | None:
    """The confidence of a match in its surroundings, or None when it is no hit.

    `whole_field`: the data is one field (a JSON leaf, a form value, a header), so a match that fills it is worth more.
    """
    fills = whole_field and not data[:start].strip() and not data[end:].strip()
    if pattern.kind is Kind.SHORT:
        return "weak" if fills else None
    if fills:
        return STRONGER[pattern.strength]
    neighbours = NEIGHBOURS.get(pattern.kind)
    if neighbours is None:
        return pattern.strength
    inside = (start > 0 and data[start - 1] in neighbours) or (end < len(data) and data[end] in neighbours)
    return WEAKER.get(pattern.strength) if inside else pattern.strength


def longest(matches: Iterable[Match]) -> list[Match]:
    """Of matches of one value that lie inside each other only the longest; of equal ones that with fewest steps."""
    ordered = sorted(matches, key=lambda m: (m.pattern.value, m.start, -m.end, len(m.pattern.steps)))
    kept: list[Match] = []
    for match in ordered:
        if kept and kept[-1].pattern.value == match.pattern.value and match.end <= kept[-1].end:
            continue
        kept.append(match)
    return kept
