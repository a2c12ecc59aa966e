from __future__ import annotations

import pytest

from auditor.walk import explore
from auditor.walk.screen import parse

from .screens import dump, window


@pytest.mark.parametrize("example", explore.rules().examples, ids=lambda example: example.label)
def test_example_of_the_rules(example: explore.Example) -> None:
    assert (explore.why_avoided(example.label) is None) == example.tap


def test_each_control_is_tapped_once_and_dangerous_ones_never() -> None:
    explorer = explore.Explorer()
    screen = parse(dump(window(["我的"], ["我的订单", "立即支付", "收藏"])))
    tapped = [node.label for node in iter(lambda: explorer.next(screen), None)]
    assert tapped == ["我的订单", "收藏"]
    assert list(explorer.avoided) == ["立即支付"]


def test_same_control_on_another_screen_is_tapped_again() -> None:
    explorer = explore.Explorer()
    first, second = parse(dump(window([], ["详情"]))), parse(dump(window([], ["详情", "更多"])))
    assert explorer.next(first) and explorer.next(second)


def test_page_is_scrolled_once() -> None:
    xml = dump(window([], ["详情"]).replace("scrollable='false'", "scrollable='true'"))
    explorer = explore.Explorer()
    assert explorer.scrollable(parse(xml)) is not None
    assert explorer.scrollable(parse(xml)) is None
