"""Bytes of a policy file into text, or a sentence that says why not."""

from __future__ import annotations

import codecs
import re

from auditor.errors import PolicyError

LARGEST = 20 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = (
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file"),
    (b"{\\rtf", "an RTF file"),
)
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_\-]{2,20})", re.I)
_COMMON = re.compile("[的一是不了在有人我这个们和为您信息用收集使用服务共享]")


def decode(raw: bytes, name: str) -> str:
    """The text of a policy file, its byte order mark taken away.

    Tries the byte order mark, a declared charset, UTF-8, GB18030, Big5 and Windows-1252, in this order; text that is
    mostly unassigned or control characters is refused. Raises `PolicyError` for empty, binary, too large or
    undecodable input and for formats that are not read.
    """
    if len(raw) > LARGEST:
        raise PolicyError(f"{name}: larger than {LARGEST // 2**20} MiB; give the policy alone, without pictures.")
    for magic, what in _FORMATS:
        if raw.startswith(magic):
            raise PolicyError(f"{name}: {what} cannot be read; save the policy as DOCX, PDF, HTML, Markdown or text.")
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _checked(_try(raw[len(mark) :], encoding), name)
    if not raw.strip():
        raise PolicyError(f"{name}: the file is empty; give the policy's text.")
    if b"\x00" in raw[:65536]:
        raise PolicyError(f"{name}: binary data, not text; give the policy as text, Markdown or HTML.")
    declared = _DECLARED.search(raw[:4096])
    candidates = [declared.group(1).decode("ascii")] if declared else []
    text = next((t for t in (_try(raw, c) for c in [*candidates, "utf-8"]) if t is not None), None)
    if text is None:
        text = _best_east_asian(raw) or _try(raw, "cp1252")
    return _checked(text, name)


def _best_east_asian(raw: bytes) -> str | None:
    """GB18030 or Big5, whichever gives more of the commonest characters; None when neither looks like Chinese."""
    best: tuple[float, str] | None = None
    for encoding in ("gb18030", "big5"):
        text = _try(raw, encoding)
        if text is None:
            continue
        sample = text[:20000]
        han = len(re.findall("[\u4e00-\u9fff]", sample))
        share = len(_COMMON.findall(sample)) / max(han, 1)
        if han > len(sample) * 0.1 and share > 0.05 and (best is None or share > best[0]):
            best = (share, text)
    return best[1] if best else None


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _checked(text: str | None, name: str) -> str:
    if text is None:
        raise PolicyError(f"{name}: in no encoding known here; save the policy as UTF-8.")
    if not text.strip("\ufeff \t\r\n\u00a0\u3000"):
        raise PolicyError(f"{name}: the file is empty; give the policy's text.")
    sample = text[:200_000]
    odd = sum(1 for c in sample if (c < " " and c not in "\t\r\n\f\v") or c == "\ufffd")
    if odd > len(sample) * 0.05:
        raise PolicyError(f"{name}: binary data, not text; give the policy as text, Markdown or HTML.")
    return text.removeprefix("\ufeff")
