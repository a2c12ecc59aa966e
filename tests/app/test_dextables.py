from __future__ import annotations

import contextlib
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.app.dextables import read_tables

DEMO = Path(__file__).parents[2] / "demo" / "demo.apk"


def demo_code() -> bytes:
    with zipfile.ZipFile(DEMO) as archive:
        return archive.read("classes.dex")


def build(strings: list[str], methods: list[tuple[int, int]]) -> bytes:
    """A DEX of tables alone: each string is a type, too; `methods` are (class, name) indices."""
    at = 112
    strings_at, types_at = at, at + 4 * len(strings)
    methods_at = types_at + 4 * len(strings)
    classes_at = methods_at + 8 * len(methods)
    data_at = classes_at + 32
    texts = [bytes([len(s)]) + s.encode() + b"\0" for s in strings]
    offsets, place = [], data_at
    for text in texts:
        offsets.append(place)
        place += len(text)
    head = bytearray(112)
    head[:8] = b"dex\n035\0"
    struct.pack_into("<I", head, 40, 0x12345678)
    counts = (len(strings), strings_at, len(strings), types_at, 0, 0, 0, 0, len(methods), methods_at, 1, classes_at)
    struct.pack_into("<12I", head, 56, *counts)
    body = struct.pack(f"<{len(offsets)}I", *offsets) + struct.pack(f"<{len(strings)}I", *range(len(strings)))
    body += b"".join(struct.pack("<HHI", owner, 0, name) for owner, name in methods)
    body += struct.pack("<8I", 0, *[0] * 7)
    return bytes(head) + body + b"".join(texts)


def test_names_come_out_in_java_form() -> None:
    tables = read_tables(build(["La/b/C$D;", "getImei", "[La/E;", "I"], [(0, 1), (2, 1)]))
    assert tables.methods == {("a.b.C$D", "getImei"), ("a.E", "getImei")}
    assert tables.types == {"a.b.C$D", "getImei", "a.E", "I"}
    assert tables.defined == {"a.b.C$D"}
    assert "getImei" in tables.strings


def test_tables_agree_with_a_full_parse() -> None:
    from androguard.core.dex import DEX
    from loguru import logger

    logger.disable("androguard")
    data = demo_code()
    full = DEX(data)
    tables = read_tables(data)
    assert tables.defined == {c.get_name()[1:-1].replace("/", ".") for c in full.get_classes()}
    assert tables.strings >= set(full.get_strings())


@pytest.mark.parametrize("content", [b"", b"dex\n035\0", b"no dex at all" * 20, b"dex\n035\0" + b"\0" * 200])
def test_what_is_no_dex_is_an_error(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_tables(content)


def test_index_outside_of_its_table_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside its table"):
        read_tables(build(["La;", "b"], [(0, 900)]))


def test_overlapping_strings_do_not_grow_without_end() -> None:
    strings = ["x" * 100] + ["y"] * 5000
    data = bytearray(build(strings, []))
    first = struct.unpack_from("<I", data, 112)[0]
    for number in range(len(strings)):
        struct.pack_into("<I", data, 112 + 4 * number, first)
    with pytest.raises(ValueError, match="no end"):
        read_tables(bytes(data))


@given(st.data())
def test_changed_bytes_give_tables_or_value_error(data: st.DataObject) -> None:
    content = bytearray(build(["La;", "b", "Lc/D;"], [(0, 1), (2, 1)]))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ValueError):
        read_tables(bytes(content))
