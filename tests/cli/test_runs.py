from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from auditor.cli.runs import command
from auditor.model import AppFacts, Manifest
from auditor.runs import Recorder, now


def a_run(folder: Path, created: int) -> None:
    with Recorder.create(folder, Manifest(id="r", tool="auditor 0", created=created, state="complete")) as recorder:
        recorder.write("app.json", AppFacts(package="com.example.app", sha256="0" * 64))


def test_runs_are_listed_oldest_first_and_others_left_out(tmp_path: Path) -> None:
    a_run(tmp_path / "b", 1_000)
    a_run(tmp_path / "a", 2_000)
    (tmp_path / "notes").mkdir()
    lines = CliRunner().invoke(command, ["list", str(tmp_path)]).output.splitlines()
    assert [line.split()[-1] for line in lines] == [str(tmp_path / "b"), str(tmp_path / "a")]
    assert "com.example.app" in lines[0] and "not judged" in lines[0]


def test_prune_deletes_old_runs_alone(tmp_path: Path) -> None:
    a_run(tmp_path / "old", 1_000)
    a_run(tmp_path / "new", now())
    (tmp_path / "notes").mkdir()
    result = CliRunner().invoke(command, ["prune", str(tmp_path), "--yes"])
    assert result.exit_code == 0
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["new", "notes"]
