"""The ledger of an app's process: what it tried and the phone could not do, or kept from it."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import Any

MOST_LINES = 20_000
MOST_FRAMES = 64
LONGEST = 1000


class Kind(StrEnum):
    """Every kind of line; `reports/text/holes.yaml` says in words what each means for an audit."""

    NATIVE_LIBRARY = "native_library"
    NATIVE_CALL = "native_call"
    SECOND_PROCESS = "second_process"
    PLAY_SERVICES = "play_services"
    OTHER_SERVICE = "other_service"
    OTHER_APP = "other_app"
    BACKGROUND_START = "background_start"
    JOB_NOT_RUN = "job_not_run"
    SCRIPT = "script"
    CAMERA = "camera"
    MICROPHONE = "microphone"
    BLUETOOTH_DATA = "bluetooth_data"
    ATTESTATION = "attestation"
    CLASS_NOT_TRANSLATED = "class_not_translated"
    PROGRAM = "program"
    NETWORK_REFUSED = "network_refused"
    MEMORY_LIMIT = "memory_limit"
    TASK_LIMIT = "task_limit"
    TASK_LIMIT_PASSED = "task_limit_passed"
    DISK_LIMIT = "disk_limit"
    OPEN_FILES_LIMIT = "open_files_limit"
    START_LIMIT = "start_limit"
    SEAL_BROKEN = "seal_broken"
    LEDGER_FULL = "ledger_full"
    OTHER = "other"


KINDS = frozenset(str(kind) for kind in Kind)


class Ledger:
    """The lines of one process, as {"at", "kind", "name", "why", "stack"}; `at` is host UTC milliseconds.

    The first lines are kept, and when there are too many the last one says so.
    """

    def __init__(self) -> None:
        self._lines: list[dict[str, Any]] = []

    @property
    def lines(self) -> tuple[dict[str, Any], ...]:
        """All lines, the oldest first."""
        return tuple(self._lines)

    def note(self, kind: Kind, name: str, why: str, stack: tuple[str, ...] = ()) -> dict[str, Any]:
        """Add a line, and return it, for a count to be kept."""
        line = {"at": int(time.time() * 1000), "kind": str(kind), "name": name, "why": why, "stack": list(stack)}
        if len(self._lines) < MOST_LINES:
            self._lines.append(line)
        elif self._lines[-1]["kind"] != Kind.LEDGER_FULL:
            why = "the app tried more than is kept of one process"
            self._lines.append({**line, "kind": str(Kind.LEDGER_FULL), "name": f"{MOST_LINES} lines", "why": why})
        return line

    def take(self, event: dict[str, Any]) -> None:
        """A line that the app's process told; it is foreign: what is no kind becomes `other`, long texts are cut."""
        told = str(event.get("kind"))
        kind = Kind(told) if told in KINDS else Kind.OTHER
        frames = event.get("stack")
        stack = tuple(str(frame)[:LONGEST] for frame in frames[:MOST_FRAMES]) if isinstance(frames, list) else ()
        self.note(kind, str(event.get("name", ""))[:LONGEST], str(event.get("why", ""))[:LONGEST], stack)
