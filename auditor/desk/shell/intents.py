"""`am broadcast`, `am startservice` and `am stopservice`: what reaches an app beside its screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.desk.apks.packages import Installed
from auditor.desk.intents import Start
from auditor.desk.process import AppProcess, full_name
from auditor.desk.shell.io import Io
from auditor.errors import DeviceError

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

# Broadcasts that wake an app which is not running although they name nobody (Android 8 and later).
WAKING = frozenset(
    f"android.intent.action.{name}"
    for name in ("BOOT_COMPLETED", "LOCKED_BOOT_COMPLETED", "LOCALE_CHANGED", "TIMEZONE_CHANGED", "TIME_SET")
)


async def broadcast(phone: Phone, wanted: Start, io: Io) -> int:
    """Send a broadcast as the system does; every receiver of it has finished when this returns."""
    if wanted.component is None and wanted.action is None:
        await io.err("Error: a broadcast needs an action (-a) or a component (-n)\n")
        return 255
    await io.out(f"Broadcasting: Intent {{ {describe(wanted)} flg=0x400000 }}\n")
    code, data = 0, None
    for app in _receivers(phone, wanted):
        process = await _running(phone, app)
        component = full_name(wanted.component) if wanted.component else None
        answer = await process.ask(
            "broadcast", component=component, intent=wanted.content, permission=wanted.permission
        )
        code, data = int(answer.get("code") or 0), answer.get("data", data)
    ending = "" if data is None else f', data="{data}"'
    await io.out(f"Broadcast completed: result={code}{ending}\n")
    return 0


def _receivers(phone: Phone, wanted: Start) -> list[Installed]:
    """The apps that may get it: the one that is named, else those that run or that it wakes."""
    named = wanted.component.partition("/")[0] if wanted.component else wanted.package
    if named is not None:
        app = phone.packages.get(named)
        return [app] if app is not None else []
    wakes = wanted.action in WAKING
    return [
        app
        for app in phone.packages.list()
        if phone.process(app.package) is not None
        or (wakes and any(wanted.action in receiver.actions for receiver in app.apk.receivers))
    ]


async def _running(phone: Phone, app: Installed) -> AppProcess:
    process = phone.process(app.package) or await phone.wake(app)
    if not await process.wait(lambda: process.state == "running", 120.0):
        raise DeviceError(f"{app.package} did not start: {process.why or 'it waits at its gate'}.")
    return process


async def service(phone: Phone, name: str, wanted: Start, io: Io) -> int:
    """Start or stop a service of an app; the app's process is started for it."""
    component = full_name(wanted.component) if wanted.component else None
    package = component.partition("/")[0] if component else wanted.package
    app = phone.packages.get(package or "")
    if name == "stopservice":
        process = phone.process(package or "")
        answer = await process.ask("stop_service", component=component, intent=wanted.content) if process else {}
        await io.out(f"Stopping service: Intent {{ {describe(wanted)} }}\n")
        await io.out("Service stopped\n" if answer.get("stopped") else "Service not stopped: was not running.\n")
        return 0
    await io.out(f"Starting service: Intent {{ {describe(wanted)} }}\n")
    if app is None:
        await io.err("Error: Not found; no service started.\n")
        return 255
    process = await _running(phone, app)
    foreground = "foreground" in name
    answer = await process.ask("start_service", component=component, intent=wanted.content, foreground=foreground)
    if not answer.get("started"):
        await io.err("Error: Not found; no service started.\n")
        return 255
    return 0


def describe(wanted: Start) -> str:
    """An intent as `am` prints it."""
    parts = {"act": wanted.action, "dat": wanted.data, "typ": wanted.type, "pkg": wanted.package}
    words = [f"{name}={value}" for name, value in parts.items() if value]
    if wanted.component:
        words.append(f"cmp={wanted.component}")
    return " ".join([*words, *(["(has extras)"] if wanted.extras or wanted.typed else [])])
