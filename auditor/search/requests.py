"""Search a request part by part: url, every header, cookie, body."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.model import Flow, Hit
from auditor.search.searcher import Searcher


def search_request(
    searcher: Searcher, *, url: str, headers: Iterable[tuple[str, str]], body: bytes, source: str = ""
) -> list[Hit]:
    """Every value in a request, in the order url, headers, cookie, body.

    `url`: absolute, or path and query. Headers of one name are searched one by one; their names stay as written.
    """
    hits = searcher.search(url.encode("utf-8", "surrogateescape"), part="url", source=source)
    content_type = content_encoding = ""
    cookies: list[Hit] = []
    for name, value in headers:
        lower = name.lower()
        raw = value.encode("utf-8", "surrogateescape")
        if lower == "cookie":
            cookies += searcher.search(raw, part="cookie", source=source)
            continue
        if lower == "content-type":
            content_type = value
        elif lower == "content-encoding":
            content_encoding = value
        hits += searcher.search(raw, part=f"header:{name}", source=source)
    hits += cookies
    if body:
        hits += searcher.search(
            body, content_type=content_type, content_encoding=content_encoding, part="body", source=source
        )
    return hits


def search_flow(searcher: Searcher, flow: Flow, body: bytes) -> list[Hit]:
    """Every value in the request of a recorded flow; `body` is what `flow.request.body` names."""
    return search_request(searcher, url=flow.path, headers=flow.request.headers, body=body, source=flow.id)
