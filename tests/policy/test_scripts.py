"""Characters and marks that are read as others, one for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.policy import scripts


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("在您同意后,我们收集IMEI,MAC地址;", "在您同意后，我们收集IMEI,MAC地址；"),
        ("相机(摄像头)权限:用于扫码", "相机（摄像头）权限：用于扫码"),
        ("设备标识符(Android ID/OAID):用于统计", "设备标识符（Android ID/OAID）：用于统计"),
        ("共1,000条,不再保留", "共1,000条，不再保留"),
        ("We collect your name, and (if you agree) your address.",) * 2,
    ],
)
def test_half_width_marks_beside_chinese(text: str, read: str) -> None:
    assert scripts.simplified(text) == read


@given(st.text(alphabet="我們abc,;:?!() 1，（）", max_size=60))
def test_every_offset_stays(text: str) -> None:
    read = scripts.simplified(text)
    assert len(read) == len(text)
