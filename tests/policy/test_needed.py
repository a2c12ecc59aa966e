"""What a text must hold for an expression to be found in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.policy.needed import pieces


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("我们.{0,9}收集", ("我们",)),
        (r"\b(?:share|sell)s?\b", ("sell", "share")),
        ("(?:收集|获取)?您的位置信息", ("您的位置信息",)),
        ("[甲乙]方", ("方",)),
        ("[甲乙]", ("乙", "甲")),
        ("(?<=不)收", ("不",)),
        ("(?!不)收集", ("收集",)),
        ("(?:ab)+c?", ("ab",)),
        ("IMEI", ("imei",)),
    ],
)
def test_the_rarest_need_is_told(pattern: str, needed: tuple[str, ...]) -> None:
    assert pieces(pattern, re.I) == needed


@pytest.mark.parametrize("pattern", [".*", "a?", "(?:收集|.)", "[^收]", r"\w+", "(?!收)", "[a-z]{3}", ""])
def test_nothing_is_guessed(pattern: str) -> None:
    assert pieces(pattern, re.I) == ()


PARTS = st.recursive(
    st.sampled_from(["a", "b", "ab", "[ab]", "[^a]", ".", "c", "B", r"\b", "(?=a)", "(?<=b)", "(?!c)"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: "(?:" + "|".join(some) + ")"),
        inner.map(lambda one: f"(?:{one})?"),
        inner.map(lambda one: f"(?:{one}){{1,2}}"),
    ),
    max_leaves=8,
)


@given(PARTS, st.text("abcC ", max_size=8))
def test_where_an_expression_is_found_its_need_is_met(pattern: str, text: str) -> None:
    needed = pieces(pattern, re.I)
    if needed and re.search(pattern, text, re.I):
        assert any(piece in text.casefold() for piece in needed)
