"""The packets of the ADB protocol: 24 bytes of header, then a bounded payload.

Source: the protocol description in AOSP, packages/modules/adb/protocol.txt.
"""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass

HEADER = struct.Struct("<4s5I")
LARGEST_PAYLOAD = 1 << 20
# From this version on neither side sends or looks at checksums.
VERSION_WITHOUT_CHECKSUM = 0x01000001
COMMANDS = (b"CNXN", b"OPEN", b"OKAY", b"WRTE", b"CLSE", b"AUTH", b"STLS", b"SYNC")


class BadPacketError(ValueError):
    """What came is not ADB; the connection is not worth keeping."""


@dataclass(frozen=True)
class Packet:
    """One packet: four-letter command, two arguments, payload."""

    command: bytes
    first: int
    second: int
    payload: bytes = b""

    def encode(self, checksum: bool = True) -> bytes:
        """The bytes for the wire; without `checksum` the field is 0."""
        total = sum(self.payload) & 0xFFFFFFFF if checksum else 0
        magic = int.from_bytes(self.command, "little") ^ 0xFFFFFFFF
        return HEADER.pack(self.command, self.first, self.second, len(self.payload), total, magic) + self.payload


def decode_header(raw: bytes) -> tuple[bytes, int, int, int, int]:
    """(command, first, second, payload length, checksum) of 24 bytes; `BadPacketError` for anything else."""
    command, first, second, length, checksum, magic = HEADER.unpack(raw)
    if magic != int.from_bytes(command, "little") ^ 0xFFFFFFFF or command not in COMMANDS:
        raise BadPacketError(f"not an ADB packet: {raw[:8]!r}")
    if length > LARGEST_PAYLOAD:
        raise BadPacketError(f"a payload of {length} bytes is larger than the {LARGEST_PAYLOAD} agreed on")
    return command, first, second, length, checksum


async def read_packet(reader: asyncio.StreamReader, checksum: bool = True) -> Packet:
    """The next packet; `BadPacketError` for garbage, `IncompleteReadError` at the end."""
    command, first, second, length, expected = decode_header(await reader.readexactly(HEADER.size))
    payload = await reader.readexactly(length) if length else b""
    if checksum and expected != sum(payload) & 0xFFFFFFFF:
        raise BadPacketError("the checksum of the payload does not fit")
    return Packet(command, first, second, payload)
