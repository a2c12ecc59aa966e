"""What a translator could not translate, read from what it said: methods and classes, and why."""

from __future__ import annotations

import re

import msgspec

MOST_HOLES = 1000
LONGEST_TEXT = 300

_TYPE = r"L([^;\s]{1,300});"
# dex2jar: a line of its talk for an instruction it had to skip.
_SKIPPED = re.compile(rf"^GLITCH: \w+ {_TYPE}->([^\s(]{{1,300}})\(\S* \| (.*)$", re.MULTILINE)
# The translators' files of errors: a method or a class, a tab, why.
_FAILED = re.compile(rf"^{_TYPE}(?:->([^\s(]{{1,300}})\([^\t\n]*)?\t(.*)$", re.MULTILINE)


class Hole(msgspec.Struct, frozen=True, order=True):
    """Code of the app that does not run as it was written: a class or a method, and why."""

    name: str
    why: str


def holes(said: str) -> list[Hole]:
    """Each class or method once, by name; the first `MOST_HOLES` of them."""
    found: dict[str, str] = {}
    for pattern in (_FAILED, _SKIPPED):
        for match in pattern.finditer(said):
            type_name, method, why = match.groups()
            name = type_name.replace("/", ".")
            found.setdefault(f"{name}.{method}" if method else name, why.strip())
    return [Hole(name, why[:LONGEST_TEXT]) for name, why in sorted(found.items())[:MOST_HOLES]]


def classes(errors: str) -> set[str]:
    """The classes of a file of errors, or of the methods in it, as `com/a/B`."""
    return {match.group(1) for match in _FAILED.finditer(errors)}
