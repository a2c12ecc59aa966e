"""Find the stretches of text that may be Base64 or hex, fast enough for bodies of many megabytes."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

SHORTEST = 16
SMALL = 2_048
HUGE = 65_536
OFFSETS = (8, 4, 12, 2, 6, 10, 14, 1, 3, 5, 7, 9, 11, 13, 15)  # the most telling first
ALL_EIGHT = np.uint64(0x0101010101010101)
RUN_LIMIT = 20_000
RUN = re.compile(rb"[A-Za-z0-9+/_\-]{16,}={0,2}")
HEX_RUN = re.compile(rb"[0-9a-fA-F]+")
WHOLE = re.compile(rb"[A-Za-z0-9+/_\-\r\n]{8,}={0,2}[\r\n]*")
UPPER = re.compile(rb"[A-Z]")
_STRETCH = re.compile(rb"[A-Za-z0-9+/_\-]+")
_CLASS = bytes(_STRETCH.fullmatch(bytes([byte])) is not None for byte in range(256))
# A capital or a digit: a word of Base64 has one (but for one in a thousand), a word of a name in small letters none.
_TELLING = bytes(chr(byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" for byte in range(256))
_HEX = bytes(chr(byte) in "0123456789abcdefABCDEF" for byte in range(256))


def runs(data: bytes) -> Iterator[tuple[int, int]]:
    """(start, end) of each stretch of 16 or more Base64 characters, padding included, that could be encoded data."""
    found = _small(data) if len(data) < SMALL else _large(data)
    for number, (start, end) in enumerate(found):
        if number >= RUN_LIMIT:
            return
        if may_be_encoded(data[start:end]):
            yield start, end


def may_be_encoded(run: bytes) -> bool:
    """Hex, or a text with a capital: 16 characters of Base64 without one are rare, names in small letters are not."""
    return UPPER.search(run) is not None or HEX_RUN.fullmatch(run) is not None


def decodings(run: bytes) -> Iterator[tuple[str, bytes]]:
    """What a stretch may stand for, as (step, content): hex, Base64 of either alphabet, each part between slashes."""
    text = run.translate(None, b"\r\n")
    if HEX_RUN.fullmatch(text) and len(text) % 2 == 0:
        yield "hex", binascii.unhexlify(text)
    decoded = _base64(text)
    if decoded:
        yield "base64", decoded
    if b"/" in text:
        for part in text.split(b"/"):
            if SHORTEST <= len(part) < len(text) and may_be_encoded(part):
                inner = _base64(part)
                if inner:
                    yield "base64", inner


def _base64(text: bytes) -> bytes | None:
    body = text.rstrip(b"=")
    if len(body) % 4 == 1:
        return None
    if (b"-" in body or b"_" in body) and (b"+" in body or b"/" in body):
        return None
    padded = body.translate(bytes.maketrans(b"-_", b"+/")) + b"=" * (-len(body) % 4)
    try:
        return base64.b64decode(padded, validate=True)
    except binascii.Error:
        return None


def _small(data: bytes) -> Iterator[tuple[int, int]]:
    for match in RUN.finditer(data):
        yield match.span()


def _large(data: bytes) -> Iterator[tuple[int, int]]:
    """As `_small`, looking at every eighth byte first: a stretch of 16 holds two neighbouring ones and all between.

    In a body of more than 64 KiB every sixteenth byte, so that only stretches of 32 are sure to be seen. Shorter ones
    hold no more than a bare value, and bare values are found in their encoded form.
    """
    step = 8 if len(data) <= HUGE else 16
    letters = np.frombuffer(data, dtype=np.uint8)
    sampled = _of_class(letters[::step], _CLASS)
    places = np.flatnonzero(sampled[:-1] & sampled[1:]) * step
    for offset in (one for one in OFFSETS if one < step):
        places = places[_of_class(letters[places + offset], _CLASS)]
    words = np.frombuffer(data, dtype=np.uint64, count=len(data) // 8)[places // 8].view(np.uint8)
    telling, hexadecimal = _of_class(words, _TELLING).view(np.uint64), _of_class(words, _HEX).view(np.uint64)
    places = places[(telling != 0) | (hexadecimal == ALL_EIGHT)]
    last = 0
    for place in places.tolist():
        if place < last:
            continue
        around = _STRETCH.match(data, place)
        last = around.end() if around else place + 1
        start = _start(data, place)
        if last - start >= SHORTEST:
            yield start, _with_padding(data, last)


def _of_class(letters: npt.NDArray[np.uint8], members: bytes) -> npt.NDArray[np.bool_]:
    """Which letters belong to a class; `bytes.translate` is several times faster than indexing by small integers."""
    return np.frombuffer(letters.tobytes().translate(members), dtype=np.bool_).reshape(letters.shape)


def _start(data: bytes, place: int) -> int:
    """Where the stretch around `place` begins."""
    reach = 16
    while True:
        floor = max(place - reach, 0)
        before = _STRETCH.match(data[floor:place][::-1])
        start = place - (len(before[0]) if before else 0)
        if start > floor or floor == 0:
            return start
        reach *= 8


def _with_padding(data: bytes, end: int) -> int:
    stop = end
    while stop < min(end + 2, len(data)) and data[stop] == 0x3D:
        stop += 1
    return stop
