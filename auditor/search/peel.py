"""Take one layer of encoding off some bytes: compression, structure, percent signs, Base64 and hex, protobuf."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from auditor.search import inflate, preferences, protobuf, sqlite, structure
from auditor.search.runs import SHORTEST, WHOLE, decodings, may_be_encoded

PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
EMBEDDED_LIMIT = 16
GUESS_LIMIT = 1 << 20


class Child(NamedTuple):
    """What lies below a layer. `span` is its place in the layer, None when it is the whole or cannot be said.

    `is_field`: a field of a structure. `replaces`: the layer is fully said by its children.
    """

    steps: tuple[str, ...]
    data: bytes
    span: tuple[int, int] | None = None
    is_field: bool = False
    content_type: str = ""
    content_encoding: str = ""


def opened(data: bytes, content_encoding: str) -> tuple[tuple[str, ...], bytes]:
    """Undo the content codings that the header names, the last one first; stops at one that does not fit."""
    steps: tuple[str, ...] = ()
    for name in reversed(content_encoding.split(",")[:4]):
        decoded = inflate.by_name(name, data)
        if decoded is None:
            break
        steps, data = (*steps, decoded[0]), decoded[1]
    return steps, data


def fields(data: bytes, content_type: str, part: str) -> list[Child]:
    """The fields of structured data; empty when it has no structure that is known."""
    found: list[structure.Field] | None = None
    if part == "cookie":
        found = structure.form_fields(data, "cookie", b";")
    elif part == "url":
        return _url_fields(data)
    else:
        found = sqlite.fields(data) or preferences.fields(data)
        found = found or structure.multipart_fields(data, content_type) or structure.json_fields(data)
        if found is None and ("x-www-form-urlencoded" in content_type.lower() or structure.looks_like_form(data)):
            found = structure.form_fields(data, "form")
    return [Child(one.steps, one.data, None, True, one.content_type, one.content_encoding) for one in found or ()]


def _url_fields(data: bytes) -> list[Child]:
    path, mark, query = data.partition(b"?")
    if not mark:
        return []
    named = structure.form_fields(query.partition(b"#")[0], "query")
    return [Child((), path), *(Child(one.steps, one.data, None, True) for one in named)]


def is_database(data: bytes) -> bool:
    """Whether the data begins as a SQLite database, whose numbers no text shows."""
    return data.startswith(sqlite.MARK)


def compressed(data: bytes) -> Child | None:
    """The content of data that begins as a compressed stream."""
    found = inflate.by_mark(data)
    return Child((found[0],), found[1]) if found else None


def encoded(data: bytes, stretches: Iterable[tuple[int, int]], *, percent: bool) -> Iterator[Child]:
    """What is encoded in a text: the whole as Base64 or hex, else the `stretches` of it, and percent signs."""
    if WHOLE.fullmatch(data[:1024]) and WHOLE.fullmatch(data):
        whole = data.translate(None, b"\r\n")
        if len(whole) < SHORTEST or may_be_encoded(whole):
            for step, content in decodings(whole):
                yield Child((step,), content, (0, len(data)))
    else:
        for start, end in stretches:
            for step, content in decodings(data[start:end]):
                yield Child((step,), content, (start, end))
    if percent and has_percent(data):
        yield Child(("url",), unquote_to_bytes(data))


def has_percent(data: bytes) -> bool:
    """Whether a percent escape stands in the data."""
    return b"%" in data and PERCENT.search(data) is not None


def is_text(data: bytes) -> bool:
    """Whether the beginning is UTF-8 without control characters."""
    head = data[:512]
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:
            return False
        text = head[: error.start].decode()
    return not any(character < " " and character not in "\t\r\n" for character in text)


def binary(data: bytes) -> Iterator[Child]:
    """What is in bytes that are no text: a protobuf message, embedded streams, streams without a mark."""
    message = protobuf.fields(data)
    if message is not None:
        for path, content in message:
            yield Child((f"protobuf:{path}",), content, None, True)
    for step, mark in (("gzip", inflate.GZIP), ("zstd", inflate.ZSTD)):
        at = data.find(mark, 1)
        for _ in range(EMBEDDED_LIMIT):
            if at < 0:
                break
            found = inflate.by_mark(data[at:])
            if found:
                yield Child((step,), found[1], (at, len(data)))
            at = data.find(mark, at + 1)
    if message is None and 8 <= len(data) <= GUESS_LIMIT:
        for step, decode in (("deflate", inflate.raw_deflate), ("br", inflate.br)):
            inflated = decode(data)
            if inflated:
                yield Child((step,), inflated)
                return
