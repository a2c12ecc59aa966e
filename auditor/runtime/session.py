"""One hooked process: attach, arm, let it run, collect, end."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Self

import frida

from auditor.errors import AppCrashError, AuditorError, HookError
from auditor.model import AppFacts, Event, LedgerEntry, Stack
from auditor.parties import Parties
from auditor.runtime import bundle, catalogue
from auditor.runtime.callers import Callers
from auditor.runtime.catalogue import Api
from auditor.runtime.doors import DeskDoor, Device, Door, FridaServerDoor, attach, frida_errors
from auditor.runtime.messages import Hooked, Reader, hooked, ledger

if TYPE_CHECKING:
    from frida import ScriptExportsSync

ARM_SECONDS = 120.0
CALL_SECONDS = 20.0
CLOCK_ASKS = 5
MICROS = 1_000_000

OnEvent = Callable[[Event], None]
OnStack = Callable[[Stack], None]
OnLedger = Callable[[LedgerEntry], None]


class ProcessDoor:
    """A process of this host that waits at a gate of its own; for programs that are no phone."""

    def __init__(self, pid: int) -> None:
        self.session = attach(pid)

    def resume(self, script: ScriptExportsSync) -> None:
        script.open()


class Session:
    """The hooks of one process. Made by `start` (a device) or `on` (a door that is open already)."""

    def __init__(
        self,
        door: Door,
        rows: Sequence[Api],
        reader: Reader,
        on_ledger: OnLedger,
        level: int,
        options: dict[str, Any] | None = None,
    ) -> None:
        self._door = door
        self._reader = reader
        self._on_ledger = on_ledger
        self._gone = threading.Event()
        self._closed = False
        self._why_gone = ""
        self._failure: Exception | None = None
        self._hooked: list[Hooked] = []
        self.agent_errors: list[str] = []
        door.session.on("detached", self._detached)
        with frida_errors("the app's process"):
            self._script = door.session.create_script(bundle.text())
            self._script.on("message", self._message)
            self._script.load()
        self._exports = self._script.exports_sync
        reader.offset_ms = self._clock_offset()
        given = {"level": level, **(options or {})}
        self._hooked = hooked(self._call(ARM_SECONDS, "arm", [row.for_agent() for row in rows], given))
        if not any(line.state == "armed" for line in self._hooked):
            reason = next((line.why for line in self._hooked if line.why), "the agent armed nothing")
            raise HookError(f"No hook could be armed: {reason}. Is this an Android process?")

    @classmethod
    def start(
        cls,
        device: Device,
        package: str,
        component: str,
        *,
        on_event: OnEvent,
        on_stack: OnStack,
        on_ledger: OnLedger,
        facts: AppFacts,
    ) -> Self:
        """Start `component` (`package/activity`) with every hook armed before the app's first line, and let it run.

        Callbacks run on a thread of Frida's: events in order, each stack before its first event; the ledger's
        entries come once, when the session is closed. Raises `AppCrashError` when the app dies before it is hooked,
        `HookError` when Frida cannot get in.
        """
        rows = catalogue.load()
        reader = Reader(rows, Callers(facts, Parties.load()), package, on_event, on_stack)
        enter = DeskDoor if device.is_desk else FridaServerDoor
        door: Door = enter(device, package, component)
        try:
            session = cls(door, rows, reader, on_ledger, device.api)
        except AuditorError:
            # Leaving while the app runs is what breaks it: end it first.
            device.force_stop(package)
            door.session.detach()
            raise
        try:
            session.resume()
        except AuditorError:
            device.force_stop(package)
            session.close()
            raise
        return session

    @staticmethod
    def rule_digests() -> list[bytes]:
        """The bytes that decide what is hooked: bundle and catalogue. For the manifest's digest."""
        return [bundle.text().encode(), *(entry.read_bytes() for entry in catalogue.folder().iterdir())]

    @property
    def alive(self) -> bool:
        """Is the process still there?"""
        return not self._gone.is_set()

    def resume(self) -> None:
        """Let the app run its first line."""
        if not self.alive:
            raise AppCrashError(f"The app ended before its first line: {self._why_gone}.")
        with frida_errors("the app's process"):
            self._door.resume(self._exports)

    def flush(self) -> int:
        """Fetch all that waits in the app; when this returns, it was handed over. Gives the number of calls seen.

        A process that is gone, or does not answer within 20 seconds, has nothing more to give: no error.
        """
        if self.alive and not self._closed:
            try:
                self._call(CALL_SECONDS, "flush")
                self._hooked = hooked(self._call(CALL_SECONDS, "ledger")) or self._hooked
            except HookError as error:
                self.agent_errors.append(str(error))
        if self._failure is not None:
            raise self._failure
        return self._reader.received

    def close(self) -> None:
        """Leave, and hand over the ledger. End the app before: taking hooks off a running JVM can crash it."""
        if self._closed:
            return
        self._closed = True
        if self.alive:
            with contextlib.suppress(frida.InvalidOperationError, frida.TransportError):
                self._door.session.detach()
        self._reader.finish()
        for entry in ledger(self._hooked, self._reader.fired, _now(), self._reader.indirect):
            self._on_ledger(entry)
        for name, why, count in self._troubles():
            self._on_ledger(LedgerEntry(at=_now(), source="hook", name=name, state="failed", why=why, count=count))

    def _troubles(self) -> list[tuple[str, str, int]]:
        reader = self._reader
        found = [
            ("agent.missing", "events that the agent numbered and that never arrived", reader.missing),
            ("agent.refused", "messages from the app's process that fit no record", reader.refused),
        ]
        errors = [("agent.error", text[:600], 1) for text in self.agent_errors[:20]]
        return [trouble for trouble in found if trouble[2]] + errors

    def _call(self, seconds: float, name: str, *arguments: object) -> Any:
        """Ask the agent. Frida waits for an answer without limit, so a thread asks that may be left behind."""
        answer: list[Any] = []
        failure: list[BaseException] = []

        def ask() -> None:
            try:
                answer.append(getattr(self._exports, name)(*arguments))
            except BaseException as error:
                failure.append(error)

        thread = threading.Thread(target=ask, name=f"agent-{name}", daemon=True)
        thread.start()
        thread.join(seconds)
        if answer:
            return answer[0]
        if not failure:
            raise HookError(f"The app's process did not answer within {seconds:.0f} seconds.")
        if isinstance(failure[0], frida.core.RPCException):
            said = str(failure[0]).partition("\n")[0]
            raise HookError(f"The agent could not {name}: {said[:300]}.") from None
        with frida_errors("the app's process"):
            raise failure[0]

    def _clock_offset(self) -> int:
        """Host clock minus device clock, in ms, by the quickest of several answers; 0 when the way there covers it."""
        best, offset = float("inf"), 0.0
        for _ in range(CLOCK_ASKS):
            before = time.time_ns() / MICROS
            device = float(self._call(CALL_SECONDS, "clock"))
            after = time.time_ns() / MICROS
            if after - before < best:
                best, offset = after - before, (before + after) / 2 - device
        return round(offset) if abs(offset) > best / 2 + 1 else 0

    def _message(self, message: Any, data: bytes | None) -> None:
        if message.get("type") == "send":
            try:
                self._reader.message(message.get("payload"))
            except Exception as error:
                # Frida would print it and go on; it belongs to whoever keeps the records, and comes out at flush.
                self._failure = self._failure or error
        elif len(self.agent_errors) < 20:
            self.agent_errors.append(str(message.get("description") or message)[:600])

    def _detached(self, reason: str, crash: object) -> None:
        self._why_gone = reason
        self._gone.set()


def _now() -> int:
    return time.time_ns() // MICROS
