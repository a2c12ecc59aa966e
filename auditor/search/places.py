"""Find a planted position: latitude and longitude near each other, cut or rounded to three decimals or more."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from auditor.model import Identity
from auditor.search.patterns import Kind, Pattern

PAIR = re.compile(r"\s*(-?\d{1,3}\.\d{3,})\s*[,; ]\s*(-?\d{1,3}\.\d{3,})\s*")
LEAST_DECIMALS = 3
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
BYTES_APART = 256
FIELDS_APART = 8
REACH = 24
HALF_LIMIT = 2_000


class Place(NamedTuple):
    """A planted position in degrees, and how many decimals it has."""

    axes: dict[str, float]
    decimals: int


class Half(NamedTuple):
    """One coordinate found. `layer` and `parent` number the layers of one search, `order` the fields of a structure."""

    value: int
    axis: str
    decimals: int
    exact: bool
    chain: tuple[str, ...]
    offset: int
    layer: int
    parent: int
    order: int


class Spot(NamedTuple):
    """Where a layer stands in its search."""

    chain: tuple[str, ...]
    layer: int
    parent: int
    order: int


class PlaceFinder:
    """The positions among the values. A position is a value such as `31.230412,121.473701`."""

    def __init__(self, values: Sequence[Identity]) -> None:
        self._places: dict[int, Place] = {}
        for index, value in enumerate(values):
            found = PAIR.fullmatch(value.value)
            if found and value.data_type.startswith("location"):
                axes = {"latitude": float(found[1]), "longitude": float(found[2])}
                decimals = min(len(found[1].partition(".")[2]), len(found[2].partition(".")[2]))
                self._places[index] = Place(axes, decimals)

    def patterns(self, index: int) -> Iterator[Pattern]:
        """The first figures of both coordinates: in degrees, in millionths, in ten millionths, as 8-byte numbers."""
        place = self._places.get(index)
        if place is None:
            return
        for axis, degrees in place.axes.items():
            starts = {f"{degrees:.9f}"[:-6], f"{degrees:.3f}"}
            starts |= {start.replace(".", "") for start in starts if abs(degrees) >= 1}
            forms = {start.lstrip("-").encode() for start in starts}
            forms |= {struct.pack("<d", degrees), struct.pack(">d", degrees)}
            for form in sorted(forms):
                yield Pattern(form, index, (axis,), Kind.PLACE, "weak")

    def half(self, data: bytes, start: int, end: int, pattern: Pattern, spot: Spot) -> Half | None:
        """The coordinate that begins at `start`, or None when the number there is another one."""
        place = self._places[pattern.value]
        axis = pattern.steps[0]
        known = place.axes[axis]
        if end - start == 8 and pattern.data in (struct.pack("<d", known), struct.pack(">d", known)):
            return Half(pattern.value, axis, place.decimals, True, *_at(spot, start))
        begin = start - 1 if start and data[start - 1 : start] == b"-" else start
        if data[max(begin - 1, 0) : begin].isdigit() or data[max(begin - 1, 0) : begin] == b".":
            return None
        number = NUMBER.match(data, begin, start + REACH)
        if number is None:
            return None
        text = number[0].decode()
        decimals = len(text.partition(".")[2])
        found = float(text)
        if not decimals:
            decimals = len(text.lstrip("-")) - len(str(int(abs(known))))
            found = found / 10**decimals
            if decimals not in (6, 7):
                return None
        fine = min(decimals, place.decimals)
        if decimals < LEAST_DECIMALS or abs(found - known) > 1.001 * 10**-fine:
            return None
        return Half(pattern.value, axis, fine, fine == place.decimals, *_at(spot, begin))


def pair(halves: Iterable[Half]) -> Iterator[tuple[int, tuple[str, ...], int, str]]:
    """Both coordinates near each other make a hit: (value, chain, offset, confidence), the chain that of the first.

    Near: within 256 bytes of one layer, or within eight fields of one structure. With four decimals (11 m) it is
    certain, with three likely. One coordinate alone is weak, and only from five decimals on.
    """
    listed = list(halves)[:HALF_LIMIT]
    longitudes = [half for half in listed if half.axis == "longitude"]
    paired: set[Half] = set()
    for half in (half for half in listed if half.axis == "latitude"):
        other = min((one for one in longitudes if _near(half, one)), key=lambda one: _distance(half, one), default=None)
        if other is None:
            continue
        paired |= {half, other}
        decimals = min(half.decimals, other.decimals)
        first = min(half, other, key=lambda one: (one.order, one.offset))
        steps = () if half.exact and other.exact else (f"rounded:{decimals}",)
        yield half.value, first.chain + steps, first.offset, "certain" if decimals > LEAST_DECIMALS else "likely"
    for half in listed:
        if half not in paired and half.decimals >= 5:
            yield half.value, (*half.chain, half.axis), half.offset, "weak"


def _near(one: Half, other: Half) -> bool:
    if one.value != other.value:
        return False
    if one.layer == other.layer:
        return abs(one.offset - other.offset) <= BYTES_APART
    return one.parent == other.parent and abs(one.order - other.order) <= FIELDS_APART


def _distance(one: Half, other: Half) -> int:
    return abs(one.offset - other.offset) if one.layer == other.layer else 1000 * abs(one.order - other.order)


def _at(spot: Spot, offset: int) -> tuple[tuple[str, ...], int, int, int, int]:
    return spot.chain, offset, spot.layer, spot.parent, spot.order
