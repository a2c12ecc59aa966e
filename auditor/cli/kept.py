"""What the policy reader made before, kept in the user's cache: of no policy's text, only of its own rule files.

Everything that is kept carries in its name a digest of the Python at work and of name, size and time of every file of
the policy reader and of what it reads with; whatever changes there makes all of it old. A cache that cannot be read or
written is no error.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from auditor.config import cache_dir, private

MOST_PREPARED = 40
_DIGEST = hashlib.sha256().digest_size


class Kept:
    """Keeps what `auditor.prepared` is asked for, each in a file that begins with the digest of the rest."""

    def get(self, name: str) -> bytes | None:
        """What was kept whole under this name, or None."""
        try:
            found = (self._folder / self._file(name)).read_bytes()
        except OSError:
            return None
        made = found[_DIGEST:]
        return made if found[:_DIGEST] == hashlib.sha256(made).digest() else None

    def put(self, name: str, made: bytes) -> None:
        """Keep it, unless the cache cannot be written."""
        with suppress(OSError):
            keep(self._folder / self._file(name), hashlib.sha256(made).digest() + made, MOST_PREPARED)

    @cached_property
    def _folder(self) -> Path:
        return private(cache_dir() / "prepared")

    @cached_property
    def _reader(self) -> str:
        digest = hashlib.sha256(sys.version.encode())
        for line in stamps():
            digest.update(line)
        return digest.hexdigest()[:32]

    def _file(self, name: str) -> str:
        return f"{self._reader}.{name}"


def keep(file: Path, content: bytes, most: int) -> None:
    """Write a file of the cache in one step; of the files beside it the `most` newest stay. May raise `OSError`."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.part")
    draft.write_bytes(content)
    draft.replace(file)
    others = sorted(file.parent.iterdir(), key=lambda one: one.stat().st_mtime_ns, reverse=True)
    for old in others[most:]:
        old.unlink(missing_ok=True)


def stamps() -> Iterator[bytes]:
    """Name, size and time of each file of the policy reader and of the modules and data that it reads with."""
    package = Path(__file__).parents[1]
    for place in (package, package / "policy"):
        yield from _stamps(place, deep=place != package)


def _stamps(folder: Path, *, deep: bool) -> Iterator[bytes]:
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.is_file():
            facts = entry.stat()
            yield f"{entry.path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode("utf-8", "surrogateescape")
        elif deep and entry.name != "__pycache__":
            yield from _stamps(Path(entry.path), deep=True)
