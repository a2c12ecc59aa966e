"""`appops` and `device_config`: what stands behind permissions and how long one-time ones last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.desk import app_ops
from auditor.desk.shell.io import Command, Io

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

MOST_VALUES = 1000


async def appops(phone: Phone, arguments: list[str], io: Io) -> int:
    """`appops get PACKAGE [OP]`, `appops set [--uid] PACKAGE OP MODE`, `appops reset PACKAGE`."""
    name, *words = [word for word in arguments if word not in ("--uid", "--user", "0", "current")] or [""]
    shape = {"get": (1, 2), "set": (3,), "reset": (1,)}
    if name not in shape:
        await io.err(f"Unknown command: {name}\n")
        return 255
    if len(words) not in shape[name]:
        await io.err("Error: Package, operation or mode not specified.\n")
        return 255
    app = phone.packages.get(words[0])
    if app is None:
        await io.err(f"Error: No UID for {words[0]} in user 0\n")
        return 255
    api = phone.device.api
    if name == "reset":
        app.ops.clear()
        await _tell(phone, app.package)
        return 0
    wanted = [found for found in app_ops.table().ops if app_ops.find(found, api)]
    if len(words) > 1:
        op = app_ops.find(words[1], api)
        if op is None:
            await io.err(f"Error: Unknown operation string: {words[1]}\n")
            return 255
        wanted = [op]
    if name == "get":
        text = "".join(app_ops.describe(app, op, api) for op in wanted)
        default = f"Default mode: {app_ops.table().ops[wanted[0]].mode}\n" if len(words) > 1 else ""
        await io.out(text or f"No operations.\n{default}")
        return 0
    if words[2] not in app_ops.MODES:
        await io.err(f"Error: Mode {words[2]} is not valid\n")
        return 255
    app.ops[app_ops.table().ops[wanted[0]].public] = words[2]
    await _tell(phone, app.package)
    return 0


async def _tell(phone: Phone, package: str) -> None:
    app, process = phone.packages.get(package), phone.process(package)
    if app is not None and process is not None:
        await process.ask("app_ops", app_ops=app.ops)


async def device_config(phone: Phone, arguments: list[str], io: Io) -> int:
    """`device_config get|put|delete NAMESPACE NAME [VALUE]`, `device_config list [NAMESPACE]`."""
    name, *words = arguments or [""]
    values = phone.device.config
    if name == "list" and len(words) < 2:
        rows = sorted(key for key in values if not words or key[0] == words[0])
        prefix = "" if words else "{}/"
        await io.out("".join(f"{prefix.format(key[0])}{key[1]}={values[key]}\n" for key in rows))
    elif name == "get" and len(words) == 2:
        await io.out(values.get((words[0], words[1]), "null") + "\n")
    elif name == "put" and len(words) in (3, 4) and words[-1:] != [""] and len(values) < MOST_VALUES:
        values[words[0], words[1]] = words[2]
    elif name == "delete" and len(words) == 2:
        found = values.pop((words[0], words[1]), None)
        done = found is not None
        await io.out(f"Successfully deleted {words[1]} from {words[0]}\n" if done else "Failed to delete\n")
    else:
        await io.err("Bad arguments\n")
        return 255
    return 0


COMMANDS: dict[str, Command] = {"appops": appops, "device_config": device_config}
