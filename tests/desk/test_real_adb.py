"""The phone in its own process, reached by the stock adb client."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import adbutils
import pytest

from auditor import desk
from auditor.desk import registry
from auditor.errors import DeviceError

pytestmark = pytest.mark.phone

DEMO = Path(__file__).parents[2] / "demo" / "demo.apk"


@pytest.fixture(autouse=True)
def own_registry(monkeypatch, tmp_path_factory):
    """Phones of these tests are not seen by other commands on this machine, nor theirs here."""
    folder = tmp_path_factory.mktemp("r")
    monkeypatch.setenv("AUDITOR_RUNTIME", str(folder))


class Adb:
    """The stock client, bound to one phone."""

    def __init__(self, serial):
        self.serial = serial

    def __call__(self, *words, timeout=240):
        return subprocess.run(
            [adbutils.adb_path(), "-s", self.serial, *words], capture_output=True, text=True, timeout=timeout
        )

    def shell(self, line):
        return self("shell", line).stdout


@pytest.fixture
def phone(own_registry, adb_server):
    with desk.start(owner=os.getpid()) as found:
        connected = subprocess.run(
            [adbutils.adb_path(), "connect", found.serial], capture_output=True, text=True, timeout=60
        )
        assert f"connected to {found.serial}" in connected.stdout
        try:
            yield found
        finally:
            subprocess.run([adbutils.adb_path(), "disconnect", found.serial], capture_output=True, timeout=60)


def wait_until(fact, limit_s=30):
    deadline = time.monotonic() + limit_s
    while not fact():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_the_client_installs_pushes_pulls_and_asks(phone, tmp_path):
    adb = Adb(phone.serial)
    assert adb("get-state").stdout == "device\n"
    assert "Success" in adb("install", "-r", str(DEMO)).stdout
    package = adb.shell("pm list packages").removeprefix("package:").strip()
    assert f"/data/app/{package}/base.apk" in adb.shell(f"pm path {package}")
    assert adb.shell("getprop ro.build.version.sdk") == "34\n"
    assert adb("shell", "exit_code_of_nothing").returncode == 127

    content = os.urandom(300_000)
    (tmp_path / "up").write_bytes(content)
    assert adb("push", str(tmp_path / "up"), "/sdcard/deep/er/file").returncode == 0
    assert adb.shell("ls -l /sdcard/deep/er").split()[4] == "300000"
    assert adb("pull", "/sdcard/deep/er/file", str(tmp_path / "down")).returncode == 0
    assert (tmp_path / "down").read_bytes() == content
    assert adb("pull", "/none", str(tmp_path / "no")).returncode == 1

    assert adb("shell", f"pm grant {package} android.permission.READ_CONTACTS").returncode == 0
    assert "READ_CONTACTS: granted=true" in adb.shell(f"dumpsys package {package}")
    assert "Success" in adb("uninstall", package).stdout
    assert adb.shell("pm list packages") == ""


def test_what_is_no_apk_is_refused_by_the_client_too(phone, tmp_path):
    (tmp_path / "no.apk").write_text("no APK")
    answer = Adb(phone.serial)("install", str(tmp_path / "no.apk"))
    assert answer.returncode == 1
    assert "INSTALL_PARSE_FAILED_NOT_APK" in answer.stdout + answer.stderr


def test_adbutils_reads_the_exit_code(phone):
    device = adbutils.AdbClient().device(phone.serial)
    assert device.shell2("ls /none").returncode == 1
    assert device.shell2("whoami").output == "shell\n"
    device.sync.push(b"hello", "/data/local/tmp/x")
    assert device.sync.read_bytes("/data/local/tmp/x") == b"hello"


def test_phones_are_listed_and_stopped(phone):
    assert [found.serial for found in desk.running()] == [phone.serial]
    phone.stop()
    assert desk.running() == []
    assert not phone.home.exists()
    assert not phone.is_running
    phone.stop()


def test_a_port_that_is_taken_is_one_sentence(own_registry):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(DeviceError, match=f"Port {port} of this machine is taken"):
            desk.start(port=port)
    assert desk.running() == []


def test_a_phone_ends_with_its_owner(own_registry):
    owner = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    phone = desk.start(owner=owner.pid)
    assert phone.is_running
    owner.communicate()
    wait_until(lambda: not phone.is_running)
    assert desk.running() == []
    assert not phone.home.exists()


def test_a_phone_that_was_killed_is_cleared_away(own_registry):
    phone = desk.start(owner=os.getpid())
    os.kill(phone.pid, signal.SIGKILL)
    wait_until(lambda: not phone.is_running)
    assert desk.running() == []
    assert not phone.home.exists()
    assert not list((registry.runtime_dir() / "phones").glob("*.json"))
