"""Expressions built from their code find what the same expressions find that are compiled as usual."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.expressions import CODED, code, expression, from_code

PATTERNS = [
    (r"(?P<who>我们|we)[^，。]{0,9}(收集|collect)", re.I),
    (r"(?<![a-z0-9_])[^\W_]", re.A),
    (r"^(?:[\u3400-\u9fff]{1,3}(?=的)|(\d+)\s?(?:天|days?))$", re.I | re.M),
    (r"(a)(?P<b>b)?(?(b)c|d)\1", 0),
]


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
@given(text=st.text(alphabet="我们会收集的，。wecolt 3天days\nabcd_é", max_size=40))
def test_both_find_the_same(pattern: str, flags: int, text: str) -> None:
    made, usual = from_code(code(pattern, flags)), re.compile(pattern, flags)
    assert (made.pattern, made.flags, made.groups, made.groupindex) == (
        usual.pattern,
        usual.flags,
        usual.groups,
        usual.groupindex,
    )
    assert [(m.span(), m.groupdict(), m.groups()) for m in made.finditer(text)] == [
        (m.span(), m.groupdict(), m.groups()) for m in usual.finditer(text)
    ]


def test_a_wrong_pattern_is_told_as_python_tells_it() -> None:
    with pytest.raises(re.error, match="unterminated character set"):
        expression("[a")


def test_this_python_is_one_whose_code_is_known() -> None:
    assert CODED and len(code("a(b)")) == 6
