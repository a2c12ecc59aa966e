"""Sections from numbering, also where the text has no line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from auditor.expressions import expression

_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_H = "[一二三四五六七八九十]{1,3}"
_MARK = expression(
    rf"(?P<chapter>第{_H}[章节部条](?:分)?)[ 、:：]?"
    rf"|(?P<han>{_H})(?:、|\.(?=[ \u00a0\u3000]?[^\d\s])|．)"
    rf"|(?P<hanparen>[（(]{_H}[）)])"
    r"|(?P<deep>(?<![\d.])\d{1,2}(?:\.\d{1,2}){1,3})(?![\d%])[.、 \u00a0\t]?"
    r"|(?P<digit>(?<![\d.A-Za-z])\d{1,2})(?:、|．|\.(?![\d])|(?P<close>[)）]))"
    r"|(?P<paren>[（(]\d{1,2}[）)])"
    rf"|(?P<circle>[{_CIRCLED}])"
    r"|(?P<letter>(?<![A-Za-z.])[A-Za-z](?:[.、．](?![A-Za-z.])|\)))"
    r"|(?P<letterparen>\([a-zA-Z]\))"
)
_RANK = {
    "chapter": 0,
    "han": 1,
    "hanparen": 2,
    "deep": 3,
    "digit": 3,
    "close": 4,
    "paren": 5,
    "circle": 6,
    "letter": 7,
    "letterparen": 7,
}
_RUN_ON = frozenset({"chapter", "han", "hanparen", "digit", "close", "paren", "circle"})
_BULLET = expression(r"[ \t\u3000]*(?:[-*•●·◆■▪○–—➢][ \t\u3000\u00a0]+|[•●◆■▪○➢])")
_LEAD = expression(r"[ \t\u3000\u00a0]*(?:#{1,6}[ \t]*|>[ \t]*)?(?:\*\*|__)?")
_REFERS = expression(r"(?:见|详见|参见|参照|上述|本条|前述|按照|根据|依据|第)[“《(（]?$")
_OPENERS = '“「《【"'


class Block(msgspec.Struct, frozen=True):
    """A stretch of text: one line, or the part of a line from one number to the next.

    `start`/`end` hold the body without its mark, `path` the numbers above and of it, `depth` their count, `item` is
    true for a list item, `line_start` where the body begins a line, `heading` is the last heading without a number.
    """

    start: int
    end: int
    path: tuple[str, ...]
    item: bool
    line_start: bool
    marked: bool
    heading: str = ""


class _Stack:
    """The numbers that are open, each with its rank, style and value."""

    def __init__(self) -> None:
        self.open: list[tuple[int, str, int, str]] = []

    def accepts(self, style: str, value: int, at_line: bool, after_stop: bool) -> bool:
        """At a line's start every number counts; elsewhere only one that begins or continues a list."""
        if at_line:
            return True
        if style not in _RUN_ON:
            return False
        last = next((entry for entry in reversed(self.open) if entry[1] == style), None)
        if last is not None and value == last[2] + 1:
            return True
        return value == 1 and (after_stop or style in {"han", "hanparen", "digit", "paren", "close"})

    def push(self, style: str, value: int, label: str, rank: int) -> None:
        while self.open and self.open[-1][0] >= rank:
            self.open.pop()
        self.open.append((rank, style, value, label))

    def path(self) -> tuple[str, ...]:
        return tuple(entry[3] for entry in self.open)


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a document in order; marks, line ends and blank lines lie between them."""
    stack = _Stack()
    heading = ""
    position = 0
    for line in re.finditer(r"[^\n]*\n?", text):
        begin, stop = line.start(), line.end()
        position = stop
        if begin == stop:
            continue
        body = _LEAD.match(text, begin, stop)
        first = body.end() if body else begin
        is_heading_mark = "#" in text[begin:first]
        bullet = _BULLET.match(text, first, stop)
        if bullet:
            first = bullet.end()
        cuts = list(_cuts(text, first, stop, stack))
        marks = [first, *(cut[1] for cut in cuts)]
        ends = [*(cut[0] for cut in cuts), stop]
        paths = [stack_path for *_, stack_path in cuts]
        base = _before(paths, stack, cuts)
        for index, (start, end) in enumerate(zip(marks, ends, strict=True)):
            trimmed_start, trimmed_end = _trim(text, start, end)
            if trimmed_start >= trimmed_end:
                continue
            marked = index > 0
            path = paths[index - 1] if marked else base
            if is_heading_mark or (not marked and not cuts and _is_title(text[trimmed_start:trimmed_end])):
                heading = text[trimmed_start:trimmed_end][:60]
            yield Block(
                trimmed_start,
                trimmed_end,
                path,
                marked or bullet is not None,
                index == 0 or cuts[0][0] == first,
                marked,
                heading,
            )
    assert position == len(text)


def _before(
    paths: list[tuple[str, ...]], stack: _Stack, cuts: list[tuple[int, int, tuple[str, ...], tuple[str, ...]]]
) -> tuple[str, ...]:
    return cuts[0][2] if cuts else stack.path()


def _cuts(
    text: str, start: int, stop: int, stack: _Stack
) -> Iterator[tuple[int, int, tuple[str, ...], tuple[str, ...]]]:
    """Accepted numbers of one line: (mark start, mark end, path before, path after)."""
    for match in _MARK.finditer(text, start, stop):
        style = str(match.lastgroup)
        label = match.group(style)
        if style == "digit" and match.group("close"):
            style = "close"
        at_line = not text[start : match.start()].strip("*_# \u3000\u00a0\t") if match.start() - start < 8 else False
        if style == "close" and match.group("close"):
            label = match.group().strip()
        if not at_line and not _may_begin(text, start, match.start()):
            continue
        number = value(label)
        after_stop = match.start() > start and text[match.start() - 1] in "。；：:;！？”"
        if not stack.accepts(style, number, at_line, after_stop):
            continue
        before = stack.path()
        if style == "deep":
            parts = label.split(".")
            stack.open = [entry for entry in stack.open if entry[0] < _RANK["digit"]]
            for depth, part in enumerate(parts):
                stack.push("deep", int(part), part, 3 + depth)
        else:
            stack.push(style, number, label, _RANK[style])
        yield match.start(), match.end(), before, stack.path()


def _may_begin(text: str, start: int, position: int) -> bool:
    before = text[max(start, position - 6) : position]
    if not before or before[-1] in _OPENERS or before[-1] in "(（、，,/-" or _REFERS.search(before):
        return False
    window = text[max(start, position - 120) : position]
    return (
        window.count("（") <= window.count("）")
        and window.count("(") <= window.count(")")
        and (window.count("“") <= window.count("”"))
    )


def value(label: str) -> int:
    """The number that a mark stands for: 3 for `（三）`, `3.`, `③` or `c)`."""
    digits = re.sub(r"[^\d]", "", label)
    if digits:
        return int(digits)
    if label[0] in _CIRCLED:
        return _CIRCLED.index(label[0]) + 1
    han = "".join(c for c in label if c in "一二三四五六七八九十")
    if han:
        tens, _, units = han.partition("十") if "十" in han else ("", "", han)
        return (_HAN_DIGITS.get(tens, 1) * 10 if "十" in han else 0) + _HAN_DIGITS.get(units, 0)
    letter = re.sub(r"[^a-z]", "", label.lower())
    return ord(letter[0]) - ord("a") + 1 if letter else 1


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "*_"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_"):
        end -= 1
    return start, end


def _is_title(line: str) -> bool:
    """A short line that is no sentence: no stop at its end, no comma."""
    return len(line) <= 60 and not re.search(r"[。；;，,：:.!?！？|]\s*$|[，：]", line) and len(line.split()) <= 9
