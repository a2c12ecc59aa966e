"""The watch from outside, on this test's own process and folders with small limits."""

import asyncio
import os

import pytest

from auditor.desk.seal import limits
from auditor.desk.seal.watch import Excess, Folder, Watch


def look(folders=(), is_starting=False):
    """What a watch over this process tells until it would end it; a harmless one ends after half a second."""
    told: list[Excess] = []

    async def scene():
        watch = Watch(os.getpid(), folders, lambda: is_starting, told.append)
        try:
            async with asyncio.timeout(0.5):
                await watch.run()
        except TimeoutError:
            return False
        return True

    ended = asyncio.run(scene())
    return ended, [(excess.kind, excess.name, excess.fatal) for excess in told]


def test_a_process_within_its_limits_is_left_alone(tmp_path):
    (tmp_path / "a").write_bytes(bytes(10_000))
    assert look([Folder(tmp_path, "/data/data/a.b", 1 << 20)]) == (False, [])


@pytest.mark.parametrize(
    ("limit", "value", "kind"),
    [
        ("RESIDENT_BYTES", 1 << 20, "memory_limit"), ("START_CPU_S", 0.0, "start_limit"),
        ("HOST_FREE_BYTES", 1 << 60, "disk_limit"),
    ],
)  # fmt: skip
def test_what_goes_too_far_is_ended(tmp_path, monkeypatch, limit, value, kind):
    monkeypatch.setattr(limits, limit, value)
    ended, told = look([Folder(tmp_path, "/data/data/a.b", 1 << 30)], is_starting=True)
    assert ended
    assert [(name, fatal) for name, _, fatal in told] == [(kind, True)]


def test_threads_and_open_files_are_told_once_and_not_ended_for(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "TASKS", 1)
    monkeypatch.setattr(limits, "OPEN_FILES", 1)
    ended, told = look([Folder(tmp_path, "/sdcard", 1 << 30)])
    kinds = [kind for kind, _, _ in told]
    assert set(kinds) <= {"task_limit", "task_limit_passed", "open_files_limit"} and len(kinds) == len(set(kinds))
    assert any(kind.startswith("task_limit") for kind in kinds)
    assert ended == ("task_limit_passed" in kinds)


def test_a_full_folder_files_without_names_and_deep_folders_are_found(tmp_path, monkeypatch):
    full = Folder(tmp_path, "/data/data/a.b", 1 << 20)
    with open(tmp_path / "removed", "wb") as file:
        file.write(bytes(2 << 20))
        file.flush()
        (tmp_path / "removed").unlink()
        assert look([full]) == (True, [("disk_limit", "/data/data/a.b", True)])
    assert look([full]) == (False, [])
    (tmp_path / "link").symlink_to("/usr")
    assert look([full]) == (False, [])
    monkeypatch.setattr(limits, "DEPTH", 3)
    (tmp_path / ("d" * 200) / "b" / "c" / "d").mkdir(parents=True)
    assert look([full]) == (True, [("disk_limit", "/data/data/a.b", True)])
    monkeypatch.setattr(limits, "DEPTH", 100)
    monkeypatch.setattr(limits, "FILES", 4)
    assert look([full]) == (True, [("disk_limit", "/data/data/a.b", True)])


def test_a_process_that_is_gone_ends_the_watch():
    told: list[Excess] = []
    asyncio.run(Watch(2**22 + 1, [], lambda: True, told.append).run())
    assert told == []
