"""`am`, `monkey`, `pidof`, `ps` and `dumpsys`: starting and ending apps, and which one is on screen."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from auditor.desk import system_pages, tasks
from auditor.desk.apks.apk import MAIN
from auditor.desk.intents import Start, action_of, read_start
from auditor.desk.process import AppProcess, full_name
from auditor.desk.shell import intents, notices
from auditor.desk.shell.io import Command, Io
from auditor.desk.shell.state import battery
from auditor.errors import NoLauncherError

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

WAIT_S = 120.0
LAUNCHER = "com.android.launcher3/com.android.launcher3.Launcher"
# The app that asks for permissions, by API level from which it does so.
PERMISSION_DIALOG = {
    0: "com.android.packageinstaller/com.android.packageinstaller.permission.ui.GrantPermissionsActivity",
    29: "com.android.permissioncontroller/com.android.packageinstaller.permission.ui.GrantPermissionsActivity",
    30: "com.android.permissioncontroller/com.android.permissioncontroller.permission.ui.GrantPermissionsActivity",
}


async def am(phone: Phone, arguments: list[str], io: Io) -> int:
    """`am start|broadcast|startservice|stopservice|force-stop|kill|get-current-user`."""
    name, *rest = arguments or [""]
    if name in ("start", "start-activity"):
        return await _start(phone, rest, io)
    if name in ("force-stop", "kill"):
        package = rest[-1] if rest else ""
        await phone.end(package, f"am {name}")
        return 0
    if name == "get-current-user":
        await io.out("0\n")
        return 0
    if name == "wait-for-broadcast-idle":
        return 0
    if name == "broadcast":
        return await intents.broadcast(phone, read_start(rest), io)
    if name in ("startservice", "start-service", "start-foreground-service", "startforegroundservice", "stopservice"):
        return await intents.service(phone, name, read_start(rest), io)
    await io.err(f"Error: unknown command '{name}'\n")
    return 255


async def _start(phone: Phone, arguments: list[str], io: Io) -> int:
    wanted = read_start(arguments)
    component = _resolve(phone, wanted)
    if component is None and (wanted.action or "").startswith("android.settings."):
        await io.out(f"Starting: Intent {{ act={wanted.action} }}\n")
        await tasks.cover(phone, system_pages.settings(phone, str(wanted.action), wanted.data, phone.front))
        return 0
    if component is None:
        await io.out(f"Starting: Intent {{ act={wanted.action or MAIN} }}\n")
        asked = wanted.package or wanted.action or "nothing"
        await io.err(f"Error: Activity not started, unable to resolve Intent {{ {asked} }}\n")
        return 1
    package = component.partition("/")[0]
    await io.out(f"Starting: Intent {{ act={wanted.action or MAIN} cmp={component} }}\n")
    app = phone.packages.get(package)
    if app is None or component.partition("/")[2] not in {activity.name for activity in app.apk.activities}:
        await io.err(f"Error type 3\nError: Activity class {{{component}}} does not exist.\n")
        return 1
    if wanted.stop_first or wanted.hold:
        await phone.end(package, "am start -S")
    content = wanted.content | {"action": action_of(wanted)}
    began = time.monotonic()
    process = phone.process(package)
    warm = process is not None
    phone.page = None
    await phone.leave(package)
    if process is None or process.state == "starting":
        process = await phone.launch(app, component, content, hold=wanted.hold)
    else:
        phone.front = package
        await process.ask("start_activity", component=component, intent=content)
    if not wanted.wait:
        return 0
    up = await process.wait(lambda: process.resumed, WAIT_S)
    took = int((time.monotonic() - began) * 1000)
    status = "ok" if up else "timeout" if process.is_alive else "crashed"
    await io.out(
        f"Status: {status}\nLaunchState: {'WARM' if warm else 'COLD'}\n"
        f"Activity: {process.component or component}\nTotalTime: {took}\nWaitTime: {took}\nComplete\n"
    )
    if not up and not process.is_alive:
        await io.err(f"Error: {process.why}\n")
        return 1
    return 0


def _resolve(phone: Phone, wanted: Start) -> str | None:
    """`package/class` in full, or None."""
    if wanted.component:
        return full_name(wanted.component)
    action = wanted.action or MAIN
    for app in phone.packages.list():
        if wanted.package in (None, app.package):
            found = (app.apk.launcher if action == MAIN else None) or app.apk.activity_for(action, wanted.data)
            if found is not None:
                return f"{app.package}/{found}"
            if wanted.package is not None and action == MAIN:
                raise NoLauncherError(f"{app.package} has no activity to start from the launcher; name one with -n.")
    return None


async def monkey(phone: Phone, arguments: list[str], io: Io) -> int:
    """`monkey -p PACKAGE 1`: starts the app as its icon does; no other use of monkey is supported."""
    package = arguments[arguments.index("-p") + 1] if "-p" in arguments[:-1] else ""
    app = phone.packages.get(package)
    if app is None or app.apk.launcher is None:
        await io.out("** No activities found to run, monkey aborted.\n")
        return 252
    code = await _start(phone, ["-n", f"{package}/{app.apk.launcher}"], Io(io.channel, errors_to="nowhere", file=_drop))
    await io.out("Events injected: 1\n")
    return code


def _drop(_data: bytes) -> None:
    pass


def focused_component(phone: Phone) -> str:
    """What is on screen, as `package/class`."""
    process = phone.focused
    if process is None or process.component is None:
        return LAUNCHER
    if process.dialog == "permission_dialog":
        return PERMISSION_DIALOG[max(level for level in PERMISSION_DIALOG if level <= phone.device.api)]
    return process.component


async def dumpsys(phone: Phone, arguments: list[str], io: Io) -> int:
    """`dumpsys package|window|activity|...`: the lines that programs look for."""
    name, *rest = arguments or [""]
    front = phone.page.component if phone.page is not None else focused_component(phone)
    process = phone.focused
    top = process.component if process is not None and process.component else LAUNCHER
    if name == "package":
        names = rest[-1:] or [app.package for app in phone.packages.list()]
        text = "".join(phone.packages.dump(package) for package in names)
        await io.out(text or f"Unable to find package: {rest[-1] if rest else ''}\n")
    elif name == "window":
        await io.out(
            f"  mCurrentFocus=Window{{1 u0 {front}}}\n  mFocusedApp=ActivityRecord{{1 u0 {top} t1}}\n"
            "  mDreamingLockscreen=false\n  mAwake=true\n"
        )
    elif name == "activity":
        record = f"ActivityRecord{{1 u0 {top} t1}}"
        await io.out(f"  topResumedActivity={record}\n  ResumedActivity: {record}\n")
    elif name == "power":
        is_on = phone.device.screen_on
        await io.out(
            f"  mWakefulness={'Awake' if is_on else 'Asleep'}\n  Display Power: state={'ON' if is_on else 'OFF'}\n"
        )
    elif name == "notification":
        return await notices.dump(phone, io)
    elif name == "battery":
        return await battery(phone, rest, io)
    else:
        await io.err(f"Can't find service: {name}\n")
        return 1
    return 0


async def pidof(phone: Phone, arguments: list[str], io: Io) -> int:
    """The pid of an app: on this phone, the pid of its JVM on the host."""
    process = phone.process(arguments[-1]) if arguments else None
    if process is None or process.host_pid is None:
        return 1
    await io.out(f"{process.host_pid}\n")
    return 0


async def ps(phone: Phone, arguments: list[str], io: Io) -> int:
    """The running apps."""
    await io.out("USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME\n")
    for package, process in sorted(phone.processes.items()):
        app = phone.packages.get(package)
        if process.is_alive and app is not None:
            user = f"u0_a{app.uid - 10000}"
            await io.out(f"{user:<12} {process.host_pid or 0:5d}     1       0      0 0   {'':16} 0 S {package}\n")
    return 0


def describe(process: AppProcess | None) -> str:
    """What `desk process` prints."""
    if process is None:
        facts: dict[str, Any] = {
            "host_pid": None, "state": "gone", "why": "the app was not started", "first_activity_ms": None,
            "component": None,
        }  # fmt: skip
    else:
        facts = {
            "host_pid": process.host_pid, "state": process.state, "why": process.why,
            "first_activity_ms": process.first_activity_ms, "component": process.component,
        }  # fmt: skip
    return json.dumps(facts, ensure_ascii=False)


COMMANDS: dict[str, Command] = {"am": am, "monkey": monkey, "dumpsys": dumpsys, "pidof": pidof, "ps": ps}
