"""What an app keeps on a device: which files there are, when they were last changed, and what they hold.

An app's own folder is closed to the shell. It is read directly on the desk phone and where adbd runs as root, through
`su` on rooted devices, through `run-as` for apps that may be debugged; elsewhere not at all. A list may be forged by
the names of files: what does not lie in the folder that was asked for is dropped.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from auditor.errors import DeviceError

# Ways to run a command with the rights to see an app's files, tried in this order (AOSP's su, that of Magisk).
DOORS = ("{command}", "su 0 sh -c {quoted}", "su -c {quoted}", "run-as {package} sh -c {quoted}")
CARD = "/sdcard"
MARKER = "/data/local/tmp/auditor-began"
CLOSED = "its folder is closed: the device is not rooted and the app may not be debugged"
_ROW = re.compile(r"(\d{1,18}) (\d{1,12}) (/[^\0\n]*)")
LIST_SECONDS, READ_SECONDS = 60, 60


class Shell(Protocol):
    """A device that runs a command and gives exit code and output."""

    def execute(self, command: str, timeout: float) -> tuple[int, bytes]: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A file on the device. `changed`: seconds of the device's clock (change of content, name or rights; an app cannot
    set it). `door`: how it was seen.
    """

    path: str
    size: int
    changed: int
    door: str


class AppFiles:
    """The files of one app on one device."""

    def __init__(self, device: Shell, package: str) -> None:
        self._device = device
        self._package = package
        self._home = f"/data/data/{package}"

    def begin(self) -> None:
        """Note the moment from which files elsewhere on the card are the app's."""
        self._device.execute(f"touch {MARKER}", READ_SECONDS)

    def clock(self) -> int | None:
        """Seconds since 1970 by the device's clock; None where it does not tell."""
        code, output = self._device.execute("date +%s", READ_SECONDS)
        text = output.decode("ascii", "replace").strip()
        return int(text) if code == 0 and text.isdigit() and len(text) < 13 else None

    def entries(self) -> tuple[list[Entry], dict[str, str]]:
        """The app's files, its folder first, then the card; and the folders that cannot be seen, with the reason."""
        closed: dict[str, str] = {}
        door = self._door()
        found = [] if door is None else list(self._list(f"{self._home}/", "", door))
        if door is None:
            closed[self._home] = CLOSED
        card = [one for one in self._list(f"{CARD}/", f" -newer {MARKER}", DOORS[0]) if one.path != MARKER]
        return found + card, closed

    def read(self, entry: Entry) -> bytes:
        """What a file holds. Raises `DeviceError` with the device's words."""
        if not _is_text(entry.path):
            raise DeviceError("its name is no UTF-8")
        command = self._through(entry.door, f"cat {shlex.quote(entry.path)}")
        code, output = self._device.execute(command, READ_SECONDS)
        if code != 0:
            said = output[-200:].decode("utf-8", "replace").strip().rpartition(": ")[2]
            raise DeviceError(said or f"exit code {code}")
        return output

    def _door(self) -> str | None:
        command = f"ls -d {shlex.quote(self._home)}"
        for door in DOORS:
            code, output = self._device.execute(self._through(door, command), READ_SECONDS)
            if code == 0 and output.decode("utf-8", "replace").strip() == self._home and self._opens(door):
                return door
        return None

    def _opens(self, door: str) -> bool:
        code, _ = self._device.execute(self._through(door, f"ls {shlex.quote(self._home)}/"), READ_SECONDS)
        return code == 0

    def _list(self, root: str, only: str, door: str) -> Iterator[Entry]:
        command = f"find {shlex.quote(root)} -type f{only} -exec stat -c '%s %Z %n' {{}} + 2>/dev/null"
        _, output = self._device.execute(self._through(door, command), LIST_SECONDS)
        for line in output.decode("utf-8", "surrogateescape").splitlines():
            row = _ROW.fullmatch(line)
            if row is None:
                continue
            path = re.sub(r"/{2,}", "/", row[3])
            if path.startswith(root) and "/../" not in path:
                yield Entry(path, int(row[1]), int(row[2]), door)

    def _through(self, door: str, command: str) -> str:
        return door.format(command=command, quoted=shlex.quote(command), package=shlex.quote(self._package))


def _is_text(path: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in path)
