"""DEX to class files: dex2jar in a sealed JVM of its own, enjarify where dex2jar fails; kept by digest of the APK.

An APK is foreign, and so is the bytecode in it: the translator sees the APK, an empty folder for its result, and
nothing else of this machine.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import stat
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import msgspec

from auditor.config import cache_dir, private
from auditor.desk import jars, seal
from auditor.desk.untranslated import Hole, holes
from auditor.errors import ApkError

TIME_LIMIT_S = 600
MEMORY = "-Xmx1500m"
# Part of the key of the cache: raise it when the way of translating changes.
REVISION = 3
UID = 10001
MOST_SAID = 1 << 20
ERRORS = "errors.txt"


@dataclass(frozen=True, kw_only=True)
class Translated:
    """An app's class files: the jar, which tool made it, what made the other fail, and what is missing."""

    jar: Path
    tool: str
    complaints: str
    holes: tuple[Hole, ...] = ()


async def translate(apk: Path, digest: str, sandbox: str) -> Translated:
    """The class files of an APK, from the cache or made now.

    Raises `ApkError` when neither tool can translate it.
    """
    version = jars.pins().translate[0].coordinate.split(":")[-1]
    store = private(cache_dir() / "translated") / f"{digest}-{version}-{REVISION}"
    if not (store / "classes.jar").exists():
        scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=store.parent))
        try:
            await _make(apk, scratch, sandbox)
            try:
                os.rename(scratch, store)
            except OSError:
                # Another phone translated the same APK at the same time; its result is as good.
                if not (store / "classes.jar").exists():
                    raise
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return Translated(
        jar=store / "classes.jar",
        tool=(store / "tool").read_text("utf-8"),
        complaints=(store / "complaints.txt").read_text("utf-8"),
        holes=msgspec.json.decode((store / "holes.json").read_bytes(), type=tuple[Hole, ...]),
    )


async def _make(apk: Path, scratch: Path, sandbox: str) -> None:
    said = ""
    for tool, line in (("dex2jar", _dex2jar), ("enjarify", _enjarify)):
        out = scratch / "classes.jar"
        out.unlink(missing_ok=True)
        complaint, talk = await _run(line(apk, scratch, sandbox), seal.environment(sandbox))
        if complaint is None and _has_classes(out):
            talk += _take_errors(scratch / ERRORS)
            (scratch / "holes.json").write_bytes(msgspec.json.encode(holes(talk)))
            (scratch / "tool").write_text(tool, "utf-8")
            (scratch / "complaints.txt").write_text(said, "utf-8")
            return
        said += f"{tool}: {complaint or 'no class file came out'}\n"
    raise ApkError(f"{apk.name} holds bytecode that neither dex2jar nor enjarify can translate: {said.strip()[:300]}")


def _dex2jar(apk: Path, scratch: Path, sandbox: str) -> list[str]:
    app = seal.Bind(host=apk, inside="/in/base.apk")
    out = seal.Bind(host=scratch, inside="/out", writable=True)
    tools = seal.Bind(host=jars.folder(), inside="/jars")
    class_path = ":".join(seal.path(sandbox, tools, name) for name in jars.class_path(jars.pins().translate))
    arguments = [
        MEMORY, "-XX:+UseSerialGC", "-cp", class_path, "com.googlecode.dex2jar.tools.Dex2jarCmd", "--force",
        "--exception-file", seal.path(sandbox, out, ERRORS),
        "--output", seal.path(sandbox, out, "classes.jar"), seal.path(sandbox, app),
    ]  # fmt: skip
    return seal.command(sandbox, arguments, binds=[app, out, tools], uid=UID)


def _enjarify(apk: Path, scratch: Path, sandbox: str) -> list[str]:
    app = seal.Bind(host=apk, inside="/in/base.apk")
    out = seal.Bind(host=scratch, inside="/out", writable=True)
    arguments = ["--overwrite", "--output", seal.path(sandbox, out, "classes.jar"), seal.path(sandbox, app)]
    found = importlib.util.find_spec("enjarify")
    if found is None or not found.submodule_search_locations:
        raise ApkError(f"{apk.name} cannot be translated by dex2jar; install enjarify-adapter for a second try.")
    own = seal.Bind(host=Path(found.submodule_search_locations[0]), inside=f"{seal.PACKAGES}/enjarify")
    return seal.python_command(sandbox, "enjarify.main", arguments, binds=[app, out, own], uid=UID)


def _take_errors(path: Path) -> str:
    """The file in which dex2jar says what it could not translate, read as what an attacker may have written."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return ""
    with os.fdopen(descriptor, "rb") as file:
        text = file.read(MOST_SAID).decode("utf-8", "replace") if stat.S_ISREG(os.fstat(descriptor).st_mode) else ""
    path.unlink()
    return text


async def _run(line: list[str], environment: dict[str, str] | None) -> tuple[str | None, str]:
    """Run a translator; None when it went well, else what it said last; and the first megabyte of what it said."""
    with seal.with_filter(line) as (filtered, passed):
        process = await asyncio.create_subprocess_exec(
            *filtered, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=environment, preexec_fn=seal.limit_resources, pass_fds=passed,
        )  # fmt: skip
    assert process.stdout is not None
    first = last = b""
    try:
        async with asyncio.timeout(TIME_LIMIT_S):
            while part := await process.stdout.read(65536):
                first += part[: MOST_SAID - len(first)]
                last = (last + part)[-4000:]
            code = await process.wait()
    except TimeoutError:
        return f"took more than {TIME_LIMIT_S} s", ""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    said = first.decode("utf-8", "replace")
    if code == 0:
        return None, said
    lines = last.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else f"ended with code {code}", said


def _has_classes(jar: Path) -> bool:
    try:
        with zipfile.ZipFile(jar) as archive:
            return any(name.endswith(".class") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False
