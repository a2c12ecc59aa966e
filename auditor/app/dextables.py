"""Reads the identifier tables of a DEX file: classes it defines, methods and types it refers to, its strings.

Only the tables of the header are read, by offset. A full parse of the code (androguard's `DEX`) takes 6 s for a 6 MB
file and gives nothing more for these facts. Layout: the "Dalvik executable format" page of Android's documentation.
"""

import struct
from array import array

import msgspec

_HEADER = 112


class DexTables(msgspec.Struct, frozen=True, kw_only=True):
    """Names in Java form (`a.b.C$D`). `methods` are (class, method) pairs referred to; `defined` are own classes."""

    strings: frozenset[str]
    types: frozenset[str]
    methods: frozenset[tuple[str, str]]
    defined: frozenset[str]


def read_tables(data: bytes) -> DexTables:
    """The tables of one DEX file; `ValueError` says what is broken."""
    if len(data) < _HEADER or data[:4] != b"dex\n":
        raise ValueError("no DEX header")
    if data[40:44] != b"\x78\x56\x34\x12":
        raise ValueError("unknown byte order")
    counts = struct.unpack_from("<12I", data, 56)
    strings_size, strings_at, types_size, types_at = counts[0:4]
    methods_size, methods_at, classes_size, classes_at = counts[8:12]
    strings = _strings(data, strings_size, strings_at)
    type_names = [_java_name(_at(strings, index)) for index in _integers(data, types_at, types_size)]
    methods = set()
    for class_index, _prototype, name_index in struct.iter_unpack("<HHI", _slice(data, methods_at, methods_size, 8)):
        methods.add((_at(type_names, class_index), _at(strings, name_index)))
    defined = _integers(data, classes_at, classes_size * 8)[::8]
    return DexTables(
        strings=frozenset(strings),
        types=frozenset(type_names),
        methods=frozenset(methods),
        defined=frozenset(_at(type_names, index) for index in defined),
    )


def _slice(data: bytes, offset: int, count: int, width: int) -> bytes:
    end = offset + count * width
    if end > len(data):
        raise ValueError("a table lies outside the file")
    return data[offset:end]


def _integers(data: bytes, offset: int, count: int) -> "array[int]":
    values = array("I")
    values.frombytes(_slice(data, offset, count, 4))
    return values


def _strings(data: bytes, count: int, offset: int) -> list[str]:
    result = []
    # offsets may overlap in a file made to harm: honest tables never hold more text than the file
    left = 2 * len(data)
    for start in _integers(data, offset, count):
        at = start
        # the length in UTF-16 units comes first as ULEB128; the text ends with a zero byte
        while at < len(data) and data[at] & 0x80:
            at += 1
        end = data.find(b"\0", at + 1, at + 1 + left)
        if end < 0:
            raise ValueError("a string has no end")
        left -= end - at
        result.append(data[at + 1 : end].decode("utf-8", "replace"))
    return result


def _at(values: "list[str]", index: int) -> str:
    if index >= len(values):
        raise ValueError("an index points outside its table")
    return values[index]


def _java_name(descriptor: str) -> str:
    name = descriptor.lstrip("[")
    return name[1:-1].replace("/", ".") if name.startswith("L") and name.endswith(";") else name
