"""From a file to the decoded document whose characters every offset counts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from auditor.errors import PolicyError
from auditor.policy.documents import encodings, formats
from auditor.policy.documents.decoded import Decoded


class Source(msgspec.Struct, frozen=True):
    """The decoded document, its name, the SHA-256 of the bytes it came from, and what could not be read of it."""

    name: str
    text: str
    sha256: str
    warnings: tuple[str, ...] = ()


def read(path: Path) -> Source:
    """Read a text, Markdown, HTML, PDF or DOCX policy. Raises `PolicyError` with one sentence."""
    try:
        size = path.stat().st_size
        if path.is_file() and size > encodings.LARGEST:
            raise PolicyError(f"{path.name}: larger than {encodings.LARGEST // 2**20} MiB; give the policy alone.")
        raw = path.read_bytes()
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read ({error.strerror}); check the path.") from None
    decoded = _decode(raw, path.name, path.suffix.lower())
    return Source(path.name, decoded.text, hashlib.sha256(raw).hexdigest(), decoded.warnings)


def _decode(raw: bytes, name: str, suffix: str) -> Decoded:
    """The reader of a format is loaded only where it is needed: a plain text should not wait for lxml."""
    match formats.binary(raw):
        case "pdf":
            from auditor.policy.documents import pdf

            return pdf.to_text(raw, name)
        case "docx":
            from auditor.policy.documents import docx

            return docx.to_text(raw, name)
    text = encodings.decode(raw, name)
    match formats.marked_up(text, suffix):
        case "html":
            from auditor.policy.documents import html

            return html.to_text(text, name)
        case "markdown":
            from auditor.policy.documents import markdown

            return markdown.to_text(text)
    return Decoded(text)


def of_text(text: str, name: str) -> Source:
    """A document from text at hand. Raises `PolicyError` when it is empty or larger than a file may be."""
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) > encodings.LARGEST:
        raise PolicyError(f"{name}: larger than {encodings.LARGEST // 2**20} MiB; give the policy alone.")
    if not text.strip("\ufeff \t\r\n\u00a0\u3000"):
        raise PolicyError(f"{name}: the policy is empty; give its text.")
    return Source(name, text, hashlib.sha256(raw).hexdigest())
