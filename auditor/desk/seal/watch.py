"""The watch over a running app from outside: memory, tasks, open files, disk, processor time of its start.

The kernel holds what it can; what it cannot is looked at here, often and cheaply, and an app that goes too far is ended
as Android ends one.
"""

from __future__ import annotations

import asyncio
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from auditor.desk.holes import Kind
from auditor.desk.seal import limits

ROUND_S = 0.2
# Folders are looked through when the host's disk has lost this much since the last time, and every so often.
DISK_STEP_BYTES = 32 << 20
LOOK_S = 3.0
NEARLY = 0.97
READ_BYTES = 4096
PAGE = os.sysconf("SC_PAGE_SIZE")
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Excess:
    """A limit that was reached: what the ledger calls it, how it was, and whether the app must end for it."""

    kind: Kind
    name: str
    why: str
    fatal: bool


@dataclass(frozen=True)
class Folder:
    """A folder of the host that an app can fill, what the phone calls it, and its quota."""

    host: Path
    name: str
    most_bytes: int


class Watch:
    """Looks at one process until that is gone. `is_starting` says whether its first activity is still to come."""

    def __init__(
        self, pid: int, folders: Sequence[Folder], is_starting: Callable[[], bool], tell: Callable[[Excess], None]
    ) -> None:
        self._pid, self._folders, self._is_starting, self._tell = pid, folders, is_starting, tell
        self._told: set[Kind] = set()
        self._looked = 0.0
        self._free: dict[Path, int] = {}

    async def run(self) -> None:
        """Watch; returns when the process is gone or was told to be ended."""
        try:
            with ExitStack() as files:
                await self._rounds(*(self._open(files, name) for name in ("statm", "stat")))
        except (FileNotFoundError, ProcessLookupError):
            return

    def _open(self, files: ExitStack, name: str) -> int:
        descriptor = os.open(f"/proc/{self._pid}/{name}", os.O_RDONLY)
        files.callback(os.close, descriptor)
        return descriptor

    async def _rounds(self, statm: int, status: int) -> None:
        while True:
            for excess in [*self._quick(statm, status), *await self._slow()]:
                if excess.kind not in self._told:
                    self._told.add(excess.kind)
                    self._tell(excess)
                if excess.fatal:
                    return
            await asyncio.sleep(ROUND_S)

    def _quick(self, statm: int, status: int) -> Iterator[Excess]:
        """Memory, threads and processor time; both files are kept open and read anew by the kernel each time."""
        resident = int(os.pread(statm, READ_BYTES, 0).split()[1]) * PAGE
        if resident > limits.RESIDENT_BYTES:
            why = f"the app used {resident >> 20} MB of memory and was ended; the most is {limits.RESIDENT_BYTES >> 20}"
            yield Excess(Kind.MEMORY_LIMIT, f"{resident >> 10}kB", why, fatal=True)
        fields = os.pread(status, READ_BYTES, 0).rpartition(b")")[2].split()
        tasks = int(fields[17])
        if tasks > 1.5 * limits.TASKS:
            why = f"the app made {tasks} threads and was ended; {limits.TASKS} are the most"
            yield Excess(Kind.TASK_LIMIT_PASSED, f"{tasks} threads", why, fatal=True)
        elif tasks > NEARLY * limits.TASKS:
            why = f"no more than {limits.TASKS} threads are made on this phone: code that waits for one does not run"
            yield Excess(Kind.TASK_LIMIT, f"{tasks} threads", why, fatal=False)
        spent = (int(fields[11]) + int(fields[12])) / TICK
        if spent > limits.START_CPU_S and self._is_starting():
            why = f"the app's start took {spent:.0f} s of processor time without a screen, and was ended"
            yield Excess(Kind.START_LIMIT, f"{spent:.0f} s", why, fatal=True)

    async def _slow(self) -> list[Excess]:
        """What costs more, when it is time or the host's disk says so."""
        lost = False
        for folder in self._folders:
            found = os.statvfs(folder.host)
            free = found.f_bavail * found.f_frsize
            lost |= self._free.setdefault(folder.host, free) - free > DISK_STEP_BYTES
            if free < limits.HOST_FREE_BYTES:
                why = f"{free >> 20} MB are free on the disk of this machine; the app was ended before it is full"
                return [Excess(Kind.DISK_LIMIT, folder.name, why, fatal=True)]
        if not lost and time.monotonic() - self._looked < LOOK_S:
            return []
        self._free.clear()
        excesses = await asyncio.to_thread(self._look)
        self._looked = time.monotonic()
        return excesses

    def _look(self) -> list[Excess]:
        found = []
        descriptors = os.listdir(f"/proc/{self._pid}/fd")
        if len(descriptors) > NEARLY * limits.OPEN_FILES:
            why = f"no more than {limits.OPEN_FILES} files are open at once on this phone"
            found.append(Excess(Kind.OPEN_FILES_LIMIT, f"{len(descriptors)} files", why, fatal=False))
        removed = sum(self._removed(descriptors))
        for folder in self._folders:
            used, files, deepest = _use(folder.host)
            if used + removed > folder.most_bytes:
                why = f"the app filled {used + removed >> 20} MB and was ended; the most is {folder.most_bytes >> 20}"
            elif files > limits.FILES or deepest > limits.DEPTH:
                why = f"the app made over {limits.FILES} files, or folders over {limits.DEPTH} deep, and was ended"
            else:
                continue
            found.append(Excess(Kind.DISK_LIMIT, folder.name, why, fatal=True))
        return found

    def _removed(self, descriptors: Sequence[str]) -> Iterator[int]:
        """Bytes of files that have no name any more and are kept by being open."""
        devices = {os.stat(folder.host).st_dev for folder in self._folders}
        for name in descriptors:
            try:
                found = os.stat(f"/proc/{self._pid}/fd/{name}")
            except OSError:
                continue
            if found.st_nlink == 0 and stat.S_ISREG(found.st_mode) and found.st_dev in devices:
                yield found.st_blocks * 512


def _use(folder: Path) -> tuple[int, int, int]:
    """Bytes on disk, number of entries and depth below a folder; gives up where it is too many or too deep anyway.

    Every step is opened from the one above and never through a link, however long the whole name gets.
    """
    counted = _Count()
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _count(descriptor, 1, counted)
    finally:
        os.close(descriptor)
    return counted.used, counted.files, counted.deepest


@dataclass
class _Count:
    used: int = 0
    files: int = 0
    deepest: int = 0


def _count(descriptor: int, depth: int, counted: _Count) -> None:
    counted.deepest = max(counted.deepest, depth)
    if depth > limits.DEPTH:
        return
    with os.scandir(descriptor) as entries:
        for entry in entries:
            try:
                found = entry.stat(follow_symlinks=False)
                counted.files += 1
                counted.used += found.st_blocks * 512
                if counted.files > limits.FILES:
                    return
                if stat.S_ISDIR(found.st_mode):
                    below = os.open(entry.name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=descriptor)
                    try:
                        _count(below, depth + 1, counted)
                    finally:
                        os.close(below)
            except OSError:
                # Gone or swapped meanwhile, or closed to its owner: what lies in it was counted before.
                continue
