"""Find a request for consent on a screen, and the controls that answer it. The words are data: `consent.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec

from auditor import rulefiles
from auditor.walk.screen import Node, Screen

# Longer labels are prose, not buttons.
LONGEST_BUTTON = 40
LONGEST_TICK = 120

_NOISE = re.compile(r"[\s《》〈〉“”\"'‘’「」【】()（）,，.。、!！?？:：;；·&+\-—_/]+")


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A window and what must be found on it."""

    why: str
    texts: tuple[str, ...]
    controls: tuple[str, ...]
    accept: str | None
    refuse: str | None


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `consent.yaml`."""

    subject: tuple[str, ...]
    accept: tuple[str, ...]
    refuse: tuple[str, ...]
    go_on: tuple[str, ...]
    tick: tuple[str, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Request:
    """A request for consent: what accepts it, what refuses it (None: no way to refuse), what must be ticked first.

    `preticked`: a box of agreeing is ticked already.
    """

    title: str
    accept: Node
    refuse: Node | None
    tick: Node | None = None
    preticked: bool = False


@cache
def words() -> Words:
    """The wordings that ship with the product."""
    return rulefiles.load(resources.files("auditor.walk") / "consent.yaml", Words)


def find(screen: Screen) -> Request | None:
    """The request for consent on the topmost window, or None when nothing of the kind is asked there."""
    if not _one_of("subject").search(_plain(screen.words)):
        return None
    controls = [node for node in screen.controls() if node.label]
    refuse = _first(controls, "refuse", LONGEST_BUTTON)
    left = [node for node in controls if node is not refuse and not _matches(node, "refuse", LONGEST_BUTTON)]
    boxes = [node for node in left if _is_box(node, screen)]
    tick = next((node for node in boxes if not node.checked), None)
    accept = _first([node for node in left if not node.checkable], "accept", LONGEST_BUTTON)
    if accept is None and not any(node.kind.endswith("EditText") for node in screen.top):
        accept = _first(left, "go_on", LONGEST_BUTTON)
    if accept is None:
        return None
    return Request(screen.title, accept, refuse, tick, any(node.checked for node in boxes))


def _is_box(node: Node, screen: Screen) -> bool:
    """A box to tick, with the words of agreeing on itself or, when it is bare, anywhere on the window."""
    if not node.checkable:
        return False
    if node.label:
        return _matches(node, "tick", LONGEST_TICK)
    return any(_matches(other, "tick", LONGEST_TICK) for other in screen.top)


def _first(nodes: Iterable[Node], kind: str, longest: int) -> Node | None:
    return next((node for node in nodes if _matches(node, kind, longest)), None)


def _matches(node: Node, kind: str, longest: int) -> bool:
    label = _plain(node.label)
    return 0 < len(label) <= longest and _one_of(kind).fullmatch(label) is not None


@cache
def _one_of(kind: str) -> re.Pattern[str]:
    patterns: tuple[str, ...] = getattr(words(), kind)
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _plain(text: str) -> str:
    return _NOISE.sub("", text).casefold()
