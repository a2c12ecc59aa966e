"""An app in several APKs is installed at once, on the desk phone as on any device, and starts."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from auditor import desk
from auditor.cli import main
from auditor.errors import ApkError
from auditor.phone import connect

APKS = Path(__file__).parents[1] / "apks"
BASE, FEATURE, ENGLISH = (APKS / name / f"{name}.apk" for name in ("splits", "splits_feature", "splits_en"))
PACKAGE = "com.cornershop.test.splits"

pytestmark = [pytest.mark.phone, pytest.mark.timeout(300)]


def test_base_and_splits_are_installed_in_one_session(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDITOR_RUNTIME", str(tmp_path_factory.mktemp("r")))
    with desk.start(owner=os.getpid()) as phone, connect(phone.serial) as device:
        with pytest.raises(ApkError, match=r"splits_en\.apk is not an APK that Android takes"):
            device.install(ENGLISH, FEATURE)
        device.install(BASE, ENGLISH, FEATURE)
        files = [path.rpartition("/")[2] for path in device.shell(f"pm path {PACKAGE}").split()]
        assert files == ["base.apk", "split_config.en.apk", "split_feature.apk"]
        assert "auditor-install" not in device.shell("ls /data/local/tmp")


def test_an_archive_of_splits_starts(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("AUDITOR_RUNTIME", str(tmp_path_factory.mktemp("r")))
    with zipfile.ZipFile(tmp_path / "shop.xapk", "w") as out:
        for file in (ENGLISH, BASE, FEATURE):
            out.write(file, file.name)
    monkeypatch.setattr("sys.argv", ["auditor", "phone", "check", str(tmp_path / "shop.xapk"), "--json"])
    with pytest.raises(SystemExit) as done:
        main()
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["boots"], row["checkable"], row["why"]) == (True, True, None)
    assert row["apk"].endswith("shop.xapk") and row["splits"] == ["splits_en.apk", "splits_feature.apk"]
    assert done.value.code in (0, None)
