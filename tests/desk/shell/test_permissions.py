"""`appops`, `device_config`, and the end of permissions that were given for one time."""

import asyncio


def test_ops_follow_the_permission_and_can_be_set(on_phone):
    async def scene(desk):
        package = await desk.install()
        assert (await desk.sh(f"appops get {package} READ_CONTACTS")).text == "Uid mode: READ_CONTACTS: ignore\n"
        await desk.sh(f"pm grant {package} android.permission.READ_CONTACTS")
        assert (await desk.sh(f"appops get {package} READ_CONTACTS")).text == "Uid mode: READ_CONTACTS: allow\n"
        assert (await desk.sh(f"appops set {package} android:read_contacts ignore")).code == 0
        both = "Uid mode: READ_CONTACTS: allow\nREAD_CONTACTS: ignore\n"
        assert (await desk.sh(f"cmd appops get {package} READ_CONTACTS")).text == both
        usage = f"appops get {package} GET_USAGE_STATS"
        assert (await desk.sh(usage)).text == "No operations.\nDefault mode: default\n"
        await desk.sh(f"appops set {package} GET_USAGE_STATS allow")
        assert (await desk.sh(usage)).text == "GET_USAGE_STATS: allow\n"
        await desk.sh(f"appops reset {package}")
        assert (await desk.sh(usage)).text.startswith("No operations.")
        assert (await desk.sh(f"appops get {package} FLY")).errors == b"Error: Unknown operation string: FLY\n"
        assert (await desk.sh("appops get com.nobody")).code == 255
        assert b"not valid" in (await desk.sh(f"appops set {package} CAMERA maybe")).errors

    on_phone(scene)


def test_device_config_keeps_what_is_put(on_phone):
    async def scene(desk):
        await desk.sh("device_config put permissions some_name 17")
        assert (await desk.sh("device_config get permissions some_name")).text == "17\n"
        assert (await desk.sh("device_config list permissions")).text == "some_name=17\n"
        await desk.sh("device_config delete permissions some_name")
        assert (await desk.sh("device_config get permissions some_name")).text == "null\n"

    on_phone(scene)


def test_a_permission_for_this_time_ends_with_the_process(on_phone):
    async def scene(desk):
        package = await desk.install()
        app = desk.phone.packages.get(package)
        app.take("android.permission.READ_CONTACTS", granted=True, one_time=True)
        assert "READ_CONTACTS: granted=true, flags=[ ONE_TIME ]" in (await desk.sh(f"dumpsys package {package}")).text
        assert (await desk.sh(f"am start -W -n {app.apk.package}/{app.apk.launcher}")).code == 0
        await desk.sh(f"am force-stop {package}")
        async with asyncio.timeout(30):
            while app.granted & {"android.permission.READ_CONTACTS"}:
                await asyncio.sleep(0.05)
        assert app.one_time == set()

    on_phone(scene)
