"""One hooked process: attach, arm, let it run, collect, end."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import frida

from auditor.errors import AppCrashError, AuditorError, HookError
from auditor.model import AppFacts, Event, LedgerEntry, Stack
from auditor.parties import Parties
from auditor.runtime import bundle, catalogue
from auditor.runtime.callers import Callers
from auditor.runtime.catalogue import Api
from auditor.runtime.doors import Device, Door, FridaServerDoor, GateDoor, await_state, frida_errors, start_held
from auditor.runtime.messages import Hooked, Reader, hooked, ledger
from auditor.runtime.spare import Spare

ARM_SECONDS = 120.0
CALL_SECONDS = 20.0
GONE_SECONDS = 1.0
CLOCK_ASKS = 5
MICROS = 1_000_000

OnEvent = Callable[[Event], None]
OnStack = Callable[[Stack], None]
OnLedger = Callable[[LedgerEntry], None]


class Session:
    """The hooks of one process. Made by `start`; on a desk phone its hooks may have been armed ahead by `prepare`."""

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
        self._resumed = False
        self.let_go_at = 0
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
        door.await_gate()
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
        spare: Spare | None = None,
    ) -> Session:
        """Start `component` (`package/activity`) with every hook armed before the app's first line, and let it run.

        Callbacks run on a thread of Frida's: events in order, each stack before its first event; the ledger's
        entries come once, when the session is closed. Raises `AppCrashError` when the app dies before it is hooked,
        `HookError` when Frida cannot get in. `spare`, made by `prepare`, is used where the phone starts its process.
        `let_go_at` of what is returned is when the app's first line could run (UTC milliseconds).
        """
        session: Session | None = None
        pid = 0
        if device.is_desk:
            pid = start_held(device, package, component)
            session = spare.take(pid) if spare is not None else None
            if session is None and spare is not None and spare.pid == pid:
                # Armed by half: hooks on top of those would tell calls twice.
                device.force_stop(package)
                spare.leave()
                pid = start_held(device, package, component)
        if session is None:
            door = cls._enter(device, package, component, pid)
            try:
                session = cls._armed(door, device, package, on_event, on_stack, on_ledger, facts)
            except AuditorError as error:
                try:
                    if isinstance(error, HookError) and device.is_desk:
                        await_state(device, package, "gate")
                finally:
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

    @classmethod
    def prepare(
        cls,
        device: Device,
        package: str,
        component: str,
        *,
        on_event: OnEvent,
        on_stack: OnStack,
        on_ledger: OnLedger,
        facts: AppFacts,
    ) -> Spare:
        """Arm the hooks for the next `start` ahead, in the background; for desk phones.

        Returns at once. The callbacks are as for `start`, and are not called before that start.
        """

        def arm(door: Door) -> Session:
            return cls._armed(door, device, package, on_event, on_stack, on_ledger, facts)

        return Spare(device, component, arm)

    @staticmethod
    def _enter(device: Device, package: str, component: str, pid: int) -> Door:
        """The way into a process: of a desk phone's while it boots, for entering takes a while too."""
        if not device.is_desk:
            return FridaServerDoor(device, package, component)

        def at_gate() -> None:
            await_state(device, package, "gate")

        try:
            return GateDoor(pid, at_gate)
        except HookError:
            # A process that ended in its boot says more than Frida can.
            at_gate()
            raise

    @classmethod
    def _armed(
        cls, door: Door, device: Device, package: str, on_event: OnEvent, on_stack: OnStack, on_ledger: OnLedger,
        facts: AppFacts,
    ) -> Session:  # fmt: skip
        rows = catalogue.load()
        reader = Reader(rows, Callers(facts, Parties.load()), package, on_event, on_stack)
        return cls(door, rows, reader, on_ledger, device.api)

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
        self._resumed = True
        self.let_go_at = _now()
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
                # A process that was killed while it was asked is known to be gone a moment later.
                if not self._gone.wait(GONE_SECONDS):
                    self.agent_errors.append(str(error))
        if self._failure is not None:
            raise self._failure
        return self._reader.received

    def close(self) -> None:
        """Leave, and hand over the ledger of an app that ran.

        End the app before: taking hooks off a running JVM can crash it.
        """
        if self._closed:
            return
        self._closed = True
        if self.alive:
            with contextlib.suppress(frida.InvalidOperationError, frida.TransportError):
                self._door.session.detach()
        self._reader.finish()
        if not self._resumed and not self._reader.received:
            return
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
