"""The 39 types of app: found by any of their names, and every type of data they need is known."""

from __future__ import annotations

import pytest

from auditor.errors import UsageError
from auditor.law import apptypes


def test_there_are_39_of_which_13_need_nothing() -> None:
    rows = apptypes.app_types()
    assert [row.number for row in rows.values()] == list(range(1, 40))
    assert sum(not row.necessary for row in rows.values()) == 13


@pytest.mark.parametrize("name", ["shopping", "6", "网上购物", "网上购物类", "Online Shops"])
def test_a_type_has_several_names(name: str) -> None:
    found = apptypes.find(name)
    assert found is not None
    assert found.id == "shopping"


def test_no_name_is_no_type() -> None:
    assert apptypes.find("") is None


def test_an_unknown_name_tells_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean 'shopping'"):
        apptypes.find("shoping")


def test_narrower_data_are_needed_with_the_broader() -> None:
    maps, shop = apptypes.find("maps"), apptypes.find("shopping")
    assert maps is not None
    assert shop is not None
    assert maps.needs("location_precise")
    assert not shop.needs("location_precise")
    assert maps.needs_permission("location")
    assert not shop.needs_permission("contacts")
