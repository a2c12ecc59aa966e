"""Programs that an app starts (`Runtime.exec`, `ProcessBuilder`), answered by the phone as it answers an app's user.

Nothing of the host runs, and nothing that the app brought along: the phone's own commands see the file tree, the
packages and the log as this app may see them.
"""

from __future__ import annotations

import asyncio
import base64
import errno
import os
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, cast

from auditor.desk.apks.packages import Installed, PackageManager
from auditor.desk.device import Device
from auditor.desk.files import Tree, Writer, place
from auditor.desk.holes import Kind
from auditor.desk.seal import looks
from auditor.desk.shell import app_commands, shell
from auditor.desk.shell.io import Command

if TYPE_CHECKING:
    from auditor.desk.phone import Phone
    from auditor.desk.process import AppProcess

MOST_OUTPUT = 4 << 20
SHELLS = ("sh", "/system/bin/sh", "/bin/sh")
NO_SUCH_FILE, NOT_ALLOWED = 2, 13
MOST_TOLD = 200


class AppTree(Tree):
    """The file tree as one app's user may see it."""

    def __init__(self, whole: Tree, package: str, shown: Path) -> None:
        self.root = whole.root
        self._package, self._shown = package, Tree(shown, folders=())

    def _allowed(self, path: str, writing: bool) -> Tree:
        """Where a path is to be looked up; `PermissionError` for what is another's."""
        steps = place(path)
        own = ("data", "data", self._package)
        if steps[:3] == own or steps[:1] == ("sdcard",):
            return self
        if writing:
            raise OSError(errno.EROFS if steps[:1] in (("system",), ("sys",)) else errno.EACCES, "Permission denied")
        if steps[:2] == ("data", "app") and len(steps) > 2:
            return self
        if steps[:1] in (("data",), ()) or steps[:2] == ("mnt",):
            raise PermissionError(errno.EACCES, "Permission denied")
        return self._shown

    def read(self, path: str) -> Iterator[bytes]:
        tree = self._allowed(path, writing=False)
        return super().read(path) if tree is self else self._look(path)

    def _look(self, path: str) -> Iterator[bytes]:
        # The phone itself may open what is closed to apps.
        if self._shown.stat(path).st_mode & 0o777 == looks.CLOSED:
            raise PermissionError(errno.EACCES, "Permission denied")
        return self._shown.read(path)

    @contextmanager
    def write(self, path: str, mode: int = 0o600, append: bool = False) -> Iterator[Writer]:
        self._allowed(path, writing=True)
        with super().write(path, mode, append) as writer:
            yield writer

    def stat(self, path: str) -> os.stat_result:
        tree = self._allowed(path, writing=False)
        return super().stat(path) if tree is self else tree.stat(path)

    def list(self, path: str) -> list[tuple[str, os.stat_result]]:
        tree = self._allowed(path, writing=False)
        return super().list(path) if tree is self else tree.list(path)

    def make_folder(self, path: str, parents: bool = False) -> None:
        self._allowed(path, writing=True)
        super().make_folder(path, parents)

    def remove(self, path: str, recursive: bool = False) -> None:
        self._allowed(path, writing=True)
        super().remove(path, recursive)


@dataclass
class AppView:
    """What the phone's commands know of the phone when an app runs them."""

    tree: AppTree
    device: Device
    packages: PackageManager
    processes: dict[str, AppProcess]
    app: Installed
    commands: dict[str, Command] = field(default_factory=app_commands.commands)


@dataclass
class Captured:
    """The channel of a program: what it is given, and what it says."""

    given: bytes
    output: bytearray = field(default_factory=bytearray)
    errors: bytearray = field(default_factory=bytearray)

    async def read(self) -> bytes:
        given, self.given = self.given, b""
        return given

    async def gone(self) -> None:
        """The app waits for the end of the program and never goes before."""
        await asyncio.Event().wait()

    async def write(self, data: bytes, *, error: bool = False) -> None:
        target = self.errors if error else self.output
        if len(target) + len(data) > MOST_OUTPUT:
            raise OSError(errno.EFBIG, "File too large")
        target += data


class Programs:
    """Answers the `program` questions of one process."""

    def __init__(self, phone: Phone, app: Installed, shown: Path, note: Callable[[Kind, str, str], object]) -> None:
        tree = AppTree(phone.tree, app.package, shown)
        self._view = AppView(tree, phone.device, phone.packages, phone.processes, app)
        self._note = note
        self._told: set[str] = set()

    async def run(self, message: dict[str, Any]) -> dict[str, Any]:
        """Answer `{"command": [...], "input": BASE64}`.

        `{"code", "output", "errors"}` (base64), `{"shell": true}` for one that reads commands, or `{"error_number"}`
        for a program that is not there (2) or not allowed (13).
        """
        command = [str(word) for word in message.get("command") or []]
        given = base64.b64decode(str(message.get("input") or ""))
        if not command:
            return {"error_number": NO_SUCH_FILE}
        number = None if command[0] in SHELLS else self._refusal(command[0])
        if number is not None:
            return {"error_number": number}
        if command[0] in SHELLS:
            if "-c" not in command[1:-1]:
                return {"shell": True} if len(command) == 1 else {"error_number": NOT_ALLOWED}
            line = command[command.index("-c") + 1]
        else:
            line = shlex.join(command)
        channel = Captured(given)
        code = await shell.run(cast("Phone", self._view), line, channel)
        return {
            "code": code,
            "output": base64.b64encode(channel.output).decode(),
            "errors": base64.b64encode(channel.errors).decode(),
        }

    def _refusal(self, program: str) -> int | None:
        """The error number with which a program is not started, None for one of the phone's own."""
        folder, name = str(PurePosixPath(program).parent), PurePosixPath(program).name
        if name in self._view.commands and ("/" not in program or folder in (looks.PROGRAMS, "/bin", "/vendor/bin")):
            return None
        why = "there is no such program on this phone"
        number = NO_SUCH_FILE
        if "/" in program:
            try:
                self._view.tree.stat(program)
            except FileNotFoundError:
                pass
            except OSError:
                number, why = NOT_ALLOWED, "apps may not run it"
            else:
                number, why = NOT_ALLOWED, "programs that an app brings along do not run on this phone"
        # What no phone has, and apps look for to see whether theirs was opened up, is no gap of this one.
        if name not in looks.table().absent and program not in self._told and len(self._told) < MOST_TOLD:
            self._told.add(program)
            self._note(Kind.PROGRAM, program[:200], why)
        return number
