"""Reads a stated frequency: `30s`, `3/day`, `每30秒一次`."""

from __future__ import annotations

import re

_RATE = re.compile(
    r"(?:(?P<times>\d+)\s*(?:times?|次|x)?\s*(?:/|per|a|every|each|每)\s*)?(?P<number>\d+(?:\.\d+)?)?\s*"
    r"(?P<unit>milliseconds?|ms|毫秒|seconds?|secs?|s|秒钟?|minutes?|mins?|m|分钟?|hours?|h|小时|days?|d|天|日|weeks?|周)",
    re.IGNORECASE,
)
_UNITS = (
    ("ms", 1),
    ("毫", 1),
    ("milli", 1),
    ("s", 1000),
    ("秒", 1000),
    ("min", 60_000),
    ("m", 60_000),
    ("分", 60_000),
    ("h", 3_600_000),
    ("小", 3_600_000),
    ("d", 86_400_000),
    ("天", 86_400_000),
    ("日", 86_400_000),
    ("w", 604_800_000),
    ("周", 604_800_000),
)
_ONCE = re.compile(r"\b(once|one time)\b|一次", re.IGNORECASE)


def interval_ms(value: str) -> float | None:
    """The shortest interval that a stated frequency allows (`30s`, `3/day`, `每30秒一次`); None if not understood."""
    text = _ONCE.sub("", value[:80].strip().lower())
    found = _RATE.search(text)
    if found is None:
        return None
    size = next((size for unit, size in _UNITS if found["unit"].startswith(unit)), 0)
    return float(found["number"] or 1) * size / max(1, int(found["times"] or 1)) or None
