import asyncio
import json

from tests.desk.conftest import DEMO


async def _spare(desk, package, state="gate"):
    """What `desk spare` says once it says that state."""
    async with asyncio.timeout(30):
        while True:
            facts = json.loads((await desk.sh(f"desk spare {package}")).text)
            if facts["state"] == state:
                return facts
            await asyncio.sleep(0.02)


async def _up(desk, package):
    assert (await desk.sh(f"desk wait {package} activity 30")).code == 0
    return json.loads((await desk.sh(f"desk process {package}")).text)


def test_the_next_start_takes_the_spare_with_the_state_of_now(on_phone):
    async def scene(desk):
        package = await desk.install()
        await desk.sh(f"am start -n {package}/.MainActivity")
        first = await _up(desk, package)
        spare = await _spare(desk, package)
        assert spare["host_pid"] not in (None, first["host_pid"])
        await desk.sh(f"pm grant {package} android.permission.READ_CONTACTS; settings put global x 1")
        await desk.sh(f"am start -D -n {package}/.MainActivity --es a b")
        held = json.loads((await desk.sh(f"desk process {package}")).text)
        assert (held["host_pid"], held["state"]) == (spare["host_pid"], "gate")
        seen = (await desk.sh("uiautomator dump /dev/tty")).text
        config = json.loads(seen.split("config '")[1].split("' end")[0])
        assert "android.permission.READ_CONTACTS" in config["granted_permissions"]
        assert config["settings"]["global"]["x"] == "1"
        assert config["intent"]["extras"] == {"a": "b"}

    on_phone(scene)


def test_without_a_debugger_the_gate_is_opened(on_phone):
    async def scene(desk):
        package = await desk.install()
        spare = await _spare(desk, package)
        await desk.sh(f"am start -n {package}/.MainActivity")
        assert (await _up(desk, package))["host_pid"] == spare["host_pid"]
        assert "hello from inside" in (await desk.sh("logcat -d")).text

    on_phone(scene)


def test_a_spare_is_seen_by_nobody(on_phone):
    async def scene(desk):
        package = await desk.install()
        spare = await _spare(desk, package)
        assert (await desk.sh(f"pidof {package}")).code == 1
        assert str(spare["host_pid"]) not in (await desk.sh("ps")).text
        assert "hello from inside" not in (await desk.sh("logcat -d")).text
        assert json.loads((await desk.sh(f"desk process {package}")).text)["state"] == "gone"

    on_phone(scene)


def test_a_spare_outlives_installing_the_same_app_again_and_emptying_its_data(on_phone):
    async def scene(desk):
        package = await desk.install()
        spare = await _spare(desk, package)
        await desk.sh(f"echo x > /data/data/{package}/file; pm clear {package}")
        await desk.sh(f"pm uninstall {package}")
        assert (await desk.sh(f"desk spare {package}")).text == json.dumps(spare) + "\n"
        assert await desk.install(DEMO) == package
        await desk.sh(f"am start -D -n {package}/.MainActivity")
        assert json.loads((await desk.sh(f"desk process {package}")).text)["host_pid"] == spare["host_pid"]

    on_phone(scene)


def test_a_spare_of_another_state_is_ended_and_a_new_process_started(on_phone):
    async def scene(desk):
        package = await desk.install()
        spare = await _spare(desk, package)
        desk.phone.device.properties["ro.product.model"] = "Another"
        await desk.sh(f"am start -D -n {package}/.MainActivity")
        assert (await desk.sh(f"desk wait {package} gate 30")).code == 0
        facts = json.loads((await desk.sh(f"desk process {package}")).text)
        assert facts["host_pid"] not in (None, spare["host_pid"])
        assert len(list((desk.phone.home / "run").iterdir())) == 1

    on_phone(scene)


def test_what_is_not_installed_has_no_spare(on_phone):
    async def scene(desk):
        typed = await desk.sh("desk spare no.such.app")
        assert json.loads(typed.text) == {"host_pid": None, "state": "none"}

    on_phone(scene)
