"""What a translator could not translate, read from what it said: methods of dex2jar, classes of enjarify."""

from __future__ import annotations

import re

import msgspec

MOST_HOLES = 1000
LONGEST_TEXT = 300

_TYPE = r"L([^;\s]{1,300});"
# dex2jar: a line of its talk for an instruction it had to skip, and a method's heading in its file of errors.
_SKIPPED = re.compile(rf"^GLITCH: \w+ {_TYPE}->([^\s(]{{1,300}})\(\S* \| (.*)$", re.MULTILINE)
_FAILED = re.compile(rf"^{_TYPE}->([^\s(]{{1,300}})\([^\s]*\n(.*)$", re.MULTILINE)
# enjarify: the name of a class and the error, as Python prints it.
_CLASS = re.compile(r"^L?([^;\s]{1,300});? Traceback \(most recent call last\):", re.MULTILINE)


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
            found.setdefault(f"{type_name.replace('/', '.')}.{method}", why.strip())
    for match in _CLASS.finditer(said):
        found.setdefault(match.group(1).replace("/", "."), "the translator failed on this class")
    return [Hole(name, why[:LONGEST_TEXT]) for name, why in sorted(found.items())[:MOST_HOLES]]
