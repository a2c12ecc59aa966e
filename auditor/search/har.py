"""Read the requests of an HTTP Archive (HAR 1.2), whoever wrote it."""

from __future__ import annotations

import base64
import binascii
import json
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from auditor.errors import UsageError

LARGEST = 512 << 20


class HarRequest(NamedTuple):
    """One request: absolute URL, headers (the cookies among them), body as sent as far as the archive tells."""

    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def read_har(path: Path) -> list[HarRequest]:
    """The requests of a HAR file in its order. Raises `UsageError` when the file is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path}: larger than {LARGEST >> 20} MiB; split the archive.")
        tree = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{path}: not a HAR file (no valid JSON); export the traffic as HAR 1.2.") from None
    entries = _dict(_dict(tree).get("log")).get("entries")
    if not isinstance(entries, list):
        raise UsageError(f"{path}: not a HAR file (no log.entries); export the traffic as HAR 1.2.")
    return [_request(_dict(_dict(entry).get("request"))) for entry in entries]


def _request(request: dict[str, Any]) -> HarRequest:
    headers = list(_pairs(request.get("headers")))
    names = {name.lower() for name, _ in headers}
    cookies = _pairs(request.get("cookies"))
    if cookies and "cookie" not in names:
        headers.append(("cookie", "; ".join(f"{name}={value}" for name, value in cookies)))
    post = _dict(request.get("postData"))
    if "content-type" not in names and post.get("mimeType"):
        headers.append(("content-type", str(post["mimeType"])))
    encoded = any(name.lower() == "content-encoding" for name, _ in headers)
    return HarRequest(str(request.get("url", "")), tuple(headers), _body(post, encoded))


def _body(post: dict[str, Any], encoded: bool) -> bytes:
    text = post.get("text")
    if not isinstance(text, str) or not text:
        return urlencode(_pairs(post.get("params"))).encode()
    if post.get("encoding") == "base64":
        try:
            return base64.b64decode(text)
        except binascii.Error:
            pass
    if encoded or any(character < " " and character not in "\t\r\n" for character in text[:64]):
        try:
            return text.encode("latin-1")  # bytes that an exporter wrote as one character each
        except UnicodeEncodeError:
            pass
    return text.encode("utf-8", "surrogatepass")


def _pairs(listed: Any) -> list[tuple[str, str]]:
    if not isinstance(listed, list):
        return []
    return [(str(_dict(one).get("name", "")), str(_dict(one).get("value", ""))) for one in listed]


def _dict(node: Any) -> dict[str, Any]:
    return node if isinstance(node, dict) else {}
