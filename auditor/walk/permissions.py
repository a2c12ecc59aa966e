"""The system's permission dialogs: find one, know what it asks, answer it; and what the app holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from auditor import rulefiles, vocabulary
from auditor.walk.screen import Node, Screen

_GRANTED = re.compile(r"^\s*([\w.]+): granted=(true|false)", re.MULTILINE)


class Buttons(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ids: tuple[str, ...]
    labels: tuple[str, ...]


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the system's question about one plain permission."""

    permission: str
    words: tuple[str, ...]


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    message: str
    language: str
    permission: str


class Dialogs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `permission_dialogs.yaml`."""

    packages: tuple[str, ...]
    message: str
    allow: Buttons
    deny: Buttons
    questions: tuple[Question, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Dialog:
    """A permission dialog. `permission` is the plain name of what is asked for, None when its words are unknown."""

    message: str
    permission: str | None
    allow: Node | None
    deny: Node | None

    def answer(self, choice: Literal["allow", "deny"]) -> Node | None:
        """The button for the choice; the other one where it is missing, so that the walk goes on."""
        return (self.allow or self.deny) if choice == "allow" else (self.deny or self.allow)


@cache
def dialogs() -> Dialogs:
    """What is known of permission dialogs."""
    return rulefiles.load(resources.files("auditor.walk") / "permission_dialogs.yaml", Dialogs)


def find(screen: Screen) -> Dialog | None:
    """The permission dialog on top of the screen, or None."""
    rules = dialogs()
    if screen.package not in rules.packages:
        return None
    controls = list(screen.controls())
    allow, deny = _button(controls, rules.allow), _button(controls, rules.deny)
    if allow is None and deny is None:
        return None
    message = next((node.text for node in screen.top if node.resource_id.endswith(rules.message)), screen.title)
    return Dialog(message.strip(), asked_for(message), allow, deny)


def asked_for(message: str) -> str | None:
    """The plain permission that the system's question is about."""
    lowered = message.casefold()
    # The app's own name stands in quotation marks and may hold any word.
    lowered = re.sub(r"[“\"「《][^”\"」》]{0,60}[”\"」》]", "", lowered)
    return next((row.permission for row in dialogs().questions if any(w in lowered for w in row.words)), None)


def candidates(plain: str | None, declared: Sequence[str]) -> tuple[str, ...]:
    """The Android permissions that the app declares and that a dialog about `plain` can be for."""
    if plain is None:
        return ()
    behind = set(vocabulary.android_permissions(plain))
    return tuple(name for name in declared if name in behind)


def granted(dumpsys_package: str) -> frozenset[str]:
    """The permissions that `dumpsys package NAME` lists as granted, by full name."""
    return frozenset(name for name, held in _GRANTED.findall(dumpsys_package) if held == "true")


def _button(controls: Sequence[Node], buttons: Buttons) -> Node | None:
    for name in buttons.ids:
        for node in controls:
            if node.resource_id.rsplit("/", 1)[-1] == name:
                return node
    for label in buttons.labels:
        for node in controls:
            if "".join(node.label.casefold().split()) == label:
                return node
    return None
