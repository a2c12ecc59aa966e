"""Which format a document is in, by its content (Markdown by its suffix)."""

from __future__ import annotations

from typing import Literal

_MARKDOWN = frozenset((".md", ".markdown", ".mdown", ".mkd"))


def binary(raw: bytes) -> Literal["pdf", "docx"] | None:
    """`pdf` by the mark within its first kilobyte, `docx` for any ZIP archive, None for text."""
    if raw.startswith(b"%PDF") or b"%PDF-" in raw[:1024]:
        return "pdf"
    return "docx" if raw.startswith(b"PK\x03\x04") else None


def marked_up(text: str, suffix: str) -> Literal["html", "markdown"] | None:
    """`html` by the suffix, or by a document type or root element at the beginning; None for plain text."""
    if suffix in {".html", ".htm", ".xhtml"} or text[:1000].lstrip().lower().startswith(("<!doctype html", "<html")):
        return "html"
    return "markdown" if suffix in _MARKDOWN else None
