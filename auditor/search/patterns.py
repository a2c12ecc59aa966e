"""Byte patterns of a value under every transform: plain, Base64 at three alignments, hex, URL, and digests."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple
from urllib.parse import quote

from auditor.model import Identity
from auditor.search.forms import SHORT, bits, forms, weight

CERTAIN_BITS = 28
LIKELY_BITS = 18
SHORTEST = 3
DIGESTS = ("md5", "sha1", "sha256")


class Kind(Enum):
    """What the neighbours of a match may be.

    DIGITS, HEX, WORD, FREE: text whose neighbours should not continue a number, hex run, word, anything. SHORT: only
    as a whole field. BYTES: anything goes (raw digests, encoded text). PLACE: a coordinate.
    """

    DIGITS = 1
    HEX = 2
    WORD = 3
    FREE = 4
    SHORT = 5
    BYTES = 6
    PLACE = 7


class Pattern(NamedTuple):
    """`data` found means that the value `value` (index) was written with `steps`; `strength` is its best confidence."""

    data: bytes
    value: int
    steps: tuple[str, ...]
    kind: Kind
    strength: str


def patterns(identity: Identity, index: int) -> Iterator[Pattern]:
    """All patterns of one value; none for a value of less than three characters, which proves nothing."""
    if weight(identity.value.strip()) < SHORTEST:
        return
    for text, steps in forms(identity):
        yield from _plain(text, steps, index)
        if weight(text) >= SHORT:
            yield from _encoded(text, steps, index)
        yield from _digests(text, steps, index)


def _plain(text: str, steps: tuple[str, ...], index: int) -> Iterator[Pattern]:
    kind, strength = _kind(text), _strength(text)
    yield Pattern(text.encode(), index, steps, kind, strength)
    if kind is Kind.SHORT:
        return
    escaped = json.dumps(text)[1:-1]
    if escaped != text:
        yield Pattern(escaped.encode(), index, ("json_escape", *steps), Kind.FREE, strength)
    if len(text) >= SHORT:
        yield Pattern(text.encode("utf-16-le"), index, ("utf-16", *steps), Kind.BYTES, strength)
    for safe in ("", "/"):
        quoted = quote(text, safe=safe)
        if quoted != text:
            yield Pattern(quoted.encode(), index, ("url", *steps), Kind.FREE, strength)
            yield Pattern(_lower_escapes(quoted).encode(), index, ("url", *steps), Kind.FREE, strength)


def _encoded(text: str, steps: tuple[str, ...], index: int) -> Iterator[Pattern]:
    raw = text.encode()
    strength = _strength(text)
    yield Pattern(raw.hex().encode(), index, ("hex", *steps), Kind.BYTES, strength)
    yield Pattern(raw.hex().upper().encode(), index, ("hex", *steps), Kind.BYTES, strength)
    for fragment in _base64_fragments(raw):
        yield Pattern(fragment, index, ("base64", *steps), Kind.BYTES, strength)


def _digests(text: str, steps: tuple[str, ...], index: int) -> Iterator[Pattern]:
    strength = "certain" if weight(text) >= SHORT else "likely"
    for name in DIGESTS:
        digest = hashlib.new(name, text.encode(), usedforsecurity=False).digest()
        written = digest.hex()
        chain = (name, *steps)
        yield Pattern(written.encode(), index, chain, Kind.HEX, strength)
        yield Pattern(written.upper().encode(), index, chain, Kind.HEX, strength)
        yield Pattern(digest, index, chain, Kind.BYTES, strength)
        plain = base64.b64encode(digest).rstrip(b"=")
        # The last character holds the padding bits; a longer encoded text continues with others.
        for alphabet in {plain[:-1], plain[:-1].translate(bytes.maketrans(b"+/", b"-_"))}:
            yield Pattern(alphabet, index, ("base64", *chain), Kind.BYTES, strength)
        if name == "md5":  # the "16-bit MD5" of Chinese vendors is the middle half
            yield Pattern(written[8:24].encode(), index, ("md5_16", *steps), Kind.HEX, "likely")
            yield Pattern(written[8:24].upper().encode(), index, ("md5_16", *steps), Kind.HEX, "likely")


def _base64_fragments(raw: bytes) -> set[bytes]:
    """The characters of Base64 that depend on `raw` alone, at each of the three places it can start at."""
    found = set()
    for lead in range(3):
        encoded = base64.b64encode(b"\0" * lead + raw)
        first = (lead * 8 + 5) // 6
        last = (lead + len(raw)) * 8 // 6
        fragment = encoded[first:last]
        if len(fragment) >= 7:
            found.add(fragment)
            found.add(fragment.translate(bytes.maketrans(b"+/", b"-_")))
    return found


def _kind(text: str) -> Kind:
    if weight(text) < SHORT:
        return Kind.SHORT
    if text.isascii() and text.isdigit():
        return Kind.DIGITS
    if all(character in "0123456789abcdefABCDEF" for character in text):
        return Kind.HEX
    return Kind.WORD if text[0].isalnum() and text[-1].isalnum() and text.isascii() else Kind.FREE


def _strength(text: str) -> str:
    """certain, likely or weak, by what the text says."""
    if weight(text) < SHORT:
        return "weak"
    amount = bits(text)
    return "certain" if amount >= CERTAIN_BITS else "likely" if amount >= LIKELY_BITS else "weak"


def _lower_escapes(quoted: str) -> str:
    parts = quoted.split("%")
    return parts[0] + "".join("%" + part[:2].lower() + part[2:] for part in parts[1:])
