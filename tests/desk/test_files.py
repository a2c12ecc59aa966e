import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.desk.files import Tree, _parts


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "secret").write_text("of the host")
    return Tree(tmp_path / "phone")


@given(st.text(alphabet="ab./~ \\", max_size=40))
def test_no_path_climbs_out(path):
    steps = _parts(path)
    assert ".." not in steps
    assert not any("/" in step for step in steps)


def test_aliases_of_the_card_are_one_place(tree):
    with tree.write("/storage/emulated/0/a/b.txt") as write:
        write(b"hello")
    assert tree.read_bytes("/sdcard/a/b.txt") == b"hello"
    assert tree.read_bytes("/mnt/sdcard/a/../a/b.txt") == b"hello"


def test_links_made_by_an_app_are_never_followed(tree, tmp_path):
    data = tree.host("/data/data/app")
    data.mkdir()
    os.symlink(tmp_path / "secret", data / "file")
    os.symlink(tmp_path, data / "folder")
    for path in ("/data/data/app/file", "/data/data/app/folder/secret"):
        with pytest.raises(OSError):
            tree.read_bytes(path)
        with pytest.raises(OSError), tree.write(path) as write:
            write(b"changed")
    with pytest.raises(OSError):
        tree.list("/data/data/app/folder")
    tree.remove("/data/data/app", recursive=True)
    assert (tmp_path / "secret").read_text() == "of the host"


def test_a_pipe_made_by_an_app_does_not_hang_the_phone(tree):
    data = tree.host("/data/data/app")
    data.mkdir()
    os.mkfifo(data / "pipe")
    with pytest.raises(PermissionError):
        tree.read_bytes("/data/data/app/pipe")


def test_the_root_cannot_be_removed(tree):
    with pytest.raises(PermissionError):
        tree.remove("/", recursive=True)
    assert tree.list("/")


def test_a_file_that_is_too_large_is_not_read_whole(tree):
    with tree.write("/sdcard/big") as write:
        write(b"x" * 2000)
    with pytest.raises(OSError):
        tree.read_bytes("/sdcard/big", largest=1999)
