"""`pm`, `cmd package` and the part of `dumpsys` that speaks of packages, worded as on Android."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.desk.packages import InstallError, PermissionChangeError
from auditor.desk.shell import Command, Io

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

LARGEST_APK = 2 << 30
# Options of `pm` that take a value; others that begin with a dash are switches.
WITH_VALUE = ("-i", "-S", "--user", "--install-location", "--pkg", "--abi", "--package")


def split_options(arguments: list[str]) -> tuple[dict[str, str], list[str]]:
    """Options (with their value or an empty string) and the rest."""
    options: dict[str, str] = {}
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word in WITH_VALUE:
            options[word] = next(words, "")
        elif word.startswith("-") and word != "-":
            options[word] = ""
        else:
            rest.append(word)
    return options, rest


async def pm(phone: Phone, arguments: list[str], io: Io) -> int:
    """`pm install|uninstall|clear|grant|revoke|list|path|dump|resolve-activity`."""
    if not arguments:
        await io.err("Package manager (package) commands: install uninstall clear grant revoke list path dump\n")
        return 255
    name, *rest = arguments
    options, words = split_options(rest)
    known = {
        "install": _install, "uninstall": _uninstall, "clear": _clear, "grant": _grant, "revoke": _revoke,
        "list": _list, "path": _path, "dump": _dump, "resolve-activity": _resolve,
    }  # fmt: skip
    command = known.get(name)
    if command is None:
        await io.err(f"Unknown command: {name}\n")
        return 255
    return await command(phone, options, words, io)


async def cmd(phone: Phone, arguments: list[str], io: Io) -> int:
    """`cmd package ...` is `pm ...`, as `cmd activity` is `am` and `cmd clipboard`, `cmd wifi` are not there."""
    from auditor.desk.shell_activity import am
    from auditor.desk.shell_state import SERVICES

    services: dict[str, Command] = {"package": pm, "activity": am, **SERVICES}
    if not arguments or arguments[0] not in services:
        await io.err(f"cmd: Can't find service: {arguments[0] if arguments else ''}\n")
        return 20
    return await services[arguments[0]](phone, arguments[1:], io)


async def _install(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    with tempfile.TemporaryDirectory(prefix="install-", dir=phone.home) as scratch:
        target = Path(scratch, "base.apk")
        try:
            if "-S" in options:
                await _receive(io, target, options["-S"])
            else:
                with target.open("wb") as file:
                    for part in phone.tree.read(words[0] if words else ""):
                        file.write(part)
            app = await phone.packages.install(target, replace="-R" not in options, grant_all="-g" in options)
        except InstallError as error:
            await io.out(f"Failure [{error}]\n")
            return 1
        except (OSError, ValueError) as error:
            await io.out(f"Failure [INSTALL_FAILED_INVALID_URI: {getattr(error, 'strerror', None) or error}]\n")
            return 1
    await phone.end(app.package, "the app was installed again")
    await io.out("Success\n")
    return 0


async def _receive(io: Io, target: Path, size: str) -> None:
    """Take an APK from standard input."""
    missing = int(size)
    if not 0 < missing <= LARGEST_APK:
        raise ValueError(f"an APK of {missing} bytes is too large for this phone")
    with target.open("wb") as file:
        while missing > 0:
            part = await io.read()
            if not part:
                raise ValueError("the APK was cut off on its way")
            file.write(part[:missing])
            missing -= len(part)


async def _uninstall(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    package = words[0] if words else ""
    try:
        if phone.packages.get(package) is not None:
            await phone.end(package, "the app was uninstalled")
        phone.packages.uninstall(package)
    except InstallError as error:
        await io.out(f"Failure [{error.code}]\n")
        return 1
    await io.out("Success\n")
    return 0


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
        changed = phone.packages.change(package, permission, granted)
    except PermissionChangeError as error:
        await io.err(f"\nException occurred while executing '{'grant' if granted else 'revoke'}':\n{error}\n")
        return 255
    process = phone.process(package)
    if changed and process is not None:
        if granted:
            await process.ask("permission", permission=permission, granted=True)
        else:
            # Android ends an app whose permission is taken away, so that it cannot go on with what it holds.
            await phone.end(package, f"permission {permission} was revoked")
    return 0


async def _list(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    what = words[0] if words else ""
    if what == "packages":
        wanted = words[1] if len(words) > 1 else ""
        for app in phone.packages.list():
            if wanted in app.package and "-s" not in options:
                place = f"{app.path}=" if "-f" in options else ""
                await io.out(f"package:{place}{app.package}\n")
        return 0
    if what == "permissions":
        from auditor.desk.permissions import table

        await io.out("All Permissions:\n\n" + "".join(f"permission:{name}\n" for name in sorted(table().permissions)))
        return 0
    if what == "features":
        return 0
    await io.err(f"Error: unknown list type '{what}'\n")
    return 255


async def _path(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    app = phone.packages.get(words[0]) if words else None
    if app is None:
        return 1
    await io.out(f"package:{app.path}\n")
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
