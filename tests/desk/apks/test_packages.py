import re
import shlex
import warnings
import zipfile
from pathlib import Path

import pytest

from auditor.desk.apks import reading
from auditor.desk.apks.apk import BadApkError
from tests.desk.bad_apks import manifest, rewrite, with_manifest

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "demo" / "demo.apk"
DEMO_PACKAGE = "com.cornershop.demo"
SPLITS = "com.cornershop.test.splits"
BASE, FEATURE, ENGLISH = (
    ROOT / "tests" / "apks" / name / f"{name}.apk" for name in ("splits", "splits_feature", "splits_en")
)
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


NOT_APK, UNEXPECTED = "INSTALL_PARSE_FAILED_NOT_APK", "INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION"
UNSIGNED = "INSTALL_PARSE_FAILED_NO_CERTIFICATES"


def bad_files(folder):
    """Files that are no APK for a phone: name, content, Android's code and a word of the reason."""
    good = DEMO.read_bytes()
    no_manifest, twice, half_signed = folder / "no_manifest", folder / "twice", folder / "half_signed"
    with zipfile.ZipFile(no_manifest, "w") as archive:
        archive.writestr("hello.txt", "no manifest")
    rewrite(DEMO, half_signed, signed=True)
    with warnings.catch_warnings(action="ignore"):
        rewrite(DEMO, twice, extra=[("classes.dex", b"another")])
    changed, claims = bytearray(good), bytearray(good)
    changed[good.index(b"dex\n") + 200] ^= 1
    # The end of the directory claims that it has 4 GB.
    end = good.rindex(b"PK\x05\x06")
    claims[end + 12 : end + 16] = b"\xff\xff\xff\xff"
    rewrite(DEMO, folder / "unsigned")
    with_manifest(folder / "deep", manifest(200_000))
    with_manifest(folder / "pool", manifest(1, strings=0xFFFFFFFF))
    with_manifest(folder / "garbage", b"\x03\x00\x08\x00garbage")
    return [
        ("empty", b"x", NOT_APK, "cut off"),
        ("text", b"plain text", NOT_APK, "cut off"),
        ("cut off", good[:5000], NOT_APK, "cut off"),
        ("no manifest", no_manifest.read_bytes(), UNEXPECTED, "no AndroidManifest.xml"),
        ("duplicate", twice.read_bytes(), NOT_APK, "'classes.dex' twice"),
        ("changed", bytes(changed), UNSIGNED, "SHA256 digest of contents did not verify"),
        ("4 GB directory", bytes(claims), NOT_APK, "larger than the file"),
        ("stripped", half_signed.read_bytes(), UNSIGNED, "requires a minimum of signature scheme v2"),
        ("unsigned", (folder / "unsigned").read_bytes(), UNSIGNED, "Failed to collect certificates"),
        ("deep", (folder / "deep").read_bytes(), UNEXPECTED, "100 levels"),
        ("pool", (folder / "pool").read_bytes(), UNEXPECTED, "no readable AndroidManifest.xml"),
        ("garbage", (folder / "garbage").read_bytes(), UNEXPECTED, "no readable AndroidManifest.xml"),
    ]


def test_what_is_no_apk_is_refused_as_android_does(on_phone, tmp_path):
    files = bad_files(tmp_path)
    for name, raw, code, why in files:
        (tmp_path / "bad.apk").write_bytes(raw)
        with pytest.raises(BadApkError, match=re.escape(why)) as refused:
            reading.parse(tmp_path / "bad.apk", 34)
        assert (name, refused.value.code) == (name, code)
        assert "\n" not in str(refused.value)

    async def scene(desk):
        for _, raw, code, why in files[5:7]:
            answer = await desk.sh(f"cmd package install -S {len(raw)}", raw)
            assert answer.code == 1
            assert answer.text.startswith(f"Failure [{code}: ") and why in answer.text
            assert answer.text.count("\n") == 1
        assert (await desk.sh("pm list packages")).text == ""
        assert (await desk.sh("pm install /sdcard/none.apk")).text.startswith("Failure [INSTALL_FAILED_INVALID_URI")
        assert list(desk.phone.home.glob("install-*")) == []

    on_phone(scene)


def test_a_session_takes_names_and_sizes_only_as_they_should_be(on_phone):
    async def scene(desk):
        raw = DEMO.read_bytes()
        created = await desk.sh("pm install-create -r -g")
        number = re.fullmatch(r"Success: created install session \[(\d+)\]\n", created.text).group(1)
        for name in ("../evil", "/etc/x", "a/b", "'a b'", "..", "''"):
            refused = await desk.sh(f"pm install-write -S 5 {number} {name} -", b"hello")
            assert refused.code == 255 and b"IllegalArgumentException: Invalid name" in refused.errors
        cut = await desk.sh(f"pm install-write -S {len(raw)} {number} base -", raw[:100])
        assert (cut.code, cut.errors) == (255, b"Error: the APK was cut off on its way\n")
        huge = await desk.sh(f"pm install-write -S {1 << 40} {number} base -", raw)
        assert huge.code == 255 and b"too large" in huge.errors
        (desk.phone.tree.root / 'data/local/tmp/it\'s "a" b.apk').write_bytes(raw)
        path = shlex.quote('/data/local/tmp/it\'s "a" b.apk')
        written = await desk.sh(f"pm install-write {number} base.apk {path}")
        assert written.text == f"Success: streamed {len(raw)} bytes\n"
        assert (await desk.sh(f"pm install-commit {number}")).text == "Success\n"
        assert (await desk.sh(f"pm install-commit {number}")).code == 255
        assert (await desk.sh(f"pm install {path}")).text == "Success\n"
        empty = (await desk.sh("pm install-create")).text[len("Success: created install session [") : -2]
        nothing = await desk.sh(f"pm install-commit {empty}")
        assert nothing.text == "Failure [INSTALL_FAILED_INVALID_APK: No packages staged]\n"
        other = (await desk.sh("pm install-create")).text[len("Success: created install session [") : -2]
        assert (await desk.sh(f"pm install-abandon {other}")).text == "Success\n"
        assert (await desk.sh("pm install --what")).errors == b"Error: Unknown option --what\n"
        assert list(desk.phone.home.glob("install-*")) == []

    on_phone(scene)


def test_splits_belong_to_their_base(on_phone):
    async def scene(desk):
        async def install(*apks, options="-t"):
            for number, apk in enumerate(apks):
                (desk.phone.tree.root / f"data/local/tmp/{number}.apk").write_bytes(apk.read_bytes())
            names = " ".join(f"/data/local/tmp/{number}.apk" for number in range(len(apks)))
            return (await desk.sh(f"pm install {options} {names}")).text

        assert "INSTALL_FAILED_MISSING_SPLIT: Missing split for" in await install(BASE)
        assert "INSTALL_FAILED_INVALID_APK: Full install must include a base package" in await install(FEATURE)
        assert "Split feature was defined multiple times" in await install(BASE, FEATURE, FEATURE)
        assert f"base package {DEMO_PACKAGE} inconsistent with {SPLITS}" in await install(FEATURE, DEMO)
        assert "INSTALL_FAILED_TEST_ONLY" in await install(BASE, FEATURE, options="")
        missing = await install(ENGLISH, options=f"-t -p {SPLITS}")
        assert f"INSTALL_FAILED_INVALID_APK: Missing existing base package for {SPLITS}" in missing
        assert await install(BASE, FEATURE) == "Success\n"
        assert await install(ENGLISH, options=f"-t -p {SPLITS}") == "Success\n"
        files = sorted(path.name for path in (desk.phone.tree.root / "data/app" / SPLITS).iterdir())
        assert files == ["base.apk", "split_config.en.apk", "split_feature.apk"]
        assert "splits=[base, config.en, feature]" in (await desk.sh(f"dumpsys package {SPLITS}")).text
        # A whole install takes the place of all the parts.
        assert await install(BASE, ENGLISH) == "Success\n"
        assert [part.apk.split for part in desk.phone.packages.get(SPLITS).splits] == ["config.en"]

    on_phone(scene)


def test_what_pm_list_packages_can_say(on_phone):
    async def scene(desk):
        package = await desk.install()
        whole = f"package:/data/app/{package}/base.apk={package} versionCode:3  installer=null uid:10101\n"
        assert (await desk.sh("pm list packages -3 -f -i -U --show-versioncode --user 0")).text == whole
        for options in ("-s", "-d", "no.such", "--uid 1"):
            assert (await desk.sh(f"pm list packages {options}")).text == ""
        assert (await desk.sh("pm list packages --what")).code == 255
        assert (await desk.sh(f"pm uninstall -k {package}")).text == "Success\n"
        assert (await desk.sh("pm list packages; pm list packages -u")).text == f"package:{package}\n"
        assert (await desk.sh(f"ls -d /data/data/{package}")).code == 0

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
