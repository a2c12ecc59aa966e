"""A PDF policy as plain text: pages in order, wrapped lines put together, running heads and page numbers left out."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter

from auditor.errors import PolicyError
from auditor.policy.documents import glyphs
from auditor.policy.documents.decoded import Decoded, numbers
from auditor.policy.documents.reflow import joined

MOST_PAGES = 1000
LARGEST_PAGE = 8 * 1024 * 1024
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:第\s*)?\d{1,4}(?:\s*(?:/|of|页\s*[,，/]?\s*共)\s*\d{1,4})?\s*页?[-–—\s]*|page \d{1,4}.{0,12}", re.I
)
_EDGE = 2


def to_text(raw: bytes, name: str) -> Decoded:
    """The text of a PDF.

    A page that has no text layer or cannot be read is named in a warning. Raises `PolicyError` where a password is
    needed, the file is damaged, or no page has any text.
    """
    pages, unread = _pages(raw, name)
    if not any(pages):
        raise PolicyError(
            f"{name}: this PDF has no text, only pictures of it; give the policy as text, or run it through OCR."
        )
    repeated = _running(pages)
    lines = [line for page in pages for line in _body(page, repeated)]
    warnings = []
    if unread:
        warnings.append(f"{name}: page {numbers(unread)} has no text that can be read (a picture, or damaged).")
    if len(pages) == MOST_PAGES:
        warnings.append(f"{name}: only the first {MOST_PAGES} pages were read.")
    return Decoded("\n".join(glyphs.closed_up(joined(lines))) + "\n", tuple(warnings))


def _pages(raw: bytes, name: str) -> tuple[list[list[str]], list[int]]:
    """The lines of each page, and the numbers of the pages without any."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else min(len(reader.pages), MOST_PAGES)
    except Exception:  # a damaged file can raise anything from the parser
        raise PolicyError(f"{name}: a damaged PDF; save it again, or give the policy as text.") from None
    if locked:
        raise PolicyError(f"{name}: this PDF is encrypted; save it without a password, or give the policy as text.")
    pages: list[list[str]] = []
    unread: list[int] = []
    for index in range(count):
        lines: list[str] = []
        try:
            page = reader.pages[index]
            content = page.get_contents()
            if content is not None and len(content.get_data()) <= LARGEST_PAGE:
                lines = [clean for line in page.extract_text().splitlines() if (clean := _clean(line))]
        except Exception:  # one damaged page does not take the others away
            lines = []
        if not lines:
            unread.append(index + 1)
        pages.append(lines)
    return pages, unread


def _clean(line: str) -> str:
    printable = "".join(c if c >= " " and not "\ud800" <= c <= "\udfff" else " " for c in line)
    return glyphs.plain(" ".join(printable.split()))


def _running(pages: list[list[str]]) -> frozenset[str]:
    """Lines that stand at the edge of more than half of the pages."""
    if len(pages) < 2:
        return frozenset()
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    return frozenset(shape for shape, count in seen.items() if count > len(pages) / 2)


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _body(page: list[str], repeated: frozenset[str]) -> list[str]:
    last = len(page) - _EDGE
    return [
        line
        for index, line in enumerate(page)
        if not ((index < _EDGE or index >= last) and (_PAGE_NUMBER.fullmatch(line) or _shape(line) in repeated))
    ]
