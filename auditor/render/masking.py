"""Masks known values in text that a report shows, in every plain form in which they may stand there.

A planted value is worthless, but a run on a real phone reads real ones, and a report travels further than its folder.
"""

import base64
import hashlib
import re
from collections.abc import Iterable

from auditor.model import Identity

SHORTEST = 4


def mask(value: str) -> str:
    """The value with its middle hidden; short values are hidden whole."""
    if len(value) < 8:
        return "•" * len(value)
    keep = 2 if len(value) < 16 else 4
    return value[:keep] + "•" * min(len(value) - 2 * keep, 12) + value[-keep:]


class Masker:
    """Finds and hides the known values of a run."""

    def __init__(self, identities: Iterable[Identity]) -> None:
        forms: dict[str, str] = {}
        for identity in identities:
            for form in _forms(identity.value):
                forms.setdefault(form.lower(), identity.data_type)
        self._types = forms
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        self._pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if forms else None

    def split(self, text: str) -> list[tuple[str, str | None]]:
        """The text in pieces: (piece, None) as it is, (masked value, data type) where a known value stands."""
        if self._pattern is None:
            return [(text, None)] if text else []
        pieces: list[tuple[str, str | None]] = []
        at = 0
        for match in self._pattern.finditer(text):
            if match.start() > at:
                pieces.append((text[at : match.start()], None))
            pieces.append((mask(match.group()), self._types[match.group().lower()]))
            at = match.end()
        if at < len(text):
            pieces.append((text[at:], None))
        return pieces

    def hide(self, text: str) -> str:
        """The text with each known value masked."""
        return "".join(piece for piece, _ in self.split(text))


def _forms(value: str) -> set[str]:
    """Plain forms of a value: as it is, without separators, quoted for URL and JSON, hashed, base64, hex."""
    from json import dumps
    from urllib.parse import quote, quote_plus

    if len(value) < SHORTEST:
        return set()
    plain = {value, re.sub(r"[\s:+-]", "", value)}
    # coordinates are often sent in two fields
    plain |= {part.strip() for part in re.split(r"[,;]", value) if len(part.strip()) >= 6}
    plain = {form for form in plain if len(form) >= SHORTEST}
    forms = set(plain)
    for form in plain:
        forms |= {quote(form, safe=""), quote_plus(form), dumps(form)[1:-1]}
        for cased in {form, form.lower(), form.upper()}:
            raw = cased.encode("utf-8")
            forms |= {hashlib.new(name, raw, usedforsecurity=False).hexdigest() for name in ("md5", "sha1", "sha256")}
            forms |= {base64.b64encode(raw).decode().rstrip("="), raw.hex()}
    return forms
