"""Contracts kept from one call to the next: the same as read anew, and never of another policy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditor.cli import compiled, kept
from auditor.cli.judge import read_policy
from auditor.model import Contract
from auditor.policy import compile_text, read_and_compile

TEXT = "Privacy policy\n\nWe collect your Android ID after you agree. We never collect your IMEI.\n"


class Reader:
    """Reads the policy and counts how often it had to."""

    def __init__(self, policy: Path) -> None:
        self.policy, self.count = policy, 0

    def __call__(self) -> tuple[Contract, str]:
        self.count += 1
        return read_and_compile(self.policy)


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path / "cache"))
    policy = tmp_path / "policy.txt"
    policy.write_text(TEXT)
    return Reader(policy)


def contracts() -> list[Path]:
    return sorted((Path(os.environ["AUDITOR_CACHE"]) / "contracts").iterdir())


def test_a_policy_is_read_once_and_again_when_it_or_its_name_changes(reader: Reader) -> None:
    first = compiled.recall(reader.policy, reader)
    assert compiled.recall(reader.policy, reader) == first == read_and_compile(reader.policy)
    assert reader.count == 1
    reader.policy.write_text(TEXT.replace("IMEI", "MAC address"))
    assert compiled.recall(reader.policy, reader)[0].statements != first[0].statements
    reader.policy = reader.policy.rename(reader.policy.with_name("other.txt"))
    assert compiled.recall(reader.policy, reader)[0].document.name == "other.txt"
    assert reader.count == 3


def test_a_change_of_the_reader_makes_every_contract_old(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled.recall(reader.policy, reader)
    package = reader.policy.parent / "auditor"
    (package / "cli").mkdir(parents=True)
    (package / "policy").mkdir()
    monkeypatch.setattr(kept, "__file__", str(package / "cli" / "kept.py"))
    (package / "policy" / "rules.yaml").write_text("a: 1\n")
    compiled.recall(reader.policy, reader)
    compiled.recall(reader.policy, reader)
    (package / "policy" / "rules.yaml").write_text("a: 12\n")
    compiled.recall(reader.policy, reader)
    assert reader.count == 3


def test_corrections_beside_a_policy_are_always_read(reader: Reader) -> None:
    compiled.recall(reader.policy, reader)
    beside = reader.policy.with_name("policy.txt.corrections.yaml")
    beside.write_text("author: me\ncorrections:\n- {do: remove, quote: We never collect your IMEI, reason: tested}\n")
    assert len(read_policy(reader.policy)[0].statements) == len(compile_text(TEXT, "policy.txt").statements) - 1


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe", b'{"contract": {"document": 1}, "text": ""}'])
def test_a_damaged_file_in_the_cache_is_written_anew(reader: Reader, damage: bytes) -> None:
    first = compiled.recall(reader.policy, reader)
    (file,) = contracts()
    file.write_bytes(damage)
    assert compiled.recall(reader.policy, reader) == first
    assert compiled.recall(reader.policy, reader) == first
    assert reader.count == 2


def test_a_cache_that_cannot_be_written_is_no_error(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(os.environ["AUDITOR_CACHE"]).write_text("a file stands here")
    assert compiled.recall(reader.policy, reader) == read_and_compile(reader.policy)


def test_only_the_newest_are_kept(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MOST_KEPT", 2)
    for number in range(4):
        reader.policy.write_text(TEXT + str(number))
        compiled.recall(reader.policy, reader)
    assert len(contracts()) == 2
