"""An Android device, reached over ADB. The same code for a desk phone, an emulator and a phone."""

from __future__ import annotations

import json
import re
import shlex
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import adbutils
from adbutils import AdbClient

from auditor.errors import ApkError, DeviceError
from auditor.model import Identity
from auditor.phone import identity, shell
from auditor.phone.files import AppFiles
from auditor.phone.server import USERS_PORT, AdbServer, listens

FOLDER = "/data/local/tmp"
BAD_APK = ("INSTALL_PARSE_FAILED", "INSTALL_FAILED_INVALID_APK")


@contextmanager
def connect(serial: str) -> Iterator[Device]:
    """The device with this serial; `127.0.0.1:PORT` is connected to through an adb server of its own.

    Raises `DeviceError` when no such device answers.
    """
    if serial.startswith(("127.0.0.1:", "localhost:")):
        with AdbServer() as server:
            client = AdbClient(host="127.0.0.1", port=server.port)
            try:
                client.connect(serial, timeout=20)
            except (adbutils.AdbError, OSError) as error:
                raise DeviceError(f"{serial} does not answer as an Android device ({error}).") from None
            yield Device(client, serial)
    else:
        if not listens(USERS_PORT):
            raise DeviceError(f"No adb server answers on port {USERS_PORT}; start it with `adb start-server`.")
        client = AdbClient(host="127.0.0.1", port=USERS_PORT)
        try:
            found = [device.serial for device in client.device_list()]
        except (adbutils.AdbError, OSError) as error:
            raise DeviceError(f"The adb server on port {USERS_PORT} does not answer ({error}).") from None
        if serial not in found:
            there = ", ".join(found) or "none"
            raise DeviceError(f"No device {serial}; adb lists: {there}. Connect it and allow USB debugging.")
        yield Device(client, serial)


class Device:
    """What the audit asks of a device. Every call has a time limit and raises `DeviceError` with a sentence."""

    def __init__(self, client: AdbClient, serial: str) -> None:
        self._client = client
        self._adb = client.device(serial)
        self.serial = serial

    # ------------------------------------------------------------ facts

    @cached_property
    def desk(self) -> dict[str, Any] | None:
        """What the desk phone says of itself; None on any other device."""
        try:
            facts = json.loads(self._run("desk info", 10)[1])
        except ValueError:
            return None
        return facts if isinstance(facts, dict) and facts.get("desk") else None

    @property
    def is_desk(self) -> bool:
        return self.desk is not None

    @cached_property
    def api(self) -> int:
        return int(self.shell("getprop ro.build.version.sdk").strip() or 0)

    def facts(self) -> dict[str, Any]:
        """For the manifest: serial, kind, API level, model, build."""
        prop = {name: self.shell(f"getprop {name}").strip() for name in ("ro.product.model", "ro.build.fingerprint")}
        return {
            "serial": self.serial,
            "kind": "desk" if self.is_desk else "android",
            "api": self.api,
            "model": prop["ro.product.model"],
            "build": prop["ro.build.fingerprint"],
            **({"sandbox": self.desk.get("sandbox"), "desk": self.desk.get("version")} if self.desk else {}),
        }

    # ------------------------------------------------------------ shell and files

    def _run(self, command: str, timeout: float) -> tuple[int, str]:
        code, output = self.execute(command, timeout)
        return code, output.decode("utf-8", "replace")

    def execute(self, command: str, timeout: float) -> tuple[int, bytes]:
        """Run a shell command: (exit code, output and errors as they came); `timeout` seconds between two answers."""
        try:
            return shell.run(self._client, self.serial, command, timeout)
        except (adbutils.AdbError, EOFError, OSError) as error:
            raise DeviceError(f"{self.serial} did not answer `{command.split()[0]}`: {error or 'no answer'}.") from None

    def shell(self, command: str, timeout: float = 30) -> str:
        """Run a shell command; raises `DeviceError` with its output when it fails."""
        code, output = self._run(command, timeout)
        if code != 0:
            raise DeviceError(f"`{command}` failed on {self.serial}: {output.strip()[:300] or f'exit code {code}'}")
        return output

    def push(self, content: bytes | Path, target: str) -> None:
        try:
            self._adb.sync.push(content if isinstance(content, bytes) else str(content), target)
        except (adbutils.AdbError, OSError) as error:
            raise DeviceError(f"Cannot push to {target} on {self.serial}: {error}.") from None

    def files(self, package: str) -> AppFiles:
        """What the app keeps on the device."""
        return AppFiles(self, package)

    # ------------------------------------------------------------ packages

    def install(self, apk: Path, *splits: Path) -> None:
        """Install an APK, or a base with its splits.

        Raises `ApkError` for a bad APK, `DeviceError` for everything else that the device refuses.
        """
        target = f"{FOLDER}/auditor-install.apk"
        if splits:
            code, output = self._install_session([apk, *splits], target)
        else:
            self.push(apk, target)
            code, output = self._run(f"pm install -r -t {target}", 300)
        self._run(f"rm -f {target}", 10)
        if code != 0 or "Success" not in output:
            reason = re.search(r"INSTALL_\w+[^\]\n]*", output)
            said = reason.group(0) if reason else output.strip()[:200] or "no reason given"
            if said.startswith(BAD_APK):
                raise ApkError(f"{apk.name} is not an APK that Android takes: {said}.")
            raise DeviceError(f"{self.serial} refuses to install {apk.name}: {said}.")

    def _install_session(self, apks: Sequence[Path], target: str) -> tuple[int, str]:
        """All of them at once, each pushed to `target` in its turn."""
        code, output = self._run("pm install-create -r -t", 60)
        session = re.search(r"\[(\d+)\]", output)
        if code != 0 or session is None:
            return code or 1, output
        for number, apk in enumerate(apks):
            self.push(apk, target)
            name = f"split{number}.apk" if number else "base.apk"
            code, output = self._run(f"pm install-write {session[1]} {name} {target}", 300)
            if code != 0 or "Success" not in output:
                self._run(f"pm install-abandon {session[1]}", 60)
                return code or 1, output
        return self._run(f"pm install-commit {session[1]}", 300)

    def uninstall(self, package: str) -> None:
        self._run(f"pm uninstall {shlex.quote(package)}", 60)

    def grant(self, package: str, permission: str) -> None:
        self.shell(f"pm grant {shlex.quote(package)} {shlex.quote(permission)}")

    def revoke(self, package: str, permission: str) -> None:
        """Android ends the app's process when a permission it holds is taken away."""
        self.shell(f"pm revoke {shlex.quote(package)} {shlex.quote(permission)}")

    def pid(self, package: str) -> int | None:
        """Process id on the device, None when the app does not run."""
        _, output = self._run(f"pidof {shlex.quote(package)}", 10)
        first = output.split()
        return int(first[0]) if first and first[0].isdigit() else None

    # ------------------------------------------------------------ life of the app

    def start(self, component: str, *, hold: bool = False) -> None:
        """Start an activity, `package/class`; `hold` keeps the app from running its first line until it is let go."""
        output = self.shell(f"am start {'-D ' if hold else ''}-n {shlex.quote(component)}", 120)
        if "Error" in output:
            raise DeviceError(f"{component} does not start: {output.strip()[:300]}.")

    def force_stop(self, package: str) -> None:
        self._run(f"am force-stop {shlex.quote(package)}", 30)

    def process(self, package: str) -> dict[str, Any]:
        """Desk phone only: `host_pid`, `state` (gate, running, crashed, gone), `why`, `first_activity_ms`."""
        answer = json.loads(self.shell(f"desk process {shlex.quote(package)}"))
        assert isinstance(answer, dict)
        return answer

    def spare(self, package: str) -> dict[str, Any]:
        """Desk phone only: the process kept for the next start, `host_pid` and `state` (gate, starting, none).

        Where there is none, the phone makes one.
        """
        answer = json.loads(self.shell(f"desk spare {shlex.quote(package)}"))
        assert isinstance(answer, dict)
        return answer

    def wait(self, package: str, state: str, seconds: float) -> bool:
        """Wait for `process`, `gate` (desk phone only), `activity` or `idle`; False when it is late or the app dies."""
        if self.is_desk:
            code, _ = self._run(f"desk wait {shlex.quote(package)} {state} {seconds:.0f}", seconds + 10)
            return code == 0
        deadline = time.monotonic() + seconds
        last = None
        while time.monotonic() < deadline:
            shown = self.dump() if (self.focused() or "").startswith(package + "/") else None
            if shown is not None and (state == "activity" or shown == last):
                return True
            last = shown
            time.sleep(0.3)
        return False

    def focused(self) -> str | None:
        """`package/activity` on top of the screen."""
        _, output = self._run("dumpsys activity activities", 30)
        found = re.search(r"(?:topResumedActivity|ResumedActivity)[=:][^\n]*? ([\w.$]+/[\w.$]+)", output)
        return found.group(1) if found else None

    # ------------------------------------------------------------ screen

    def dump(self) -> str:
        """The UI tree as `uiautomator dump` writes it."""
        target = f"{FOLDER}/auditor-window.xml"
        return self.shell(f"uiautomator dump {target} >/dev/null && cat {target}", 30)

    def screenshot(self) -> bytes:
        """PNG of the screen; empty where the device cannot draw."""
        try:
            _, raw = self.execute("screencap -p", 30)
        except DeviceError:
            return b""
        return raw if raw.startswith(b"\x89PNG") else b""

    def tap(self, x: int, y: int) -> None:
        self.shell(f"input tap {x} {y}")

    def swipe(self, x1: int, y1: int, x2: int, y2: int, milliseconds: int = 300) -> None:
        self.shell(f"input swipe {x1} {y1} {x2} {y2} {milliseconds}")

    def text(self, text: str) -> None:
        self.shell(f"input text {shlex.quote(text)}")

    def key(self, name: str) -> None:
        """An Android key by name: BACK, HOME, WAKEUP ..."""
        self.shell(f"input keyevent KEYCODE_{name}")

    # ------------------------------------------------------------ proxy, trust, identity, journal

    def set_proxy(self, host: str, port: int) -> None:
        self.shell(f"settings put global http_proxy {host}:{port}")

    def clear_proxy(self) -> None:
        self._run("settings put global http_proxy :0", 10)

    def trust(self, pem: Path) -> None:
        """Make the desk phone trust a CA that is pushed to it; `DeviceError` on any other device."""
        if not self.is_desk:
            raise DeviceError(
                f"{self.serial} cannot be made to trust this run's proxy: a run audits the desk phone alone so far;"
                " leave --device out, or name a desk phone's serial number."
            )
        self.push(pem, f"{FOLDER}/auditor-ca.pem")
        self.shell(f"desk ca {FOLDER}/auditor-ca.pem")

    def plant(self, values: dict[str, Any]) -> list[Identity]:
        """Plant an identity (`identity.make`) and return the values that the device took, one record each."""
        if self.is_desk:
            target = f"{FOLDER}/auditor-identity.json"
            self.push(json.dumps(values, ensure_ascii=False).encode("utf-8"), target)
            taken = json.loads(self.shell(f"desk plant {target}"))
            return identity.records({key: value for key, value in values.items() if taken.get(key)}, "desk")
        read = {
            "android_id": self.shell("settings get secure android_id").strip(),
            "device_model": self.shell("getprop ro.product.model").strip(),
        }
        return identity.records({key: value for key, value in read.items() if value not in ("", "null")}, "read")

    def ledger(self, package: str) -> list[dict[str, Any]]:
        """Desk phone only: what the app tried and the phone cannot do. Empty elsewhere."""
        if not self.is_desk:
            return []
        lines = self.shell(f"desk ledger {shlex.quote(package)}").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def log(self) -> str:
        return self._run("logcat -d", 30)[1]
