from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.app import archive
from auditor.app.archive import Archive
from auditor.errors import ApkError


def zipped(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return path


def test_folder_and_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(ApkError, match="is a folder"):
        Archive(tmp_path)
    with pytest.raises(ApkError, match="cannot be read"):
        Archive(tmp_path / "none.apk")


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty"), (b"hello, no archive", "is no APK"), (b"PK\x03\x04" + b"\0" * 400, "truncated")],
)
def test_what_is_no_archive_is_said_in_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "app.apk"
    file.write_bytes(content)
    with pytest.raises(ApkError, match=says):
        Archive(file)


def test_entry_that_unpacks_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.apk", {"AndroidManifest.xml": b"\0" * (archive.MAX_MANIFEST + 1)})
    assert bomb.stat().st_size < 100_000
    with Archive(bomb) as opened, pytest.raises(ApkError, match="unpacks to more than 16 MB"):
        opened.read("AndroidManifest.xml", archive.MAX_MANIFEST)


def test_claimed_size_is_not_believed(tmp_path: Path) -> None:
    file = zipped(tmp_path / "liar.apk", {"a": b"x" * 1000})
    data = bytearray(file.read_bytes())
    place = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 0xFFFFFFF0)  # four gigabytes, unpacked, it says
    file.write_bytes(data)
    with Archive(file) as opened, pytest.raises(ApkError):
        opened.read("a", 100)


def test_wrong_encryption_flag_and_method_are_ignored_as_android_does(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(b"manifest" * 40) + packer.flush()
    file = zipped(tmp_path / "odd.apk", {"AndroidManifest.xml": b"manifest" * 40})
    data = bytearray(file.read_bytes())
    assert body in data
    place = data.rindex(b"PK\x01\x02")
    data[place + 8] |= 1
    struct.pack_into("<H", data, place + 10, 1234)
    file.write_bytes(data)
    with Archive(file) as opened:
        assert opened.read("AndroidManifest.xml", 1000) == b"manifest" * 40


def test_too_many_entries_end_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ENTRIES", 3)
    with pytest.raises(ApkError, match="4 files"):
        Archive(zipped(tmp_path / "many.apk", {str(n): b"" for n in range(4)}))


def test_code_is_listed_in_androids_order_and_nothing_else(tmp_path: Path) -> None:
    names = ["classes10.dex", "classes2.dex", "classes.dex", "classes1.dex", "assets/classes3.dex", "classes02.dex"]
    with Archive(zipped(tmp_path / "a.apk", {name: name.encode() for name in names})) as opened:
        assert [name for name, _ in opened.dex_files()] == ["classes.dex", "classes2.dex", "classes10.dex"]


def test_sum_of_code_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_DEX_TOTAL", 10)
    file = zipped(tmp_path / "a.apk", {"classes.dex": b"123456", "classes2.dex": b"123456"})
    with Archive(file) as opened, pytest.raises(ApkError, match="more than 1 GB"):
        list(opened.dex_files())


def test_slim_copy_holds_manifest_resources_and_signatures_alone(tmp_path: Path) -> None:
    files = dict.fromkeys(
        ("AndroidManifest.xml", "resources.arsc", "META-INF/A.RSA", "META-INF/x/B.RSA", "lib/x"), b"1"
    )
    with Archive(zipped(tmp_path / "a.apk", files)) as opened:
        names = zipfile.ZipFile(io.BytesIO(opened.slim(resources=True))).namelist()
    assert sorted(names) == ["AndroidManifest.xml", "META-INF/A.RSA", "resources.arsc"]


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 2000), flips=st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 255)), max_size=8))
def test_damaged_archives_give_a_sentence_or_bytes(
    tmp_path_factory: pytest.TempPathFactory, cut: int, flips: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("zip")
    file = zipped(folder / "a.apk", {"AndroidManifest.xml": b"<m/>" * 90, "classes.dex": b"dex\n035" * 30})
    data = bytearray(file.read_bytes())
    for place, change in flips:
        data[place % len(data)] ^= change
    file.write_bytes(bytes(data[: len(data) - cut % len(data)]))
    try:
        with Archive(file) as opened:
            for name in opened.names():
                opened.read(name, 10_000)
    except ApkError as error:
        assert str(error).endswith(".")
