"""What is prepared is the same from the keeper as anew, and a keeper that fails changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from auditor import prepared
from auditor.expressions import expression
from auditor.policy.terms import Lexicon


class Keeping:
    """Keeps in memory and notes what it was asked."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def put(self, name: str, made: bytes) -> None:
        self.kept[name] = made


@pytest.fixture
def keeper() -> Iterator[Keeping]:
    found = Keeping()
    prepared.keep_with(found)
    yield found
    prepared.keep_with(None)


def refuse() -> None:
    raise AssertionError("made anew")


def test_made_once_and_then_taken_from_the_keeper(keeper: Keeping) -> None:
    made = {"位置": ["location", 3, None], "b": (1, 2.5)}
    assert prepared.prepared("words", lambda: made) == made
    assert prepared.prepared("words", refuse) == made


def test_without_a_keeper_everything_is_made() -> None:
    assert prepared.prepared("words", lambda: 1) == prepared.collected("many", "a", lambda: 1) == 1
    assert prepared.prepared("words", lambda: 2) == prepared.collected("many", "a", lambda: 2) == 2


@pytest.mark.parametrize("damage", [b"", b"[", b"\xff\xff\xff"])
def test_what_cannot_be_read_is_made_anew_and_kept_again(keeper: Keeping, damage: bytes) -> None:
    keeper.kept["words"] = damage
    assert prepared.prepared("words", lambda: [1]) == [1]
    assert prepared.prepared("words", refuse) == [1]


def test_a_collection_is_kept_when_it_is_settled(keeper: Keeping) -> None:
    assert expression("a+").fullmatch("aaa")
    assert keeper.kept == {}
    prepared.settle()
    assert list(keeper.kept) == ["expressions"]
    prepared.keep_with(keeper)
    assert prepared.collected("expressions", ("a+", 0), refuse)
    before = dict(keeper.kept)
    prepared.settle()
    assert keeper.kept == before


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh", "我们会收集您的IMEI、位置信息和通讯录。"), ("en", "We collect your Android ID, contacts and card number.")],
)
def test_a_kept_lexicon_finds_the_same(keeper: Keeping, language: str, sentence: str) -> None:
    first = Lexicon(language).find(sentence)
    assert f"lexicon.{language}" in keeper.kept
    assert Lexicon(language).find(sentence) == first
    assert len(first) == 3
