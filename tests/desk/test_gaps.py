"""An app that asks for hardware, keys and processes which the phone has in its own way: tests/apks/gaps says it."""

import json
import os
import re
import time
from pathlib import Path

import pytest

from auditor import desk
from tests.desk.stock import connected

pytestmark = [pytest.mark.phone, pytest.mark.timeout(400)]

GAPS = Path(__file__).parents[1] / "apks" / "gaps" / "gaps.apk"
PACKAGE = "com.cornershop.test.gaps"
LIMIT_S = 90
REFUSED = "InvalidKeyException of KeyStoreException"
KEYS = {
    "master key is new, encoded null, format null, AES",
    "sealed 32 bytes by AndroidKeyStoreBCWorkaround, iv 12",
    "opened: bread and butter",
    f"cbc with a key for gcm: {REFUSED}: Incompatible block mode",
    "own iv: InvalidAlgorithmParameterException: Caller-provided IV not permitted",
    "cbc: 32",
    f"decrypt with a key to encrypt: {REFUSED}: Incompatible purpose",
    "size 100: InvalidAlgorithmParameterException: Unsupported key size: 100.",
    "ecb: InvalidAlgorithmParameterException: Randomized encryption (IND-CPA) required but may be violated by block "
    "mode: ECB. See KeyGenParameterSpec documentation.",
    "strong box: StrongBoxUnavailableException of KeyStoreException: No StrongBox available",
    "behind the lock screen: InvalidAlgorithmParameterException of IllegalStateException: Secure lock screen must be "
    "enabled to create keys requiring user authentication",
    "without parameters: UnsupportedOperationException: Cannot initialize without a "
    "android.security.keystore.KeyGenParameterSpec parameter",
    "info _master_key_ 256 3 [GCM] in hardware false by the user false",
    "an ordinary key by another provider: true",
    "asked before there is a key, it works with any: 16 tea",
    "same mac: true",
    "aliases [_master_key_]",
    "signed by null: true, CN=Android Keystore Key signs itself",
    f"another digest: {REFUSED}: Incompatible digest",
    "rsa 2048 opens: rolls, pss of 256 bytes",
    f"pkcs1 with a key for pss: {REFUSED}: Incompatible padding mode",
}
HARDWARE = {"cameras: 0", "old cameras: 0", "recorded: 3", "gatt: asked"}
TOLD = [
    ("attestation", "curve"),
    ("camera", "android.hardware.camera2.CameraManager.getCameraIdList"),
    ("camera", "android.hardware.Camera.getNumberOfCameras"),
    ("microphone", "android.media.AudioRecord.startRecording"),
    ("bluetooth_data", "android.bluetooth.BluetoothDevice.connectGatt"),
]


class Gaps:
    """The app on one phone, and what it has said since its last start."""

    def __init__(self, adb):
        self.adb, self._read = adb, 0

    def lines(self):
        return re.findall(r" gaps    : (.*)", self.adb.shell("logcat -d -s gaps"))[self._read :]

    def wait_for(self, fact):
        """What it has said so far, once that is in it."""
        deadline = time.monotonic() + LIMIT_S
        while fact not in (lines := self.lines()):
            assert time.monotonic() < deadline, lines
            time.sleep(0.1)
        return lines

    def start(self):
        """A new process of it."""
        self.adb.shell(f"am force-stop {PACKAGE}")
        self._read += len(self.lines())
        self.adb.shell(f"am start -W -n {PACKAGE}/.MainActivity")

    def ledger(self):
        return [json.loads(line) for line in self.adb.shell(f"desk ledger {PACKAGE}").splitlines()]


@pytest.fixture(scope="module")
def gaps(tmp_path_factory):
    from auditor.phone.server import AdbServer

    with pytest.MonkeyPatch.context() as patch, AdbServer() as server:
        patch.setenv("AUDITOR_RUNTIME", str(tmp_path_factory.mktemp("r")))
        patch.setenv("ANDROID_ADB_SERVER_PORT", str(server.port))
        with desk.start(owner=os.getpid(), locale="en-US") as phone, connected(phone.serial) as adb:
            assert "Success" in adb("install", str(GAPS)).stdout
            app = Gaps(adb)
            app.start()
            app.wait_for("done")
            yield app


def test_keys_of_the_key_store_are_made_used_and_kept_within_their_terms(gaps):
    assert set(gaps.lines()) >= KEYS, "\n".join(gaps.lines())


def test_hardware_that_the_phone_has_not_is_told_with_time_and_stack(gaps):
    assert set(gaps.wait_for("web page is shown")) >= HARDWARE
    told = gaps.ledger()
    assert [(one["kind"], one["name"]) for one in told if one["kind"] != "second_process"] == TOLD
    assert all(any(PACKAGE in frame for frame in one["stack"]) for one in told)
    assert [one["at"] for one in told] == sorted(one["at"] for one in told)


def test_components_of_other_processes_are_found_told_and_not_run_here(gaps):
    said = gaps.wait_for("web page is shown")
    assert {
        "push started: .PushService", "push bound: true", "push unbound: true", "push stopped: false",
        "push told: true", "push rows: null",
    } <= set(said), said  # fmt: skip
    assert "push connected" not in said
    told = [(one["name"].rpartition(".")[2], one["why"]) for one in gaps.ledger() if one["kind"] == "second_process"]
    push = f"its process {PACKAGE}:push is not run"
    assert told == [
        ("PushService", push), ("PushService", push), ("PushService", push), ("PushReceiver", push),
        ("PushProvider", push),
        ("WebActivity", f"its process {PACKAGE}:web is not run; it is shown in the app's own"),
    ]  # fmt: skip
    assert gaps.adb.shell(f"pidof {PACKAGE}").strip(), "neither the crash nor the exit of the other process is its own"


def test_back_goes_to_the_callback_registered_last_and_then_finishes(gaps):
    gaps.adb.shell("input keyevent BACK")
    said = gaps.wait_for("back was taken by a callback")
    assert "web page is gone" not in said
    gaps.adb.shell("input keyevent BACK")
    assert "the old way" not in gaps.wait_for("web page is gone")


def test_a_key_outlives_the_process_and_goes_with_the_data(gaps):
    gaps.start()
    again = gaps.wait_for("done")
    assert again[0] == "opened: bread and butter"
    kept = f"ls /data/data/{PACKAGE}/device_protected"
    assert "keystore.json" in gaps.adb.shell(kept)
    gaps.adb.shell(f"pm clear {PACKAGE}")
    assert "keystore.json" not in gaps.adb.shell(kept)
