"""An HTML policy as plain text: one line a block, list items with their mark, table rows with ` | ` between cells."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml import etree

from auditor.errors import PolicyError

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
DEEPEST = 400


def looks_like_html(text: str, suffix: str) -> bool:
    """By the file's suffix, or by a document type or root element at the beginning of the text."""
    head = text[:1000].lstrip().lower()
    return suffix in {".html", ".htm", ".xhtml"} or head.startswith(("<!doctype html", "<html"))


def to_text(markup: str, name: str) -> str:
    """The visible text of a page in reading order.

    Hidden elements, scripts and styles are left out, entities are resolved without any DTD, nothing is fetched.
    Raises `PolicyError` when nothing readable is left.
    """
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise PolicyError(f"{name}: no readable HTML; save the page again or give the policy as text.") from None
    lines = _Lines()
    _walk(root, lines)
    text = lines.text()
    if not text.strip():
        raise PolicyError(f"{name}: the page has no visible text; save it after its scripts have run, or give text.")
    return text


class _Lines:
    """Gathers pieces into lines without empty ones."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.pieces: list[str] = []
        self.row: list[str] | None = None

    def add(self, piece: str | None) -> None:
        if piece:
            self.pieces.append(piece)

    def cut(self) -> str:
        line = _SPACE.sub(" ", "".join(self.pieces)).strip(" ")
        self.pieces = []
        return line

    def end(self) -> None:
        line = self.cut()
        if line:
            self.done.append(line)

    def text(self) -> str:
        self.end()
        return "\n".join(self.done) + "\n"


def _walk(root: Any, lines: _Lines) -> None:
    """Depth first with an own stack, so that no nesting can exhaust Python's."""
    stack: list[tuple[str, Any]] = [("open", root)]
    depth = 0
    while stack:
        step, node = stack.pop()
        if step == "text":
            lines.add(node)
            continue
        tag = node.tag
        if step == "close":
            depth -= 1
            _close(tag, lines)
            continue
        if not isinstance(tag, str) or tag in _SKIPPED or _is_hidden(node) or depth > DEEPEST:
            continue
        depth += 1
        _open(node, tag, lines)
        lines.add(node.text)
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


def _open(node: Any, tag: str, lines: _Lines) -> None:
    if lines.row is not None:
        if tag in {"td", "th"}:
            lines.cut()
        elif tag in _BLOCKS:
            lines.add(" ")
        return
    if tag in _BLOCKS:
        lines.end()
    if tag == "tr":
        lines.row = []
    elif tag == "li":
        parent = node.getparent()
        if parent is not None and parent.tag == "ol":
            lines.add(f"{sum(1 for _ in node.itersiblings('li', preceding=True)) + 1}. ")
        else:
            lines.add("- ")


def _close(tag: str, lines: _Lines) -> None:
    if lines.row is not None:
        if tag in {"td", "th"}:
            lines.row.append(lines.cut().replace("|", "/"))
        elif tag == "tr":
            if any(lines.row):
                lines.done.append("| " + " | ".join(lines.row) + " |")
            lines.row = None
    elif tag in _BLOCKS:
        lines.end()
