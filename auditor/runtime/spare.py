"""Hooks armed ahead, in the process that a desk phone keeps at its gate for the app's next start."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import frida

from auditor.errors import AuditorError, DeviceError
from auditor.runtime.doors import Device, Door, GateDoor

if TYPE_CHECKING:
    from auditor.runtime.session import Session

WAIT_SECONDS = 120.0
POLL_SECONDS = 0.25
END_SECONDS = 10.0
POLL_END_SECONDS = 0.02


class Spare:
    """Waits on a thread of its own until the phone has a spare process of the app, enters it while it boots, and arms
    the hooks once it is at its gate.

    Nothing of the app has run in that process. It becomes the app's process by the next start, or never.
    """

    def __init__(self, device: Device, component: str, arm: Callable[[Door], Session]) -> None:
        self._device = device
        self._component = component
        self._package = component.partition("/")[0]
        self._arm = arm
        self._given_up = threading.Event()
        self._door: GateDoor | None = None
        self._session: Session | None = None
        self.why = ""
        self._thread = threading.Thread(target=self._prepare, name="spare", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The process that was entered, armed or not; None before that."""
        return self._door.pid if self._door is not None else None

    def take(self, pid: int) -> Session | None:
        """The armed session of process `pid`, once; None when that one was not entered, or could not be armed.

        Waits for hooks that are just being armed. Afterwards nothing new is entered.
        """
        self._given_up.set()
        self._thread.join()
        if self.pid != pid:
            return None
        session, self._session = self._session, None
        if session is not None:
            self._door = None
        return session

    @property
    def is_armed(self) -> bool:
        """Is there a process with all hooks armed?"""
        return self._session is not None and self._session.alive

    @property
    def is_over(self) -> bool:
        """Is there nothing left to be taken: no process was entered, or it ended?"""
        return not self._thread.is_alive() and (self._door is None or self._door.session.is_detached)

    def end(self) -> None:
        """Have the phone end a process that was entered and not taken, and leave it."""
        self._given_up.set()
        self._thread.join()
        if not self.is_over:
            with suppress(DeviceError):
                # A phone ends processes of apps; held at its gate, this one becomes one and runs nothing of it.
                self._device.start(self._component, hold=True)
                self._device.force_stop(self._package)
        self.leave()

    def leave(self) -> None:
        """Leave a process that was entered and not taken; it was ended before, for leaving a running one breaks it.

        Waits for its end, 10 seconds at most.
        """
        self._given_up.set()
        self._thread.join()
        door, session, self._door, self._session = self._door, self._session, None, None
        if door is None:
            return
        deadline = time.monotonic() + END_SECONDS
        while not door.session.is_detached and time.monotonic() < deadline:
            time.sleep(POLL_END_SECONDS)
        if session is not None:
            session.close()
        else:
            with suppress(frida.InvalidOperationError, frida.TransportError):
                door.session.detach()

    def _prepare(self) -> None:
        try:
            pid = self._wait()
            if pid is not None:
                self._door = GateDoor(pid, self._await_gate)
                self._session = self._arm(self._door)
        except (AuditorError, frida.InvalidOperationError) as error:
            # The next start goes the ordinary way.
            self.why = str(error)

    def _wait(self) -> int | None:
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            said = self._device.spare(self._package)
            if said.get("host_pid"):
                return None if self._given_up.is_set() else int(said["host_pid"])
            if self._given_up.wait(POLL_SECONDS):
                return None
        return None

    def _await_gate(self) -> None:
        """The process is at its gate too when it was taken: the phone hands over no other."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline and not self._given_up.is_set():
            if self._device.spare(self._package).get("state") != "starting":
                return
            self._given_up.wait(POLL_SECONDS)
