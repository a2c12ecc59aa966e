"""The whole phone: real JVM, real Android classes, the seal, stock adb."""

import json
import re
import socket
import struct
import threading
import time
from pathlib import Path

import pytest

from auditor.desk import registry
from tests.desk.stock import START_S, center

pytestmark = [pytest.mark.phone, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
APKS = ROOT / "tests" / "apks"


def test_an_app_is_seen_tapped_drawn_and_ended(adb):
    package = adb.start(ROOT / "demo" / "demo.apk")
    port = _swallow_connections(adb)
    assert port
    assert adb("shell", f"desk wait {package} activity {START_S}").returncode == 0
    assert adb("shell", f"desk wait {package} idle 120").returncode == 0
    before = adb.shell("uiautomator dump /dev/tty")
    assert f'package="{package}"' in before
    png = adb("exec-out", "screencap", "-p", text=False).stdout
    assert struct.unpack(">II", png[16:24]) == (1080, 2340)
    assert len(png) > 5000
    buttons = re.findall(r'clickable="true"[^>]*bounds="\[(\d+),(\d+)\]\[(\d+),(\d+)\]"', before)
    assert buttons
    left, top, right, bottom = map(int, buttons[-1])
    assert adb("shell", f"input tap {(left + right) // 2} {(top + bottom) // 2}").returncode == 0
    assert adb("shell", f"desk wait {package} idle 120").returncode in (0, 1)
    facts = json.loads(adb.shell(f"desk process {package}"))
    assert facts["host_pid"] is None or Path(f"/proc/{facts['host_pid']}").exists()
    adb.shell(f"am force-stop {package}")
    ended = json.loads(adb.shell(f"desk process {package}"))
    assert (ended["state"] in ("gone", "crashed"), ended["host_pid"]) == (True, None)
    assert facts["host_pid"] is None or registry._started_at(facts["host_pid"]) is None


def _tap(adb, wanted):
    """Tap the node that the pattern fits, once it is on the screen."""
    deadline = time.monotonic() + 60
    while (at := center(screen := adb.shell("uiautomator dump /dev/tty"), wanted)) is None:
        assert time.monotonic() < deadline, f"never on the screen: {wanted}; there is {screen[:3000]}"
        time.sleep(0.1)
    assert adb("shell", f"input tap {at[0]} {at[1]}").returncode == 0


def test_the_demo_is_driven_by_the_stock_client_alone(adb, tmp_path):
    assert _swallow_connections(adb)
    package = adb.start(ROOT / "demo" / "demo.apk")
    _tap(adb, 'resource-id="android:id/button1"')
    _tap(adb, 'text="Find stores"')
    _tap(adb, 'resource-id="com.android.permissioncontroller:id/permission_deny_button"')
    _tap(adb, 'text="[^"]*store')
    assert "ACCESS_FINE_LOCATION: granted=false" in adb.shell(f"dumpsys package {package}")
    assert adb("shell", "screencap -p /sdcard/screen.png").returncode == 0
    assert adb("pull", "/sdcard/screen.png", str(tmp_path / "screen.png")).returncode == 0
    assert struct.unpack(">II", (tmp_path / "screen.png").read_bytes()[16:24]) == (1080, 2340)
    assert "Success" in adb("uninstall", package).stdout
    assert adb.shell(f"pidof {package}") == ""


def _swallow_connections(adb):
    """A proxy that answers every request with 502, so that the app fails as it does offline."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    port = listener.getsockname()[1]
    adb.shell(f"settings put global http_proxy 127.0.0.1:{port}")

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")

    threading.Thread(target=serve, daemon=True).start()
    return port


def test_an_app_that_crashes_at_start_says_why(adb):
    package = adb.start(APKS / "crash" / "crash.apk")
    assert adb("shell", f"desk wait {package} activity {START_S}").returncode == 1
    facts = json.loads(adb.shell(f"desk process {package}"))
    assert facts["state"] == "crashed"
    assert "Exception" in facts["why"] or "Error" in facts["why"]
    assert "FATAL EXCEPTION" in adb.shell("logcat -d")


def test_data_outlives_the_process_and_log_lines_arrive(adb):
    package = adb.start(ROOT / "demo" / "demo.apk")
    assert _swallow_connections(adb)
    assert adb("shell", f"desk wait {package} activity {START_S}").returncode == 0
    assert adb("shell", f"desk wait {package} idle 120").returncode == 0
    screen = adb.shell("uiautomator dump /dev/tty")
    assert "privacy policy. It says" in screen
    left, top, right, bottom = map(
        int, re.search(r'text="Agree"[^>]*bounds="\[(\d+),(\d+)\]\[(\d+),(\d+)\]"', screen).groups()
    )
    adb.shell(f"input tap {(left + right) // 2} {(top + bottom) // 2}")
    assert adb("shell", f"desk wait {package} idle 120").returncode == 0
    assert "CornerShop: no IMEI" in adb.shell("logcat -d")
    assert "consent.xml" in adb.shell(f"ls /data/data/{package}/shared_prefs")
    adb.shell(f"am force-stop {package}")
    adb.shell(f"am start -n {package}/.MainActivity")
    assert adb("shell", f"desk wait {package} activity {START_S}").returncode == 0
    assert adb("shell", f"desk wait {package} idle 120").returncode == 0
    again = adb.shell("uiautomator dump /dev/tty")
    assert "Find stores" in again and "privacy policy. It says" not in again
    adb.shell(f"pm clear {package}")
    assert adb.shell(f"ls /data/data/{package}") == ""
