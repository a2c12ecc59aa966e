"""What every format's reader gives back."""

from __future__ import annotations

import msgspec


class Decoded(msgspec.Struct, frozen=True):
    """The plain text of a document, and one sentence for each part of it that could not be read."""

    text: str
    warnings: tuple[str, ...] = ()


def numbers(values: list[int]) -> str:
    """`1, 2, 5`, and `1, 2, 3 … (40 in all)` where there are many."""
    if len(values) <= 8:
        return ", ".join(map(str, values))
    return ", ".join(map(str, values[:8])) + f" … ({len(values)} in all)"
