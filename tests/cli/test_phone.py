"""`auditor phone` on phones that are records alone."""

import json
from pathlib import Path

import pytest

from auditor import desk
from auditor.cli import main


class Phone:
    def __init__(self, serial):
        self.serial, self.pid, self.api, self.sandbox, self.stopped = serial, 7, 34, "bwrap", 0

    def stop(self):
        self.stopped += 1


@pytest.fixture
def phones(monkeypatch):
    found = [Phone("127.0.0.1:1"), Phone("127.0.0.1:2"), Phone("127.0.0.1:3")]
    monkeypatch.setattr(desk, "running", lambda: found, raising=False)
    return found


@pytest.fixture
def run(capsys):
    def command(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["phone", *map(str, arguments)])
        return ended.value.code, *capsys.readouterr()

    return command


def test_phones_are_listed(phones, run):
    assert run("list")[1].splitlines()[0] == "127.0.0.1:1  API 34  sandbox bwrap  pid 7"
    assert json.loads(run("list", "--json")[1])[1] == {
        "serial": "127.0.0.1:2", "pid": 7, "api": 34, "sandbox": "bwrap",
    }  # fmt: skip
    phones.clear()
    assert run("list", "--json")[:2] == (0, "[]\n")
    assert run("list") == (0, "", "no desk phone is on; start one with: auditor phone start\n")


def test_several_are_stopped_and_an_unknown_one_stops_none(phones, run):
    code, _, said = run("stop", "127.0.0.1:1", "127.0.0.1:9")
    assert code == 2
    assert "No desk phone has the serial 127.0.0.1:9; those that are on: 127.0.0.1:1, 127.0.0.1:2, 127.0.0.1:3." in said
    assert [phone.stopped for phone in phones] == [0, 0, 0]
    assert run("stop", "127.0.0.1:1", "127.0.0.1:3", "127.0.0.1:1")[0] == 0
    assert [phone.stopped for phone in phones] == [1, 0, 1]
    assert run("stop") == (0, "", "stopped 127.0.0.1:1\nstopped 127.0.0.1:2\nstopped 127.0.0.1:3\n")
    phones.clear()
    assert run("stop") == (0, "", "no desk phone is on\n")


def test_a_folder_is_checked_apk_by_apk(monkeypatch, run, tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("b.apk", "deep/a.apk", "notes.txt"):
        (tmp_path / name).write_text("no APK")
    seen = []

    def check(apks, each, **_options):
        seen.extend(apks)
        rows = [{"apk": str(apk), "api": 34, "boots": False, "activity": None, "why": "is no APK"} for apk, *_ in apks]
        for row in rows:
            each(row)
        return rows

    monkeypatch.setattr(desk, "check", check, raising=False)
    code, out, _ = run("check", tmp_path)
    assert (code, seen) == (3, [(tmp_path / "b.apk",), (tmp_path / "deep" / "a.apk",)])
    assert out.splitlines()[0] == f"{tmp_path}/b.apk: API 34: does not start: is no APK"
    assert [row["why"] for row in json.loads(run("check", tmp_path / "b.apk", "--json")[1])] == ["is no APK"]
    (tmp_path / "empty").mkdir()
    code, _, said = run("check", tmp_path / "empty")
    assert (code, "holds no .apk file" in said) == (2, True)


def test_a_packed_app_is_not_checkable_even_when_its_stub_starts(monkeypatch, run):
    packed = Path(__file__).parents[1] / "apks" / "packed" / "packed.apk"

    def check(apks, each, **_options):
        rows = [{"apk": str(apk), "api": 34, "boots": True, "activity": "a/.B", "why": None} for apk, *_ in apks]
        for row in rows:
            each(row)
        return rows

    monkeypatch.setattr(desk, "check", check, raising=False)
    code, out, _ = run("check", packed)
    said = "packed by 360 加固保 / 360 Jiagu (com.stub.StubApp): its own code is not run here, so it cannot be checked"
    assert (code, out) == (3, f"{packed}: API 34: not checkable here: {said}\n")
    code, out, _ = run("check", packed, "--json")
    (row,) = json.loads(out)
    assert (code, row["boots"], row["checkable"], row["why"]) == (3, True, False, said)
