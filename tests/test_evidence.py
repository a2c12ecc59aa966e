from __future__ import annotations

from pathlib import Path

import pytest

from auditor import evidence
from auditor.errors import RunFolderError
from auditor.model import Manifest
from auditor.runs import Recorder, Run, seal_digest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Recorder.create(tmp_path / "run", Manifest(id="r", tool="auditor 0", created=1)) as recorder:
        recorder.mark("start", at=2)
        (recorder.folder / "bodies" / ("a" * 64)).write_bytes(b"body")
    return tmp_path / "run"


def test_sealed_run_is_intact(folder: Path) -> None:
    manifest = evidence.seal(folder)
    result = evidence.verify(Run.open(folder))
    assert result.intact
    assert result.files == 3
    assert set(manifest.digests) == {"manifest.json", "marks.jsonl", "bodies/" + "a" * 64}
    assert result.seal == seal_digest(manifest)


def test_sealing_twice_gives_the_same_seal(folder: Path) -> None:
    assert evidence.seal(folder) == evidence.seal(folder)


def test_changed_missing_and_added_files_are_named(folder: Path) -> None:
    evidence.seal(folder)
    (folder / "bodies" / ("a" * 64)).write_bytes(b"another body")
    (folder / "marks.jsonl").unlink()
    (folder / "flows.jsonl").write_bytes(b"")
    result = evidence.verify(folder)
    assert result.changed == ("bodies/" + "a" * 64,)
    assert result.missing == ("marks.jsonl",)
    assert result.added == ("flows.jsonl",)
    assert not result.intact


def test_change_of_the_manifest_itself_is_noticed(folder: Path) -> None:
    evidence.seal(folder)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"auditor 0"', '"auditor 9"'))
    assert evidence.verify(folder).changed == ("manifest.json",)


def test_a_forged_seal_has_another_digest(folder: Path) -> None:
    before = seal_digest(evidence.seal(folder))
    (folder / "marks.jsonl").write_bytes(b"")
    after = seal_digest(evidence.seal(folder))
    assert before != after


def test_judgement_and_reports_may_be_made_again(folder: Path) -> None:
    evidence.seal(folder)
    for name in ("judgement.json", "report.html", "report.junit.xml"):
        (folder / name).write_bytes(b"{}")
    assert evidence.verify(folder).intact


def test_unsealed_run_cannot_be_compared(folder: Path) -> None:
    with pytest.raises(RunFolderError, match="never sealed"):
        evidence.verify(folder)


def test_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "screens" / "x.png").symlink_to("/etc/hostname")
    with pytest.raises(RunFolderError, match="is a link"):
        evidence.seal(folder)
