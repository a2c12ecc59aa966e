"""The phone in its own process, reached by the stock adb client."""

import os
import re
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
from tests.desk.stock import Adb, connected

pytestmark = pytest.mark.phone

DEMO = Path(__file__).parents[2] / "demo" / "demo.apk"


@pytest.fixture(autouse=True)
def own_registry(monkeypatch, tmp_path_factory):
    """Phones of these tests are not seen by other commands on this machine, nor theirs here."""
    folder = tmp_path_factory.mktemp("r")
    monkeypatch.setenv("AUDITOR_RUNTIME", str(folder))


@pytest.fixture
def phone(own_registry, adb_server):
    with desk.start(owner=os.getpid()) as found, connected(found.serial):
        yield found


def wait_until(fact, limit_s=30):
    deadline = time.monotonic() + limit_s
    while not fact():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_the_client_installs_pushes_pulls_and_asks(phone, tmp_path):
    adb = Adb(phone.serial, 240)
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
    answer = Adb(phone.serial, 240)("install", str(tmp_path / "no.apk"))
    assert answer.returncode == 1
    assert "INSTALL_PARSE_FAILED_NOT_APK" in answer.stdout + answer.stderr


def test_the_client_sees_a_phone_with_a_user_build(phone):
    adb = Adb(phone.serial, 240)
    (row,) = [line for line in adb("devices", "-l").stdout.splitlines() if line.startswith(phone.serial)]
    assert re.fullmatch(rf"{phone.serial} +device product:desk model:Desk_Phone device:desk transport_id:\d+", row)
    assert adb("wait-for-device").returncode == 0
    assert adb("get-serialno").stdout == f"{phone.serial}\n"
    assert adb("root").stdout == "adbd cannot run as root in production builds\n"
    assert "does not restart" in adb("reboot").stdout
    assert "Not running as root" in adb("remount").stdout
    report = adb("bugreport")
    assert report.returncode != 0 and "no bug reports" in report.stdout + report.stderr
    assert adb("get-state").stdout == "device\n"


def test_the_clients_shell_keeps_codes_and_streams_apart(phone):
    adb = Adb(phone.serial, 240)
    done = adb("shell", "echo out; ls /none; exit 7")
    assert (done.returncode, done.stdout, done.stderr) == (7, "out\n", "ls: /none: No such file or directory\n")
    # -x is the shell of old phones: one stream, no code.
    old = adb("shell", "-x", "ls /none; echo $?")
    assert (old.returncode, old.stdout) == (0, "ls: /none: No such file or directory\n1\n")
    lines = "echo one\nfalse\necho $? | cat\nexit 3\n"
    typed = subprocess.run(
        [adbutils.adb_path(), "-s", phone.serial, "shell"], input=lines, capture_output=True, text=True, timeout=60
    )
    assert (typed.returncode, typed.stdout, typed.stderr) == (3, "one\n1\n", "")
    assert adb("exec-out", "printf_is_not_here || echo -n raw").stdout.endswith("raw")
    assert adb("shell", "echo", "'a  b'", "\\$HOME").stdout == "a  b $HOME\n"


def test_the_client_follows_the_log_and_a_killed_one_harms_nobody(phone):
    adb = Adb(phone.serial, 240)
    line = [adbutils.adb_path(), "-s", phone.serial, "logcat", "-v", "brief", "desk:I", "*:S"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as following:
        assert following.stdout.readline() == "--------- beginning of main\n"
        adb.shell("log -t desk -p w hello from adb")
        adb.shell("log -t other not this one")
        adb.shell("log -t desk second")
        assert re.fullmatch(r"W/desk    \( *\d+\): hello from adb\n", following.stdout.readline())
        assert following.stdout.readline().endswith(": second\n")
        following.send_signal(signal.SIGKILL)
    pulling = subprocess.Popen([adbutils.adb_path(), "-s", phone.serial, "exec-out", "logcat"], stdout=subprocess.PIPE)
    pulling.stdout.readline()
    pulling.kill()
    pulling.communicate()
    assert adb("logcat", "-d", "-s", "desk:W", "-v", "raw").stdout.splitlines()[1:] == ["hello from adb"]
    assert adb("logcat", "-c").returncode == 0
    assert adb("logcat", "-t", "5").stdout == "--------- beginning of main\n"


def test_the_client_pushes_and_pulls_folders_with_odd_names(phone, tmp_path):
    adb = Adb(phone.serial, 240)
    folder = tmp_path / "up"
    odd = folder / "a b" / 'it\'s "odd" $(x); 中'
    odd.parent.mkdir(parents=True)
    odd.write_bytes(b"1" * 70_000)
    os.utime(odd, (1_600_000_000, 1_600_000_000))
    (folder / "empty").touch()
    assert adb("push", str(folder), "/sdcard/Download").returncode == 0
    assert adb("push", "--sync", str(folder), "/sdcard/Download").returncode == 0
    assert adb("pull", "-a", "/sdcard/Download/up", str(tmp_path / "down")).returncode == 0
    back = tmp_path / "down" / "a b" / odd.name
    assert back.read_bytes() == odd.read_bytes()
    assert int(back.stat().st_mtime) == 1_600_000_000
    assert sorted(path.name for path in (tmp_path / "down").iterdir()) == ["a b", "empty"]
    refused = adb("push", str(odd), "/sdcard/Download/up")
    assert refused.returncode == 0, refused.stderr
    refused = adb("push", str(odd), "/proc/../sdcard/Download/up/a b/../../up/empty/x")
    assert refused.returncode == 1 and "Not a directory" in refused.stdout + refused.stderr
    (tmp_path / "link").symlink_to("/etc/passwd")
    adb("push", str(tmp_path / "link"), "/sdcard/link")
    assert adb("pull", "/../../../etc/passwd", str(tmp_path / "passwd")).returncode == 1


def test_reversed_ports_are_listed_by_the_client(phone):
    adb = Adb(phone.serial, 240)
    assert adb("reverse", "tcp:7001", "tcp:7002").returncode == 0
    assert adb("reverse", "tcp:0", "tcp:7003").stdout == "40000\n"
    assert adb("reverse", "--no-rebind", "tcp:7001", "tcp:7004").returncode == 1
    assert [row.split()[1:] for row in adb("reverse", "--list").stdout.splitlines() if row] == [
        ["tcp:7001", "tcp:7002"], ["tcp:40000", "tcp:7003"],
    ]  # fmt: skip
    assert adb("reverse", "--remove", "tcp:7001").returncode == 0
    gone = adb("reverse", "--remove", "tcp:7001")
    assert gone.returncode == 1 and "listener 'tcp:7001' not found" in gone.stderr
    assert adb("reverse", "--remove-all").returncode == 0
    assert adb("reverse", "--list").stdout.strip() == ""
    port = adb("forward", "tcp:0", "tcp:9").stdout.strip()
    assert f"{phone.serial} tcp:{port} tcp:9" in adb("forward", "--list").stdout
    with socket.create_connection(("127.0.0.1", int(port)), timeout=20) as nobody_listens:
        assert nobody_listens.recv(1) == b""
    assert adb("forward", "--remove-all").returncode == 0
    assert adb("forward", "--list").stdout.strip() == ""


def test_adbutils_reads_the_exit_code(phone):
    device = adbutils.AdbClient().device(phone.serial)
    assert device.shell2("ls /none").returncode == 1
    assert device.shell2("whoami").output == "shell\n"
    device.sync.push(b"hello", "/data/local/tmp/x")
    assert device.sync.read_bytes("/data/local/tmp/x") == b"hello"
    assert device.sync.stat("/data/local/tmp/x").size == 5
    assert [found.path for found in device.sync.list("/data/local/tmp")] == ["x"]
    assert device.prop.model == "Desk Phone"
    stream = device.shell("logcat", stream=True)
    assert stream.read(10) == b"---------"[:9] + b" "
    stream.close()


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
