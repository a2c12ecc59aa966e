"""One app in several APKs: files, folders and the archives of stores; what is hostile or ambiguous is one sentence."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from auditor.app import gather, inspect, one_app, sets
from auditor.errors import ApkError

APKS = Path(__file__).parents[1] / "apks"
BASE, FEATURE, ENGLISH = (APKS / name / f"{name}.apk" for name in ("splits", "splits_feature", "splits_en"))
OTHER = APKS / "crash" / "crash.apk"


def archive(path: Path, **entries: Path | bytes) -> Path:
    """A ZIP archive; `__` stands for a slash and a trailing `_apk` for the ending."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in entries.items():
            name = name.replace("__", "/").replace("_apk", ".apk")
            out.writestr(name, content if isinstance(content, bytes) else content.read_bytes())
    return path


def test_named_files_of_one_app_are_its_base_and_its_splits(tmp_path: Path) -> None:
    for file in (ENGLISH, BASE, FEATURE, OTHER):
        shutil.copy(file, tmp_path)
    first, second = gather([tmp_path], tmp_path / "s")
    assert (first.base.name, first.splits) == ("crash.apk", ())
    assert second.base.name == "splits.apk"
    assert {one.name for one in second.splits} == {"splits_en.apk", "splits_feature.apk"}
    together = one_app([tmp_path / "splits_en.apk", tmp_path / "splits.apk"], tmp_path / "s")
    assert [one.name for one in together.files] == ["splits.apk", "splits_en.apk"]


def test_apks_of_several_folders_are_not_mixed(tmp_path: Path) -> None:
    assert [one.files for one in gather([BASE, FEATURE], tmp_path)] == [(BASE,), (FEATURE,)]
    with pytest.raises(ApkError, match=r"These are 2 apps \(splits\.apk, splits_feature\.apk\); give one"):
        one_app([BASE, FEATURE], tmp_path)


@pytest.mark.parametrize("ending", ["apks", "xapk", "APKM"])
def test_an_archive_of_a_store_is_one_app(tmp_path: Path, ending: str) -> None:
    file = archive(
        tmp_path / f"shop.{ending}", base_apk=BASE, config__en_apk=ENGLISH, feature_apk=FEATURE, icon=b"x", toc=b"y"
    )
    one = one_app([file], tmp_path / "s")
    assert one.name == str(file)
    assert [apk.name for apk in one.files] == ["base.apk", "en.apk", "feature.apk"]
    assert one.base.read_bytes() == BASE.read_bytes()


def test_of_bundletools_archive_the_splits_count(tmp_path: Path) -> None:
    file = archive(tmp_path / "a.apks", splits__base_master_apk=BASE, splits__en_apk=ENGLISH, standalones__a_apk=BASE)
    assert len(one_app([file], tmp_path / "s").files) == 2


def test_the_facts_of_a_set_are_those_of_all_its_apks() -> None:
    alone, whole = inspect(BASE), inspect(BASE, splits=[FEATURE, ENGLISH])
    assert {one.name for one in whole.components} - {one.name for one in alone.components} == {
        "com.cornershop.test.splits.feature.FeatureActivity"
    }
    assert whole.size == sum(file.stat().st_size for file in (BASE, FEATURE, ENGLISH))
    assert (whole.package, whole.sha256) == (alone.package, alone.sha256)


def test_names_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "evil.xapk"
    with zipfile.ZipFile(file, "w") as out:
        out.write(BASE, "../../../evil base.apk")
        out.write(ENGLISH, "/tmp/absolute.apk")
    one = one_app([file], tmp_path / "s")
    assert [apk.name for apk in one.files] == ["evil_base.apk", "absolute.apk"]
    assert all(apk.is_relative_to(tmp_path / "s") for apk in one.files)


def test_what_cannot_be_one_app_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.apks").write_bytes(b"PK\x03\x04 nothing")
    for number, (given, words) in enumerate(
        [
            (tmp_path / "empty", r"holds no \.apk file"),
            (tmp_path / "broken.apks", r"broken\.apks cannot be unpacked \(File is not a zip file\)"),
            (archive(tmp_path / "none.xapk", icon=b"x"), r"none\.xapk holds no APK"),
            (archive(tmp_path / "two.apkm", a_apk=BASE, b_apk=OTHER), r"two\.apkm holds 2 apps, or APKs of one for"),
            (archive(tmp_path / "twice.apks", a_apk=BASE, b_apk=ENGLISH, c_apk=ENGLISH), "two splits of one name"),
            (archive(tmp_path / "bases.apks", a_apk=BASE, b_apk=BASE, c_apk=ENGLISH), "are all base APKs"),
        ]
    ):
        with pytest.raises(ApkError, match=words):
            one_app([given], tmp_path / f"s{number}")
    many = archive(tmp_path / "many.apks", **{f"n{number}_apk": b"" for number in range(101)})
    with pytest.raises(ApkError, match=r"holds 101 APKs, more than any real app"):
        one_app([many], tmp_path / "many")
    monkeypatch.setattr(sets, "LARGEST_BYTES", 1 << 20)
    bomb = archive(tmp_path / "bomb.xapk", a_apk=b"\0" * (3 << 20))
    with pytest.raises(ApkError, match=r"bomb\.xapk unpacks to more than"):
        one_app([bomb], tmp_path / "bomb")
    assert sum(one.stat().st_size for one in (tmp_path / "bomb").rglob("*.apk")) <= 1 << 20
