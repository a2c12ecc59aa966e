"""`pm`, `cmd package` and the part of `dumpsys` that speaks of packages, worded as on Android."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.desk import tasks
from auditor.desk.apks.packages import PermissionChangeError
from auditor.desk.shell import install, notices
from auditor.desk.shell.io import Command, Io

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

LIST_OPTIONS = (
    "-f", "-d", "-e", "-s", "-3", "-i", "-l", "-u", "-U", "--show-versioncode", "--apex-only", "--user", "--uid",
)  # fmt: skip


def split_options(arguments: list[str], valued: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Options (with their value or an empty string) and the rest."""
    options: dict[str, str] = {}
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name in valued:
            options[name] = value if equals else next(words, "")
        elif word.startswith("-") and word != "-":
            options[word] = ""
        else:
            rest.append(word)
    return options, rest


async def pm(phone: Phone, arguments: list[str], io: Io) -> int:
    """`pm install|install-create|...|uninstall|clear|grant|revoke|list|path|dump|resolve-activity`."""
    if not arguments:
        await io.err("Package manager (package) commands: install uninstall clear grant revoke list path dump\n")
        return 255
    name, *rest = arguments
    # `-i` has a value where an app is installed, and is a switch of `pm list packages`.
    options, words = split_options(rest, ("--user", "--uid") if name == "list" else install.WITH_VALUE)
    known = {
        "install": install.install, "install-create": install.create, "install-write": install.write,
        "install-commit": install.commit, "install-abandon": install.abandon,
        "uninstall": install.uninstall, "clear": _clear, "grant": _grant, "revoke": _revoke,
        "list": _list, "path": _path, "dump": _dump, "resolve-activity": _resolve,
    }  # fmt: skip
    command = known.get(name)
    if command is None:
        await io.err(f"Unknown command: {name}\n")
        return 255
    return await command(phone, options, words, io)


async def cmd(phone: Phone, arguments: list[str], io: Io) -> int:
    """`cmd package ...` is `pm ...`, as `cmd activity` is `am` and `cmd clipboard`, `cmd wifi` are not there."""
    from auditor.desk.shell import permissions
    from auditor.desk.shell.activity import am
    from auditor.desk.shell.state import SERVICES

    services: dict[str, Command] = {
        "package": pm, "activity": am, **permissions.COMMANDS, **SERVICES, **notices.SERVICES,
    }  # fmt: skip
    if not arguments or arguments[0] not in services:
        await io.err(f"cmd: Can't find service: {arguments[0] if arguments else ''}\n")
        return 20
    return await services[arguments[0]](phone, arguments[1:], io)


async def _clear(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    package = words[0] if words else ""
    if phone.packages.get(package) is None:
        await io.out("Failed\n")
        return 1
    await phone.end(package, "the app's data was cleared")
    phone.packages.clear(package)
    await io.out("Success\n")
    return 0


async def _grant(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    return await _change(phone, words, io, granted=True)


async def _revoke(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    return await _change(phone, words, io, granted=False)


async def _change(phone: Phone, words: list[str], io: Io, granted: bool) -> int:
    if len(words) != 2:
        await io.err("Error: package and permission are needed\n")
        return 255
    package, permission = words
    try:
        await tasks.set_permission(phone, package, permission, granted)
    except PermissionChangeError as error:
        await io.err(f"\nException occurred while executing '{'grant' if granted else 'revoke'}':\n{error}\n")
        return 255
    return 0


async def _list(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    what = words[0] if words else ""
    if what in ("packages", "package"):
        return await _list_packages(phone, options, words[1] if len(words) > 1 else "", io)
    if what == "users":
        await io.out("Users:\n\tUserInfo{0:Owner:c13} running\n")
        return 0
    if what == "permissions":
        from auditor.desk.permissions import table

        await io.out("All Permissions:\n\n" + "".join(f"permission:{name}\n" for name in sorted(table().permissions)))
        return 0
    if what == "features":
        return 0
    await io.err(f"Error: unknown list type '{what}'\n")
    return 255


async def _list_packages(phone: Phone, options: dict[str, str], wanted: str, io: Io) -> int:
    """`-3` is all there is: no system app, none that is disabled; `-u` adds those whose data was kept."""
    for name in options:
        if name not in LIST_OPTIONS:
            await io.err(f"Error: Unknown option: {name[:80]}\n")
            return 255
    apps = [] if {"-s", "-d", "--apex-only"} & set(options) else phone.packages.list()
    for app in apps:
        if wanted not in app.package or options.get("--uid") not in (None, str(app.uid)):
            continue
        line = f"package:{app.path}={app.package}" if "-f" in options else f"package:{app.package}"
        if "--show-versioncode" in options:
            line += f" versionCode:{app.apk.version_code}"
        if "-i" in options:
            line += f"  installer={app.installer or 'null'}"
        if "-U" in options:
            line += f" uid:{app.uid}"
        await io.out(line + "\n")
    for package in sorted(phone.packages.kept) if "-u" in options else ():
        if wanted in package:
            await io.out(f"package:{package}\n")
    return 0


async def _path(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    app = phone.packages.get(words[0]) if words else None
    if app is None:
        return 1
    await io.out("".join(f"package:{path}\n" for path in app.paths))
    return 0


async def _dump(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    await io.out(phone.packages.dump(words[0]) if words else "")
    return 0


async def _resolve(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    app = phone.packages.get(words[-1]) if words else None
    if app is None or app.apk.launcher is None:
        await io.out("No activity found\n")
        return 0
    await io.out("priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true\n")
    await io.out(f"{app.package}/{app.apk.launcher}\n")
    return 0


COMMANDS: dict[str, Command] = {"pm": pm, "cmd": cmd}
