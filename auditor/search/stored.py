"""Search what is kept on a device: files of an app, and the cookies that an answer sets."""

from __future__ import annotations

import msgspec

from auditor.model import Flow, Hit
from auditor.search.searcher import Searcher
from auditor.search.sqlite import with_log

MOST_COOKIES = 100
LONGEST_COOKIE = 8_192


def search_file(searcher: Searcher, content: bytes, log: bytes = b"", *, source: str = "") -> list[Hit]:
    """Every value in a file. `log`: the write-ahead log of a database; what it has not committed is searched too."""
    hits = searcher.search(with_log(content, log) if log else content, part="file", source=source)
    if log:
        said = {hit.value_id for hit in hits}
        hits += [hit for hit in searcher.search(log, part="file", source=source) if hit.value_id not in said]
    return hits


def search_answer(searcher: Searcher, flow: Flow) -> list[Hit]:
    """Every value in the cookies that the answer to a request sets; their attributes (path, domain) are left out."""
    if flow.response is None:
        return []
    hits: list[Hit] = []
    cookies = [value for name, value in flow.response.headers if name.lower() == "set-cookie"]
    for cookie in cookies[:MOST_COOKIES]:
        pair = cookie.partition(";")[0][:LONGEST_COOKIE].encode("utf-8", "surrogateescape")
        for hit in searcher.search(pair, part="cookie", source=flow.id):
            hits.append(msgspec.structs.replace(hit, part="set-cookie"))
    return hits
