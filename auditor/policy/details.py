"""Recipients, locality, protection, retention, openness: what a stretch of a sentence says beside who does what."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.expressions import expression
from auditor.policy import rules
from auditor.policy.rules import Compiled

_AT_REST = expression(r"加密存储|存储[^，。]{0,6}加密|\bat rest\b|\bstor", re.I)
_WEAK_CLASSES = ("third_party", "partner", "service_provider", "sdk")
SHARING = frozenset({"share", "transfer", "publish"})

# The statements of one sentence often quote the same stretch: what it says beside them is looked up once.
_once_a_stretch = lru_cache(maxsize=64)


@_once_a_stretch
def recipients(text: str) -> tuple[str, ...]:
    """Named companies and SDKs, and classes of recipients; a general class gives way to a special one or a name."""
    groups = _recipient_groups()
    names: list[str] = []
    covered: list[tuple[int, int]] = []
    for compiled in groups["names"]:
        for match in compiled.regex.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in covered):
                covered.append(match.span())
                names.append(match.group("v").strip())
    classes: list[str] = []
    for compiled in groups["classes"]:
        span = next(
            (
                m.span()
                for m in compiled.regex.finditer(text)
                if not any(start < m.end() and m.start() < end for start, end in covered)
            ),
            None,
        )
        if span is None or (compiled.rule.name in _WEAK_CLASSES and (classes or names)):
            continue
        covered.append(span)
        classes.append(compiled.rule.name)
    return tuple(dict.fromkeys([*names, *classes]))


def _recipient_groups() -> dict[str, tuple[Compiled, ...]]:
    return rules.shared("recipients")


@_once_a_stretch
def first_name(text: str, language: str, group: str) -> str | None:
    """The name of the first rule of a group found in the text."""
    return next((c.rule.name for c in rules.groups("grammar", language)[group] if c.regex.search(text)), None)


@_once_a_stretch
def all_names(text: str, language: str, group: str) -> tuple[str, ...]:
    """The names of every rule of a group found in the text, in the order of the file."""
    return tuple(c.rule.name for c in rules.groups("grammar", language)[group] if c.regex.search(text))


def protection(text: str, language: str) -> tuple[str, ...]:
    """How the text says data is protected; the stronger word stands for the weaker it contains."""
    found = all_names(text, language, "protection")
    if "irreversible_encryption" in found:
        found = tuple(name for name in found if name not in {"encrypted", "hashed"})
    if "encrypted_in_transit" in found and not _AT_REST.search(text):
        found = tuple(name for name in found if name != "encrypted")
    return found


@_once_a_stretch
def retention(text: str, language: str) -> tuple[str, int, int] | None:
    """The stated period of storage, as words, and where it stands in the text."""
    found = [(m.start(), c, m) for c in rules.groups("grammar", language)["retention"] if (m := c.regex.search(text))]
    if not found:
        return None
    _, compiled, match = min(found, key=lambda entry: entry[0])
    named = next((name for name in "vw" if match.groupdict().get(name)), None)
    start, end = match.span(named) if named else match.span()
    return compiled.rule.value or " ".join(match.group(named or 0).split()), start, end


@_once_a_stretch
def openings(text: str, start: int, end: int, language: str) -> tuple[tuple[int, int], ...]:
    """Where 等, 包括但不限于, such as, including stand between `start` and `end`."""
    found = (m for c in rules.groups("grammar", language)["open_list"] for m in c.regex.finditer(text, start, end))
    return tuple(match.span() for match in found)


def effective(text: str, language: str) -> str | None:
    """The date from which the policy holds, else of its last change, as YYYY-MM-DD; None where none is stated."""
    head = text[:6000] + "\n" + text[-2000:]
    for compiled in rules.groups("grammar", language)["effective"]:
        match = compiled.regex.search(head)
        if match:
            month = match.group("m")
            number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
            day = int(match.group("d"))
            if 1 <= number <= 12 and 1 <= day <= 31:
                return f"{int(match.group('y')):04d}-{number:02d}-{day:02d}"
    return None


_MONTHS = {
    name: index
    for index, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
