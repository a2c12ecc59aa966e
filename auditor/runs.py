"""The run folder: the only place where observing and judging meet.

A `Recorder` appends, a `Run` reads. Lines that a crash cut in half are left out when reading, never guessed.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeVar

import msgspec

from auditor.config import private
from auditor.errors import RunFolderError
from auditor.model import (
    AppFacts,
    Contract,
    Event,
    Flow,
    Identity,
    Judged,
    LedgerEntry,
    Manifest,
    Mark,
    Record,
    Stack,
    StoredFile,
)

R = TypeVar("R", bound=Record)
_HEX = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[^\w.\-]+")


def now() -> int:
    """Host UTC milliseconds."""
    return time.time_ns() // 1_000_000


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pretty(record: Record) -> bytes:
    """A record as indented JSON with a final newline: the same record gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(record, order="deterministic"), indent=1) + b"\n"


def seal_digest(manifest: Manifest) -> str:
    """One SHA-256 for all digests of a sealed run; empty when it is not sealed. Note it outside of the run folder."""
    if not manifest.digests:
        return ""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(manifest.digests.items()))
    return sha256(lines.encode("utf-8"))


class Recorder:
    """Appends records to a run folder. Safe to call from several threads; every line is flushed as it is written."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._phases: list[tuple[int, str]] = [(0, "")]
        self._lock = threading.Lock()
        self._files: dict[str, BinaryIO] = {}
        self._marks = 0

    @classmethod
    def create(cls, folder: Path, manifest: Manifest) -> Recorder:
        """A new run folder, 0700. Raises `RunFolderError` when the folder holds something already."""
        if folder.exists() and any(folder.iterdir()):
            raise RunFolderError(f"{folder} is not empty; name a new folder with --out.")
        private(folder).chmod(0o700)
        for name in ("bodies", "screens", "policy", "files"):
            private(folder / name)
        recorder = cls(folder, manifest)
        recorder.write("manifest.json", manifest)
        return recorder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def phase(self) -> str:
        """The phase that the audit is in; what is recorded from now on belongs to it."""
        return self._phases[-1][1]

    @phase.setter
    def phase(self, name: str) -> None:
        self._phases.append((now(), name))

    def phase_at(self, at: int) -> str:
        """The phase at a moment: events and flows arrive a little later than they happen."""
        return next((name for since, name in reversed(self._phases) if since <= at), "")

    def close(self) -> None:
        with self._lock:
            for file in self._files.values():
                file.close()
            self._files.clear()

    def write(self, name: str, record: Record) -> None:
        """A file that holds one record, replaced whole."""
        target = self.folder / name
        draft = target.with_name(target.name + ".part")
        draft.write_bytes(pretty(record))
        draft.replace(target)

    def update(self, **changes: Any) -> None:
        """Change fields of the manifest and write it."""
        self.manifest = msgspec.structs.replace(self.manifest, **changes)
        self.write("manifest.json", self.manifest)

    def policy(self, name: str, raw: bytes, text: str, contract: Contract) -> None:
        """Keep the policy as given, its decoded text, and the contract compiled from it."""
        safe = _NAME.sub("_", name).lstrip(".") or "policy"
        (self.folder / "policy" / ("given-" + safe)).write_bytes(raw)
        (self.folder / "policy" / "text.txt").write_bytes(text.encode("utf-8"))
        self.write("contract.json", contract)

    def mark(
        self,
        kind: str,
        *,
        at: int | None = None,
        phase: str | None = None,
        detail: dict[str, Any] | None = None,
        screenshot: bytes | None = None,
        tree: str | None = None,
    ) -> Mark:
        """Note what happened. Screenshot (PNG) and UI tree (XML) are kept beside it under the mark's id."""
        with self._lock:
            self._marks += 1
            name = f"M{self._marks:04d}"
        picture = drawing = None
        if screenshot is not None:
            picture = f"screens/{name}.png"
            (self.folder / picture).write_bytes(screenshot)
        if tree is not None:
            drawing = f"screens/{name}.xml"
            (self.folder / drawing).write_bytes(tree.encode("utf-8"))
        mark = Mark(
            id=name,
            at=now() if at is None else at,
            kind=kind,
            phase=self.phase if phase is None else phase,
            detail=detail or {},
            screenshot=picture,
            tree=drawing,
        )
        self._append("marks.jsonl", mark)
        return mark

    def event(self, event: Event) -> None:
        self._append("events.jsonl", event)

    def stack(self, stack: Stack) -> None:
        self._append("stacks.jsonl", stack)

    def flow(self, flow: Flow) -> None:
        self._append("flows.jsonl", flow)

    def file(self, file: StoredFile, content: bytes | None = None) -> None:
        """Note a file of the app; `content` is kept under its digest, once."""
        if content is not None and file.sha256:
            target = self.folder / "files" / file.sha256
            if not target.exists():
                target.write_bytes(content)
        self._append("files.jsonl", file)

    def ledger(self, entry: LedgerEntry) -> None:
        self._append("ledger.jsonl", entry)

    def identity(self, identity: Identity) -> None:
        self._append("identity.jsonl", identity)

    def _append(self, name: str, record: Record) -> None:
        line = msgspec.json.encode(record) + b"\n"
        with self._lock:
            file = self._files.get(name)
            if file is None:
                file = self._files[name] = (self.folder / name).open("ab")
            file.write(line)
            file.flush()


class Run:
    """A run folder to be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def open(cls, folder: Path) -> Run:
        """Raises `RunFolderError` with one sentence when the folder is missing or not a run."""
        run = cls(folder)
        if not folder.is_dir():
            raise RunFolderError(f"{folder} is not a folder; name the run folder that `auditor run` printed.")
        if not (folder / "manifest.json").is_file():
            raise RunFolderError(f"{folder} has no manifest.json; it is not a run folder.")
        if run.manifest.schema > Manifest(id="", tool="", created=0).schema:
            raise RunFolderError(f"{folder} was written by a newer auditor; update this one to read it.")
        return run

    @cached_property
    def manifest(self) -> Manifest:
        return self._one("manifest.json", Manifest)

    @cached_property
    def app(self) -> AppFacts | None:
        return self._one("app.json", AppFacts) if (self.folder / "app.json").is_file() else None

    @cached_property
    def contract(self) -> Contract:
        return self._one("contract.json", Contract)

    @cached_property
    def policy_text(self) -> str:
        file = self.folder / "policy" / "text.txt"
        return file.read_bytes().decode("utf-8") if file.is_file() else ""

    @cached_property
    def identities(self) -> tuple[Identity, ...]:
        return tuple(self._lines("identity.jsonl", Identity))

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(self._lines("marks.jsonl", Mark))

    @cached_property
    def stacks(self) -> dict[int, tuple[str, ...]]:
        """Frames by stack id, the caller nearest to the hooked call first."""
        return {stack.id: stack.frames for stack in self._lines("stacks.jsonl", Stack)}

    @cached_property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        return tuple(self._lines("ledger.jsonl", LedgerEntry))

    def events(self) -> Iterator[Event]:
        return self._lines("events.jsonl", Event)

    def flows(self) -> Iterator[Flow]:
        return self._lines("flows.jsonl", Flow)

    @cached_property
    def files(self) -> tuple[StoredFile, ...]:
        """The files of the app, in the order in which they were taken."""
        return tuple(self._lines("files.jsonl", StoredFile))

    def body(self, digest: str) -> bytes:
        """A request or response body by its SHA-256; empty when the run does not have it."""
        return self._content("bodies", digest)

    def stored(self, file: StoredFile) -> bytes:
        """What a file of the app held; empty when the run has no copy of it."""
        return self._content("files", file.sha256 or "")

    def _content(self, kind: str, digest: str) -> bytes:
        file = self.folder / kind / digest
        return file.read_bytes() if _HEX.fullmatch(digest) and file.is_file() else b""

    @cached_property
    def judged(self) -> Judged:
        """The judgement that was last written. Raises `RunFolderError` when there is none."""
        if not (self.folder / "judgement.json").is_file():
            raise RunFolderError(f"{self.folder} is not judged yet; run `auditor judge {self.folder}`.")
        return self._one("judgement.json", Judged)

    def _one(self, name: str, kind: type[R]) -> R:
        try:
            return msgspec.json.decode((self.folder / name).read_bytes(), type=kind)
        except OSError:
            raise RunFolderError(f"{self.folder / name} cannot be read; the run folder is not whole.") from None
        except msgspec.MsgspecError as error:
            raise RunFolderError(f"{self.folder / name} is not what it should be: {error}.") from None

    def _lines(self, name: str, kind: type[R]) -> Iterator[R]:
        file = self.folder / name
        if not file.is_file():
            return
        decoder = msgspec.json.Decoder(kind)
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith(b"\n"):
                    return
                try:
                    yield decoder.decode(line)
                except msgspec.MsgspecError as error:
                    raise RunFolderError(f"{file}, line {number}: {error}.") from None
