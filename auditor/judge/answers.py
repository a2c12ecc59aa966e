"""What the answer to a condition is made of."""

from __future__ import annotations

from auditor.judge.facts import Fact

HELD, NOT_HELD, UNKNOWN = "held", "not_held", "unknown"

# Held or not, the fact that decided, and whether it rests on more than the reading of screen texts.
Answer = tuple[str, Fact, bool]


def answered(held: bool, because: Fact) -> Answer:
    """A certain answer."""
    return (HELD if held else NOT_HELD, because, True)
