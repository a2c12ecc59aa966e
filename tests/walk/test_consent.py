from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.walk import consent
from auditor.walk.screen import parse

from .screens import dump, node, window


@pytest.mark.parametrize("example", consent.words().examples, ids=lambda example: example.why)
def test_example_of_the_wordings(example: consent.Example) -> None:
    request = consent.find(parse(dump(window(list(example.texts), list(example.controls)))))
    assert (request.accept.label if request else None) == example.accept
    assert (request.refuse.label if request and request.refuse else None) == example.refuse


def test_box_to_tick_is_found_and_only_while_it_is_empty() -> None:
    def page(checked: bool) -> str:
        box = node("我已阅读并同意《用户协议》和《隐私政策》", clickable=True, checkable=True, checked=checked, row=1)
        return dump(f"<node class='F' package='com.shop'>{box}{node('同意并登录', clickable=True, row=2)}</node>")

    open_request, ticked = consent.find(parse(page(False))), consent.find(parse(page(True)))
    assert open_request is not None and open_request.tick is not None
    assert open_request.accept.label == "同意并登录"
    assert ticked is not None and ticked.tick is None
    assert (open_request.preticked, ticked.preticked) == (False, True)


def test_page_with_a_field_to_fill_in_is_no_request_by_next_alone() -> None:
    field = node("", clickable=True, kind="android.widget.EditText", row=1)
    rows = node("Privacy policy", row=0) + field + node("Next", clickable=True, row=2)
    assert consent.find(parse(dump(f"<node class='F' package='com.shop'>{rows}</node>"))) is None


def test_request_under_another_window_is_not_answered() -> None:
    below = window(["隐私政策"], ["不同意", "同意"])
    assert consent.find(parse(dump(below, window(["网络不可用"], ["重试"])))) is None


@given(st.text(alphabet="同意并且不继续使用暂退出登录iagreeandcontinue ", max_size=40))
def test_no_label_both_accepts_and_refuses(label: str) -> None:
    request = consent.find(parse(dump(window(["隐私政策 privacy policy"], [label, label]))))
    assert request is None or request.refuse is None or request.accept.label != request.refuse.label
