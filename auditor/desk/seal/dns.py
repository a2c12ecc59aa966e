"""Names for a phone whose only way out is a proxy: every host has an address of the block for benchmarks (RFC 2544)."""

from __future__ import annotations

import ipaddress
import re
import struct
from dataclasses import dataclass, field

BLOCK = ipaddress.ip_network("198.18.0.0/15")
MOST_NAMES = 100_000
LONGEST_NAME = 253
SECONDS_TO_LIVE = 60
A, AAAA = 1, 28
NO_ERROR, FORMAT_ERROR, SERVER_FAILURE = 0, 1, 2
HOST_NAME = re.compile(rb"[A-Za-z0-9_.-]*")
KINDS = {2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 33: "SRV", 64: "SVCB", 65: "HTTPS", 255: "ANY"}


@dataclass
class Names:
    """The addresses given out so far, and whose they are."""

    by_name: dict[str, str] = field(default_factory=dict)
    by_address: dict[str, str] = field(default_factory=dict)

    def address(self, name: str) -> str | None:
        """The address of a host, the same each time; None when too many were asked for."""
        known = self.by_name.get(name)
        if known is not None or len(self.by_name) >= MOST_NAMES:
            return known
        address = str(BLOCK[len(self.by_name) + 1])
        self.by_name[name] = address
        self.by_address[address] = name
        return address

    def host(self, address: str) -> str:
        """Who was looked up to get an address, else the address itself."""
        return self.by_address.get(address, address)


@dataclass(frozen=True)
class Question:
    """The one question of a message, and its bytes as they must be repeated."""

    name: str
    kind: int
    raw: bytes


def question(message: bytes) -> Question | None:
    """The question of a query; None for anything else (RFC 1035, 4.1)."""
    if len(message) < 12 or message[2] & 0x80 or message[4:6] != b"\x00\x01":
        return None
    labels, at = list[bytes](), 12
    while at < len(message) and (size := message[at]):
        if size > 63 or len(labels) > LONGEST_NAME // 2:
            return None
        labels.append(message[at + 1 : at + 1 + size])
        at += 1 + size
    name = b".".join(labels)
    # What is no host name goes no further: it would stand in the proxy's request line.
    if at + 5 > len(message) or len(name) > LONGEST_NAME or not HOST_NAME.fullmatch(name):
        return None
    return Question(name.decode("ascii").lower(), int.from_bytes(message[at + 1 : at + 3], "big"), message[12 : at + 5])


def reply(message: bytes, asked: Question | None, code: int, address: str | None = None) -> bytes:
    """The answer to a query, with that IPv4 address where there is one."""
    flags = 0x8180 | code
    raw = asked.raw if asked is not None else b""
    header = message[:2] + struct.pack(">HHHHH", flags, int(asked is not None), int(address is not None), 0, 0)
    if address is None:
        return header + raw
    packed = ipaddress.IPv4Address(address).packed
    return header + raw + struct.pack(">HHHIH", 0xC00C, A, 1, SECONDS_TO_LIVE, len(packed)) + packed
