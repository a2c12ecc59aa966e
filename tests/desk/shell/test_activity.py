import json
import shlex

import pytest

from auditor.desk.shell.activity import read_start
from auditor.errors import DeviceError


def test_the_options_of_a_start():
    start = read_start(shlex.split("-W -D -n a.b/.C --es name value --ei n 7 --ez yes true -d x:y -f 0x10"))
    assert (start.wait, start.hold, start.component, start.data) == (True, True, "a.b/.C", "x:y")
    assert start.extras == {"name": "value", "n": 7, "yes": True}
    with pytest.raises(DeviceError, match="'seven' is no number"):
        read_start(["--ei", "n", "seven"])


def test_an_app_starts_and_is_on_screen(on_phone):
    async def scene(desk):
        package = await desk.install()
        launcher = desk.phone.packages.get(package).apk.launcher
        started = await desk.sh(f"am start -W -n {package}/{launcher}")
        assert started.code == 0, started.errors
        assert "Status: ok" in started.text
        assert f"topResumedActivity=ActivityRecord{{1 u0 {package}/{launcher} t1}}" in (
            await desk.sh("dumpsys activity activities")
        ).text
        pid = int((await desk.sh(f"pidof {package}")).text)
        facts = json.loads((await desk.sh(f"desk process {package}")).text)
        assert facts["host_pid"] == pid
        assert facts["state"] == "running"
        assert package in (await desk.sh("ps -A | grep example")).text or package in (await desk.sh("ps -A")).text

    on_phone(scene)


def test_a_held_app_stays_at_the_gate(on_phone):
    async def scene(desk):
        package = await desk.install()
        await desk.sh(f"am start -D -n {package}/{desk.phone.packages.get(package).apk.launcher}")
        there = await desk.sh(f"desk wait {package} process 20")
        assert (there.code, json.loads(there.text)["host_pid"] is not None) == (0, True)
        waited = await desk.sh(f"desk wait {package} gate 20")
        assert waited.code == 0
        assert json.loads(waited.text)["state"] == "gate"
        assert (await desk.sh(f"desk wait {package} activity 0.2")).code == 1

    on_phone(scene)


def test_a_crash_is_told_with_its_reason_and_lands_in_the_log(on_phone):
    async def scene(desk):
        package = await desk.install()
        started = await desk.sh(f"am start -W -d crash -n {package}/{desk.phone.packages.get(package).apk.launcher}")
        waited = await desk.sh(f"desk wait {package} idle 20")
        assert waited.code == 1
        facts = json.loads(waited.text)
        assert (facts["state"], facts["host_pid"]) == ("crashed", None)
        assert facts["why"] == "java.lang.IllegalStateException: no"
        assert "FATAL EXCEPTION: main" in (await desk.sh("logcat -d")).text
        assert (await desk.sh(f"pidof {package}")).code == 1
        assert started.text.startswith("Starting: Intent")

    on_phone(scene)


def test_a_process_that_ends_without_a_word_is_told_with_its_last_line(on_phone):
    async def scene(desk):
        package = await desk.install()
        started = await desk.sh(f"am start -W -d silent -n {package}/{desk.phone.packages.get(package).apk.launcher}")
        assert started.code == 1
        assert b"ended with code 9: something went wrong in here" in started.errors

    on_phone(scene)


def test_a_process_that_breaks_the_protocol_is_not_believed(on_phone):
    async def scene(desk):
        package = await desk.install()
        await desk.sh(f"am start -W -d garbage -n {package}/{desk.phone.packages.get(package).apk.launcher}")
        facts = json.loads((await desk.sh(f"desk process {package}")).text)
        assert facts["state"] == "crashed"

    on_phone(scene)


def test_an_unknown_activity_does_not_start_and_says_so(on_phone):
    async def scene(desk):
        package = await desk.install()
        typed = await desk.sh(f"am start -n {package}/.Nowhere")
        assert typed.code == 1
        assert b"does not exist" in typed.errors
        assert (await desk.sh("am start -n no.such.app/.Main")).code == 1
        assert (await desk.sh("am start --what")).code == 1

    on_phone(scene)


def test_revoking_a_held_permission_ends_the_app_and_granting_does_not(on_phone):
    async def scene(desk):
        package = await desk.install()
        app = desk.phone.packages.get(package)
        await desk.sh(f"am start -W -n {package}/{app.apk.launcher}")
        assert (await desk.sh(f"pm grant {package} android.permission.READ_CONTACTS")).code == 0
        assert (await desk.sh(f"pidof {package}")).code == 0
        assert (await desk.sh(f"pm revoke {package} android.permission.READ_CONTACTS")).code == 0
        assert (await desk.sh(f"pidof {package}")).code == 1
        facts = json.loads((await desk.sh(f"desk process {package}")).text)
        assert facts["why"] == "permission android.permission.READ_CONTACTS was revoked"

    on_phone(scene)


def test_what_the_user_answered_in_the_app_is_kept_by_the_phone(on_phone):
    async def scene(desk):
        package = await desk.install()
        app = desk.phone.packages.get(package)
        await desk.sh(f"am start -W -n {package}/{app.apk.launcher}")
        await desk.sh("input tap 1 1")
        dumped = (await desk.sh(f"dumpsys package {package}")).text
        assert "android.permission.READ_CONTACTS: granted=true" in dumped
        assert (await desk.sh(f"pm clear {package}")).text == "Success\n"
        dumped = (await desk.sh(f"dumpsys package {package}")).text
        assert "android.permission.READ_CONTACTS: granted=false" in dumped

    on_phone(scene)


def test_home_and_back_to_the_app(on_phone):
    async def scene(desk):
        package = await desk.install()
        component = f"{package}/{desk.phone.packages.get(package).apk.launcher}"
        await desk.sh(f"am start -W -n {component}")
        await desk.sh("input keyevent HOME")
        assert "launcher3" in (await desk.sh("dumpsys window | grep mCurrentFocus")).text
        again = await desk.sh(f"am start -W -n {component}")
        assert "LaunchState: WARM" in again.text
        assert component in (await desk.sh("dumpsys window | grep mCurrentFocus")).text

    on_phone(scene)
