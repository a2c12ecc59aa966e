"""`desk`: what only a desk phone has (deskphone/PROTOCOL.md)."""

from __future__ import annotations

import json
from importlib import metadata
from typing import TYPE_CHECKING

from auditor.desk import pictures
from auditor.desk.shell.activity import describe
from auditor.desk.shell.io import Command, Io

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

LONGEST_WAIT_S = 600.0


async def desk(phone: Phone, arguments: list[str], io: Io) -> int:
    """`desk info | process PKG | spare PKG | ledger PKG | plant FILE | ca FILE | wait PKG STATE SECONDS`.

    STATE is process (there, and seen to be sealed), gate, activity or idle.
    """
    name, *rest = arguments or [""]
    if name == "info":
        facts = {"desk": 1, "api": phone.device.api, "sandbox": phone.device.sandbox, "version": _version()}
        await io.out(json.dumps(facts) + "\n")
        return 0
    if name in ("plant", "ca") and rest:
        return await (_plant if name == "plant" else _trust)(phone, rest[0], io)
    if name == "process" and rest:
        await io.out(describe(phone.processes.get(rest[0])) + "\n")
        return 0
    if name == "spare" and rest:
        app = phone.packages.get(rest[0])
        if app is not None and app.apk.launcher is not None:
            await phone.spare.prepare(app)
        await io.out(json.dumps(phone.spare.describe(rest[0])) + "\n")
        return 0
    if name == "ledger" and rest:
        process = phone.processes.get(rest[0])
        for entry in process.ledger.lines if process is not None else ():
            await io.out(json.dumps(entry, ensure_ascii=False) + "\n")
        return 0
    if name == "wait" and len(rest) == 3:
        return await _wait(phone, rest[0], rest[1], rest[2], io)
    await io.err(f"{desk.__doc__}\n")
    return 255


async def _plant(phone: Phone, path: str, io: Io) -> int:
    planted = phone.device.plant(phone.tree.read_bytes(path))
    pictures.hang_up(phone.tree, phone.device.identity.get("photos") or [])
    await phone.tell("identity", identity=phone.device.identity)
    await io.out(json.dumps(planted) + "\n")
    return 0


async def _trust(phone: Phone, path: str, io: Io) -> int:
    phone.device.trust(phone.tree.read_bytes(path, largest=1 << 20))
    await io.out("Success\n")
    return 0


async def _wait(phone: Phone, package: str, state: str, seconds: str, io: Io) -> int:
    process = phone.processes.get(package)
    try:
        limit = min(float(seconds), LONGEST_WAIT_S)
    except ValueError:
        await io.err(f"'{seconds[:40]}' is no number of seconds\n")
        return 255
    if state not in ("process", "gate", "activity", "idle"):
        await io.err(f"'{state[:40]}' is no state; wait for process, gate, activity or idle\n")
        return 255
    reached = False
    if process is not None:
        if state == "process":
            reached = await process.wait(lambda: process.is_proven, limit)
        elif state == "gate":
            reached = await process.wait(lambda: process.state in ("gate", "running"), limit)
        elif state == "activity":
            reached = await process.wait(lambda: process.resumed, limit)
        else:
            reached = await process.wait_until_idle(limit)
    await io.out(describe(process) + "\n")
    return 0 if reached else 1


def _version() -> str:
    try:
        return metadata.version("app-privacy-auditor")
    except metadata.PackageNotFoundError:
        return "0"


COMMANDS: dict[str, Command] = {"desk": desk}
