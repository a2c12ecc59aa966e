"""The planted pictures: a PNG on the card for each photo of the identity, no two alike."""

from __future__ import annotations

import random
import struct
import zlib
from typing import Any

from auditor.desk.files import Tree

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Bit depth 8, colour type 2 (RGB), no interlace.
FORM = (8, 2, 0, 0, 0)


def png(name: str, width: int, height: int) -> bytes:
    """A picture of coloured noise that only that name gives (PNG specification, W3C)."""
    pixels = random.Random(name)
    rows = b"".join(b"\0" + pixels.randbytes(3 * width) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, *FORM)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def hang_up(tree: Tree, photos: list[dict[str, Any]]) -> None:
    """Write the file of every photo of an identity onto the card."""
    for photo in photos:
        with tree.write(f"/sdcard/{photo['folder']}/{photo['name']}") as write:
            write(png(photo["name"], photo["width"], photo["height"]))
