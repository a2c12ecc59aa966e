"""The spare process: booted up to the gate when asked for (`desk spare`), so that the next start needs no boot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from auditor.desk.apks.packages import Installed
from auditor.desk.process import AppProcess
from auditor.errors import DeviceError, SandboxError

log = logging.getLogger(__name__)

GATE_S = 60.0
MOST_HELD_EVENTS = 2000

# What cannot change any more once a process has booted: a spare serves only starts for which it is the same.
Fixed = tuple[object, ...]
EventSink = Callable[[AppProcess, dict[str, Any]], None]
Boot = Callable[[Installed, EventSink, Callable[[AppProcess], None]], Awaitable[AppProcess]]


class Spare:
    """The one spare of a phone. What it says is held back until it is taken: nobody on the phone sees it."""

    def __init__(self, boot: Boot, bury: Callable[[AppProcess], Awaitable[None]], fixed: Callable[[Installed], Fixed]):
        self._boot, self._bury, self._fixed = boot, bury, fixed
        self._process: AppProcess | None = None
        self._for: Fixed = ()
        self._held: list[dict[str, Any]] = []
        self._lock = asyncio.Lock()

    def describe(self, package: str) -> dict[str, Any]:
        """`host_pid`, once it was seen to be sealed, and `state`: gate, starting or none."""
        process = self._process
        if process is None or process.package != package or not process.is_alive:
            return {"host_pid": None, "state": "none"}
        pid = process.host_pid if process.is_proven else None
        return {"host_pid": pid, "state": "gate" if process.state == "gate" else "starting"}

    async def prepare(self, app: Installed) -> None:
        """Have a process on its way for that app, in place of one that waits for something else."""
        async with self._lock:
            fixed = self._fixed(app)
            if self._process is not None and self._process.is_alive and self._for == fixed:
                return
            await self._end("its place was needed")
            self._held, self._for = [], fixed
            try:
                self._process = await self._boot(app, self._hold, self._ended)
            except (DeviceError, SandboxError) as error:
                log.warning("no spare process for %s: %s", app.package, error)

    async def take(self, app: Installed) -> tuple[AppProcess, list[dict[str, Any]]] | None:
        """The process at its gate with the events it has sent, None when there is none for that app as it is now."""
        async with self._lock:
            process = self._process
            if process is None:
                return None
            if self._for != self._fixed(app) or not process.is_alive:
                await self._end("it waited for another app, or for another state of it")
                return None
            process.hurry()
            if not await process.wait(lambda: process.state == "gate", GATE_S):
                await self._end(f"it did not reach its gate within {GATE_S:g} s")
                return None
            self._process = None
            return process, self._held

    async def end(self, why: str) -> None:
        """End it, if there is one; harmless otherwise."""
        async with self._lock:
            await self._end(why)

    async def _end(self, why: str) -> None:
        process, self._process = self._process, None
        if process is not None:
            await process.kill(why)
            await self._bury(process)

    def _hold(self, process: AppProcess, event: dict[str, Any]) -> None:
        if len(self._held) < MOST_HELD_EVENTS:
            self._held.append(event)

    def _ended(self, process: AppProcess) -> None:
        if self._process is process:
            log.warning("the spare process of %s ended: %s", process.package, process.why)
