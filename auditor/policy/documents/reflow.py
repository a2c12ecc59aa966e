"""Lines that only the width of a page has cut are put together again, so that sentences are whole."""

from __future__ import annotations

import re
import unicodedata

_STOP = re.compile(r"[。！？!?；;：:….|][”’\"')）」』】]*$")
_MARK = re.compile(
    r"(?:[-*+•●·◆■▪○–—➢※][ \t\u3000]*\S|#{1,6} |\||>|第[一二三四五六七八九十百零]{1,4}[章节部条]"
    r"|[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}(?:\.\d{1,2}){0,3}[）)、.．](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}\s"
    r"|[①-⑳]|[（(]?[A-Za-z][）).]\s|[ivxIVX]{1,4}[.)]\s)"
)
_GOES_ON = re.compile(r"[，,、（(“《&/]$|\b(?:and|or|of|the|a|an|to|for|with|by|in|your|our|we|you)$", re.I)
_CONTINUES = re.compile(r"[，,、。；;）)”》a-z]")
_FULL = 0.78
_LABEL = 60


def joined(lines: list[str]) -> list[str]:
    """The lines of one page or paragraph with the cuts of its width undone.

    A line goes on in the next one when it is about as long as the longest ones or ends in the middle of a phrase, does
    not end with a stop, and no list mark or heading follows.
    """
    widths = sorted(width(line) for line in lines)
    longest = widths[min(len(widths) - 1, int(len(widths) * 0.9))] if widths else 0
    found: list[list[str]] = []
    previous = ""
    for line in lines:
        body = line.strip()
        if not body:
            previous = ""
            continue
        if previous and _goes_on(previous, body, longest):
            _append(found[-1], body)
        else:
            found.append([body])
        previous = body
    return ["".join(pieces) for pieces in found]


def width(line: str) -> int:
    """Columns that a line takes: an East Asian character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def _goes_on(line: str, following: str, longest: int) -> bool:
    if _STOP.search(line) or _MARK.match(following) or line.startswith(("|", "#")):
        return False
    if _GOES_ON.search(line) or _CONTINUES.match(following):
        return True
    return longest >= _LABEL // 2 and width(line) >= longest * _FULL


def _append(pieces: list[str], following: str) -> None:
    last = pieces[-1]
    if last.endswith("-") and last[-2:-1].islower() and following[:1].islower():
        pieces[-1] = last[:-1]
        pieces.append(following)
        return
    wide = unicodedata.east_asian_width(last[-1]) in "WF" or unicodedata.east_asian_width(following[0]) in "WF"
    close = last.endswith("-") and last[-2:-1].isalnum()
    pieces.append(following if wide or close else " " + following)
