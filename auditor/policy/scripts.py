"""Traditional Chinese characters read as simplified ones, and half-width marks beside Chinese as full-width ones, one
for one, so that every offset stays."""

from __future__ import annotations

from functools import cache

from auditor.expressions import expression
from auditor.policy import rules

_WIDE = str.maketrans(",;:?!()", "，；：？！（）")
_HAN = "\u4e00-\u9fff"
_MARK = expression(rf"(?<=[{_HAN}，。；：“”、》])[,;:?!]|[,;:?!](?= ?[{_HAN}“《])|(?<=[)）])[,;:](?=[{_HAN}])")
_BRACKETS = expression(rf"(?<=[{_HAN}])\([^()\n]{{1,120}}\)|\((?=[^()\n]{{0,119}}[{_HAN}])[^()\n]{{1,120}}\)")


@cache
def _table() -> dict[int, int]:
    pairs = rules.characters()
    return {ord(old): ord(new) for old, new in zip(pairs.traditional, pairs.simplified, strict=True)}


def simplified(text: str) -> str:
    """The same text with simplified characters and full-width marks; its length is unchanged."""
    plain = text.translate(_table())
    plain = _BRACKETS.sub(lambda found: f"（{found.group()[1:-1]}）", plain)
    return _MARK.sub(lambda found: found.group().translate(_WIDE), plain)
