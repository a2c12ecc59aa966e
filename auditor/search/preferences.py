"""Read Android's shared preferences: an XML `map` of named values. Bounded; document types are refused."""

from __future__ import annotations

import re
import struct
from xml.parsers import expat

from auditor.search.structure import FIELD_LIMIT, NAME_LIMIT, Field

LARGEST = 8 << 20
HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?\s*<map\b")
NUMBERS = ("int", "long", "float", "boolean")


class _DoctypeError(Exception):
    """Preferences have no document type; entities could be made to expand without end."""


def fields(data: bytes) -> list[Field] | None:
    """The values of preferences as `prefs:name`, members of a set under its name; None when it is none.

    Source: AOSP, `com.android.internal.util.XmlUtils` (string, int, long, float, boolean, set).
    """
    if len(data) > LARGEST or not HEAD.match(data):
        return None
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _DoctypeError, LookupError, ValueError):
        return reader.found or None
    return reader.found


def _refuse(*_: object) -> None:
    raise _DoctypeError


class _Reader:
    """Collects the values of one file."""

    def __init__(self) -> None:
        self.found: list[Field] = []
        self._name = ""
        self._parts: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._name = attributes.get("name", self._name)[:NAME_LIMIT]
        if tag == "string":
            self._parts = []
        elif tag in NUMBERS and "value" in attributes:
            self._add(attributes["value"])
            if tag == "long":
                self._add_double(attributes["value"])

    def text(self, text: str) -> None:
        if self._parts is not None:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        if tag == "string" and self._parts is not None:
            self._add("".join(self._parts))
            self._parts = None

    def _add_double(self, value: str) -> None:
        """Preferences hold no double: apps keep one (a coordinate, say) as the long of the same bits."""
        try:
            (number,) = struct.unpack(">d", struct.pack(">q", int(value)))
        except (ValueError, struct.error):
            return
        if 0.001 <= abs(number) <= 180:
            self.found.append(Field((f"prefs:{self._name}", "double"), repr(number).encode()))

    def _add(self, value: str) -> None:
        if value and len(self.found) < FIELD_LIMIT:
            self.found.append(Field((f"prefs:{self._name}",), value.encode("utf-8", "surrogatepass")))
