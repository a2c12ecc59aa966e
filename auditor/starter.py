"""Starting the app hooked, again and again, and recording what the hooks see."""

from __future__ import annotations

import time

import msgspec

from auditor.errors import AppCrashError, DeviceError
from auditor.model import AppFacts, Event, LedgerEntry
from auditor.phone import Device
from auditor.runs import Recorder
from auditor.runtime import Session, Spare

START_SECONDS = 90.0


class Starter:
    """Starts the app with its hooks armed before its first line, and records what they see."""

    def __init__(self, device: Device, facts: AppFacts, recorder: Recorder, *, starts: int, ahead: bool = True) -> None:
        """`starts`: how many starts are to come. `ahead`: prepare them, on a device that can."""
        self._device = device
        self._facts = facts
        self._recorder = recorder
        self._component = f"{facts.package}/{facts.launcher}"
        self._to_come = starts if ahead and device.is_desk else 0
        self._session: Session | None = None
        self._spare: Spare | None = None
        self._phase = ""
        self._last_seen = time.monotonic()
        self._asked = 0
        self._settled = False

    def start(self) -> int:
        """When the app's first line could run (UTC milliseconds).

        Raises `AppCrashError` when the app dies before its first screen.
        """
        self.stop()
        self._phase = self._recorder.phase.removesuffix(":before")
        package = self._facts.package
        self._to_come -= 1
        self._settled = False
        self._session = Session.start(
            self._device, package, self._component, on_event=self._event, on_stack=self._recorder.stack,
            on_ledger=self._ledger, facts=self._facts, spare=self._spare,
        )
        if not self._device.wait(package, "activity", START_SECONDS):
            process = self._device.process(package) if self._device.is_desk else {}
            why = process.get("why") or f"no screen within {START_SECONDS:.0f} seconds"
            raise AppCrashError(f"{package} does not come up: {why}.")
        return self._session.let_go_at

    def stop(self) -> None:
        """End the app, then take the hooks off: in this order, or a JVM under load crashes."""
        session, self._session = self._session, None
        if session is not None:
            session.flush()
            self._device_ledger()
            self._device.force_stop(self._facts.package)
            session.close()

    def close(self) -> None:
        """End the app and what was prepared for another start of it; before the app is uninstalled."""
        self.stop()
        spare, self._spare = self._spare, None
        if spare is not None:
            spare.end()

    def settle(self, quiet: float, limit: float) -> int:
        """Wait until nothing was seen for `quiet` seconds, `limit` seconds at most.

        Returns how many requests for permissions that the user decides on were seen since the last call.
        """
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline and time.monotonic() - self._last_seen < quiet:
            time.sleep(0.05)
        if self._session is not None:
            # Whatever ends the app next, what its hooks have counted so far is known.
            self._session.flush()
            # Not before its first screen was looked at: while it starts, the app has the machine to itself.
            if self._settled:
                self.prepare()
            self._settled = True
        asked, self._asked = self._asked, 0
        return asked

    def saw(self) -> None:
        """Something of the app was observed just now."""
        self._last_seen = time.monotonic()

    def prepare(self) -> None:
        """Have the next start's process booted and its hooks armed while something else goes on."""
        if self._spare is not None and self._spare.is_over:
            self._spare.leave()
            self._spare = None
        if self._spare is None and self._to_come > 0:
            self._spare = Session.prepare(
                self._device, self._facts.package, self._component, on_event=self._event,
                on_stack=self._recorder.stack, on_ledger=self._ledger, facts=self._facts,
            )

    def _event(self, event: Event) -> None:
        self.saw()
        asked = " ".join(event.arguments[:1])
        if event.action == "permission_request" and any(name in asked for name in self._facts.dangerous):
            self._asked += 1
        self._recorder.event(msgspec.structs.replace(event, phase=self._recorder.phase_at(event.at)))

    def _ledger(self, entry: LedgerEntry) -> None:
        self._recorder.ledger(msgspec.structs.replace(entry, phase=self._phase))

    def _device_ledger(self) -> None:
        try:
            entries = self._device.ledger(self._facts.package)
        except DeviceError:
            return
        for entry in entries:
            self._ledger(
                LedgerEntry(
                    at=int(entry.get("at", 0)),
                    source="phone",
                    kind=str(entry.get("kind", "other")),
                    name=str(entry.get("name", "")),
                    state="hole",
                    why=str(entry.get("why", "")),
                    count=int(entry.get("count") or 1),
                    stack=tuple(map(str, entry.get("stack") or ())),
                )
            )
