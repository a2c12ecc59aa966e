"""The stock adb client as tests use it: bound to one phone, and where a node of its screen is."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import adbutils

START_S = 240


class Adb:
    """The client, bound to one phone; no command takes longer than `limit_s`."""

    def __init__(self, serial: str, limit_s: float = START_S + 60) -> None:
        self.serial, self._limit_s = serial, limit_s

    def __call__(self, *words, text=True):
        line = [adbutils.adb_path(), "-s", self.serial, *map(str, words)]
        return subprocess.run(line, capture_output=True, text=text, timeout=self._limit_s)

    def shell(self, line):
        return self("shell", line).stdout

    def start(self, apk, **extras):
        """Install and start; the package."""
        assert "Success" in self("install", apk).stdout
        package = self.shell("pm list packages -3").strip().rpartition("package:")[2]
        component = self.shell(f"cmd package resolve-activity --brief {package}").split()[-1]
        given = " ".join(f"--es {name} {value}" for name, value in extras.items())
        assert self("shell", f"am start {given} -n {component}").returncode == 0
        return package


@contextmanager
def connected(serial: str) -> Iterator[Adb]:
    """A phone that the client knows meanwhile."""
    line = [adbutils.adb_path(), "connect", serial]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=True)
    assert f"connected to {serial}" in done.stdout
    try:
        yield Adb(serial)
    finally:
        subprocess.run([adbutils.adb_path(), "disconnect", serial], capture_output=True, timeout=60)


def center(screen: str, wanted: str) -> tuple[int, int] | None:
    """Where the node is that a pattern of its attributes fits, in what `uiautomator dump` printed."""
    found = re.search(rf'<node [^>]*{wanted}[^>]*bounds="\[(\d+),(\d+)\]\[(\d+),(\d+)\]"', screen)
    if found is None:
        return None
    left, top, right, bottom = map(int, found.groups())
    return (left + right) // 2, (top + bottom) // 2
