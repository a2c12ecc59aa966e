"""Start mitmdump with our addon, wait until it listens, read its flows, and end it for certain.

mitmproxy runs as a child process, so that any version of it in any environment can be used and its event loop never
shares ours.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from auditor import resources
from auditor.errors import ProxyError
from auditor.model import Flow, Message

LINE_LIMIT = 64 << 20
IN_THIS_ENVIRONMENT = (sys.executable, "-c", "from mitmproxy.tools.main import mitmdump; mitmdump()")


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """The addon's word that mitmdump listens: on which ports, and which version of mitmproxy it is."""

    ports: tuple[int, ...]
    version: str


class FlowLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the addon: a `Flow` in which only `id` and `at` must stand."""

    id: str
    at: int
    host: str = ""
    ip: str = ""
    port: int = 0
    scheme: str = ""
    method: str = ""
    path: str = ""
    tls: str = "none"
    request: Message = Message()
    response: Message | None = None
    unread: str | None = None
    unread_bytes: int = 0


class Proxy:
    """A running mitmdump on 127.0.0.1. Use as a context manager; leaving it ends the process and removes the CA."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, port: int, version: str) -> None:
        self.port = port
        self.version = version
        self.pid = process.pid
        self._process = process
        self._folder = folder
        self._flows: list[Flow] = []
        self._read_to = 0
        self._stopped = False
        self._reading = threading.Lock()

    @classmethod
    def start(
        cls,
        *,
        answer: bool = True,
        port: int | None = None,
        bodies: Path | None = None,
        mitmdump: Path | None = None,
        prefix: str = "F",
        seconds: float = 60,
        options: tuple[str, ...] = (),
    ) -> Proxy:
        """Start mitmdump and return when it listens.

        `answer`: it answers every request itself and opens no connection; otherwise requests go out. `port`: None takes
        a free one. `bodies`: folder that gets each body under its SHA-256 (the run's `bodies/`). `mitmdump`: another
        program than the one of this environment. `prefix` starts every flow id. `options`: more `--set` values.
        Raises `ProxyError` when the port is taken or mitmdump does not listen within `seconds`.
        """
        if port is not None:
            _require_free(port)
        folder = Path(tempfile.mkdtemp(prefix="auditor-proxy-"))
        try:
            process = _launch(folder, answer, port or 0, bodies, mitmdump, prefix, options)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        try:
            ready = _wait_until_ready(process, folder, seconds)
        except BaseException:
            _end(process)
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return cls(process, folder, ready.ports[0], ready.version)

    @property
    def ca_pem(self) -> Path:
        """The certificate (no key) that the device must trust; gone after `stop`."""
        return self._folder / "ca" / "mitmproxy-ca-cert.pem"

    @property
    def stderr(self) -> str:
        """What mitmdump has said so far (the last 64 KiB), kept after `stop`."""
        if not self._stopped:
            self._said = _tail(self._folder / "stderr")
        return self._said

    def running(self) -> bool:
        """Whether mitmdump is still alive; a capture that died must not pass for a quiet app."""
        return not self._stopped and self._process.poll() is None

    def flows(self, since: int = 0) -> list[Flow]:
        """All flows finished so far, from number `since` on (0: all). Works after `stop` too, and from any thread."""
        with self._reading:
            if not self._stopped:
                self._flows.extend(self._new_flows())
            return self._flows[since:]

    def stop(self) -> None:
        """End mitmdump, take in its last flows, remove CA and temporary files. A second call does nothing."""
        if self._stopped:
            return
        try:
            _end(self._process)
            self.flows()
            _ = self.stderr
        finally:
            self._stopped = True
            shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _new_flows(self) -> Iterator[Flow]:
        try:
            lines = (self._folder / "flows.jsonl").open("rb")
        except FileNotFoundError:
            return
        with lines:
            lines.seek(self._read_to)
            for line in iter(lambda: lines.readline(LINE_LIMIT), b""):
                if not line.endswith(b"\n"):
                    break  # still being written
                self._read_to += len(line)
                yield read_flow(line)


def read_flow(line: bytes) -> Flow:
    """One JSON line of the addon as a `Flow`. Raises `ProxyError` when the line is not one."""
    try:
        known = msgspec.json.decode(line, type=FlowLine)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ProxyError(
            f"The traffic recorder wrote a line that cannot be read ({error}); start the audit again."
        ) from None
    return Flow(**{name: getattr(known, name) for name in FlowLine.__struct_fields__})


def _launch(
    folder: Path,
    answer: bool,
    port: int,
    bodies: Path | None,
    mitmdump: Path | None,
    prefix: str,
    options: tuple[str, ...],
) -> subprocess.Popen[bytes]:
    (folder / "ca").mkdir(mode=0o700)
    settings = {
        "auditor_out": folder,
        "auditor_bodies": bodies.absolute() if bodies else folder / "bodies",
        "auditor_answer": str(answer).lower(),
        "auditor_prefix": prefix,
        "auditor_parent": os.getpid(),
        "confdir": folder / "ca",
        "connection_strategy": "lazy",
        "upstream_cert": str(not answer).lower(),
        "body_size_limit": "64m",
        "onboarding": "false",
        "flow_detail": 0,
        "termlog_verbosity": "warn",
        "validate_inbound_headers": "false",
    }
    command = [str(mitmdump)] if mitmdump else list(IN_THIS_ENVIRONMENT)
    command += ["--listen-host", "127.0.0.1", "--listen-port", str(port)]
    command += ["-s", str(resources.path("traffic_rules", "addon.py"))]
    for setting in [f"{name}={value}" for name, value in settings.items()] + list(options):
        command += ["--set", setting]
    try:
        with (folder / "stderr").open("wb") as said:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=folder, start_new_session=True
            )
    except OSError as error:
        raise ProxyError(
            f"{command[0]} cannot be started ({error.strerror}); name another one with --mitmdump."
        ) from None


def _wait_until_ready(process: subprocess.Popen[bytes], folder: Path, seconds: float) -> Ready:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (folder / "ready.json").exists():
            return msgspec.json.decode((folder / "ready.json").read_bytes(), type=Ready)
        if process.poll() is not None:
            said = _last_line(_tail(folder / "stderr"))
            raise ProxyError(
                f"mitmdump ended before it listened ({said}); run `mitmdump --version` to see if it works."
            )
        time.sleep(0.05)
    said = _last_line(_tail(folder / "stderr"))
    raise ProxyError(f"mitmdump did not listen within {seconds:.0f} s ({said}); try again on a less busy machine.")


def _require_free(port: int) -> None:
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise ProxyError(
                f"Port {port} on 127.0.0.1 is taken; choose another one or leave the choice to auditor."
            ) from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask mitmdump to end, then kill it with all that it started."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _tail(path: Path, size: int = 65_536) -> str:
    try:
        with path.open("rb") as said:
            said.seek(max(0, path.stat().st_size - size))
            return said.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ""


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "it said nothing"
