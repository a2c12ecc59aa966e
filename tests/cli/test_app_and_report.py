from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor import evidence
from auditor.cli import main
from auditor.model import Manifest
from auditor.runs import Recorder

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo" / "demo.apk"


def run_command(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, out, err


def test_inspect_prints_facts(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_command(capsys, "app", "inspect", DEMO)
    assert code == 0
    assert "com.cornershop.demo" in out
    assert "settings.android_id" in out


def test_inspect_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run_command(capsys, "app", "inspect", DEMO, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["package"] == "com.cornershop.demo"


def test_inspect_of_no_apk_is_one_sentence_and_code_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.apk").write_text("no")
    code, out, err = run_command(capsys, "app", "inspect", tmp_path / "a.apk")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "is no APK" in err


def recorded(folder: Path) -> Path:
    with Recorder.create(folder, Manifest(id="r", tool="auditor 0", created=1)) as recorder:
        recorder.mark("start", at=2)
    return folder


def test_verify_says_which_file_was_changed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = recorded(tmp_path / "run")
    evidence.seal(folder)
    assert run_command(capsys, "verify", folder)[0] == 0
    (folder / "marks.jsonl").write_bytes(b"")
    code, out, _ = run_command(capsys, "verify", folder)
    assert code == 1
    assert "changed: marks.jsonl" in out


def test_report_of_a_run_that_is_not_judged_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = recorded(tmp_path / "run")
    code, _, err = run_command(capsys, "report", folder, "--lang", "en")
    assert code == 2
    assert "is not judged yet" in err


def test_report_of_no_run_is_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = run_command(capsys, "report", tmp_path)
    assert code == 2
    assert "not a run folder" in err
