"""An app in several APKs, and its ports, by the stock client on the whole phone."""

import re
import socket
import threading
from pathlib import Path

import pytest

pytestmark = [pytest.mark.phone, pytest.mark.timeout(600)]

APKS = Path(__file__).parents[1] / "apks"
BASE, FEATURE, ENGLISH = (APKS / name / f"{name}.apk" for name in ("splits", "splits_feature", "splits_en"))
PACKAGE = "com.cornershop.test.splits"
START_S = 240


def ask(port, question):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client, client.makefile("rw") as line:
        line.write(question + "\n")
        line.flush()
        return line.readline()


def greet_one(listener):
    connection, _ = listener.accept()
    with connection:
        connection.sendall(b"hello of the host\n")


def test_splits_are_installed_used_and_reached(adb):
    refused = adb("install", "-t", BASE)
    assert refused.returncode == 1
    assert f"Failure [INSTALL_FAILED_MISSING_SPLIT: Missing split for {PACKAGE}]" in refused.stdout + refused.stderr
    refused = adb("install-multiple", BASE, FEATURE)
    assert refused.returncode == 1 and "INSTALL_FAILED_TEST_ONLY" in refused.stdout + refused.stderr
    assert adb("install-multiple", "-t", BASE, FEATURE).returncode == 0
    added = adb("install-multiple", "-t", "-r", "-p", PACKAGE, ENGLISH)
    assert added.returncode == 0, added.stderr
    folder = f"/data/app/{PACKAGE}"
    assert adb("shell", "pm", "path", PACKAGE).stdout.split() == [
        f"package:{folder}/base.apk", f"package:{folder}/split_config.en.apk", f"package:{folder}/split_feature.apk",
    ]  # fmt: skip

    assert adb("shell", f"am start -W -n {PACKAGE}/.MainActivity").returncode == 0
    rows = dict(re.findall(r' text="(\w+)=([^"]*)"', adb("shell", "uiautomator dump /dev/tty").stdout))
    assert rows == {
        "greeting": "hello of the English split",
        "feature": "hello of the feature",
        "asset": "asset of the feature",
        "names": "[config.en, feature]",
        "packageNames": "[config.en, feature]",
        "files": "base.apk split_config.en.apk split_feature.apk",
        "activity": f"{PACKAGE}.feature.FeatureActivity",
        "port": "7100",
    }

    inward = int(adb("forward", "tcp:0", "tcp:7100").stdout)
    assert ask(inward, "ping") == "pong\n"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(60)
        served = threading.Thread(target=greet_one, args=(listener,))
        served.start()
        assert "Connection refused" in ask(inward, "call 7200")
        assert adb("reverse", "tcp:7200", f"tcp:{listener.getsockname()[1]}").returncode == 0
        assert ask(inward, "call 7200") == "hello of the host\n"
        served.join(60)
    assert adb("reverse", "--remove-all").returncode == 0
    assert "Connection refused" in ask(inward, "call 7200")

    assert adb("shell", f"am start -W -n {PACKAGE}/.feature.FeatureActivity").returncode == 0
    assert "screen of the feature" in adb("shell", "uiautomator dump /dev/tty").stdout
    assert adb("shell", f"pm uninstall -k {PACKAGE}").stdout == "Success\n"
    assert adb("shell", "pm list packages").stdout == ""
    assert adb("shell", "pm list packages -u").stdout == f"package:{PACKAGE}\n"
