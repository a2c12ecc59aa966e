"""Traditional Chinese characters read as simplified ones, one for one, so that every offset stays."""

from __future__ import annotations

from functools import cache

from auditor.policy import rules


@cache
def _table() -> dict[int, int]:
    pairs = rules.characters()
    return {ord(old): ord(new) for old, new in zip(pairs.traditional, pairs.simplified, strict=True)}


def simplified(text: str) -> str:
    """The same text with simplified characters; its length is unchanged."""
    return text.translate(_table())
