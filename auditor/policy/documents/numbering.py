"""The numbers in front of Word's paragraphs, which a DOCX keeps apart from their text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(["chineseCounting", "chineseCountingThousand", "ideographTraditional", "japaneseCounting",
                      "taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified"])


class _Level(msgspec.Struct):
    style: str = "decimal"
    pattern: str = ""
    start: int = 1


class Numbering:
    """Counts the lists of a document; `mark` gives what stands in front of a paragraph."""

    def __init__(self, root: Any) -> None:
        self.levels: dict[str, list[_Level]] = {}
        self.counts: dict[str, list[int]] = {}
        if root is None:
            return
        kinds = {node.get(W + "abstractNumId"): _levels(node) for node in root.iterfind(W + "abstractNum")}
        for number in root.iterfind(W + "num"):
            kind = number.find(W + "abstractNumId")
            if kind is not None and kind.get(W + "val") in kinds:
                self.levels[number.get(W + "numId")] = kinds[kind.get(W + "val")]

    def mark(self, paragraph: Any) -> str:
        """`（二） `, `3. `, `- ` …, or `# ` for a heading without a number; empty for plain text."""
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        name = _value(numbered, "numId")
        levels = self.levels.get(name)
        if levels is None:
            style = _value(paragraph.find(W + "pPr"), "pStyle").lower()
            return "# " if style.startswith(("heading", "title")) else ""
        depth = _value(numbered, "ilvl")
        level = min(int(depth), LEVELS - 1) if depth.isascii() and depth.isdigit() and len(depth) < 3 else 0
        counts = self.counts.setdefault(name, [0] * LEVELS)
        for above in range(level):
            counts[above] = counts[above] or levels[above].start
        counts[level] = counts[level] + 1 if counts[level] else levels[level].start
        counts[level + 1 :] = [0] * (LEVELS - level - 1)
        if levels[level].style in {"bullet", "none"}:
            return "- " if levels[level].style == "bullet" else ""
        text = levels[level].pattern
        for above in range(level + 1):
            text = text.replace(f"%{above + 1}", _told(levels[above].style, counts[above]))
        return text.strip() + " " if text.strip() else ""


def _levels(node: Any) -> list[_Level]:
    found = [_Level() for _ in range(LEVELS)]
    for entry in node.iterfind(W + "lvl"):
        depth = entry.get(W + "ilvl") or ""
        if depth.isascii() and depth.isdigit() and int(depth[:3]) < LEVELS:
            start = _value(entry, "start")
            found[int(depth)] = _Level(
                _value(entry, "numFmt") or "decimal",
                _value(entry, "lvlText")[:40],
                int(start[:6]) if start.isascii() and start.isdigit() else 1,
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
    for value, letters in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"),
                           (1, "i")):
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
