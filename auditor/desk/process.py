"""One running app: its sealed JVM, its control socket, what it reported, and why it ended."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.desk import priority
from auditor.desk.control import Answering, Control
from auditor.desk.holes import Kind, Ledger
from auditor.desk.launch import Plan
from auditor.desk.seal import proof, seal, sealed
from auditor.desk.seal.network import Network, Proxy
from auditor.desk.seal.watch import Excess, Watch
from auditor.desk.translation.late import LateCode
from auditor.errors import DeviceError, SandboxError

log = logging.getLogger(__name__)

END_S = 20.0
KILL_S = 5.0
OUTPUT_TAIL = 8000


def full_name(component: str) -> str:
    """`package/.Class` as `package/package.Class`."""
    package, _, name = component.partition("/")
    return f"{package}/{package}{name}" if name.startswith(".") else component


def _limit_and_lower() -> None:
    seal.limit_resources()
    priority.lower()


@dataclass
class AppProcess:
    """The process of one package. `on_event` gets every event after it was taken into the state here."""

    package: str
    folder: Path
    on_event: Callable[[AppProcess, dict[str, Any]], None]
    on_end: Callable[[AppProcess], None]
    sandbox: str = "bwrap"
    state: str = "starting"
    why: str | None = None
    component: str | None = None
    first_activity_ms: int | None = None
    resumed: bool = False
    dialog: str | None = None
    last_change: float = 0.0
    ledger: Ledger = field(default_factory=Ledger)
    boot: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        late = LateCode(self.folder, self.sandbox, self.ledger.note)
        self._control = Control(
            self.folder / "control.sock", self._take, {"translate": late.translate}, self._connected
        )
        self._plan: Plan | None = None
        self._started: sealed.Started | None = None
        self._network: Network | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._helpers: list[asyncio.Task[None]] = []
        self._changed = asyncio.Event()
        self._output = b""
        self._ended_by: str | None = None
        self._crash: str | None = None
        self._exit: str | None = None
        self.is_proven = False

    def answer(self, what: str, answering: Answering) -> None:
        """As `Control.answer`."""
        self._control.answer(what, answering)

    @property
    def host_pid(self) -> int | None:
        """The JVM's pid on the host, where Frida attaches; None before it connected and after it ended."""
        return self._control.host_pid if self.is_alive else None

    @property
    def is_alive(self) -> bool:
        """Whether the JVM is there."""
        return self._process is not None and self._process.returncode is None

    async def start(
        self, plan: Plan, environment: dict[str, str] | None, proxy: Proxy, *, behind: bool = False
    ) -> None:
        """Write `config.json` and start the JVM, `behind` other processes; `environment` None is that of the phone."""
        self._plan = plan
        (self.folder / "config.json").write_text(json.dumps(plan.config, ensure_ascii=False, indent=1), "utf-8")
        await self._control.listen()
        if behind:
            priority.may_raise()
        prepare = _limit_and_lower if behind else seal.limit_resources
        try:
            started = await sealed.start(plan.command, environment, prepare, plan.mac)
        except OSError as error:
            await self._control.close()
            why = f"The app's process cannot be started ({error.strerror}); run `auditor doctor`."
            raise DeviceError(why) from None
        except SandboxError:
            await self._control.close()
            raise
        self._started, self._process = started, started.process
        self._tasks.append(asyncio.create_task(self._watch()))
        if started.sockets:
            self._network = Network(started.sockets, proxy, self.ledger.note)
            self._network.start()
            if not started.tasks_held:
                log.warning("this kernel does not limit the threads of an app; the watch ends one that has too many")

    def _connected(self) -> None:
        """The JVM is there and has run nothing of the app: see that it is sealed, let it go on, and watch it."""
        self._helpers.append(asyncio.create_task(self._prove()))

    async def _prove(self) -> None:
        pid, plan, started = self._control.host_pid, self._plan, self._started
        assert pid is not None and plan is not None
        if seal.is_sealed(plan.command):
            faults = proof.faults(pid, plan.binds, started.spaces if started else {})
            if started is not None and started.pid != pid:
                faults.append("it is not the process that was sealed")
            if faults:
                why = f"the seal around the app is not whole, so nothing of it was run: {'; '.join(faults[:5])}"
                self.ledger.note(Kind.SEAL_BROKEN, self.package, why)
                await self.fail(why)
                return
        self.is_proven = True
        self._notify()
        with suppress(DeviceError):
            await self.ask("sealed")
        watch = Watch(pid, plan.folders, self._is_starting, self._take_excess)
        await watch.run()

    def _is_starting(self) -> bool:
        return self.first_activity_ms is None and self.state != "gate"

    def _take_excess(self, excess: Excess) -> None:
        self.ledger.note(excess.kind, excess.name, excess.why)
        tag, said = "lowmemorykiller", f"Kill '{self.package}' ({self.host_pid}) to free {excess.name}: {excess.why}"
        if excess.kind != "memory_limit":
            tag, said = "ActivityManager", f"{self.package} ({self.host_pid}), {excess.name}: {excess.why}"
        self.on_event(self, {"event": "log", "priority": "W", "tag": tag, "message": said})
        if excess.fatal:
            self._helpers.append(asyncio.create_task(self.fail(excess.why)))

    def hurry(self) -> None:
        """Give a process that was started behind others the same right to run as they have."""
        for pid in (self.host_pid, self._process.pid if self.is_alive and self._process else None):
            if pid is not None:
                priority.restore(pid)

    async def configure(self, config: dict[str, Any]) -> None:
        """Give a process that waits at its gate the state of now; `DeviceError` when it does not take it."""
        await self.ask("configure", config=config)
        self.refresh_network()
        self.hurry()

    def refresh_network(self) -> None:
        """The phone's proxy may have been set or unset."""
        if self._network is not None and self.is_alive:
            self._network.refresh()

    async def _watch(self) -> None:
        process = self._process
        assert process is not None and process.stdout is not None
        while part := await process.stdout.read(65536):
            self._output = (self._output + part)[-OUTPUT_TAIL:]
        code = await process.wait()
        # bwrap ends first; the JVM follows, and only then is the app gone.
        if not await self._control.wait_for_end(END_S):
            log.error("the process of %s (pid %s) does not end", self.package, self._control.host_pid)
        await self._control.close()
        if self._network is not None:
            await self._network.stop()
        for helper in self._helpers:
            if helper is not asyncio.current_task():
                helper.cancel()
        self._set_end(code)
        self._notify()
        self.on_end(self)

    def _set_end(self, code: int) -> None:
        self.resumed, self.dialog = False, None
        if self._ended_by is not None:
            self.state, self.why = "gone", self._ended_by
        elif self._crash is not None:
            self.state, self.why = "crashed", self._crash
        elif self._exit is not None:
            self.state, self.why = "gone", self._exit
        elif self._control.broken:
            self.state, self.why = "crashed", self._control.broken
        else:
            lines = self._output.decode("utf-8", "replace").strip().splitlines()
            last = f": {lines[-1][:300]}" if lines else ""
            self.state, self.why = "crashed", f"the app's process ended with code {code}{last}"

    def _take(self, event: dict[str, Any]) -> None:
        kind = event["event"]
        self.last_change = time.monotonic()
        if kind == "boot":
            stage = str(event.get("stage"))
            self.boot[stage] = int(event.get("milliseconds") or 0)
            if stage in ("gate", "application"):
                self.state = "gate" if stage == "gate" else "running"
        elif kind == "activity":
            self._take_activity(event)
        elif kind == "window":
            if event.get("kind") != "toast":
                self.dialog = str(event.get("kind")) if event.get("state") == "shown" else None
        elif kind == "ledger":
            self.ledger.take(event)
        elif kind == "crash":
            message = f": {event['message']}" if event.get("message") else ""
            self._crash = f"{event.get('exception')}{message}"[:1000]
        elif kind == "exit":
            self._exit = str(event.get("why") or f"exit {event.get('code')}")[:1000]
        self.on_event(self, event)
        self._notify()

    def _take_activity(self, event: dict[str, Any]) -> None:
        state, component = event.get("state"), full_name(str(event.get("component") or ""))
        self.state = "running"
        if state == "resumed":
            self.component, self.resumed = component, True
            if self.first_activity_ms is None:
                self.first_activity_ms = int(event.get("milliseconds") or 0)
        elif state in ("paused", "stopped", "destroyed") and component == self.component:
            self.resumed = False

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def ask(self, name: str, /, timeout_s: float = 30.0, **arguments: Any) -> dict[str, Any]:
        """As `Control.ask`."""
        return await self._control.ask(name, timeout_s, **arguments)

    async def wait(self, reached: Callable[[], bool], timeout_s: float) -> bool:
        """Wait until `reached()` or the end of the process; False for time-out or death."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while not reached() and self.state not in ("crashed", "gone"):
                    await self._changed.wait()
        return reached() and self.state not in ("crashed", "gone")

    async def wait_until_idle(self, timeout_s: float, quiet_s: float = 1.0) -> bool:
        """Wait until an activity is up, nothing was reported for `quiet_s`, and two dumps in a row are equal."""
        if not await self.wait(lambda: self.resumed, timeout_s):
            return False
        with suppress(TimeoutError, DeviceError):
            async with asyncio.timeout(timeout_s):
                before = None
                while True:
                    await asyncio.sleep(max(0.1, self.last_change + quiet_s - time.monotonic()))
                    if time.monotonic() - self.last_change < quiet_s:
                        continue
                    seen = (await self.ask("dump")).get("xml")
                    if seen == before:
                        return True
                    before = seen
        return False

    async def fail(self, why: str) -> None:
        """End the JVM because of what the app did, which counts as a crash."""
        if self.is_alive and self._crash is None:
            self._crash = why
            await self._end()

    async def kill(self, why: str) -> None:
        """End the JVM, as the system ends an app: at once. Harmless when it is already gone."""
        if self.is_alive:
            self._ended_by = why
        await self._end()

    async def _end(self) -> None:
        if self.is_alive:
            assert self._process is not None
            # The JVM first: bwrap then ends by itself and leaves no zombie behind.
            with suppress(ProcessLookupError):
                if self._control.pidfd is not None:
                    signal.pidfd_send_signal(self._control.pidfd, signal.SIGKILL)
                    await asyncio.wait(self._tasks, timeout=KILL_S)
                if self.is_alive:
                    self._process.kill()
        if self._tasks:
            await asyncio.wait(self._tasks)
