"""Which control of a screen to tap next: each one once, none that destroys, pays, or reaches other people."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import msgspec

from auditor import rulefiles
from auditor.walk.screen import Node, Screen


class Avoided(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Labels that are left alone, and why."""

    pattern: str
    why: str


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    label: str
    tap: bool


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `explore.yaml`."""

    avoid: tuple[Avoided, ...]
    back: tuple[Avoided, ...]
    examples: tuple[Example, ...]


@cache
def rules() -> Rules:
    """What the exploration leaves alone."""
    return rulefiles.load(resources.files("auditor.walk") / "explore.yaml", Rules)


def why_avoided(label: str) -> str | None:
    """Why a control with this label is not tapped; None when it may be."""
    lowered = label.strip().casefold()
    for row in (*rules().avoid, *rules().back):
        if _pattern(row.pattern).search(lowered):
            return row.why
    return None


class Explorer:
    """Remembers what was tapped on which screen."""

    def __init__(self) -> None:
        self._tapped: set[tuple[str, str]] = set()
        self._scrolled: set[str] = set()
        self.avoided: dict[str, str] = {}

    def next(self, screen: Screen) -> Node | None:
        """The first control of the screen that was not tapped there yet and may be; it counts as tapped from now on."""
        for node in screen.controls():
            place = (screen.fingerprint, node.key)
            if place in self._tapped or node.password or node.kind.endswith("EditText"):
                continue
            self._tapped.add(place)
            why = why_avoided(node.label)
            if why is None:
                return node
            self.avoided[node.label] = why
        return None

    def scrollable(self, screen: Screen) -> Node | None:
        """The list or page to scroll, once per screen; None when there is none."""
        if screen.fingerprint in self._scrolled:
            return None
        self._scrolled.add(screen.fingerprint)
        return next((node for node in screen.top if node.scrollable and node.is_visible), None)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
