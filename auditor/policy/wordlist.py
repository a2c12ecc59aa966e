"""Many words looked for at once: at each place the longest that begins there.

A lexicon is needed once a command and read for a few thousand characters, so that building it counts for more than
searching. Words are told apart by their first three characters; each head knows how long the words are that begin so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


def lengths_by_head(words: Iterable[str]) -> dict[str, list[int]]:
    """How long the words are, the longest first, by their first three characters."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[:3], set()).add(len(word))
    return {head: sorted(found, reverse=True) for head, found in lengths.items()}


class WordList:
    """Words of at least one character, as they are written; `lengths` of the same words where they are known."""

    def __init__(self, words: Iterable[str], lengths: dict[str, list[int]] | None = None) -> None:
        self._words = frozenset(words)
        self._lengths = lengths_by_head(self._words) if lengths is None else lengths

    def longest(
        self,
        text: str,
        fits: Callable[[str, int, int], bool] = lambda *_: True,
        starts: Iterable[int] | None = None,
    ) -> Iterator[tuple[int, int]]:
        """`start, end` of the longest word that fits at each place, from left to right, none inside another."""
        free = 0
        for start in range(len(text)) if starts is None else starts:
            if start >= free:
                end = next((end for end in self.at(text, start) if fits(text, start, end)), None)
                if end is not None:
                    yield start, end
                    free = end

    def all(self, text: str, starts: Iterable[int] | None = None) -> Iterator[tuple[int, int]]:
        """`start, end` of every word in the text, or of those at `starts`, at one place the longest first."""
        for start in range(len(text)) if starts is None else starts:
            for end in self.at(text, start):
                yield start, end

    def at(self, text: str, start: int) -> Iterator[int]:
        """The ends of every word that begins at `start`, the longest first."""
        for size in (3, 2, 1):
            head = text[start : start + size]
            for length in self._lengths.get(head, ()) if len(head) == size else ():
                end = start + length
                if (size == 3 or length == size) and end <= len(text) and text[start:end] in self._words:
                    yield end
