"""Undo compression with a bound on what comes out: gzip, zlib, raw deflate, Brotli, Zstandard."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import brotli
import zstandard

LARGEST = 32 << 20
GZIP = b"\x1f\x8b\x08"
ZSTD = b"\x28\xb5\x2f\xfd"
ZLIB_SECOND = frozenset(b"\x01\x5e\x9c\xda")


def gzip(data: bytes) -> bytes | None:
    """The content of a gzip stream; what could be read when it is cut; None when it is none."""
    return _zlib(data, 31)


def zlib_stream(data: bytes) -> bytes | None:
    """As `gzip`, for the zlib format (HTTP's deflate)."""
    return _zlib(data, 15)


def raw_deflate(data: bytes) -> bytes | None:
    """A deflate stream without header. Only a stream that ends with the data counts: there is no other mark."""
    out = zlib.decompressobj(-15)
    try:
        content = out.decompress(data, LARGEST)
    except zlib.error:
        return None
    return content if out.eof and not out.unused_data and content else None


def br(data: bytes) -> bytes | None:
    """A whole Brotli stream; fed in small pieces, since one piece may grow a million times."""
    decoder = brotli.Decompressor()
    parts: list[bytes] = []
    total = 0
    try:
        for at in range(0, len(data), 64):
            part = decoder.process(data[at : at + 64])
            parts.append(part)
            total += len(part)
            if total > LARGEST:
                break
        if total <= LARGEST and not decoder.is_finished():
            return None
    except brotli.error:
        return None
    return b"".join(parts)[:LARGEST] or None


def zstd(data: bytes) -> bytes | None:
    """A Zstandard frame; what could be read when it is cut."""
    decoder = zstandard.ZstdDecompressor(max_window_size=1 << 27)
    parts: list[bytes] = []
    total = 0
    try:
        with decoder.stream_reader(io.BytesIO(data)) as reader:
            while total < LARGEST:
                part = reader.read(min(1 << 20, LARGEST - total))
                if not part:
                    break
                parts.append(part)
                total += len(part)
    except zstandard.ZstdError:
        pass
    return b"".join(parts) or None


def by_mark(data: bytes) -> tuple[str, bytes] | None:
    """(step, content) of data that begins as a gzip, zlib or Zstandard stream."""
    known: tuple[tuple[str, bool, Callable[[bytes], bytes | None]], ...] = (
        ("gzip", data.startswith(GZIP), gzip),
        ("zstd", data.startswith(ZSTD), zstd),
        ("deflate", data[:1] == b"\x78" and data[1:2] != b"" and data[1] in ZLIB_SECOND, zlib_stream),
    )
    for step, marked, decode in known:
        if marked and (content := decode(data)):
            return step, content
    return None


def by_name(name: str, data: bytes) -> tuple[str, bytes] | None:
    """(step, content) of data with this content coding; None for an unknown one or when the data is something else."""
    match name.strip().lower():
        case "gzip" | "x-gzip":
            content, step = gzip(data), "gzip"
        case "deflate":
            content, step = zlib_stream(data) or raw_deflate(data), "deflate"
        case "br":
            content, step = br(data), "br"
        case "zstd":
            content, step = zstd(data), "zstd"
        case _:
            return None
    return (step, content) if content else None


def _zlib(data: bytes, window: int) -> bytes | None:
    """All members of a stream, up to the bound."""
    parts: list[bytes] = []
    room = LARGEST
    while data and room > 0:
        out = zlib.decompressobj(window)
        try:
            part = out.decompress(data, room)
        except zlib.error:
            break
        parts.append(part)
        room -= len(part)
        data = out.unused_data if out.eof else b""
    return b"".join(parts) or None
