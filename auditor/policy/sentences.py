"""Sentences with offsets. The pieces of a text, put together, are the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.expressions import expression

_END = expression(
    r"[。！？!?；;\n]|[：](?=我们|当您|在您|您|如您|若您|如果|[^，。；：、\n]{2,24}：)|\.(?=[\s”\"')\]]|$)|…+"
)
_LIST_OPENS = expression("包括|以下|如下|下列|同意|理解|信息|注意$|范围$")
_CLOSERS = "”’\"')）]】》」』"
_ABBREVIATED = expression(
    r"(?:\b(?:e\.g|i\.e|etc|inc|ltd|co|corp|no|vs|mr|mrs|ms|dr|st|art|sec|dept|approx|u\.s|u\.k|p|v)|"
    r"\b[A-Za-z]|^\s*\d{1,3})$",
    re.I,
)
_OPEN = {"（": "）", "(": ")", "《": "》", "【": "】", "[": "]", "「": "」"}
LONGEST = 600
BRACKET = 240


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Consecutive spans that cover `text[start:end]`, each one sentence with the space behind it.

    A full stop, question or exclamation mark, semicolon or line end closes a sentence, except inside short brackets.
    A sentence longer than `LONGEST` characters is cut at a comma or space, so that work stays linear.
    """
    stop = len(text) if end is None else end
    at = start
    while at < stop:
        close = _close(text, at, stop)
        while close < stop and text[close] in _CLOSERS and text[close - 1] not in "\n;；":
            close += 1
        while close < stop and text[close].isspace():
            close += 1
        yield at, close
        at = close


def _close(text: str, at: int, stop: int) -> int:
    limit = min(stop, at + LONGEST)
    for match in _END.finditer(text, at, limit):
        mark = match.group()
        if mark == "." and _is_abbreviation(text, at, match.start(), stop):
            continue
        if mark == "：" and match.start() - at < 40 and not _LIST_OPENS.search(text, at, match.start()):
            continue
        if mark != "\n" and _inside_brackets(text, at, match.start(), stop):
            continue
        return match.end()
    if limit == stop:
        return stop
    for separators in ("，,：:", "、 \u00a0"):
        cut = max(text.rfind(mark, at + LONGEST // 2, limit) for mark in separators)
        if cut > 0:
            return cut + 1
    return limit


def _is_abbreviation(text: str, at: int, dot: int, stop: int) -> bool:
    before = _ABBREVIATED.search(text, max(at, dot - 12), dot)
    if before is None:
        return False
    word = before.group().strip().lower()
    following = text[dot + 1 : min(stop, dot + 4)].strip()
    if word in {"etc", "inc", "ltd", "co", "corp", "u.s", "u.k"}:
        return not (following[:1].isupper() or not following)
    return bool(following)


def _inside_brackets(text: str, at: int, position: int, stop: int) -> bool:
    """Is the position inside a bracket that opened in this sentence and closes soon?"""
    depth: list[str] = []
    for index in range(max(at, position - BRACKET), position):
        mark = text[index]
        if mark in _OPEN:
            depth.append(_OPEN[mark])
        elif depth and mark == depth[-1]:
            depth.pop()
    return bool(depth) and text.find(depth[-1], position, min(stop, position + BRACKET)) >= 0
