"""A hostile app on the whole phone: the host is unharmed, the phone and a second app stay up, the ledger tells."""

import json
import os
import re
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from auditor.desk.seal import limits
from tests.desk.stock import START_S

pytestmark = [pytest.mark.phone, pytest.mark.timeout(600)]
ROOT = Path(__file__).parents[2]
APKS = ROOT / "tests" / "apks"
PACKAGE = "com.cornershop.test.hostile"
# What these lines must say, whatever the machine.
WANTED = {
    "processes:/proc": r"denied: 1 of its own",
    "read:/proc/1/environ": r"got: PATH=/system/bin\0.*",
    "run:/bin/sh": r"got: uid=101\d\d\(u0_a1\d\d\) .*",
    "run:ls": r"got: null",
    "run:mount -t tmpfs none /data": r"got: null",
    "connect:10.0.0.1:80": r"got: connected",
    "exchange:plain.example.com:80": r"got: echo",
    "exchange:203.0.113.7:443": r"got: echo",
    "look:/proc/self/cmdline": rf"got: {PACKAGE}",
    "look:/proc/1/cmdline": rf"got: {PACKAGE}",
    "look:/proc/cpuinfo": r"got: processor\t: 0 BogoMIPS.*",
    "look:/sys/devices/system/cpu/possible": r"got: 0-3",
    "look:/system/xbin/su": r"false",
    "look:/system/bin/sh": r"true",
    "look:/data/user/0": r"got: \d+ names",
    "exec:getprop ro.product.model": r"got: Desk Phone = 0",
    "exec:getprop ro.serialno": r"got:  = 0",
    "exec:id": r"got: uid=101\d\d.* context=u:r:untrusted_app:.* = 0",
    "exec:cat /proc/self/cmdline": rf"got: {PACKAGE} = 0",
    "exec:cat /sys/class/net/wlan0/address": r"got:  \| cat: .*: Permission denied = 1",
    "exec:which su": r"got:  = 1",
    "exec:pm list packages": rf"got: package:{PACKAGE} = 0",
    f"exec:pm path {PACKAGE}": rf"got: package:/data/app/{PACKAGE}/base.apk = 0",
    "exec:ls /data/data": r"got:  \| ls: /data/data: Permission denied = 1",
    "exec:ip addr": r"got:  \| .*Permission denied = 1",
    "exec:settings get secure android_id": r"got: [0-9a-f]{16} = 0",
    "exec:settings put secure android_id 1": r"got:  \| java.lang.SecurityException.* = 255",
    "exec:uname -m": r"got: aarch64 = 0",
    "exec:sh -c": r"got: 101\d\d 0 = 0",
    "exec:sh": r"got: 101\d\d two = 3",
}
NATIVE = {
    "raw": "denied 1", "packet": "denied 97", "ptrace": "denied 1", "mount": "denied 1", "unshare": "denied 1",
    "forked": "0", "kill": "denied 3", "parent": "denied 3", "host": "denied 2",
}  # fmt: skip


def _facts(adb, package):
    return json.loads(adb.shell(f"desk process {package}"))


def _ledger(adb):
    return [json.loads(line) for line in adb.shell(f"desk ledger {PACKAGE}").splitlines()]


def _again(adb, mode):
    """Start the hostile app to fill something, and wait until it was ended for it; what the phone then says."""
    adb.shell(f"am force-stop {PACKAGE}")
    adb.shell(f"am start --es mode {mode} -n {PACKAGE}/.MainActivity")
    adb("shell", f"desk wait {PACKAGE} activity {START_S}")
    deadline = time.monotonic() + 120
    while (facts := _facts(adb, PACKAGE))["state"] == "running":
        assert time.monotonic() < deadline, adb.shell("logcat -d -s HOSTILE")
        time.sleep(0.2)
    return facts


def _answer(listener, asked):
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            asked.append(connection.recv(4096).split(b"\r\n")[0].decode())
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            if connection.recv(100):
                connection.sendall(b"echo\n")


def test_a_hostile_app_does_no_harm_and_is_told(adb, tmp_path):
    marker, library = tmp_path / "marker", tmp_path / "probe.so"
    marker.write_text("a secret of the host")
    source = Path(__file__).with_name("native_probe.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source], check=True, timeout=60)
    before = sorted(path.name for path in tmp_path.iterdir())
    settings = {name: Path("/proc/sys/kernel", name).read_text() for name in ("core_pattern", "pid_max")}
    processes = len([name for name in os.listdir("/proc") if name.isdigit()])
    free = os.statvfs(tmp_path)
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as proxy, socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_answer, args=(proxy, asked), daemon=True).start()
        adb.shell(f"settings put global http_proxy 127.0.0.1:{proxy.getsockname()[1]}")
        second = adb.start(ROOT / "demo" / "demo.apk")
        assert adb("shell", f"desk wait {second} activity {START_S}").returncode == 0
        assert adb("push", str(library), "/sdcard/probe.so").returncode == 0
        port = listener.getsockname()[1]
        extras = {"home": tmp_path, "marker": marker, "port": port, "library": "/sdcard/probe.so"}
        assert adb.start(APKS / "hostile" / "hostile.apk", **extras) == PACKAGE
        assert adb("shell", f"desk wait {PACKAGE} activity {START_S}").returncode == 0
        adb("shell", "logcat -m 1 -s HOSTILE:I -e ^done$ -T 1")
        rows = [line.partition("HOSTILE : ")[2] for line in adb.shell("logcat -d -s HOSTILE").splitlines()]
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()
        results = dict(row.split("=", 1) for row in rows if "=" in row)
        seen = {name: results.pop(name, "") for name in WANTED}
        assert {name: text for name, text in seen.items() if not re.fullmatch(WANTED[name], text, re.S)} == {}, rows
        native = results.pop("native:/sdcard/probe.so")
        threads = results.pop("threads")
        assert {name for name, result in results.items() if not result.startswith("denied")} == set()
        assert f"read:{marker}" in results and f"connect:127.0.0.1:{port}" in results and len(results) >= 30

        # Native code that the app brings along runs, and meets the same walls.
        assert native == "got: loaded"
        lines = dict(line.split(" ", 1) for line in adb.shell("cat /sdcard/native.txt").splitlines() if " " in line)
        assert lines.pop("uid").startswith("101")
        assert {name: lines[name] for name in NATIVE} == NATIVE
        assert int(re.search(r"\d+", threads).group()) <= 3000

        told = {(entry["kind"], entry["name"]) for entry in _ledger(adb)}
        assert {
            ("program", "gdb"), ("program", "nsenter"), ("network_refused", "tcp plain.example.com:4444"),
            ("network_refused", "udp 203.0.113.9:9999"), ("network_refused", "tcp 10.0.0.1:other ports"),
        } <= told  # fmt: skip
        assert any(kind in ("task_limit", "task_limit_passed") for kind, _ in told)
        assert "CONNECT plain.example.com:80 HTTP/1.1" in asked and "CONNECT 203.0.113.7:443 HTTP/1.1" in asked

        facts = _again(adb, "memory")
        assert (facts["state"], facts["host_pid"]) == ("crashed", None)
        assert "MB of memory and was ended" in facts["why"]
        assert "memory_limit" in {entry["kind"] for entry in _ledger(adb)}
        assert f"Kill '{PACKAGE}'" in adb.shell("logcat -d -s lowmemorykiller")

        facts = _again(adb, "disk")
        assert "MB and was ended" in facts["why"]
        assert ("disk_limit", f"/data/data/{PACKAGE}") in {(e["kind"], e["name"]) for e in _ledger(adb)}
        lost = (free.f_bavail - os.statvfs(tmp_path).f_bavail) * free.f_frsize
        assert lost < 3 * limits.DATA_BYTES

        # The phone and the second app are as they were.
        assert _facts(adb, second)["state"] == "running"
        assert PACKAGE in adb.shell("pm list packages")
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert {name: Path("/proc/sys/kernel", name).read_text() for name in settings} == settings
    assert len([name for name in os.listdir("/proc") if name.isdigit()]) < processes + 60
