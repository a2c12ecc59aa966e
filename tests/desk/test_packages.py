import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo" / "demo.apk"
NO_LAUNCHER = ROOT / "tests" / "apks" / "nolauncher" / "nolauncher.apk"


def test_a_package_is_listed_with_path_and_permissions(on_phone):
    async def scene(desk):
        package = await desk.install()
        assert (await desk.sh("pm list packages")).text == f"package:{package}\n"
        assert (await desk.sh(f"pm path {package}")).text == f"package:/data/app/{package}/base.apk\n"
        dumped = (await desk.sh(f"dumpsys package {package}")).text
        assert "      android.permission.INTERNET: granted=true\n" in dumped
        assert "android.permission.READ_CONTACTS: granted=false" in dumped
        assert (await desk.sh(f"ls -d /data/data/{package}")).code == 0

    on_phone(scene)


def test_install_with_g_grants_what_is_asked_for_at_run_time(on_phone):
    async def scene(desk):
        typed = await desk.sh(f"cmd package install -g -S {DEMO.stat().st_size}", DEMO.read_bytes())
        assert typed.text == "Success\n"
        package = desk.phone.packages.list()[0].package
        assert "READ_CONTACTS: granted=true" in (await desk.sh(f"dumpsys package {package}")).text

    on_phone(scene)


def test_uninstall_takes_data_and_permissions_along(on_phone):
    async def scene(desk):
        package = await desk.install()
        await desk.sh(f"pm grant {package} android.permission.READ_CONTACTS")
        await desk.sh(f"echo x > /data/data/{package}/file")
        assert (await desk.sh(f"pm uninstall {package}")).text == "Success\n"
        # The empty folder itself stays: a process that waits for its app is bound to it.
        assert (await desk.sh(f"ls -a /data/data/{package}")).text.split() in ([], [".", ".."])
        await desk.install()
        assert "READ_CONTACTS: granted=false" in (await desk.sh(f"dumpsys package {package}")).text
        assert (await desk.sh(f"cat /data/data/{package}/file")).code == 1
        gone = await desk.sh("pm uninstall no.such.app")
        assert (gone.code, gone.text) == (1, "Failure [DELETE_FAILED_INTERNAL_ERROR]\n")

    on_phone(scene)


def test_installing_again_keeps_data_and_grants(on_phone):
    async def scene(desk):
        package = await desk.install()
        await desk.sh(f"pm grant {package} android.permission.READ_CONTACTS; echo x > /data/data/{package}/file")
        await desk.install()
        assert "READ_CONTACTS: granted=true" in (await desk.sh(f"dumpsys package {package}")).text
        assert (await desk.sh(f"cat /data/data/{package}/file")).text == "x\n"
        refused = await desk.sh(f"cmd package install -R -S {DEMO.stat().st_size}", DEMO.read_bytes())
        assert refused.text.startswith("Failure [INSTALL_FAILED_ALREADY_EXISTS:")

    on_phone(scene)


def test_what_is_no_apk_is_refused_as_android_does(on_phone, tmp_path):
    empty_zip = tmp_path / "zip.apk"
    with zipfile.ZipFile(empty_zip, "w") as archive:
        archive.writestr("hello.txt", "no manifest")
    broken = tmp_path / "broken.apk"
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("AndroidManifest.xml", b"\x03\x00\x08\x00garbage")

    async def scene(desk):
        for raw in (b"", b"plain text", DEMO.read_bytes()[:5000], empty_zip.read_bytes(), broken.read_bytes()):
            typed = await desk.sh(f"cmd package install -S {len(raw) or 1}", raw)
            assert typed.code == 1
            assert typed.text.startswith(("Failure [INSTALL_PARSE_FAILED_NOT_APK:", "Failure [INSTALL_FAILED_INVALID"))
            assert "Traceback" not in typed.text
        assert (await desk.sh("pm list packages")).text == ""
        assert (await desk.sh("pm install /sdcard/none.apk")).text.startswith("Failure [INSTALL_FAILED_INVALID_URI")

    on_phone(scene)


def test_an_app_without_launcher_installs_but_does_not_start_from_the_launcher(on_phone):
    async def scene(desk):
        package = await desk.install(NO_LAUNCHER)
        assert (await desk.sh(f"monkey -p {package} 1")).code == 252
        typed = await desk.sh(f"am start {package}")
        assert typed.code == 1
        assert b"no activity to start from the launcher" in typed.errors

    on_phone(scene)


def test_permissions_that_cannot_be_changed_are_refused_in_androids_words(on_phone):
    async def scene(desk):
        package = await desk.install()
        cases = {
            f"pm grant {package} android.permission.SEND_SMS": "has not requested permission",
            f"pm grant {package} android.permission.INTERNET": "is not a changeable permission type",
            "pm grant no.such.app android.permission.CAMERA": "Unknown package: no.such.app",
        }
        for line, words in cases.items():
            typed = await desk.sh(line)
            assert typed.code == 255
            assert words in typed.errors.decode()

    on_phone(scene)
