"""Copies of what the app keeps: what is taken, when it may have been written, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.model import Manifest, StoredFile
from auditor.runs import Recorder, Run, now
from auditor.walk import files
from auditor.walk.files import Taker

from .shop import FakeFiles

HOME = "/data/data/com.shop"
PREFS = f"{HOME}/shared_prefs/places.xml"


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    with Recorder.create(tmp_path / "run", Manifest(id="r", tool="t", created=0)) as recorder:
        yield recorder


def taken(recorder: Recorder) -> list[StoredFile]:
    return list(Run.open(recorder.folder).files)


def test_a_file_is_copied_when_it_is_new_and_when_it_has_changed(recorder: Recorder) -> None:
    source = FakeFiles()
    taker = Taker(source, recorder)
    taker.begin()
    installed = now()
    source.write(PREFS, b"<map/>")
    recorder.phase = "accept_allow:before"
    taker.take()
    taker.take()
    recorder.phase = "accept_allow"
    source.write(PREFS, b"<map><int name='n' value='1'/></map>", ago_s=5)
    taker.take()
    first, second = taken(recorder)
    assert (first.id, first.path, first.size, first.phase) == ("D0001", PREFS, 6, "accept_allow:before")
    assert first.unread is None
    assert first.since <= installed
    assert (second.id, second.phase) == ("D0002", "accept_allow")
    assert second.since <= second.changed <= second.at
    run = Run.open(recorder.folder)
    assert [run.stored(one) for one in (first, second)] == [b"<map/>", b"<map><int name='n' value='1'/></map>"]


def test_a_new_installation_knows_nothing(recorder: Recorder) -> None:
    source = FakeFiles()
    taker = Taker(source, recorder)
    for _ in range(2):
        taker.begin()
        source.write(PREFS, b"<map/>")
        taker.take()
    assert [one.path for one in taken(recorder)] == [PREFS, PREFS]
    assert len(list((recorder.folder / "files").iterdir())) == 1


def test_a_change_is_dated_to_the_end_of_its_second_by_the_clock_of_the_device(recorder: Recorder) -> None:
    source = FakeFiles(behind_s=3_600)
    taker = Taker(source, recorder)
    taker.begin()
    source.write(PREFS, b"<map/>", ago_s=10)
    begun = now()
    taker.take()
    (file,) = taken(recorder)
    assert begun - 11_000 <= file.changed <= begun - 8_000


def test_what_is_not_copied_is_named_with_the_reason_once(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 100)
    monkeypatch.setattr(files, "MOST_BYTES", 150)
    monkeypatch.setattr(files, "MOST_FILES", 3)
    monkeypatch.setattr(files, "MOST_NAMED", 4)
    source = FakeFiles()
    source.closed = {"/data/data/com.other": "closed"}
    source.write(f"{HOME}/cache/big", b"x" * 101)
    source.write(f"{HOME}/databases/a.db", b"x" * 90)
    source.write(f"{HOME}/files/b", b"x" * 61)
    source.write(f"{HOME}/files/key.locked", b"x")
    source.write(f"{HOME}/files/y", b"y")
    source.write(f"{HOME}/files/z", b"z")
    source.write(f"{HOME}/cache/late", b"l")
    source.write(f"{HOME}/cache/later", b"l")
    taker = Taker(source, recorder)
    taker.begin()
    taker.take()
    taker.take()
    rows = taken(recorder)
    assert [(one.path.removeprefix(HOME), one.unread) for one in rows] == [
        ("/data/data/com.other", "closed"),
        ("/files/b", "more than 0 MiB at once"),
        ("/files/key.locked", "Permission denied"),
        ("/cache/big", "larger than 0 MiB"),
        ("/cache/late", "more than 3 files at once"),
        ("", "1 files more than can be named"),
        ("/databases/a.db", None),
        ("/files/y", None),
        ("/files/z", None),
        # Each look tries again what the last one had no room for.
        ("/files/b", None),
        ("/cache/late", None),
        ("/cache/later", None),
    ]


def test_a_name_that_is_no_text_is_recorded_all_the_same(recorder: Recorder) -> None:
    source = FakeFiles()
    source.write(f"{HOME}/files/\udcff.locked", b"")
    taker = Taker(source, recorder)
    taker.begin()
    taker.take()
    (file,) = taken(recorder)
    assert (file.path, file.unread) == (f"{HOME}/files/?.locked", "Permission denied")
