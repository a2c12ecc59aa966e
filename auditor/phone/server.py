"""The adb server that the audit speaks to.

A real phone is reached through the server that the user runs already. A phone on a loopback port gets a server of
its own, a child of this process, so that nothing of the user's is touched and nothing is left behind.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from types import TracebackType
from typing import Self

import adbutils

from auditor.children import end_with_parent, free_port
from auditor.errors import DeviceError

USERS_PORT = int(os.environ.get("ANDROID_ADB_SERVER_PORT", "5037"))


class AdbServer:
    """A private `adb` server on a free loopback port. Ended with `stop()` or by leaving the `with` block."""

    def __init__(self, *, seconds: float = 20) -> None:
        self.port = free_port()
        environment = {
            **os.environ,
            "ADB_MDNS": "0",
            "ADB_MDNS_OPENSCREEN": "0",
            "ADB_LOCAL_TRANSPORT_MAX_PORT": "5554",
        }
        self._process = subprocess.Popen(
            [adbutils.adb_path(), "-P", str(self.port), "nodaemon", "server"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        deadline = time.monotonic() + seconds
        while not listens(self.port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise DeviceError("The adb server does not start; run `auditor doctor`.")
            time.sleep(0.05)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)


def listens(port: int) -> bool:
    """Does anything answer on that loopback port?"""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
