"""Take structured data apart into named fields: JSON, forms, query strings, cookies, multipart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email.message import Message
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

FIELD_LIMIT = 20_000
JSON_LIMIT = 16 << 20
DEPTH_LIMIT = 64
NAME_LIMIT = 120
PLAIN_KEY = re.compile(r"[^\W\d]\w*", re.ASCII)
FORM = re.compile(rb"[\w.\-\[\]%$:+]{1,120}=[^&\s]*(?:&[\w.\-\[\]%$:+]{1,120}=[^&\s]*)*&?")
BASE64_TEXT = re.compile(rb"[A-Za-z0-9+/_-]{8,}={0,2}")


class Field(NamedTuple):
    """One field: the steps that lead to it, and its content."""

    steps: tuple[str, ...]
    data: bytes
    content_type: str = ""
    content_encoding: str = ""


def json_fields(data: bytes) -> list[Field] | None:
    """The leaves of a JSON text, or of one JSON text a line, as `json:$.a[0].b`; None when it is none.

    Numbers keep their spelling; names that come twice are both kept.
    """
    if len(data) > JSON_LIMIT:
        return None
    documents = _json_documents(data)
    if documents is None:
        return None
    fields: list[Field] = []
    for number, document in enumerate(documents):
        root = "$" if len(documents) == 1 else f"$[{number}]"
        for path, leaf in _leaves(document, root, 0):
            fields.append(Field((f"json:{path}",), leaf.encode("utf-8", "surrogatepass")))
            if len(fields) >= FIELD_LIMIT:
                return fields
    return fields


def form_fields(data: bytes, step: str, separator: bytes = b"&") -> list[Field]:
    """The values of `a=1&b=2` as `form:a`; with the step `url` behind it where percent signs had to be undone."""
    fields = []
    for pair in data.split(separator)[:FIELD_LIMIT]:
        name, equals, value = pair.strip().partition(b"=")
        if not equals:
            name, value = b"", name
        if not value:
            continue
        label = f"{step}:{_text(unquote_to_bytes(name))}"
        content = unquote_to_bytes(value)
        if b"+" in value and not BASE64_TEXT.fullmatch(content):
            content = unquote_to_bytes(value.replace(b"+", b" "))
        fields.append(Field((label, "url") if b"%" in value and content != value else (label,), content))
    return fields


def looks_like_form(data: bytes) -> bool:
    """Whether text is `name=value` pairs and nothing else (and not Base64 with its padding)."""
    head = data[:65_536]
    return b"=" in head and bool(FORM.fullmatch(data.strip())) and not BASE64_TEXT.fullmatch(data.strip())


def multipart_fields(data: bytes, content_type: str) -> list[Field] | None:
    """The parts of a multipart body as `multipart:NAME`; None when it has no parts."""
    boundary = _boundary(data, content_type)
    if boundary is None:
        return None
    fields = []
    for part in data.split(b"--" + boundary)[1 : FIELD_LIMIT + 1]:
        if part.startswith(b"--"):
            break
        head, gap, content = part.lstrip(b"\r\n").partition(b"\r\n\r\n")
        if not gap:
            continue
        headers = Message()
        for line in head.decode("utf-8", "replace").split("\r\n")[:50]:
            key, colon, value = line.partition(":")
            if colon and "\n" not in value and "\n" not in key:
                headers[key.strip()] = value.strip()
        name = headers.get_param("name", "", "content-disposition")
        label = f"multipart:{name if isinstance(name, str) else name[-1]}"[:NAME_LIMIT]
        kind, coding = headers["content-type"] or "", headers["content-encoding"] or ""
        fields.append(Field((label,), content.removesuffix(b"\r\n"), kind, coding))
    return fields or None


def _boundary(data: bytes, content_type: str) -> bytes | None:
    if content_type.lower().startswith("multipart/"):
        header = Message()
        header["content-type"] = content_type.replace("\r", "").replace("\n", "")
        value = header.get_param("boundary")
        if isinstance(value, str) and value:
            return value.encode("utf-8", "replace")
    found = re.match(rb"\r?\n?--([^\r\n]{1,200})\r\n[Cc]ontent-", data)
    return found[1] if found else None


def _json_documents(data: bytes) -> list[Any] | None:
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] not in (b"{", b"[", b'"'):
        return None
    decoded = text.decode("utf-8", "replace")
    try:
        return [_decode(decoded)]
    except RecursionError:
        return None
    except ValueError:
        pass
    lines = [line for line in decoded.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    try:
        return [_decode(line) for line in lines[:FIELD_LIMIT]]
    except (ValueError, RecursionError):
        return None


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with names that may come twice."""


def _decode(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)


def _leaves(node: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > DEPTH_LIMIT or len(path) > 2_000:
        return
    if isinstance(node, _Pairs):
        for key, value in node:
            yield from _leaves(value, path + _step(key), depth + 1)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _leaves(value, f"{path}[{number}]", depth + 1)
    elif isinstance(node, str):
        yield path, node


def _step(key: str) -> str:
    key = key[:NAME_LIMIT].encode("utf-8", "replace").decode()
    return f".{key}" if PLAIN_KEY.fullmatch(key) else f"[{json.dumps(key, ensure_ascii=False)}]"


def _text(name: bytes) -> str:
    return name.decode("utf-8", "replace")[:NAME_LIMIT]
