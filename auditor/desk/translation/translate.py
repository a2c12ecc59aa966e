"""DEX to class files: dex2jar in a sealed JVM of its own, enjarify where it fails; kept by digest of the APK.

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

from auditor import resources
from auditor.config import cache_dir, private
from auditor.desk import jars
from auditor.desk.seal import seal
from auditor.desk.translation import enjarified
from auditor.desk.translation.untranslated import Hole, classes, holes
from auditor.errors import ApkError

TIME_LIMIT_S = 600
MEMORY = "-Xmx1500m"
# Part of the key of the cache: raise it when the way of translating changes.
REVISION = 8
UID = 10001
MOST_SAID = 1 << 20
FIRST, SECOND = "classes.jar", "second.jar"
ERRORS, WANTED = "errors.txt", "wanted.txt"
TRANSLATOR = "auditor.translator.Main"


@dataclass(frozen=True, kw_only=True)
class Translated:
    """An app's class files: the jar, which tool made it, what made the other fail, and what is missing.

    `jars` are the jar and, before it, the one with the classes that only the other tool could translate.
    """

    jar: Path
    tool: str
    complaints: str
    holes: tuple[Hole, ...] = ()

    @property
    def jars(self) -> list[Path]:
        second = self.jar.with_name(SECOND)
        return [second, self.jar] if second.is_file() else [self.jar]


async def translate(apk: Path, digest: str, sandbox: str) -> Translated:
    """The class files of an APK, from the cache or made now.

    Raises `ApkError` when neither tool can translate it.
    """
    version = jars.pins().translate[0].coordinate.split(":")[-1]
    store = private(cache_dir() / "translated") / f"{digest}-{version}-{REVISION}"
    if not (store / FIRST).exists():
        scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=store.parent))
        try:
            await _make(apk, scratch, sandbox)
            try:
                os.rename(scratch, store)
            except OSError:
                # Another phone translated the same APK at the same time; its result is as good.
                if not (store / FIRST).exists():
                    raise
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return Translated(
        jar=store / FIRST,
        tool=(store / "tool").read_text("utf-8"),
        complaints=(store / "complaints.txt").read_text("utf-8"),
        holes=msgspec.json.decode((store / "holes.json").read_bytes(), type=tuple[Hole, ...]),
    )


async def _make(apk: Path, scratch: Path, sandbox: str) -> None:
    tool, said = "dex2jar", ""
    complaint, talk = await _run(_dex2jar(apk, scratch, sandbox), seal.environment(sandbox))
    if complaint is None and _has_classes(scratch / FIRST):
        missing = holes(talk)
        if errors := _take_errors(scratch / ERRORS):
            missing += await _second(apk, scratch, sandbox, errors)
    else:
        tool, said = "enjarify", f"dex2jar: {complaint or 'no class file came out'}\n"
        (scratch / FIRST).unlink(missing_ok=True)
        complaint, _ = await _run(_enjarify(apk, scratch, sandbox, FIRST), seal.environment(sandbox))
        if complaint is not None or not _has_classes(scratch / FIRST):
            said += f"enjarify: {complaint or 'no class file came out'}"
            raise ApkError(f"{apk.name} holds bytecode that neither dex2jar nor enjarify can translate: {said[:300]}")
        missing = holes(_take_errors(scratch / ERRORS))
    _write(scratch / "holes.json", msgspec.json.encode(sorted(set(missing))))
    _write(scratch / "tool", tool.encode())
    _write(scratch / "complaints.txt", said.encode())


async def _second(apk: Path, scratch: Path, sandbox: str, errors: str) -> list[Hole]:
    """Have enjarify translate the classes that dex2jar failed on; what then is still missing."""
    failed = classes(errors)
    _write(scratch / WANTED, "\n".join(sorted(failed)).encode())
    complaint, _ = await _run(_enjarify(apk, scratch, sandbox, SECOND, WANTED), seal.environment(sandbox))
    (scratch / WANTED).unlink()
    _take_errors(scratch / ERRORS)
    done = _classes(scratch / SECOND) if complaint is None else set()
    if not done:
        (scratch / SECOND).unlink(missing_ok=True)
    return [hole for hole in holes(errors) if not {hole.name, hole.name.rpartition(".")[0]} & done]


def _write(path: Path, content: bytes) -> None:
    """Write a new file where a translator could write too: through no link that it left."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
        file.write(content)


def _dex2jar(apk: Path, scratch: Path, sandbox: str) -> list[str]:
    app = seal.Bind(host=apk, inside="/in/base.apk")
    out = seal.Bind(host=scratch, inside="/out", writable=True)
    tools = seal.Bind(host=jars.folder(), inside="/jars")
    own = seal.Bind(host=resources.path("deskphone", "bundle/deskphone.jar"), inside="/translator.jar")
    class_path = [seal.path(sandbox, own)]
    class_path += [seal.path(sandbox, tools, name) for name in jars.class_path(jars.pins().translate)]
    arguments = [
        MEMORY, "-XX:+UseSerialGC", "-Xss4m", "-cp", ":".join(class_path), TRANSLATOR, seal.path(sandbox, app),
        seal.path(sandbox, out, FIRST), seal.path(sandbox, out, ERRORS),
    ]  # fmt: skip
    return seal.command(sandbox, arguments, binds=[app, out, tools, own], uid=UID)


def _enjarify(apk: Path, scratch: Path, sandbox: str, jar: str, *wanted: str) -> list[str]:
    app = seal.Bind(host=apk, inside="/in/base.apk")
    out = seal.Bind(host=scratch, inside="/out", writable=True)
    arguments = [seal.path(sandbox, app), *(seal.path(sandbox, out, name) for name in (jar, ERRORS, *wanted))]
    found = importlib.util.find_spec("enjarify")
    if found is None or not found.submodule_search_locations:
        raise ApkError(f"{apk.name} cannot be translated by dex2jar; install enjarify-adapter for a second try.")
    tool = seal.Bind(host=Path(found.submodule_search_locations[0]), inside=f"{seal.PACKAGES}/enjarify")
    own = seal.Bind(host=Path(enjarified.__file__), inside=f"{seal.PACKAGES}/auditor/desk/translation/enjarified.py")
    return seal.python_command(sandbox, enjarified.__name__, arguments, binds=[app, out, tool, own], uid=UID)


def _take_errors(path: Path) -> str:
    """The file in which a translator says what it could not translate, read as what an attacker may have written."""
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
    return bool(_classes(jar))


def _classes(jar: Path) -> set[str]:
    try:
        with zipfile.ZipFile(jar) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return set()
    return {name.removesuffix(".class").replace("/", ".") for name in names if name.endswith(".class")}
