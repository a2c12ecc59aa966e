"""Takes copies of what the app keeps on the device, at the end of each phase and before each answer about consent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

from auditor.errors import DeviceError
from auditor.model import StoredFile
from auditor.phone.files import Entry
from auditor.runs import Recorder, now

LARGEST = 8 << 20
MOST_FILES = 400
MOST_BYTES = 64 << 20
MOST_NAMED = 200
# What is read first where not everything can be.
FIRST = ("/shared_prefs/", "/databases/", "/files/", "/datastore/", "/no_backup/", "/app_", "/cache/")


class Source(Protocol):
    """The files of one app on one device (`auditor.phone.files.AppFiles` is one)."""

    def begin(self) -> None: ...
    def clock(self) -> int | None: ...
    def entries(self) -> tuple[list[Entry], dict[str, str]]: ...
    def read(self, entry: Entry) -> bytes: ...


@dataclass(slots=True)
class Known:
    """What was taken of a file last: its size, its time of change, the digest of its content."""

    size: int
    changed: int
    digest: str


class Taker:
    """Copies the files that are new or changed since the last time."""

    def __init__(self, source: Source, recorder: Recorder) -> None:
        self._source = source
        self._recorder = recorder
        self._known: dict[str, Known] = {}
        self._unread: set[str] = set()
        self._last = 0
        self._number = 0
        self._offset = 0

    def begin(self) -> None:
        """The app was installed anew: nothing of it is known yet."""
        self._known, self._unread, self._last = {}, set(), now()
        try:
            self._source.begin()
            clock = self._source.clock()
        except DeviceError:
            return
        # The device tells whole seconds: under two of difference may be none.
        offset = 0 if clock is None else now() - clock * 1000
        self._offset = offset if abs(offset) >= 2_000 else 0

    def take(self) -> None:
        """Copy what is new or has changed, within bounds; note what could not be copied, with the reason."""
        begun = now()
        try:
            listed, closed = self._source.entries()
        except DeviceError as error:
            listed, closed = [], {"/": str(error)}
        for path, why in closed.items():
            self._note_unread(path, begun, why)
        new = sorted((one for one in listed if not self._is_known(one)), key=_rank)
        copies, unread = self._copy(new)
        for entry, why in unread[:MOST_NAMED]:
            self._note_unread(entry.path, begun, why, entry)
        if len(unread) > MOST_NAMED:
            self._note_unread("", begun, f"{len(unread) - MOST_NAMED} files more than can be named")
        self._keep(copies, begun)
        self._last = begun

    def _copy(self, new: list[Entry]) -> tuple[list[tuple[Entry, bytes]], list[tuple[Entry, str]]]:
        """The files with their content, and those that were not read, with the reason."""
        copies: list[tuple[Entry, bytes]] = []
        unread: list[tuple[Entry, str]] = []
        spent = 0
        for entry in new:
            if entry.size > LARGEST:
                unread.append((entry, f"larger than {LARGEST >> 20} MiB"))
            elif len(copies) >= MOST_FILES:
                unread.append((entry, f"more than {MOST_FILES} files at once"))
            elif spent + entry.size > MOST_BYTES:
                unread.append((entry, f"more than {MOST_BYTES >> 20} MiB at once"))
            else:
                try:
                    copies.append((entry, self._source.read(entry)))
                    spent += entry.size
                except DeviceError as error:
                    unread.append((entry, str(error)))
        return copies, unread

    def _keep(self, copies: list[tuple[Entry, bytes]], begun: int) -> None:
        """Record the copies; what was changed while it was read was changed now, at the latest."""
        try:
            after = {one.path: (one.size, one.changed) for one in self._source.entries()[0]} if copies else {}
        except DeviceError:
            after = {}
        for entry, content in copies:
            digest = hashlib.sha256(content).hexdigest()
            before = self._known.get(entry.path)
            self._known[entry.path] = Known(entry.size, entry.changed, digest)
            if before is None or before.digest != digest:
                still = after.get(entry.path) == (entry.size, entry.changed)
                changed = min(begun, self._time(entry)) if still else now()
                self._record(entry.path, begun, len(content), changed, digest=digest, content=content)

    def _is_known(self, entry: Entry) -> bool:
        known = self._known.get(entry.path)
        return known is not None and (known.size, known.changed) == (entry.size, entry.changed) and self._is_old(entry)

    def _is_old(self, entry: Entry) -> bool:
        """The clock of changes counts seconds: a file changed in the second of the last look may have changed again."""
        return self._time(entry) < self._last

    def _time(self, entry: Entry) -> int:
        """When the file was last changed, at the latest: host milliseconds, the second rounded up."""
        return (entry.changed + 1) * 1000 + self._offset

    def _note_unread(self, path: str, at: int, why: str, entry: Entry | None = None) -> None:
        """Once for each path since the installation, though each look tries again."""
        if path in self._unread:
            return
        self._unread.add(path)
        self._record(path, at, entry.size if entry else 0, min(at, self._time(entry)) if entry else at, unread=why)

    def _record(
        self,
        path: str,
        at: int,
        size: int,
        changed: int,
        *,
        digest: str | None = None,
        content: bytes | None = None,
        unread: str | None = None,
    ) -> None:
        self._number += 1
        file = StoredFile(
            id=f"D{self._number:04d}",
            at=at,
            path=path.encode("utf-8", "replace").decode()[:1000],
            size=size,
            changed=changed,
            since=min(self._last, changed),
            sha256=digest,
            unread=unread,
            phase=self._recorder.phase,
        )
        self._recorder.file(file, content)


def _rank(entry: Entry) -> tuple[int, str]:
    place = next((number for number, part in enumerate(FIRST) if part in entry.path), len(FIRST))
    return place, entry.path
