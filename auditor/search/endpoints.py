"""Known endpoints of SDKs and the meaning of their fields: what is sent where no planted value can prove it.

A model, an OS version or a carrier cannot be told from chance by its value alone; in the field that a documented
endpoint has for it, it can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import urlsplit

import msgspec

from auditor import resources, rulefiles
from auditor.errors import RuleFileError
from auditor.search import structure

PARTS = ("body", "query", "path", "header", "cookie")


class FieldMeaning(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A field: its `part` of the request, its dotted `path` (`*`: any one step), its type of data, and who says so."""

    data_type: str
    part: str
    path: str
    source: str


class UrlExample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    url: str
    match: bool


class Endpoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An endpoint: `urls` without query, plain or `re:` patterns that are searched for."""

    id: str
    urls: tuple[str, ...]
    fields: tuple[FieldMeaning, ...] = ()
    examples: tuple[UrlExample, ...] = ()

    def matches(self, url: str) -> bool:
        """Whether the endpoint answers this URL; its query does not count."""
        bare = url.partition("?")[0].partition("#")[0]
        return any(
            _compiled(one[3:]).search(bare) is not None if one.startswith("re:") else bare == one for one in self.urls
        )


class EndpointFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`traffic_rules/endpoints/<company>.yaml`; `company` is the id of a file in `sdks/`."""

    company: str
    endpoints: tuple[Endpoint, ...]


class FieldSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A field with a known meaning that was sent, and where it stood."""

    endpoint: str
    data_type: str
    part: str
    path: str
    value: str
    source: str


class Endpoints:
    """All known endpoints, by host where their URLs are plain."""

    def __init__(self, files: Iterable[EndpointFile]) -> None:
        self.files = tuple(files)
        self._plain: dict[str, list[Endpoint]] = {}
        self._patterns: list[Endpoint] = []
        for file in self.files:
            for one in file.endpoints:
                for meaning in one.fields:
                    if meaning.part not in PARTS:
                        near = rulefiles.nearest(meaning.part, set(PARTS))
                        raise RuleFileError(f"{one.id}: no part of a request is called '{meaning.part}'.{near}")
                if any(url.startswith("re:") for url in one.urls):
                    self._patterns.append(one)
                for host in {urlsplit(url).hostname or "" for url in one.urls if not url.startswith("re:")}:
                    self._plain.setdefault(host, []).append(one)

    @classmethod
    @cache
    def load(cls) -> Endpoints:
        """The endpoints that ship with the package. Raises `RuleFileError` naming the file when one is wrong."""
        folder = resources.data("traffic_rules").joinpath("endpoints")
        return cls([one for _, one in rulefiles.load_folder(folder, EndpointFile)])

    def of_url(self, url: str) -> tuple[Endpoint, ...]:
        """The endpoints that answer a URL (several, where a vendor's formats share one)."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return ()
        likely = (*self._plain.get(host, ()), *self._patterns)
        return tuple(dict.fromkeys(one for one in likely if one.matches(url)))

    def read(
        self, url: str, headers: Iterable[tuple[str, str]], body: bytes, content_type: str = ""
    ) -> list[FieldSeen]:
        """The fields with a known meaning in a request, each once; `body` with its content coding undone."""
        known = self.of_url(url)
        if not known:
            return []
        values = list(_values(url, headers, body, content_type))
        seen: dict[tuple[str, str, str, str], FieldSeen] = {}
        for endpoint in known:
            for meaning in endpoint.fields:
                for part, path, value in values:
                    if part == meaning.part and value and _fits(path, meaning.path, part):
                        key = (meaning.data_type, part, ".".join(path), value)
                        found = FieldSeen(
                            endpoint=endpoint.id,
                            data_type=meaning.data_type,
                            part=part,
                            path=".".join(path),
                            value=value,
                            source=meaning.source,
                        )
                        seen.setdefault(key, found)
        return list(seen.values())


def _values(
    url: str, headers: Iterable[tuple[str, str]], body: bytes, content_type: str
) -> Iterator[tuple[str, tuple[str, ...], str]]:
    query = url.partition("?")[2].partition("#")[0]
    for field in structure.form_fields(query.encode(), "query"):
        yield from _below("query", field)
    for name, value in headers:
        if name.lower() == "cookie":
            for field in structure.form_fields(value.encode("utf-8", "surrogateescape"), "cookie", b";"):
                yield from _below("cookie", field)
        yield "header", (name.lower(),), value
    fields = structure.multipart_fields(body, content_type) or structure.json_fields(body)
    if fields is None and structure.looks_like_form(body):
        fields = structure.form_fields(body, "form")
    for field in fields or ():
        yield from _below("body", field)


def _below(part: str, field: structure.Field) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """A field, and the fields of the JSON text in it: SDKs send parameters as JSON in a form."""
    path = steps_of(field.steps[0])
    yield part, path, field.data.decode("utf-8", "replace")
    for inner in structure.json_fields(field.data) or ():
        yield part, path + steps_of(inner.steps[0]), inner.data.decode("utf-8", "replace")


def steps_of(step: str) -> tuple[str, ...]:
    """`json:$.a[0]["b c"]` as (a, 0, b c); `form:name` as (name,)."""
    kind, _, path = step.partition(":")
    if kind != "json":
        return (path,)
    found = re.findall(r'\.(\w+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]', path)
    return tuple(plain or number or quoted for plain, number, quoted in found)


def _fits(path: tuple[str, ...], wanted: str, part: str) -> bool:
    steps = tuple(wanted.lower().split(".")) if part == "header" else tuple(wanted.split("."))
    return len(path) == len(steps) and all(step in ("*", one) for one, step in zip(path, steps, strict=True))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
