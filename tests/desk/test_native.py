import zipfile

import pytest

from auditor.desk import jars, native
from auditor.errors import DeviceError

LIBRARY = "native/linux/x86_64/lib.so"


@pytest.fixture
def jar(monkeypatch, tmp_path):
    """A folder of jars with a small stand-in for the native one."""
    monkeypatch.setattr(jars, "folder", lambda: tmp_path)
    pin = next(pin for pin in jars.pins().framework if pin.parts[1] == native.ARTIFACT)
    path = tmp_path / pin.filename
    with zipfile.ZipFile(path, "w") as archive:
        for name in (LIBRARY, "fonts/A.ttf", "icu/t.dat", "hyphen-data/en.hyb", "native/mac/x86_64/no.dylib", "../up"):
            archive.writestr(name, name.encode())
    return path


def test_what_is_needed_is_unpacked_and_nothing_else(jar):
    found = native.folder()
    files = {path.relative_to(found).as_posix() for path in found.rglob("*") if path.is_file()}
    assert files == {LIBRARY, "fonts/A.ttf", "icu/t.dat", "hyphen-data/en.hyb"}
    assert [path.name for path in jar.parent.iterdir() if path.name.startswith(".")] == []


def test_it_is_unpacked_once_and_repaired_when_a_file_is_cut_short(jar):
    found = native.folder()
    before = (found / LIBRARY).stat().st_ino
    assert native.folder() == found
    assert (found / LIBRARY).stat().st_ino == before
    (found / "icu/t.dat").write_bytes(b"ic")
    native.folder()
    assert (found / "icu/t.dat").read_bytes() == b"icu/t.dat"


def test_a_broken_jar_is_one_sentence(jar):
    jar.write_bytes(b"PK no more")
    with pytest.raises(DeviceError, match=r"cannot be unpacked .* fetched again"):
        native.folder()
