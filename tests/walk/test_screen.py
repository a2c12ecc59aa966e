from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import DeviceError
from auditor.walk.screen import parse

from .screens import dump, window

DUMP = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation="0">
<node index="0" text="" class="FrameLayout" package="s" bounds="[0,0][1080,2340]">
 <node index="0" text="Fresh today" class="TextView" package="s" bounds="[0,0][1080,100]"/>
 <node index="1" text="" class="LinearLayout" package="s" clickable="true" enabled="true" bounds="[0,100][1080,300]">
  <node index="0" text="Find stores" class="TextView" package="s" bounds="[0,100][500,300]"/>
  <node index="1" text="12 near you" class="TextView" package="s" bounds="[500,100][1080,300]"/>
 </node>
 <node index="2" text="off" class="Button" package="s" clickable="true" enabled="false" bounds="[0,300][1080,400]"/>
 <node index="3" text="gone" class="Button" package="s" clickable="true" enabled="true" bounds="[0,300][0,400]"/>
</node>%s</hierarchy>"""
DIALOG = """<node index="0" text="" class="FrameLayout" package="s" bounds="[90,800][990,1500]">
 <node index="0" text="Sure?" class="TextView" package="s" bounds="[90,800][990,900]"/>
 <node index="1" text="OK" class="Button" package="s" clickable="true" enabled="true" bounds="[700,1400][990,1500]"/>
</node>"""


def test_control_without_text_is_called_by_the_texts_inside_it() -> None:
    controls = list(parse(DUMP % "").controls())
    assert [control.label for control in controls] == ["Find stores 12 near you"]
    assert controls[0].center == (540, 200)


def test_only_the_topmost_window_can_be_tapped() -> None:
    screen = parse(DUMP % DIALOG)
    assert [control.label for control in screen.controls()] == ["OK"]
    assert screen.title == "Sure?"


def test_fingerprint_ignores_changing_texts_but_not_controls() -> None:
    plain = parse(DUMP % "")
    assert parse((DUMP % "").replace("Fresh today", "Sold out")).fingerprint == plain.fingerprint
    assert parse((DUMP % "").replace("Find stores", "Find friends")).fingerprint != plain.fingerprint
    assert parse(DUMP % DIALOG).fingerprint != plain.fingerprint


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        ("", "not XML"),
        ("ERROR: could not get idle state.", "not XML"),
        ("<hierarchy><node", "not XML"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><hierarchy><node text="&x;"/></hierarchy>', "entities"),
        ("<hierarchy>" + "<node/>" * 20_001 + "</hierarchy>", "more than 20000 views"),
        ("<hierarchy>" + "<node>" * 400 + "</node>" * 400 + "</hierarchy>", "not XML"),
        ("x" * (8 * 1024 * 1024 + 1), "larger than 8 MiB"),
    ],
    ids=["empty", "words", "cut", "entity", "many", "deep", "huge"],
)
def test_bad_dump_is_refused_with_a_sentence(xml: str, says: str) -> None:
    with pytest.raises(DeviceError, match=says):
        parse(xml)


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_attribute_values_are_read_or_refused(text: str, bounds: str) -> None:
    from xml.sax.saxutils import quoteattr

    xml = f"<hierarchy><node clickable='true' text={quoteattr(text)} bounds={quoteattr(bounds)}/></hierarchy>"
    try:
        screen = parse(xml)
    except DeviceError:
        return
    assert len(screen.nodes) == 1


def test_pages_without_controls_are_told_apart_by_their_heading() -> None:
    stores, policy = (parse(dump(window([title], []))) for title in ("查找门店", "隐私政策"))
    assert stores.fingerprint != policy.fingerprint
    again = parse(dump(window(["小店", "3 件商品"], ["结算"])))
    assert again.fingerprint == parse(dump(window(["小店", "4 件商品"], ["结算"]))).fingerprint
