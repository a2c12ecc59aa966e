"""The phone's file tree as a folder of the host, walked without ever following a link.

An app can make links and swap folders while the phone looks: every step is opened by itself with O_NOFOLLOW, so that
no path given over ADB and no link made by an app leads out of the tree.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

# Names of a phone's folders for the same place; the first that fits is replaced.
ALIASES = {
    "/storage/emulated/0": "/sdcard",
    "/storage/self/primary": "/sdcard",
    "/mnt/sdcard": "/sdcard",
    "/data/user/0": "/data/data",
}
FOLDERS = ("data/app", "data/data", "data/local/tmp", "sdcard", "system/bin")
LARGEST_FILE_BYTES = 2 << 30


class Tree:
    """The file tree of one phone below `root`."""

    def __init__(self, root: Path, folders: Sequence[str] = FOLDERS) -> None:
        self.root = root
        for name in folders:
            (root / name).mkdir(parents=True, exist_ok=True, mode=0o700)

    def host(self, path: str) -> Path:
        """Where a folder that only the phone itself writes (`/data/app`, `/data/data/PACKAGE`) lies on the host."""
        return self.root.joinpath(*_parts(path))

    @contextmanager
    def _folder_of(self, path: str, create: bool = False) -> Iterator[tuple[int, str]]:
        """A descriptor of the folder that holds `path`, and the last name of it ('.' for the root)."""
        *above, last = _parts(path) or ["."]
        held = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for name in above:
                if create:
                    with suppress(FileExistsError):
                        os.mkdir(name, 0o700, dir_fd=held)
                below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=held)
                os.close(held)
                held = below
            yield held, last
        finally:
            os.close(held)

    def read(self, path: str) -> Iterator[bytes]:
        """The content of a plain file in parts; `OSError` for anything else."""
        with self._folder_of(path) as (folder, name):
            # O_NONBLOCK: a FIFO made by an app must not hang the phone.
            descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(file.fileno())
            if stat.S_ISDIR(found.st_mode):
                raise IsADirectoryError(21, "Is a directory")
            if not stat.S_ISREG(found.st_mode):
                raise PermissionError(13, "Permission denied")
            while part := file.read(64 * 1024):
                yield part

    def read_bytes(self, path: str, largest: int = 64 << 20) -> bytes:
        """A whole small file; `OSError` when it is larger."""
        held, size = [], 0
        for part in self.read(path):
            size += len(part)
            if size > largest:
                raise OSError(27, "File too large")
            held.append(part)
        return b"".join(held)

    @contextmanager
    def write(self, path: str, mode: int = 0o600, append: bool = False) -> Iterator[Writer]:
        """Open a file for writing, its folders made where they are missing."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | (os.O_APPEND if append else os.O_TRUNC)
        with self._folder_of(path, create=True) as (folder, name):
            descriptor = os.open(name, flags, mode & 0o700 | 0o600, dir_fd=folder)
        with os.fdopen(descriptor, "wb") as file:
            yield Writer(file.write)

    def set_time(self, path: str, seconds: int) -> None:
        """Set when a file was last changed, in seconds since 1970."""
        with self._folder_of(path) as (folder, name):
            os.utime(name, (seconds, seconds), dir_fd=folder, follow_symlinks=False)

    def stat(self, path: str) -> os.stat_result:
        """As `os.lstat`."""
        with self._folder_of(path) as (folder, name):
            return os.stat(name, dir_fd=folder, follow_symlinks=False)

    def list(self, path: str) -> list[tuple[str, os.stat_result]]:
        """Names and facts of a folder's entries, sorted."""
        with self._folder_of(path) as (folder, name):
            descriptor = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
        try:
            found = []
            for entry in sorted(os.listdir(descriptor)):
                try:
                    found.append((entry, os.stat(entry, dir_fd=descriptor, follow_symlinks=False)))
                except FileNotFoundError:
                    continue
            return found
        finally:
            os.close(descriptor)

    def make_folder(self, path: str, parents: bool = False) -> None:
        """As `mkdir`, with `parents` as `mkdir -p`."""
        with self._folder_of(path, create=parents) as (folder, name):
            try:
                os.mkdir(name, 0o700, dir_fd=folder)
            except FileExistsError:
                if not parents:
                    raise

    def remove(self, path: str, recursive: bool = False) -> None:
        """As `rm`, with `recursive` as `rm -r`."""
        if not _parts(path):
            raise PermissionError(1, "Operation not permitted")
        with self._folder_of(path) as (folder, name):
            _remove(folder, name, recursive)


class Writer:
    """Counts what is written to a file and ends it when it gets too large."""

    def __init__(self, write: object) -> None:
        self._write = write
        self._size = 0

    def __call__(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > LARGEST_FILE_BYTES:
            raise OSError(27, "File too large")
        self._write(data)  # type: ignore[operator]


def _remove(folder: int, name: str, recursive: bool) -> None:
    found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if not stat.S_ISDIR(found.st_mode):
        os.unlink(name, dir_fd=folder)
        return
    if not recursive:
        raise IsADirectoryError(21, "Is a directory")
    below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
    try:
        for entry in os.listdir(below):
            _remove(below, entry, recursive)
    finally:
        os.close(below)
    os.rmdir(name, dir_fd=folder)


def place(path: str) -> tuple[str, ...]:
    """The folders and the name that lead to a path of the phone, however it is written."""
    return tuple(_parts(path))


def _parts(path: str) -> list[str]:
    """The steps of a path of the phone, with `.` and `..` taken out before anything is opened."""
    if "\0" in path or len(path) > 4096:
        raise OSError(22, "Invalid argument")
    steps: list[str] = []
    for step in PurePosixPath("/" + path).parts[1:]:
        if step == "..":
            steps[-1:] = []
        elif step not in ("/", "."):
            steps.append(step)
    whole = "/" + "/".join(steps)
    for alias, target in ALIASES.items():
        if whole == alias or whole.startswith(alias + "/"):
            whole = target + whole[len(alias) :]
            break
    return [step for step in whole.split("/") if step]
