"""`settings`, `getprop`, `logcat` and the small commands that programs expect of a phone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from auditor.desk.device import NAMESPACES
from auditor.desk.log import PRIORITIES
from auditor.desk.shell.io import Command, Io

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

MOST_SETTINGS = 5000


async def settings(phone: Phone, arguments: list[str], io: Io) -> int:
    """`settings get|put|delete|list NAMESPACE [NAME] [VALUE]`."""
    if arguments[:1] == ["--user"]:
        arguments = arguments[2:]
    name, namespace, *rest = [*arguments, "", ""][: max(2, len(arguments))]
    if namespace not in NAMESPACES:
        await io.err(f"Invalid namespace '{namespace}'\n")
        return 255
    table = phone.device.settings[namespace]
    if name == "list":
        await io.out("".join(f"{key}={table[key]}\n" for key in sorted(table)))
    elif name == "get" and rest:
        await io.out(table.get(rest[0], "null") + "\n")
    elif name == "put" and len(rest) >= 2:
        if len(table) >= MOST_SETTINGS:
            await io.err("Too many settings\n")
            return 255
        table[rest[0]] = rest[1]
        await phone.tell("setting", namespace=namespace, name=rest[0], value=rest[1])
        if (namespace, rest[0]) == ("system", "system_locales"):
            phone.device.locale = rest[1].partition(",")[0]
        await phone.adapt()
    elif name == "delete" and rest:
        found = table.pop(rest[0], None)
        await io.out(f"Deleted {int(found is not None)} rows\n")
        await phone.tell("setting", namespace=namespace, name=rest[0], value=None)
    else:
        await io.err("Bad arguments\n")
        return 255
    return 0


async def getprop(phone: Phone, arguments: list[str], io: Io) -> int:
    """One property or all."""
    properties = phone.device.properties
    if arguments:
        default = arguments[1] if len(arguments) > 1 else ""
        await io.out(properties.get(arguments[0], default) + "\n")
    else:
        await io.out("".join(f"[{name}]: [{properties[name]}]\n" for name in sorted(properties)))
    return 0


async def echo(phone: Phone, arguments: list[str], io: Io) -> int:
    """As anywhere."""
    newline = "" if arguments[:1] == ["-n"] else "\n"
    await io.out(" ".join(arguments[1:] if not newline else arguments) + newline)
    return 0


async def date(phone: Phone, arguments: list[str], io: Io) -> int:
    """The clock of the host; `+FORMAT` by strftime, with `%3N` for milliseconds."""
    now = time.time()
    form = next((word[1:] for word in arguments if word.startswith("+")), "%a %b %d %H:%M:%S UTC %Y")
    form = form.replace("%s", str(int(now)))
    form = form.replace("%3N", f"{int(now * 1000) % 1000:03d}").replace("%N", f"{time.time_ns() % 10**9:09d}")
    await io.out(time.strftime(form, time.gmtime(now)) + "\n")
    return 0


async def identify(phone: Phone, arguments: list[str], io: Io) -> int:
    """`id`: the shell user, never root."""
    whole = "uid=2000(shell) gid=2000(shell) groups=2000(shell) context=u:r:shell:s0"
    await io.out(("2000" if "-u" in arguments else whole) + "\n")
    return 0


async def whoami(phone: Phone, arguments: list[str], io: Io) -> int:
    """The shell user."""
    await io.out("shell\n")
    return 0


async def uname(phone: Phone, arguments: list[str], io: Io) -> int:
    """The kind of kernel, or the machine with `-m`."""
    await io.out("x86_64\n" if "-m" in arguments else "Linux\n")
    return 0


async def log(phone: Phone, arguments: list[str], io: Io) -> int:
    """`log [-t TAG] [-p PRIORITY] TEXT...` writes a line of the log."""
    words, tag, priority = list(arguments), "log", "I"
    while len(words) > 1 and words[0] in ("-t", "-p"):
        option, value, *words = words
        if option == "-t":
            tag = value
        elif value.upper() in PRIORITIES:
            priority = value.upper()
    phone.device.write_log(0, priority, tag, " ".join(words))
    return 0


async def bugreport(phone: Phone, arguments: list[str], io: Io) -> int:
    """`bugreport` and `bugreportz`: this phone has none."""
    await io.err("this phone makes no bug reports; use `logcat -d`, `dumpsys` and `desk ledger PACKAGE`\n")
    return 1


async def succeed(phone: Phone, arguments: list[str], io: Io) -> int:
    """`true`, `:`, and commands that have nothing to do here (`sync`, `export`: this shell has no variables)."""
    return 0


async def fail(phone: Phone, arguments: list[str], io: Io) -> int:
    """`false`."""
    return 1


COMMANDS: dict[str, Command] = {
    "settings": settings, "getprop": getprop, "echo": echo, "date": date, "id": identify,
    "whoami": whoami, "uname": uname, "true": succeed, ":": succeed, "sync": succeed, "export": succeed, "false": fail,
    "log": log, "bugreport": bugreport, "bugreportz": bugreport,
}  # fmt: skip
