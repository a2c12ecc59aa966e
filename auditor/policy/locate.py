"""Where a quote stands in a document, or which of its sentences it resembles most."""

from __future__ import annotations

import re

from auditor.policy import sentences

SHOWN = 160


def places(text: str, quote: str) -> list[tuple[int, int]]:
    """Every place of a quote, in order; any run of white space in it stands for any other."""
    words = quote.split()
    if not words:
        return []
    at = text.find(quote)
    if at < 0:
        return [match.span() for match in re.finditer(r"\s{1,40}".join(map(re.escape, words)), text)]
    found = []
    while at >= 0:
        found.append((at, at + len(quote)))
        at = text.find(quote, at + len(quote))
    return found


def nearest(text: str, quote: str) -> str:
    """The sentence that shares the most pairs of characters with the quote, shortened; empty for an empty text."""
    wanted = _pairs(quote)
    best, found = 0.0, ""
    for start, end in sentences.split(text):
        sentence = text[start:end].strip()
        pairs = _pairs(sentence)
        score = len(wanted & pairs) / max(len(wanted | pairs), 1)
        if score > best:
            best, found = score, sentence
    found = " ".join(found.split())
    return found if len(found) <= SHOWN else found[: SHOWN - 1] + "…"


def _pairs(text: str) -> set[str]:
    plain = "".join(text.lower().split())
    return {plain[index : index + 2] for index in range(len(plain) - 1)}
