"""The cache of what the policy reader prepares: whole, or made anew."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.cli.kept import MOST_PREPARED, Kept


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "prepared"


def test_kept_from_one_start_to_the_next(cache: Path) -> None:
    Kept().put("lexicon.zh", b"words")
    assert Kept().get("lexicon.zh") == b"words"
    assert Kept().get("lexicon.en") is None
    assert os.stat(cache).st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", [b"", b"words", b"\0" * 40])
def test_a_damaged_file_is_as_none(cache: Path, damage: bytes) -> None:
    Kept().put("lexicon.zh", b"words")
    (file,) = cache.iterdir()
    file.write_bytes(damage)
    assert Kept().get("lexicon.zh") is None


def test_only_the_newest_stay(cache: Path) -> None:
    kept = Kept()
    for number in range(MOST_PREPARED + 5):
        kept.put(f"part{number}", b"words")
    assert len(list(cache.iterdir())) == MOST_PREPARED


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path / "file"))
    kept = Kept()
    kept.put("lexicon.zh", b"words")
    assert kept.get("lexicon.zh") is None


def test_a_command_gives_the_same_with_what_is_kept_and_without(cache: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.txt"
    policy.write_text("我们会收集您的位置信息。在您开启相机权限后，我们会将照片共享给合作伙伴。\n", encoding="utf-8")
    command = [str(Path(sys.executable).with_name("auditor")), "policy", "compile", str(policy), "--json"]
    first, second = (subprocess.run(command, capture_output=True, timeout=120, check=True).stdout for _ in range(2))
    assert first == second
    assert sorted(file.name.split(".", 1)[1] for file in cache.iterdir()) == [
        "ambiguity.yaml",
        "conditions.zh.yaml",
        "expressions",
        "grammar.zh.yaml",
        "lexicon.zh",
        "permissions.zh.yaml",
        "recipients.yaml",
    ]
