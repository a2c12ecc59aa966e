"""The numbers in front of Word's paragraphs, which a DOCX keeps apart from their text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "ideographTraditional",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "chineseLegalSimplified",
    ]
)


class _Level(msgspec.Struct):
    style: str = "decimal"
    pattern: str = ""
    start: int = 1


class _List(msgspec.Struct):
    """A list as a paragraph names it: its kind, and the levels that begin anew when it is first used."""

    kind: str
    restarts: dict[int, int]


class Numbering:
    """Counts the lists of a document; `mark` gives what stands in front of a paragraph."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self.kinds: dict[str, list[_Level]] = {}
        self.lists: dict[str, _List] = {}
        self.counts: dict[str, list[int]] = {}
        self.styles = _styles(styles) if styles is not None else {}
        if numbering is None:
            return
        self.kinds = {node.get(W + "abstractNumId"): _levels(node) for node in numbering.iterfind(W + "abstractNum")}
        for number in numbering.iterfind(W + "num"):
            kind = _value(number, "abstractNumId")
            if kind in self.kinds:
                restarts = {
                    _integer(entry.get(W + "ilvl"), 0): _integer(_value(entry, "startOverride"), 1)
                    for entry in number.iterfind(W + "lvlOverride")
                    if entry.find(W + "startOverride") is not None
                }
                self.lists[number.get(W + "numId")] = _List(kind, restarts)

    def mark(self, paragraph: Any) -> str:
        """`（二） `, `3. `, `- ` …, or `# ` for a heading without a number; empty for plain text."""
        properties = paragraph.find(W + "pPr")
        style = self.styles.get(_value(properties, "pStyle"), _Style())
        numbered = None if properties is None else properties.find(W + "numPr")
        name = _value(numbered, "numId") or style.list
        level = min(_integer(_value(numbered, "ilvl"), style.level), LEVELS - 1)
        used = self.lists.get(name)
        if used is None:
            return "# " if style.heading else ""
        levels = self.kinds[used.kind]
        counts = self.counts.setdefault(used.kind, [0] * LEVELS)
        if level in used.restarts:
            counts[level] = used.restarts.pop(level) - 1
            fresh = False
        else:
            fresh = not counts[level]
        for above in range(level):
            counts[above] = counts[above] or levels[above].start
        counts[level] = levels[level].start if fresh else counts[level] + 1
        counts[level + 1 :] = [0] * (LEVELS - level - 1)
        if levels[level].style in {"bullet", "none"}:
            return "- " if levels[level].style == "bullet" else ""
        text = levels[level].pattern
        for above in range(level + 1):
            text = text.replace(f"%{above + 1}", _told(levels[above].style, counts[above]))
        return text.strip() + " " if text.strip() else ""


class _Style(msgspec.Struct):
    """What a paragraph has from its style: a list and its level, or that it is a heading."""

    list: str = ""
    level: int = 0
    heading: bool = False


def _styles(root: Any) -> dict[str, _Style]:
    """Styles by id; one that is based on another takes over what it does not say itself."""
    nodes = {node.get(W + "styleId") or "": node for node in root.iterfind(W + "style")}
    found: dict[str, _Style] = {}
    for name, node in nodes.items():
        style = _Style()
        at: Any = node
        for _ in range(LEVELS):
            numbered = at.find(f"{W}pPr/{W}numPr")
            style.heading = style.heading or _value(at, "name").lower().startswith(("heading", "title"))
            if numbered is not None and not style.list:
                style.list = _value(numbered, "numId")
                style.level = _integer(_value(numbered, "ilvl"), 0)
            at = nodes.get(_value(at, "basedOn"))
            if at is None:
                break
        found[name] = style
    return found


def _integer(value: str | None, default: int) -> int:
    plain = value or ""
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else default


def _levels(node: Any) -> list[_Level]:
    found = [_Level() for _ in range(LEVELS)]
    for entry in node.iterfind(W + "lvl"):
        depth = _integer(entry.get(W + "ilvl"), LEVELS)
        if depth < LEVELS:
            found[depth] = _Level(
                _value(entry, "numFmt") or "decimal",
                _value(entry, "lvlText")[:40],
                _integer(_value(entry, "start"), 1),
            )
    return found


def _value(node: Any, child: str) -> str:
    found = None if node is None else node.find(W + child)
    return "" if found is None else found.get(W + "val") or ""


def _told(style: str, number: int) -> str:
    if style in _CHINESE:
        return _chinese(number)
    tell = _STYLES.get(style)
    return tell(number) if tell else str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, units = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[units] if units else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


def _roman(number: int) -> str:
    told = ""
    for value, letters in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while number >= value and len(told) < 30:
            told += letters
            number -= value
    return told


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)


_STYLES: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
}
