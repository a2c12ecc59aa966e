"""A phone in this process, with a stand-in for the JVM, and a way to type on its shell."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from auditor import desk
from auditor.desk import launch
from auditor.desk.phone import Phone
from auditor.desk.shell.shell import run as run_line
from auditor.desk.translation import translate
from auditor.desk.translation.untranslated import Hole
from auditor.phone.server import AdbServer
from tests.desk.stock import connected

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "demo" / "demo.apk"


@pytest.fixture
def adb_server(monkeypatch):
    """Where the stock client finds its server in a test: the one on the usual port is the user's."""
    with AdbServer() as server:
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(server.port))
        yield server


@pytest.fixture
def adb(monkeypatch, tmp_path_factory, adb_server):
    """The stock client, connected to a phone of this test alone."""
    monkeypatch.setenv("AUDITOR_RUNTIME", str(tmp_path_factory.mktemp("r")))
    with desk.start(owner=os.getpid(), locale="en-US") as phone, connected(phone.serial) as client:
        yield client


class Typed:
    """What came of a command line: code, standard output, standard error."""

    def __init__(self, given: bytes = b"") -> None:
        self.output, self.errors, self._given = b"", b"", given
        self.code = 0

    async def read(self) -> bytes:
        given, self._given = self._given, b""
        return given

    async def write(self, data: bytes, *, error: bool = False) -> None:
        if error:
            self.errors += data
        else:
            self.output += data

    async def gone(self) -> None:
        await asyncio.Event().wait()

    @property
    def text(self) -> str:
        return self.output.decode()


class Desk:
    """A phone, and `sh` to type on it."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    async def sh(self, line: str, given: bytes = b"") -> Typed:
        typed = Typed(given)
        typed.code = await run_line(self.phone, line, typed)
        return typed

    async def install(self, apk: Path = DEMO) -> str:
        size = apk.stat().st_size
        typed = await self.sh(f"cmd package install -S {size}", apk.read_bytes())
        assert typed.text == "Success\n", (typed.text, typed.errors)
        return self.phone.packages.list()[-1].package


@pytest.fixture
def on_phone(tmp_path_factory, monkeypatch):
    """Run `async def scene(desk)` with a phone whose apps are `fake_process.py` and whose translator is skipped."""

    async def no_translation(apk, digest, sandbox):
        jar = tmp_path_factory.mktemp("classes") / "classes.jar"
        jar.touch()
        return translate.Translated(jar=jar, tool="none", complaints="", holes=(Hole("com.example.Odd.run", "odd"),))

    real = launch.plan

    def fake_plan(*arguments, **named):
        plan = real(*arguments, **named)
        config = arguments[2] / "config.json"
        return launch.Plan([sys.executable, str(HERE / "fake_process.py"), str(config)], plan.config)

    monkeypatch.setattr(translate, "translate", no_translation)
    monkeypatch.setattr(launch, "plan", fake_plan)
    monkeypatch.setattr("auditor.desk.native.folder", lambda: HERE)
    monkeypatch.setattr("auditor.resources.path", lambda room, name: HERE / "fake_process.py")

    def run(scene):
        async def whole():
            # pytest's own folders have names too long for a Unix socket.
            import tempfile

            with tempfile.TemporaryDirectory(prefix="desk-") as home:
                phone = Phone(Path(home), 34, "zh-CN", "none")
                try:
                    async with asyncio.timeout(60):
                        return await scene(Desk(phone))
                finally:
                    await phone.stop()

        return asyncio.run(whole())

    return run
