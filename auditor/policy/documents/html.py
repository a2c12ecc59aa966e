"""An HTML policy as plain text: one line a block, list items with their mark, tables by `documents.tables`."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml import etree

from auditor.errors import PolicyError
from auditor.policy.documents.decoded import Decoded
from auditor.policy.documents.tables import Cell, Table

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "svg",
        "math",
        "object",
        "embed",
        "iframe",
        "canvas",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "audio",
        "video",
        "map",
        "area",
        "nav",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
DEEPEST = 2000
MUCH_HIDDEN = 200


def to_text(markup: str, name: str) -> Decoded:
    """The visible text of a page in reading order.

    Hidden elements, scripts and styles are left out, entities are resolved without any DTD, nothing is fetched.
    Raises `PolicyError` when nothing readable is left.
    """
    parser = lxml.html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True
    )
    try:
        root = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise PolicyError(f"{name}: no readable HTML; save the page again or give the policy as text.") from None
    page = _Page()
    _walk(root, page)
    text = page.text()
    if not text.strip():
        raise PolicyError(f"{name}: the page has no visible text; save it after its scripts have run, or give text.")
    cut = page.cut or any("depth" in entry.message.lower() for entry in parser.error_log)
    warnings = []
    if cut:
        warnings.append(f"{name}: elements nested deeper than {DEEPEST} were not read; the policy may say more.")
    if page.hidden >= MUCH_HIDDEN:
        warnings.append(f"{name}: hidden parts with {page.hidden} characters were not read.")
    return Decoded(text, tuple(warnings))


class _Page:
    """Gathers pieces into lines without empty ones; a table cell has lines of its own until it is closed."""

    def __init__(self) -> None:
        self.flows: list[list[str]] = [[]]
        self.pieces: list[str] = []
        self.tables: list[Table] = []
        self.numbers: dict[Any, int] = {}
        self.cut = False
        self.hidden = 0

    def add(self, piece: str | None) -> None:
        if piece:
            self.pieces.append(piece)

    def end(self) -> None:
        line = _SPACE.sub(" ", "".join(self.pieces)).strip(" ")
        self.pieces = []
        if line:
            self.flows[-1].append(line)

    def text(self) -> str:
        self.end()
        return "\n".join(self.flows[0]) + "\n"


def _walk(root: Any, page: _Page) -> None:
    """Depth first with an own stack, so that no nesting can exhaust Python's."""
    stack: list[tuple[str, Any]] = [("open", root)]
    depth = 0
    while stack:
        step, node = stack.pop()
        if step == "text":
            page.add(node)
            continue
        tag = node.tag
        if step == "close":
            depth -= 1
            _close(node, tag, page)
            continue
        if not isinstance(tag, str) or tag in _SKIPPED:
            continue
        if _is_hidden(node):
            page.hidden += sum(len(text.strip()) for text in node.itertext())
            continue
        if depth > DEEPEST:
            page.cut = True
            continue
        depth += 1
        _open(node, tag, page)
        page.add(node.text)
        stack.append(("close", node))
        for child in reversed(node):
            if child.tail:
                stack.append(("text", child.tail))
            stack.append(("open", child))


def _is_hidden(node: Any) -> bool:
    return (
        node.get("hidden") is not None
        or node.get("aria-hidden") == "true"
        or _HIDDEN.search(node.get("style") or "") is not None
    )


def _open(node: Any, tag: str, page: _Page) -> None:
    if tag in _BLOCKS:
        page.end()
    if tag == "table":
        page.tables.append(Table())
    elif tag == "tr" and page.tables:
        page.tables[-1].row()
    elif tag in {"td", "th"} and page.tables:
        page.flows.append([])
    elif tag == "li":
        page.add(_mark(node, page))


def _close(node: Any, tag: str, page: _Page) -> None:
    if tag in _BLOCKS:
        page.end()
    if tag == "table":
        page.flows[-1] += page.tables.pop().lines()
    elif tag in {"td", "th"} and page.tables:
        lines = page.flows.pop()
        page.tables[-1].cell(Cell(lines, _span(node, "colspan"), _span(node, "rowspan"), heads=tag == "th"))


def _span(node: Any, name: str) -> int:
    value = (node.get(name) or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _mark(item: Any, page: _Page) -> str:
    """`- `, or the number that a browser shows for the item of an ordered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "- "
    first = _integer(parent.get("start"), 1)
    number = _integer(item.get("value"), page.numbers.get(parent, first - 1) + 1)
    page.numbers[parent] = number
    style = parent.get("type") or "1"
    if style in {"a", "A"} and 1 <= number <= 26:
        return chr(ord(style) + number - 1) + ". "
    return f"{number}. "


def _integer(value: str | None, default: int) -> int:
    plain = (value or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else default
