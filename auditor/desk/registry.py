"""Starting, finding and stopping phones from the host's side, through a folder of records in the runtime folder."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from auditor import errors
from auditor.config import private, runtime_dir
from auditor.desk import jars, native
from auditor.desk import phone as phones

START_S = 60.0
STOP_S = 20.0
# A Unix socket's path has 108 bytes at most; the longest name below a phone's home needs about 30 of them.
LONGEST_HOME = 70


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What the registry keeps of a phone."""

    serial: str
    pid: int
    started: int
    home: str
    api: int
    sandbox: str


@dataclass(frozen=True)
class DeskPhone:
    """A phone that was started: where adb finds it, its process, its folder."""

    serial: str
    pid: int
    home: Path
    api: int = 34
    sandbox: str = "bwrap"

    @property
    def is_running(self) -> bool:
        """Whether its process is there."""
        return _started_at(self.pid) is not None

    def stop(self) -> None:
        """Switch the phone off with every app on it; harmless when it is off already."""
        record = _folder() / _name(self.serial)
        try:
            known = msgspec.json.decode(record.read_bytes(), type=Record)
        except (OSError, msgspec.DecodeError):
            return
        if _is_alive(known):
            _end(known.pid)
        record.unlink(missing_ok=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> DeskPhone:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()


def start(
    api: int = 34,
    locale: str = "zh-CN",
    sandbox: str = "bwrap",
    owner: int | None = None,
    port: int = 0,
    progress: jars.Progress | None = None,
) -> DeskPhone:
    """Switch on a phone and return it when adb can connect.

    `owner` is a process id: when that process is gone, the phone ends itself. `port` 0 takes a free one.
    Raises `SandboxError`, `NetworkError` (jars), `DeviceError` (level, port, launcher).
    """
    phones.check(api, sandbox)
    jars.prepare(progress, api)
    native.folder()
    home = _make_home()
    command = [sys.executable, "-m", "auditor.desk", "--home", str(home), "--api", str(api), "--locale", locale]
    command += ["--sandbox", sandbox, "--port", str(port)] + (["--owner", str(owner)] if owner else [])
    with (home / "phone.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, start_new_session=True
        )
    try:
        answer = _first_line(process)
        phone = DeskPhone(answer["serial"], process.pid, home, api, sandbox)
        _write(phone)
    except BaseException:
        process.kill()
        process.wait()
        shutil.rmtree(home, ignore_errors=True)
        raise
    finally:
        assert process.stdout is not None
        process.stdout.close()
    _children.append(process)
    return phone


# Kept so that a phone that ended is waited for and leaves no zombie.
_children: list[subprocess.Popen[bytes]] = []


def _first_line(process: subprocess.Popen[bytes]) -> dict[str, str]:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], START_S)
    line = process.stdout.readline() if ready else b""
    if not line:
        raise errors.DeviceError("The desk phone did not start; run `auditor doctor`.")
    answer: dict[str, str] = json.loads(line)
    if "error" in answer:
        kind = getattr(errors, answer["error"], errors.DeviceError)
        raise (kind if issubclass(kind, errors.AuditorError) else errors.DeviceError)(answer["message"])
    return answer


def running() -> list[DeskPhone]:
    """The phones that are on, by serial; records and folders of phones that died are cleared away."""
    found = []
    for path in sorted(_folder().glob("*.json")):
        try:
            record = msgspec.json.decode(path.read_bytes(), type=Record)
        except (OSError, msgspec.DecodeError):
            continue
        home = Path(record.home)
        if _is_alive(record):
            found.append(DeskPhone(record.serial, record.pid, home, record.api, record.sandbox))
        else:
            path.unlink(missing_ok=True)
            if home.name.startswith("desk-"):
                shutil.rmtree(home, ignore_errors=True)
    return found


def _make_home() -> Path:
    base = runtime_dir()
    if len(str(base)) > LONGEST_HOME - 14:
        base = Path(tempfile.gettempdir())
    return Path(tempfile.mkdtemp(prefix="desk-", dir=base))


def _folder() -> Path:
    return private(runtime_dir() / "phones")


def _name(serial: str) -> str:
    return serial.replace(":", "-") + ".json"


def _write(phone: DeskPhone) -> None:
    started = _started_at(phone.pid)
    if started is None:
        raise errors.DeviceError("The desk phone ended right after its start; run `auditor doctor`.")
    record = Record(
        serial=phone.serial, pid=phone.pid, started=started, home=str(phone.home), api=phone.api, sandbox=phone.sandbox
    )
    path = _folder() / _name(phone.serial)
    scratch = path.with_suffix(".new")
    scratch.write_bytes(msgspec.json.encode(record))
    os.replace(scratch, path)


def _started_at(pid: int) -> int | None:
    """When a process began, in clock ticks since boot, None when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[19])


def _is_alive(record: Record) -> bool:
    return _started_at(record.pid) == record.started


def _end(pid: int) -> None:
    """SIGTERM, and SIGKILL for one that does not listen; the apps die with it either way."""
    for number, limit in ((signal.SIGTERM, STOP_S), (signal.SIGKILL, STOP_S)):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            for child in list(_children):
                if child.poll() is not None:
                    _children.remove(child)
            if _started_at(pid) is None:
                return
            time.sleep(0.02)
