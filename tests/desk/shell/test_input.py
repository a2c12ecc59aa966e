import json


async def started(desk):
    package = await desk.install()
    await desk.sh(f"am start -W -n {package}/{desk.phone.packages.get(package).apk.launcher}")
    return package


def test_taps_reach_the_app_and_the_dump_shows_it(on_phone):
    async def scene(desk):
        await started(desk)
        assert (await desk.sh("input tap 10.7 20")).code == 0
        assert "[[10, 20]]" in (await desk.sh("uiautomator dump /dev/tty")).text
        dumped = await desk.sh("uiautomator dump /sdcard/w.xml && cat /sdcard/w.xml")
        assert dumped.text.startswith("UI hierchary dumped to: /sdcard/w.xml\n<hierarchy>")
        assert (await desk.sh("screencap -p")).output.startswith(b"\x89PNG")
        await desk.sh("screencap -p /sdcard/s.png")
        assert (await desk.sh("cat /sdcard/s.png")).output.endswith(b"fake")

    on_phone(scene)


def test_bad_input_is_refused_with_a_sentence(on_phone):
    async def scene(desk):
        await started(desk)
        for line in ("input tap x y", "input tap 1", "input tap 1e9 1", "input keyevent NO_SUCH", "input dance"):
            typed = await desk.sh(line)
            assert typed.code == 255, line
            assert typed.errors.startswith(b"Error: ")
        refused = await desk.sh("input keyevent 999")
        assert (refused.code, refused.errors) == (1, b"Error: no such key here\n")

    on_phone(scene)


def test_an_empty_phone_still_has_a_screen(on_phone):
    async def scene(desk):
        assert "com.android.launcher3" in (await desk.sh("uiautomator dump /dev/tty")).text
        assert (await desk.sh("screencap -p")).output.startswith(b"\x89PNG")
        assert (await desk.sh("input tap 5 5")).code == 0
        assert (await desk.sh("wm size")).text == "Physical size: 1080x2340\n"

    on_phone(scene)


def test_planted_values_and_settings_reach_a_running_app(on_phone):
    async def scene(desk):
        package = await started(desk)
        with desk.phone.tree.write("/sdcard/i.json") as write:
            write(json.dumps({"imei": "490154203237518", "android_id": "00112233aabbccdd"}).encode())
        assert json.loads((await desk.sh("desk plant /sdcard/i.json")).text) == {"imei": True, "android_id": True}
        assert (await desk.sh("settings get secure android_id")).text == "00112233aabbccdd\n"
        with desk.phone.tree.write("/sdcard/bad.json") as write:
            write(b'{"imei": 3, "who": "me"}')
        refused = await desk.sh("desk plant /sdcard/bad.json")
        assert refused.code == 1
        assert b"identity file does not fit" in refused.errors
        ledger = (await desk.sh(f"desk ledger {package}")).text.splitlines()
        assert [json.loads(line)["kind"] for line in ledger] == ["class_not_translated", "native_library"]
        assert json.loads(ledger[0])["name"] == "com.example.Odd.run"
        assert json.loads(ledger[0])["at"] > 1_500_000_000_000

    on_phone(scene)


def test_a_certificate_must_be_one(on_phone):
    async def scene(desk):
        with desk.phone.tree.write("/sdcard/no.pem") as write:
            write(b"not a certificate")
        refused = await desk.sh("desk ca /sdcard/no.pem")
        assert (refused.code, refused.errors) == (1, b"Error: The pushed file holds no PEM certificate.\n")

    on_phone(scene)
