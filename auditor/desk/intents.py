"""The intents that `am` is given on its command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from auditor.desk.apks.apk import MAIN
from auditor.errors import DeviceError

SWITCHES = {"-D": "hold", "-W": "wait", "-S": "stop_first"}
VALUES = {
    "-n": "component", "-a": "action", "-p": "package", "-d": "data", "-t": "type",
    "--receiver-permission": "permission",
}  # fmt: skip
IGNORED_VALUES = ("--user", "--display", "--windowingMode", "--activityType", "--task", "-R", "-P")
IGNORED_SWITCHES = ("-N", "--include-stopped-packages", "--receiver-foreground", "--async", "-r")
# Values of android.content.Intent's constants.
FLAGS = {
    "--activity-clear-top": 0x04000000, "--activity-clear-task": 0x00008000, "--activity-single-top": 0x20000000,
    "--activity-no-history": 0x40000000, "--activity-reorder-to-front": 0x00020000, "--activity-brought-to-front": 0,
}  # fmt: skip
TYPED = {
    "--el": "long", "--ef": "float", "--eu": "uri", "--ecn": "component", "--esa": "strings", "--esal": "strings",
}  # fmt: skip
LARGEST_INT = 2**31


@dataclass
class Start:
    """What `am` was asked for: an intent, and how `am start` begins."""

    hold: bool = False
    wait: bool = False
    stop_first: bool = False
    component: str | None = None
    action: str | None = None
    package: str | None = None
    data: str | None = None
    type: str | None = None
    permission: str | None = None
    flags: int = 0
    categories: list[str] = field(default_factory=list)
    extras: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> dict[str, Any]:
        """The intent of deskphone/PROTOCOL.md, without its component."""
        return {
            "action": self.action, "data": self.data, "type": self.type, "package": self.package, "flags": self.flags,
            "categories": self.categories, "extras": self.extras, "typed": self.typed,
        }  # fmt: skip


def read_start(arguments: list[str]) -> Start:
    """The options of `am start`, `am broadcast` and the like; `DeviceError` for one that this phone does not know."""
    found = Start()
    words = iter(arguments)
    for word in words:
        if word in SWITCHES:
            setattr(found, SWITCHES[word], True)
        elif word in VALUES:
            setattr(found, VALUES[word], next(words, None))
        elif word == "-c":
            found.categories.append(next(words, ""))
        elif word == "-f":
            found.flags |= _number(next(words, ""))
        elif word in FLAGS:
            found.flags |= FLAGS[word]
        elif word in IGNORED_VALUES:
            next(words, None)
        elif word.startswith("--e") or word == "-e":
            _extra(found, word, words)
        elif word.startswith("-"):
            if word not in IGNORED_SWITCHES:
                raise DeviceError(f"Unknown option: {word}")
        else:
            _target(found, word)
    return found


def _target(found: Start, word: str) -> None:
    """A word without an option: a URI, a component, or a package."""
    scheme, colon, _ = word.partition(":")
    if colon and scheme.replace("+", "").replace("-", "").replace(".", "").isalnum():
        found.data = word
    elif "/" in word:
        found.component = word
    else:
        found.package = word


def _extra(found: Start, word: str, words: Iterator[str]) -> None:
    name = next(words, "")
    if word == "--esn":
        found.typed[name] = "null:"
        return
    value = next(words, "")
    if word in ("-e", "--es"):
        found.extras[name] = value
    elif word == "--ei":
        found.extras[name] = _number(value)
    elif word == "--ez":
        found.extras[name] = value in ("true", "1", "t")
    elif word in TYPED:
        if word == "--el":
            _number(value, 2**63)
        found.typed[name] = f"{TYPED[word]}:{value}"
    else:
        raise DeviceError(f"Unknown option: {word}")


def _number(text: str, limit: int = LARGEST_INT) -> int:
    try:
        value = int(text, 0)
    except ValueError:
        raise DeviceError(f"'{text[:40]}' is no number.") from None
    if not -limit <= value < 2 * limit:
        raise DeviceError(f"'{text[:40]}' is out of range.")
    return value - 2 * limit if value >= limit else value


def action_of(start: Start) -> str:
    """What an activity is started with: an intent that says nothing is the launcher's."""
    return start.action or MAIN
