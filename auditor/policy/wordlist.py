"""Many words looked for at once: at each place the longest that begins there.

A lexicon is needed once a command and read for a few thousand characters, so that building it counts for more than
searching. Words are told apart by their first two characters; each pair knows how long the words are that begin so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


class WordList:
    """Words of at least one character, as they are written."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}

    def longest(self, text: str, fits: Callable[[str, int, int], bool] = lambda *_: True) -> Iterator[tuple[int, int]]:
        """`start, end` of the longest word that fits at each place, from left to right, none inside another."""
        free = 0
        for start, end in self.all(text):
            if start >= free and fits(text, start, end):
                yield start, end
                free = end

    def all(self, text: str) -> Iterator[tuple[int, int]]:
        """`start, end` of every word in the text, at one place the longest first."""
        for start in range(len(text)):
            for end in self.at(text, start):
                yield start, end

    def at(self, text: str, start: int) -> Iterator[int]:
        """The ends of every word that begins at `start`, the longest first."""
        for length in self._lengths.get(text[start : start + 2], ()):
            end = start + length
            if length > 1 and end <= len(text) and text[start:end] in self._words:
                yield end
        letter = text[start]
        if letter in self._lengths and letter in self._words:
            yield start + 1
