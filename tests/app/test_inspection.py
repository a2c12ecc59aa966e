from __future__ import annotations

import hashlib
import shutil
import time
import zipfile
from pathlib import Path

import pytest

from auditor.app import inspect
from auditor.errors import ApkError, NoLauncherError

from .test_dextables import build

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo" / "demo.apk"
NO_LAUNCHER = ROOT / "tests" / "apks" / "nolauncher" / "nolauncher.apk"


def test_facts_of_the_demo() -> None:
    facts = inspect(DEMO)
    assert facts.package == "com.cornershop.demo"
    assert facts.launcher == "com.cornershop.demo.MainActivity"
    assert facts.sha256 == hashlib.sha256(DEMO.read_bytes()).hexdigest()
    assert facts.target_sdk == 34
    assert "android.permission.READ_CONTACTS" in facts.dangerous
    assert facts.unused == ()
    assert [sdk.why for sdk in facts.sdks] == ["com.tallyhall.analytics (2 classes)"]
    assert facts.packer is None
    assert len(facts.certificate.sha256) == 64
    assert facts.certificate.organization
    assert {"settings.android_id", "telephony.imei", "clipboard.read"} <= set(facts.privacy_apis)


def test_facts_are_the_same_each_time() -> None:
    assert inspect(DEMO) == inspect(DEMO)


def test_app_without_launcher_is_refused_for_an_audit_and_still_described() -> None:
    with pytest.raises(NoLauncherError, match="no activity that a launcher could start"):
        inspect(NO_LAUNCHER)
    assert inspect(NO_LAUNCHER, need_launcher=False).launcher is None


def changed(tmp_path: Path, **files: bytes | None) -> Path:
    """A copy of the demo in which these files are replaced, added or (None) left out."""
    target = tmp_path / "changed.apk"
    names = {name.replace("__", "/"): data for name, data in files.items()}
    with zipfile.ZipFile(DEMO) as source, zipfile.ZipFile(target, "w") as out:
        for entry in source.namelist():
            if entry not in names:
                out.writestr(entry, source.read(entry))
        for name, data in names.items():
            if data is not None:
                out.writestr(name, data)
    return target


def test_archive_without_manifest_is_no_apk(tmp_path: Path) -> None:
    with pytest.raises(ApkError, match=r"has no AndroidManifest\.xml"):
        inspect(changed(tmp_path, **{"AndroidManifest.xml": None}))


@pytest.mark.parametrize("manifest", [b"", b"<manifest/>", b"\x03\x00\x08\x00" + b"\xff" * 64, b"\x00" * 4096])
def test_broken_manifest_is_one_sentence(tmp_path: Path, manifest: bytes) -> None:
    with pytest.raises(ApkError, match="cannot be read"):
        inspect(changed(tmp_path, **{"AndroidManifest.xml": manifest}))


def test_broken_code_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ApkError, match=r"classes\.dex in changed\.apk is broken"):
        inspect(changed(tmp_path, **{"classes.dex": b"dex\n035\0" + b"\0" * 300}))


def test_truncated_apk_is_one_sentence(tmp_path: Path) -> None:
    short = tmp_path / "short.apk"
    short.write_bytes(DEMO.read_bytes()[:-2000])
    with pytest.raises(ApkError, match="truncated"):
        inspect(short)


def test_packed_app_is_named_and_its_permissions_are_not_called_unused(tmp_path: Path) -> None:
    packed = changed(tmp_path, **{"classes.dex": build(["La;"], []), "lib__arm64-v8a__libjiagu.so": b"\x7fELF"})
    facts = inspect(packed)
    assert facts.packer == "360 加固保 / 360 Jiagu (libjiagu.so)"
    assert facts.native_libraries == ("lib/arm64-v8a/libjiagu.so",)
    assert facts.unused == ()


def test_unsigned_copy_has_no_certificate_and_is_still_described(tmp_path: Path) -> None:
    facts = inspect(changed(tmp_path, **{"META-INF__X.RSA": b"no certificate"}))
    assert facts.package == "com.cornershop.demo"


def test_large_app_is_read_in_seconds(tmp_path: Path) -> None:
    big = tmp_path / "big.apk"
    shutil.copy(DEMO, big)
    with zipfile.ZipFile(big, "a") as out:
        out.writestr("assets/blob", b"\0" * 5_000_000)
    before = time.process_time()
    inspect(big)
    assert time.process_time() - before < 3
