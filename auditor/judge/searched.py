"""Searches what a run recorded for known values: requests, cookies that answers set, files of the app."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from auditor.model import Flow, Hit, Identity, Mark, StoredFile
from auditor.runs import Run
from auditor.search import Searcher, search_answer, search_file, search_flow

LOG = "-wal"


@dataclass(frozen=True, slots=True)
class Searched:
    """Flows and files in which a known value was found, with the hits, in order of time.

    `sent` are requests, `answers` cookies set by answers, `files` the app's files.
    """

    sent: list[tuple[Flow, Sequence[Hit]]]
    answers: list[tuple[Flow, Sequence[Hit]]]
    files: list[tuple[StoredFile, Sequence[Hit]]]

    def hits(self) -> Iterator[Hit]:
        """Every hit: requests, cookies, files."""
        for found in (self.sent, self.answers, self.files):
            for _, hits in found:
                yield from hits


def search_run(run: Run, known: Sequence[Identity]) -> Searched:
    """Search all that a run recorded. Equal requests to one host, and equal files, are searched once."""
    flows = [flow for flow in run.flows() if flow.unread is None or flow.request.size or flow.path]
    if not flows and not run.files:
        return Searched([], [], [])
    searcher = Searcher(known)
    flows.sort(key=lambda flow: (flow.at, flow.id))
    return Searched(_sent(run, flows, searcher), _answers(flows, searcher), _files(run, searcher))


def known_values(run: Run, returned: Mapping[str, str]) -> tuple[Identity, ...]:
    """What is searched for: the planted values, and identifying ones that calls returned and nobody planted.

    `returned` maps such a value to its data type.
    """
    planted = {one.value for one in run.identities}
    extra = []
    for value, kind in sorted(returned.items()):
        if value not in planted:
            digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:12]
            extra.append(Identity(id=f"read:{kind}:{digest}", data_type=kind, value=value, planted="read"))
    return (*run.identities, *extra)


def installed(at: int, marks: Iterable[Mark]) -> int:
    """When the installation began that a file of the time `at` belongs to; 0 for none."""
    return max((mark.at for mark in marks if mark.kind == "install" and mark.at <= at), default=0)


def _sent(run: Run, flows: Sequence[Flow], searcher: Searcher) -> list[tuple[Flow, Sequence[Hit]]]:
    done: dict[tuple[object, ...], list[Hit]] = {}
    found: list[tuple[Flow, Sequence[Hit]]] = []
    for flow in flows:
        request = (flow.path, flow.request.headers, flow.request.body)
        hits = done.get(request)
        if hits is None:
            body = run.body(flow.request.body) if flow.request.body else b""
            hits = done[request] = search_flow(searcher, flow, body)
        if hits:
            found.append((flow, [msgspec.structs.replace(hit, source=flow.id) for hit in hits]))
    return found


def _answers(flows: Sequence[Flow], searcher: Searcher) -> list[tuple[Flow, Sequence[Hit]]]:
    found = ((flow, search_answer(searcher, flow)) for flow in flows)
    return [(flow, hits) for flow, hits in found if hits]


def _files(run: Run, searcher: Searcher) -> list[tuple[StoredFile, Sequence[Hit]]]:
    """A database is searched together with its write-ahead log, whichever of the two changed; the log alone as well."""
    done: dict[tuple[str, ...], list[Hit]] = {}
    found: list[tuple[StoredFile, Sequence[Hit]]] = []
    latest: dict[tuple[int, str], StoredFile] = {}
    files = sorted(run.files, key=lambda file: file.at)
    begun = {file.id: installed(file.at, run.marks) for file in files}
    for file in files:
        latest[begun[file.id], file.path] = file
        if not file.sha256:
            continue
        base = latest.get((begun[file.id], file.path.removesuffix(LOG))) if file.path.endswith(LOG) else file
        log = _log_beside(file, files, latest, begun[file.id])
        if base is None or not base.sha256:
            base, log = file, None
        parts = tuple(one.sha256 for one in (base, log) if one and one.sha256)
        hits = done.get(parts)
        if hits is None:
            hits = done[parts] = search_file(searcher, run.stored(base), run.stored(log) if log else b"")
        if hits:
            named = msgspec.structs.replace(file, path=base.path)
            found.append((named, [msgspec.structs.replace(hit, source=file.id) for hit in hits]))
    return found


def _log_beside(
    file: StoredFile, files: Sequence[StoredFile], latest: Mapping[tuple[int, str], StoredFile], begun: int
) -> StoredFile | None:
    """The write-ahead log that goes with a database, or the file itself if it is one: of the same look, else before."""
    if file.path.endswith(LOG):
        return file
    same = next((one for one in files if one.at == file.at and one.path == file.path + LOG), None)
    return same or latest.get((begun, file.path + LOG))
