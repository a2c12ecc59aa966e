"""`pm install`, the sessions of `pm install-create|write|commit|abandon`, and `pm uninstall`, worded as on Android."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.desk.apks.manifest import SPLIT_NAME
from auditor.desk.apks.packages import InstallError, Options
from auditor.desk.shell.io import Io

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

LARGEST_APK = 2 << 30
LARGEST_SESSION = 4 << 30
MOST_SESSIONS = 50
MOST_APKS = 500
# Switches of `pm install` that this phone takes; those of the second line change nothing here.
SWITCHES = (
    "-r", "-R", "-g", "-t", "-d", "-k",
    "-f", "-q", "--full", "--dont-kill", "--staged", "--skip-verification", "--bypass-low-target-sdk-block",
    "--restrict-permissions", "--allow-test", "--force-queryable", "--fastdeploy", "--no-streaming", "--streaming",
)  # fmt: skip
ABI_LENGTH = 32


class BadOptionError(ValueError):
    """An option of `pm install` that this phone does not have."""


@dataclass
class Session:
    """One `pm install-create`: its folder on the host and the APKs written to it."""

    folder: Path
    options: Options
    size: int = 0
    files: dict[str, Path] = field(default_factory=dict)


class Sessions:
    """The install sessions of a phone."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._open: dict[int, Session] = {}
        self._next = 1_000_001

    def create(self, options: Options) -> int:
        """A new session; `ValueError` when too many are open."""
        if len(self._open) >= MOST_SESSIONS:
            raise ValueError("Too many active sessions for UID 2000")
        number, self._next = self._next, self._next + 1
        self._open[number] = Session(Path(tempfile.mkdtemp(prefix="install-", dir=self._home)), options)
        return number

    def get(self, text: str) -> Session:
        """The session of that number; `ValueError` when there is none."""
        found = self._open.get(int(text)) if text.isdigit() else None
        if found is None:
            raise ValueError(f"java.lang.SecurityException: Caller has no access to session {text[:40] or 'none'}")
        return found

    def end(self, text: str) -> None:
        """Forget a session and what was written to it."""
        shutil.rmtree(self.get(text).folder, ignore_errors=True)
        del self._open[int(text)]


def read_options(options: dict[str, str]) -> Options:
    """The options of `pm install`; `BadOptionError` for one that this phone does not know."""
    for name in options:
        if name.startswith("-") and name not in (*SWITCHES, *WITH_VALUE):
            raise BadOptionError(f"Unknown option {name[:80]}")
    return Options(
        replace="-R" not in options, grant_all="-g" in options, test="-t" in options or "--allow-test" in options,
        downgrade="-d" in options, inherit=options.get("-p"), installer=options.get("-i"),
        abi=options["--abi"][:ABI_LENGTH] if options.get("--abi") not in (None, "-") else None,
    )  # fmt: skip


WITH_VALUE = (
    "-i", "-S", "-p", "--user", "--install-location", "--pkg", "--abi", "--package", "--originating-uri", "--referrer",
    "--install-reason", "--package-source", "--update-ownership",
)  # fmt: skip


async def install(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    """`pm install [OPTIONS] PATH [SPLIT...]`, or with `-S SIZE` from standard input."""
    try:
        wanted = read_options(options)
        session = phone.sessions.create(wanted)
    except ValueError as error:
        await io.err(f"Error: {error}\n")
        return 1
    number = str(session)
    try:
        names = [word for word in words if word != "-"] or ["-"]
        for position, name in enumerate(names):
            await _write(phone, phone.sessions.get(number), f"{position}.apk", name, options.get("-S"), io)
        return await _commit(phone, number, io)
    except (OSError, ValueError) as error:
        if isinstance(error, ConnectionError):
            raise
        await io.out(f"Failure [INSTALL_FAILED_INVALID_URI: {getattr(error, 'strerror', None) or error}]\n")
        return 1
    finally:
        phone.sessions.end(number)


async def create(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    """`pm install-create [OPTIONS]`."""
    try:
        number = phone.sessions.create(read_options(options))
    except ValueError as error:
        await io.err(f"Error: {error}\n")
        return 1
    await io.out(f"Success: created install session [{number}]\n")
    return 0


async def write(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    """`pm install-write [-S BYTES] SESSION NAME [PATH|-]`."""
    number, name, path = [*words, "", "", "-"][:3] if len(words) < 3 else words[:3]
    try:
        session = phone.sessions.get(number)
        size = await _write(phone, session, name, path or "-", options.get("-S"), io)
    except ValueError as error:
        await io.err(f"Error: {error}\n")
        return 255
    except OSError as error:
        if isinstance(error, ConnectionError):
            raise
        await io.err(f"Error: failed to write; error opening {path[:200]}: {error.strerror}\n")
        return 1
    await io.out(f"Success: streamed {size} bytes\n")
    return 0


async def commit(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    """`pm install-commit SESSION`."""
    try:
        phone.sessions.get(words[0] if words else "")
    except ValueError as error:
        await io.err(f"Error: {error}\n")
        return 255
    try:
        return await _commit(phone, words[0], io)
    finally:
        phone.sessions.end(words[0])


async def abandon(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    """`pm install-abandon SESSION`."""
    try:
        phone.sessions.end(words[0] if words else "")
    except ValueError as error:
        await io.err(f"Error: {error}\n")
        return 255
    await io.out("Success\n")
    return 0


async def _commit(phone: Phone, number: str, io: Io) -> int:
    session = phone.sessions.get(number)
    try:
        app = await phone.packages.install(list(session.files.values()), session.options)
    except InstallError as error:
        await io.out(f"Failure [{error}]\n")
        return 1
    await phone.end(app.package, "the app was installed again")
    await io.out("Success\n")
    return 0


async def _write(phone: Phone, session: Session, name: str, path: str, size: str | None, io: Io) -> int:
    """Take one APK into a session, from a file of the phone or from standard input; its size in bytes."""
    if not SPLIT_NAME.fullmatch(name.strip("'\"")) or ".." in name:
        raise ValueError(f"java.lang.IllegalArgumentException: Invalid name: {name[:80]}")
    if len(session.files) >= MOST_APKS:
        raise ValueError(f"an install of more than {MOST_APKS} APKs")
    target = session.folder / (f"split{len(session.files)}.apk" if session.files else "base.apk")
    if path == "-":
        taken = await _receive(io, target, size or "", LARGEST_SESSION - session.size)
    else:
        with target.open("wb") as file:
            for part in phone.tree.read(path):
                file.write(part)
            taken = file.tell()
    session.files[name] = target
    session.size += taken
    return taken


async def _receive(io: Io, target: Path, size: str, room: int) -> int:
    """Take an APK of `size` bytes from standard input."""
    if not size.isdigit():
        raise ValueError("must specify the size of the APK with -S")
    whole = missing = int(size)
    if not 0 < missing <= min(LARGEST_APK, room):
        raise ValueError(f"an APK of {missing} bytes is too large for this phone")
    with target.open("wb") as file:
        while missing > 0:
            part = await io.read()
            if not part:
                raise ValueError("the APK was cut off on its way")
            file.write(part[:missing])
            missing -= len(part)
    return whole


async def uninstall(phone: Phone, options: dict[str, str], words: list[str], io: Io) -> int:
    """`pm uninstall [-k] PACKAGE`: with `-k` its data stays for an app of the same signer."""
    package = words[0] if words else ""
    if len(words) > 1:
        await io.err("Error: splits cannot be taken out of an app on this phone; uninstall all of it\n")
        return 1
    try:
        if phone.packages.get(package) is not None:
            await phone.end(package, "the app was uninstalled")
        phone.packages.uninstall(package, keep_data="-k" in options)
    except InstallError as error:
        await io.out(f"Failure [{error.code}]\n")
        return 1
    await io.out("Success\n")
    return 0
