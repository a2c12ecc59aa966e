"""Read Protocol Buffers without their schema: the fields of a message by number, as far as it can only be one."""

from __future__ import annotations

from collections.abc import Iterator

LARGEST = 4 << 20
FIELD_LIMIT = 20_000
DEPTH_LIMIT = 12


def fields(data: bytes) -> list[tuple[str, bytes]] | None:
    """The leaves of a message as (path such as `1.2.3`, content); None when the bytes are no message.

    Whole numbers come as decimal text. A field that could be a message is taken as one; text wins over a message.
    """
    if not 2 <= len(data) <= LARGEST:
        return None
    found = list(_message(data, "", 0) or ())
    return found[:FIELD_LIMIT] or None


def _message(data: bytes, prefix: str, depth: int) -> list[tuple[str, bytes]] | None:
    leaves: list[tuple[str, bytes]] = []
    try:
        for number, wire, content in _raw_fields(data):
            path = f"{prefix}{number}"
            inner = _message(content, path + ".", depth + 1) if wire == 2 and _may_be_message(content, depth) else None
            leaves.extend(inner if inner is not None else [(path, content)])
            if len(leaves) > FIELD_LIMIT:
                return None
    except ValueError:
        return None
    return leaves


def _may_be_message(content: bytes, depth: int) -> bool:
    if len(content) < 2 or depth >= DEPTH_LIMIT:
        return False
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return True
    return not text.isprintable()


def _raw_fields(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if not 1 <= number <= 100_000:
            raise ValueError("no field number")
        if wire == 0:
            value, at = _varint(data, at)
            yield number, wire, str(value).encode()
            continue
        if wire == 2:
            size, at = _varint(data, at)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
        else:
            raise ValueError("no wire type")
        if at + size > len(data):
            raise ValueError("cut")
        yield number, wire, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            raise ValueError("cut")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("too long")
