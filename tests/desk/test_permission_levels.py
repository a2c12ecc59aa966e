"""What privacy APIs answer by API level, target SDK and permission, and how each level asks: one real start each."""

import asyncio
import json
import re
import tempfile
from pathlib import Path

import pytest
import yaml

from auditor.desk import jars, native
from auditor.desk.phone import Phone
from auditor.walk import permissions
from auditor.walk import screen as screens
from tests.desk.conftest import Desk
from tests.desk.stock import center

pytestmark = [pytest.mark.phone, pytest.mark.timeout(600)]

HERE = Path(__file__).parent
ROWS = yaml.safe_load((HERE / "permission_table.yaml").read_text("utf-8"))
APKS = HERE.parent / "apks"
WAIT_S = 120
ACTIVITY = "com.cornershop.test.permissions.MainActivity"
IDENTITY = {
    "imei": "356938035643809", "imsi": "460001234567890", "iccid": "89860012345678901234", "serial": "R3CT10ABCDE",
    "phone_number": "+8613800138000", "android_id": "00ff00ff00ff00ff", "wifi_mac": "d8:bb:2c:11:22:33",
    "bluetooth_mac": "d8:bb:2c:11:22:34", "ssid": "planted", "bssid": "d8:bb:2c:11:22:35",
    "location": {"latitude": 31.2304, "longitude": 121.4737}, "accounts": [{"name": "n", "type": "t"}],
    "contacts": [{"name": "Zhang", "phone": "1"}], "sms": [{"address": "1", "body": "b"}],
    "call_log": [{"number": "1", "duration": 4}], "calendar": [{"title": "t"}],
}  # fmt: skip
RELEASES = {28: "9", 29: "10", 30: "11", 31: "12", 33: "13", 34: "14"}
# The buttons of the question about the location, in order, at (API level, target SDK).
LOCATION_BUTTONS = {
    (28, 28): ["allow", "deny"],
    (29, 28): ["allow_always", "allow_foreground_only", "deny"],
    (30, 30): ["allow_foreground_only", "allow_one_time", "deny"],
    (34, 34): ["allow_foreground_only", "allow_one_time", "deny"],
}
FINE, COARSE = "ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION"


class App:
    """The probe app of one target SDK on one phone."""

    def __init__(self, desk, target):
        self.desk, self.target, self.package = desk, target, f"com.cornershop.test.permissions{target}"
        self.rounds = 0

    async def install(self):
        name = "permissions" if self.target == 34 else f"permissions{self.target}"
        apk = (APKS / name / f"{name}.apk").read_bytes()
        assert (await self.desk.sh(f"cmd package install -S {len(apk)}", apk)).text == "Success\n"

    async def begin(self, extra=""):
        self.rounds += 1
        line = f"am start -n {self.package}/{ACTIVITY} --es round r{self.rounds} {extra}"
        assert (await self.desk.sh(line)).code == 0

    async def log(self, until):
        """The lines of the latest round, once one fits the pattern."""
        async with asyncio.timeout(WAIT_S):
            while True:
                text = (await self.desk.sh("logcat -d -s permissions")).text
                found = re.findall(rf"permissions: r{self.rounds} (.*)", text)
                if any(re.match(until, line) for line in found):
                    return found
                process = self.desk.phone.processes.get(self.package)
                assert process is None or process.is_alive or process.state == "starting", process.why
                await asyncio.sleep(0.1)

    async def outcomes(self):
        await self.begin()
        lines = await self.log("done")
        return dict(line.split("=", 1) for line in lines if "=" in line)

    async def dialog(self):
        """The system's dialog, once it is up, and the whole dump."""
        async with asyncio.timeout(WAIT_S):
            while True:
                xml = (await self.desk.sh("uiautomator dump /dev/tty")).text
                if "permission_message" in xml:
                    return xml.partition("</hierarchy>")[0] + "</hierarchy>"
                await asyncio.sleep(0.1)

    async def tap(self, xml, end):
        x, y = center(xml, f'resource-id="[^"]*:id/{end}"')
        assert (await self.desk.sh(f"input tap {x} {y}")).code == 0

    async def grant(self, name):
        typed = await self.desk.sh(f"pm grant {self.package} android.permission.{name}")
        assert typed.code == 0, typed.errors


def _on_phone(api, scene):
    async def whole():
        with tempfile.TemporaryDirectory(prefix="desk-") as home:
            phone = Phone(Path(home), api, "zh-CN", "bwrap")
            phone.device.plant(json.dumps(IDENTITY).encode())
            try:
                await scene(Desk(phone))
            finally:
                await phone.stop()

    jars.prepare(None, api)
    native.folder()
    asyncio.run(whole())


def test_the_table_is_large_and_has_both_sides_of_each_change():
    assert len(ROWS) >= 60
    assert {row["api"] for row in ROWS} == set(RELEASES)
    assert all(row["source"] for row in ROWS)
    assert len({(row["api"], row["target"]) for row in ROWS}) >= 8


@pytest.mark.parametrize(("api", "target"), sorted({(row["api"], row["target"]) for row in ROWS}))
def test_calls_answer_and_the_system_asks_as_documented(api, target):
    _on_phone(api, lambda desk: _scene(desk, api, target))


async def _scene(desk, api, target):
    app = App(desk, target)
    await app.install()
    wrong, held = [], set()
    rows = [row for row in ROWS if (row["api"], row["target"]) == (api, target)]
    for granted in sorted({tuple(row["granted"]) for row in rows}, key=len):
        assert held <= set(granted)
        for name in granted:
            if name not in held:
                await app.grant(name)
        held = set(granted)
        seen = await app.outcomes()
        for row in rows:
            if tuple(row["granted"]) == granted and not _fits(seen[row["call"]], row["outcome"]):
                wrong.append((row, seen[row["call"]]))
    assert wrong == []
    assert seen["sdk"] == f"{api} {RELEASES[api]}"
    assert (await desk.sh("getprop ro.build.version.sdk")).text == f"{api}\n"
    assert (await desk.sh("getprop ro.build.version.release")).text == f"{RELEASES[api]}\n"
    assert json.loads((await desk.sh("desk info")).text)["api"] == api
    png = (await desk.sh("screencap -p")).output
    assert (png[:8], png[16:24]) == (b"\x89PNG\r\n\x1a\n", (1080).to_bytes(4, "big") + (2340).to_bytes(4, "big"))
    if (api, target) in LOCATION_BUTTONS:
        await _ask(desk, app, api, target)


def _fits(seen, expected):
    is_exception = re.match(r"\w+Exception: ", expected)
    return seen.startswith(expected) if is_exception else seen == expected


async def _ask(desk, app, api, target):
    """Ask for the location and for the contacts: who asks, with which buttons, and what the answers do."""
    package = app.package
    for name in (FINE, COARSE, "READ_CONTACTS"):
        await desk.sh(f"pm revoke {package} android.permission.{name}")
    await app.begin(f"--es ask {FINE},{COARSE}")
    xml = await app.dialog()
    owner = "com.android.packageinstaller" if api < 29 else "com.android.permissioncontroller"
    found = re.findall(rf'resource-id="{owner}:id/permission_(\w+)_button"', xml)
    assert found == LOCATION_BUTTONS[api, target]
    assert ("permission_location_accuracy_radio_coarse" in xml) == (api >= 31 and target >= 31)
    told = permissions.find(screens.parse(xml))
    assert told.permission == "location" and told.allow.resource_id.endswith(("foreground_only_button", "allow_button"))
    await app.tap(xml, told.allow.resource_id.rpartition("/")[2])
    assert "result=[0,0]" in await app.log("result=")
    held = (await desk.sh(f"dumpsys package {package}")).text
    assert "ACCESS_FINE_LOCATION: granted=true" in held
    if api >= 29:
        assert "ACCESS_BACKGROUND_LOCATION: granted=false" in held
        assert (await desk.sh(f"appops get {package} FINE_LOCATION")).text == "Uid mode: FINE_LOCATION: foreground\n"
    for time in ("first", "second"):
        await app.begin("--es ask READ_CONTACTS")
        xml = await app.dialog()
        again = time == "second"
        if api < 29:
            assert ("do_not_ask_checkbox" in xml) == again
        else:
            assert ("permission_deny_and_dont_ask_again_button" in xml) == again
        if again and api < 29:
            await app.tap(xml, "do_not_ask_checkbox")
        button = "permission_deny_and_dont_ask_again_button" if again and api >= 29 else "permission_deny_button"
        await app.tap(xml, button)
        assert "result=[-1]" in await app.log("result=")
        held = (await desk.sh(f"dumpsys package {package}")).text
        flags = re.search(r"READ_CONTACTS: granted=false, flags=\[ (.*)\]", held)
        assert ("USER_FIXED" in flags[1]) == again and "USER_SET" in flags[1]
    await app.begin("--es ask READ_CONTACTS")
    assert "result=[-1]" in await app.log("result=")
    if (api, target) == (34, 34):
        await _ignored(desk, app)


async def _ignored(desk, app):
    """What Android 12 and later ignore or take back."""
    await desk.sh("device_config put permissions one_time_permissions_timeout_millis 1")
    for name in (FINE, COARSE):
        await desk.sh(f"pm revoke {app.package} android.permission.{name}")
    for alone in (FINE, f"{FINE},{COARSE},ACCESS_BACKGROUND_LOCATION"):
        await app.begin(f"--es ask {alone}")
        assert f"result=[{','.join(['-1'] * (alone.count(',') + 1))}]" in await app.log("result=")
    await app.begin("--es ask CAMERA")
    await app.tap(await app.dialog(), "permission_allow_one_time_button")
    assert "result=[0]" in await app.log("result=")
    assert "CAMERA: granted=true, flags=[ ONE_TIME ]" in (await desk.sh(f"dumpsys package {app.package}")).text
    await desk.sh("input keyevent 3")
    process = desk.phone.processes[app.package]
    assert not await process.wait(lambda: False, WAIT_S)
    assert (process.state, process.why) == ("gone", "a one-time permission ended")
    assert "CAMERA: granted=false" in (await desk.sh(f"dumpsys package {app.package}")).text
    await app.grant("READ_CONTACTS")
    await desk.sh(f"appops set {app.package} READ_CONTACTS ignore")
    await desk.sh(f"appops set {app.package} GET_USAGE_STATS allow")
    seen = await app.outcomes()
    assert (seen["self.READ_CONTACTS"], seen["op.read_contacts"], seen["op.get_usage_stats"]) == ("0", "1", "0")
    assert seen["contacts"] == "empty"
