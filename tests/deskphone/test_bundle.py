"""The committed jar is what its sources give, and its rules are sound."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from auditor.desk import jars
from auditor.desk.permissions import is_runtime, table
from tests.deskphone.conftest import JAR, ROOT

DATA = ROOT / "deskphone" / "data"


def _build() -> ModuleType:
    return _module("build")


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"deskphone_{name}", ROOT / "deskphone" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.phone
def test_the_jar_is_rebuilt_byte_for_byte(ecj: Path, jar_folder: Path, class_path: list[Path], tmp_path: Path) -> None:
    framework = next(jar_folder.glob("android-all-instrumented-14-*.jar"))
    translators = [jar_folder / name for name in jars.class_path(jars.pins().translate)]
    _build().build(ecj, framework, sorted({*class_path, *translators}), tmp_path / "again.jar")
    assert (tmp_path / "again.jar").read_bytes() == JAR.read_bytes()


def test_a_jar_is_the_same_whatever_the_order_of_its_files(tmp_path: Path) -> None:
    build = _build()
    build.write_jar({"a": b"1", "b/c": b"2"}, tmp_path / "one.jar")
    build.write_jar({"b/c": b"2", "a": b"1"}, tmp_path / "two.jar")
    assert (tmp_path / "one.jar").read_bytes() == (tmp_path / "two.jar").read_bytes()


def test_every_guard_has_nine_columns_and_a_source() -> None:
    rows = [line.split("\t") for line in (DATA / "guards.tsv").read_text("utf-8").splitlines()[1:]]
    assert len(rows) > 50
    for row in rows:
        assert len(row) == 9 and row[8], row
        assert row[6].split(":")[0] in {"throws", "fails", "null", "empty", "false", "value"}, row
        assert row[7] in {"original", "android"} or row[7].split(":")[0] in {"identity", "handset", "hole"}, row


def _of_level(file: str, api: int) -> list[list[str]]:
    rows = [line.split("\t") for line in (DATA / file).read_text("utf-8").splitlines()[1:]]
    ends = [(row, row[1].split("-")) for row in rows]
    return [row for row, (first, last) in ends if int(first) <= api <= int(last or 10_000)]


@pytest.mark.parametrize("api", [28, 29, 30, 31, 33, 34, 35])
def test_at_no_level_a_permission_is_in_two_groups_or_a_word_said_twice(api: int) -> None:
    rows = _of_level("permission_groups.tsv", api)
    names = [name for row in rows for name in row[2].split()]
    assert len(names) == len(set(names)) > 20 and all(len(row) == 6 for row in rows)
    words = _of_level("permission_words.tsv", api)
    said = [row[0] for row in words]
    assert len(said) == len(set(said)) and {"question", "allow", "deny"} <= set(said)
    assert all(len(row) == 4 and row[2] and row[3] for row in words)


@pytest.mark.parametrize("api", [28, 29, 30, 31, 33, 34, 35])
def test_what_users_are_asked_for_is_in_a_group(api: int) -> None:
    names = [name for row in _of_level("permission_groups.tsv", api) for name in row[2].split()]
    grouped = {name if "." in name else f"android.permission.{name}" for name in names}
    assert {name for name in table().permissions if is_runtime(name, api)} <= grouped


def test_recorded_classes_are_the_frameworks_and_come_from_behind_the_gate() -> None:
    record = _module("record_classes")
    log = "\n".join(
        f"[{i}.0s] {name} source: __JVM_DefineClass__"
        for i, name in enumerate(
            ["android.os.Early", "auditor.handset.AtGate", "android.view.View", "com.example.App", "android.view.View",
             "android.os.A$$Lambda$1/0x00a", "org.robolectric.X$$Reflector1", "java.util.List", "android.text.Layout"]
        )
    )  # fmt: skip
    assert record.classes(log) == ["android.view.View", "android.text.Layout"]
    kept = (DATA / "first_activity_classes.txt").read_text("utf-8").splitlines()
    assert len(kept) == len(set(kept)) > 1000
    assert all(name.startswith(record.OF_FRAMEWORK) for name in kept)
