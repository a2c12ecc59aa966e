"""A DOCX policy as plain text: paragraphs with the numbers that Word shows, tables by `documents.tables`."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from auditor.errors import PolicyError
from auditor.policy.documents.decoded import Decoded
from auditor.policy.documents.numbering import Numbering
from auditor.policy.documents.tables import Cell, Table

LARGEST_PART = 48 * 1024 * 1024
DEEPEST_TABLE = 12
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_SKIPPED = frozenset([_FALLBACK, W + "del", W + "moveFrom", W + "instrText", W + "rPr", W + "pPr"])
_PARAGRAPH, _TABLE = W + "p", W + "tbl"


def to_text(raw: bytes, name: str) -> Decoded:
    """The text of a DOCX; deleted and hidden words, headers and footers are left out, footnotes come last.

    Raises `PolicyError` for another kind of ZIP, a damaged one, one that unpacks to more than is bearable, or one
    without text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            document = _part(archive, "word/document.xml", name)
            numbering = _part(archive, "word/numbering.xml", name)
            styles = _part(archive, "word/styles.xml", name)
            footnotes = _part(archive, "word/footnotes.xml", name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise PolicyError(f"{name}: a damaged or encrypted ZIP file; save the policy again.") from None
    if document is None:
        raise PolicyError(f"{name}: a ZIP file that is no DOCX; give the policy alone, as DOCX, PDF, HTML or text.")
    reader = _Reader(Numbering(numbering, styles))
    lines = reader.blocks(document, 0)
    if footnotes is not None:
        lines += reader.blocks(footnotes, 0)
    pictures = sum(1 for _ in document.iter(_PICTURE))
    if not lines:
        what = "only pictures" if pictures else "nothing"
        raise PolicyError(f"{name}: this document has no text, {what}; give the policy as text.")
    warning = f"{name}: text in {pictures} picture(s) was not read."
    return Decoded("\n".join(lines) + "\n", (warning,) if pictures else ())


def _part(archive: zipfile.ZipFile, member: str, name: str) -> Any:
    """The root of one XML part, or None where the archive has none; no DTD is read, no entity resolved."""
    try:
        info = archive.getinfo(member)
    except KeyError:
        return None
    with archive.open(info) as stream:
        raw = stream.read(LARGEST_PART + 1)
    if len(raw) > LARGEST_PART:
        raise PolicyError(f"{name}: unpacks to more than {LARGEST_PART // 2**20} MiB; give the policy alone.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        raise PolicyError(f"{name}: a damaged DOCX ({member} is no XML); save it again.") from None
    tree: Any = root.getroottree()
    if tree.docinfo.doctype:
        raise PolicyError(f"{name}: {member} declares a document type, which no word processor writes; save it again.")
    return root


class _Reader:
    """Tells the blocks of a part in order."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering

    def blocks(self, root: Any, depth: int) -> list[str]:
        """One line a paragraph, tables as lines."""
        found: list[str] = []
        for node in _outermost(root):
            if node.tag == _TABLE:
                found += self._table(node, depth)
            else:
                found += self._paragraph(node)
        return found

    def _paragraph(self, node: Any) -> list[str]:
        lines = [line for part in "".join(_words(node)).split("\n") if (line := " ".join(part.split()))]
        if not lines:
            return []
        return [self.numbering.mark(node) + lines[0], *lines[1:]]

    def _table(self, node: Any, depth: int) -> list[str]:
        if depth >= DEEPEST_TABLE:
            return []
        table = Table()
        above: dict[int, Cell] = {}
        for row in node.iterfind(W + "tr"):
            table.row()
            column = 0
            for entry in row.iterfind(W + "tc"):
                columns = _number(entry.find(f"{W}tcPr/{W}gridSpan"))
                merge = entry.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(W + "val") != "restart" and column in above:
                    above[column].rows += 1
                else:
                    cell = Cell(self.blocks(entry, depth + 1), columns)
                    table.cell(cell)
                    above[column] = cell
                column += columns
        return table.lines()


def _outermost(root: Any) -> Iterator[Any]:
    """Paragraphs and tables that lie in no other table or paragraph, also inside content controls."""
    stack = list(reversed(root))
    while stack:
        node = stack.pop()
        if node.tag in (_PARAGRAPH, _TABLE):
            yield node
        elif node.tag not in _SKIPPED:
            stack.extend(reversed(node))


def _words(paragraph: Any) -> Iterator[str]:
    """The visible characters of a paragraph; text boxes in it follow on lines of their own."""
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        tag = node.tag
        if tag == W + "t":
            yield (node.text or "").replace("\n", " ")
        elif tag in (W + "tab", W + "ptab"):
            yield " "
        elif tag in (W + "br", W + "cr") or tag == _PARAGRAPH:
            yield "\n"
        elif tag == W + "noBreakHyphen":
            yield "-"
        if tag in _SKIPPED or (tag == W + "r" and _hidden(node)):
            continue
        stack.extend(reversed(node))


def _hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(W + "val") not in {"0", "false", "off"}


def _number(node: Any) -> int:
    value = "" if node is None else node.get(W + "val") or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 1
