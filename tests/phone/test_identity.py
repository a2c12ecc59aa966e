from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from auditor.phone.identity import luhn, make, records


def test_luhn_of_a_known_number() -> None:
    assert luhn("7992739871") == "3"


@given(st.integers(min_value=0, max_value=2**32))
def test_values_are_valid_in_form(seed: int) -> None:
    values = make(seed)
    assert re.fullmatch(r"\d{15}", values["imei"])
    assert luhn(values["imei"][:14]) == values["imei"][14]
    assert re.fullmatch(r"460\d{12}", values["imsi"])
    assert re.fullmatch(r"\d{19}", values["iccid"])
    assert luhn(values["iccid"][:-1]) == values["iccid"][-1]
    assert re.fullmatch(r"\+861\d{10}", values["phone_number"])
    assert re.fullmatch(r"[0-9a-f]{16}", values["android_id"])
    assert int(values["wifi_mac"][:2], 16) & 3 == 2, "locally administered, unicast"
    assert 31 < values["location"]["latitude"] < 32
    assert all(10**8 <= cell["ci"] < 2**28 and cell["tac"] < 65534 and cell["pci"] < 504 for cell in values["cells"])
    near = [*values["wifi_nearby"], *values["bluetooth_bonded"], *values["bluetooth_nearby"]]
    addresses = [one.get("bssid") or one["address"] for one in near]
    assert all(re.fullmatch(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}", address) for address in addresses)
    assert all(
        re.fullmatch(r"IMG_2026\d{4}_1\d[1-5]\d[1-5]\d_[0-9a-f]{6}\.png", one["name"]) for one in values["photos"]
    )


def test_every_value_is_its_own() -> None:
    first, second = (records(make(seed), "desk") for seed in (1, 2))
    texts = [record.value for record in first]
    assert len(texts) == len(set(texts))
    assert not {record.value for record in second} & set(texts)
    assert [record.id for record in first] == [record.id for record in second]
    assert {"imei", "location", "contact1_phone", "app2", "cells2", "wifi_nearby3", "bluetooth_bonded2", "photos1"} <= {
        record.id for record in first
    }


def test_two_runs_differ() -> None:
    assert make() != make()
