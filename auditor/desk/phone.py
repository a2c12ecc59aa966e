"""One desk phone: its state, its apps' processes, its ADB daemon; it lives in a process of its own."""

from __future__ import annotations

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from auditor import resources
from auditor.desk import jars, launch, notices, permissions, system_pages
from auditor.desk.adb import services
from auditor.desk.adb.adbd import Connection, Daemon, Handler
from auditor.desk.adb.ports import Ends, Ports
from auditor.desk.apks.apk import MAIN
from auditor.desk.apks.packages import Installed, PackageManager
from auditor.desk.background import Background
from auditor.desk.device import Device
from auditor.desk.files import Tree
from auditor.desk.holes import Kind
from auditor.desk.launch import Plan
from auditor.desk.one_time import OneTime
from auditor.desk.pages import Page
from auditor.desk.process import AppProcess
from auditor.desk.seal import seal
from auditor.desk.seal.relay import Relay
from auditor.desk.shell import shell
from auditor.desk.shell.app_shell import Programs
from auditor.desk.shell.install import Sessions
from auditor.desk.spare import Fixed, Spare
from auditor.errors import DeviceError, SandboxError

log = logging.getLogger(__name__)

EventSink = Callable[[AppProcess, dict[str, Any]], None]
EndSink = Callable[[AppProcess], None]


class Phone:
    """A phone that is on, from `start` to `stop`."""

    def __init__(self, home: Path, api: int, locale: str, sandbox: str) -> None:
        self.home = home
        for name in ("ca", "run"):
            (home / name).mkdir(mode=0o700, exist_ok=True)
        self.device = Device(api=api, locale=locale, sandbox=sandbox, folder=home / "ca")
        self.tree = Tree(home / "fs")
        self.packages = PackageManager(self.device, self.tree)
        self.sessions = Sessions(home)
        self.processes: dict[str, AppProcess] = {}
        self.front: str | None = None
        self.one_time = OneTime(self.device, self.packages, self.end)
        self.commands = shell.commands()
        self.page: Page | None = None
        self.notices: dict[tuple[str, str], dict[str, Any]] = {}
        self.spare = Spare(self._boot_spare, self._bury, self._fixed)
        self._relays: dict[Path, Relay] = {}
        self._ports: dict[Path, Ports] = {}
        # Ports of the apps' loopback that `adb reverse` brings to a client, with the way there.
        self.reversed: dict[int, services.Way] = {}
        self._telling = Background()
        self._told = (self.device.surroundings, self.device.configuration)
        self._starting = asyncio.Lock()
        self.daemon = Daemon(self._serve, self._banner)

    async def start(self, port: int = 0) -> str:
        """Listen for ADB and return the serial number; `OSError` when the port is taken."""
        await self.daemon.start(port)
        return self.serial

    async def stop(self) -> None:
        """End every app and the daemon."""
        ends = [self.end(package, "the phone was stopped") for package in list(self.processes)]
        await asyncio.gather(self.spare.end("the phone was stopped"), *ends)
        await self.daemon.stop()

    def _banner(self) -> str:
        named = ("ro.product.name", "ro.product.model", "ro.product.device")
        return ";".join(f"{name}={self.device.properties[name]}" for name in named)

    @property
    def serial(self) -> str:
        """How adb names the phone, once it listens."""
        return f"127.0.0.1:{self.daemon.port}"

    def _serve(self, name: str, connection: Connection) -> Handler:
        return services.find(self, name, connection)

    async def dial(self, port: int) -> Ends | None:
        """A connection to a port on which an app listens, the one on screen asked first; None where none does."""
        alive = [found for found in self.processes.values() if found.is_alive]
        for process in sorted(alive, key=lambda found: found.package != self.front):
            ports = self._ports.get(process.folder)
            if ports is not None:
                with suppress(DeviceError, TimeoutError):
                    return await ports.dial(process, port)
        return None

    def listen(self, port: int, way: services.Way) -> None:
        """Have every app's loopback listen on a port for `adb reverse`, as long as the client of `way` is there."""
        self.reversed[port] = way
        way.connection.at_end.append(lambda: self.unlisten(port) if self.reversed.get(port) is way else None)
        self._tell_soon("listen", port)

    def unlisten(self, port: int) -> None:
        """Take a port of `adb reverse` back; harmless when it is not there."""
        if self.reversed.pop(port, None) is not None:
            self._tell_soon("unlisten", port)

    def _tell_soon(self, what: str, port: int) -> None:
        self._telling.start(self.tell(what, port=port))

    async def _outward(self, port: int, ends: Ends) -> None:
        way = self.reversed.get(port)
        if way is not None:
            await way.take(ends)

    def process(self, package: str) -> AppProcess | None:
        """The process of a package when it is alive."""
        found = self.processes.get(package)
        return found if found is not None and found.is_alive else None

    @property
    def focused(self) -> AppProcess | None:
        """The process that is on screen."""
        return self.process(self.front) if self.front else None

    async def launch(self, app: Installed, component: str, intent: dict[str, Any], *, hold: bool) -> AppProcess:
        """Start an app's process with its first activity; `hold` keeps the gate shut."""
        async with self._starting:
            await self.end(app.package, "started anew")
            process = await self._launch_spare(app, component, intent, hold)
            if process is None:
                process = self._make(app.package, self._take, self._ended)
                self.processes[app.package] = process
                await self._boot(process, launch.plan(self, app, process.folder, component, intent, hold))
            for hole in app.holes:
                process.ledger.note(Kind.CLASS_NOT_TRANSLATED, hole.name, hole.why)
            self.front = app.package
            return process

    async def wake(self, app: Installed) -> AppProcess:
        """Start an app's process without an activity, as a broadcast or a service does; what is on screen stays."""
        front = self.front
        process = await self.launch(app, "", {"action": None}, hold=False)
        self.front = front
        return process

    async def leave(self, package: str | None) -> None:
        """Take what is on screen to the background, unless it is this package."""
        process = self.focused
        if process is not None and process.package != package and process.state == "running":
            await process.ask("home")
            self.front = None

    async def adapt(self) -> None:
        """Tell the running apps what has changed around them: radios, power, screen, configuration."""
        device = self.device
        surroundings, configuration = device.surroundings, device.configuration
        before, self._told = self._told, (surroundings, configuration)
        if surroundings != before[0]:
            await self.tell("surroundings", state=surroundings)
        if configuration != before[1]:
            await self.tell("configuration", **configuration)

    async def _launch_spare(
        self, app: Installed, component: str, intent: dict[str, Any], hold: bool
    ) -> AppProcess | None:
        taken = await self.spare.take(app)
        if taken is None:
            return None
        process, held = taken
        try:
            await process.configure(launch.plan(self, app, process.folder, component, intent, hold).config)
        except DeviceError as error:
            log.warning("the spare process of %s is of no use: %s", app.package, error)
            await process.kill("it did not take the state of now")
            await self._bury(process)
            return None
        process.on_event, process.on_end = self._take, self._ended
        self.processes[app.package] = process
        for event in held:
            self._take(process, event)
        if not hold:
            await process.ask("open")
        return process

    def _make(self, package: str, on_event: EventSink, on_end: EndSink) -> AppProcess:
        folder = Path(tempfile.mkdtemp(prefix="p", dir=self.home / "run"))
        process = AppProcess(package, folder, on_event, on_end, sandbox=self.device.sandbox)
        app = self.packages.get(package)
        if app is not None:
            process.answer("program", Programs(self, app, folder / "looks", process.ledger.note).run)
        return process

    async def _boot(self, process: AppProcess, plan: Plan, *, behind: bool = False) -> None:
        relay = Relay(process.folder / "proxy.sock", lambda: self.device.proxy)
        await relay.start()
        self._relays[process.folder] = relay
        ports = Ports(process.folder / "ports.sock", self._outward)
        await ports.start()
        self._ports[process.folder] = ports
        try:
            await process.start(plan, seal.environment(self.device.sandbox), relay.target, behind=behind)
        except (DeviceError, SandboxError):
            await self._bury(process)
            raise

    async def _boot_spare(self, app: Installed, on_event: EventSink, on_end: EndSink) -> AppProcess:
        process = self._make(app.package, on_event, on_end)
        component = f"{app.package}/{app.apk.launcher}"
        intent: dict[str, Any] = {"action": MAIN, "data": None, "extras": {}}
        plan = launch.plan(self, app, process.folder, component, intent, hold=True, ahead=True)
        await self._boot(process, plan, behind=True)
        return process

    def _fixed(self, app: Installed) -> Fixed:
        return launch.fixed(self, app)

    async def end(self, package: str, why: str) -> None:
        """End an app's process, if it has one, and wait until it is gone."""
        process = self.processes.get(package)
        if process is not None:
            await process.kill(why)
            await self._bury(process)

    async def _bury(self, process: AppProcess) -> None:
        relay = self._relays.pop(process.folder, None)
        if relay is not None:
            await relay.stop()
        ports = self._ports.pop(process.folder, None)
        if ports is not None:
            await ports.stop()
        shutil.rmtree(process.folder, ignore_errors=True)

    def _ended(self, process: AppProcess) -> None:
        self.one_time.take_back(process.package)
        if self.front == process.package and self.processes.get(process.package) is process:
            self.front = None
        if self.processes.get(process.package) is process:
            notices.drop(self.notices, process.package)
        self.device.write_log(0, "I", "ActivityManager", f"Process {process.package} has died: {process.why}")

    def _take(self, process: AppProcess, event: dict[str, Any]) -> None:
        """What an event of an app means for the rest of the phone."""
        kind = event["event"]
        if kind in ("activity", "permission_result"):
            self.one_time.watch(process)
        pid = process.host_pid or 0
        if kind == "log":
            self.device.write_log(
                pid, str(event.get("priority") or "I"), str(event.get("tag")), str(event.get("message"))
            )
        elif kind == "crash":
            self.device.write_log(pid, "E", "AndroidRuntime", f"FATAL EXCEPTION: {event.get('thread')}")
            self.device.write_log(pid, "E", "AndroidRuntime", f"Process: {process.package}, PID: {pid}")
            self.device.write_log(pid, "E", "AndroidRuntime", str(event.get("stack") or event.get("message")))
        elif kind == "activity" and event.get("state") == "resumed":
            self.device.write_log(pid, "I", "ActivityTaskManager", f"Displayed {event.get('component')}")
        elif kind == "notification":
            notices.take(self.notices, process.package, event)
        elif kind == "system_screen":
            data = event.get("data")
            named = str(data) if data is not None else None
            self.page = system_pages.settings(self, str(event.get("action")), named, process.package)
        elif kind == "task":
            self._take_task(process.package, str(event.get("state")))
        elif kind == "permission_result":
            self._take_permission(process.package, event)
        elif kind == "setting" and event.get("namespace") == "system":
            # An app may write system settings; secure and global ones are the phone's own.
            self.device.settings["system"][str(event.get("name"))[:200]] = str(event.get("value"))[:4000]

    def _take_task(self, package: str, state: str) -> None:
        if state == "front":
            self.front, self.page = package, None
        elif self.front == package:
            self.front = None

    def _take_permission(self, package: str, event: dict[str, Any]) -> None:
        app = self.packages.get(package)
        name = str(event.get("permission"))
        if app is None or name not in app.apk.permissions or not permissions.is_runtime(name, self.device.api):
            return
        app.take(name, granted=event.get("granted") is True, one_time=event.get("one_time") is True)
        if event.get("granted") is not True:
            (app.dont_ask_again if event.get("dont_ask_again") is True else app.refused_once).add(name)

    async def tell(self, name: str, /, **arguments: Any) -> None:
        """Pass a change to every running app."""
        if name == "setting":
            for process in self.processes.values():
                process.refresh_network()
        for process in list(self.processes.values()):
            if process.is_alive and process.state in ("gate", "running"):
                try:
                    await process.ask(name, **arguments)
                except DeviceError as error:
                    self.device.write_log(0, "W", "desk", f"{process.package}: {error}")


def check(api: int, sandbox: str) -> None:
    """Raise what keeps a phone from starting: no such level, no seal, no jars, no launcher in the package."""
    seal.check(sandbox)
    jars.pins().of_level(api)
    if not resources.data("deskphone").joinpath("bundle/deskphone.jar").is_file():
        raise DeviceError("This installation lacks deskphone/bundle/deskphone.jar; run `python deskphone/build.py`.")
