from __future__ import annotations

import stat
from pathlib import Path

import pytest

from auditor.errors import RunFolderError
from auditor.model import Event, Flow, Manifest, Stack
from auditor.runs import Recorder, Run

MANIFEST = Manifest(id="r", tool="auditor 0", created=1)


def test_what_is_recorded_is_read_again(tmp_path: Path) -> None:
    with Recorder.create(tmp_path / "run", MANIFEST) as recorder:
        recorder.phase = "refuse:before"
        mark = recorder.mark("screen", at=5, detail={"screen": "Main"}, screenshot=b"PNG", tree="<a/>")
        recorder.event(Event(id="E1", at=6, hook="settings.android_id", api="Settings.Secure.getString"))
        recorder.stack(Stack(id=1, frames=("a.B.c(B.java:1)",)))
        recorder.flow(Flow(id="F1", at=7, host="a.example"))
        recorder.update(state="complete", ended=9)
    run = Run.open(tmp_path / "run")
    assert run.marks == (mark,)
    assert mark.phase == "refuse:before"
    assert (run.folder / str(mark.screenshot)).read_bytes() == b"PNG"
    assert [event.hook for event in run.events()] == ["settings.android_id"]
    assert run.stacks == {1: ("a.B.c(B.java:1)",)}
    assert [flow.host for flow in run.flows()] == ["a.example"]
    assert run.manifest.state == "complete"
    assert stat.S_IMODE(run.folder.stat().st_mode) == 0o700


def test_a_line_cut_in_half_is_left_out(tmp_path: Path) -> None:
    with Recorder.create(tmp_path / "run", MANIFEST) as recorder:
        recorder.flow(Flow(id="F1", at=7, host="a.example"))
    with (tmp_path / "run" / "flows.jsonl").open("ab") as file:
        file.write(b'{"id": "F2", "at"')
    assert [flow.id for flow in Run.open(tmp_path / "run").flows()] == ["F1"]


def test_a_folder_in_use_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(RunFolderError, match="not empty"):
        Recorder.create(tmp_path, MANIFEST)


def test_what_is_no_run_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="not a run folder"):
        Run.open(tmp_path)
    with pytest.raises(RunFolderError, match="not a folder"):
        Run.open(tmp_path / "none")


def test_a_broken_record_names_file_and_line(tmp_path: Path) -> None:
    Recorder.create(tmp_path / "run", MANIFEST).close()
    (tmp_path / "run" / "events.jsonl").write_text('{"id": 3}\n')
    with pytest.raises(RunFolderError, match=r"events\.jsonl, line 1"):
        list(Run.open(tmp_path / "run").events())


def test_bodies_are_named_by_digest_alone(tmp_path: Path) -> None:
    Recorder.create(tmp_path / "run", MANIFEST).close()
    assert Run.open(tmp_path / "run").body("../manifest.json") == b""


def test_the_phase_of_a_moment_is_known_later(tmp_path: Path) -> None:
    with Recorder.create(tmp_path / "run", MANIFEST) as recorder:
        recorder.phase = "refuse"
        mark = recorder.mark("phase")
        assert recorder.phase_at(mark.at) == "refuse"
        assert recorder.phase_at(1) == ""
