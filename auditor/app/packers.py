"""Names the packer of an app from its native libraries, stub classes and assets (`packers.yaml`)."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Literal

import msgspec

from auditor import rulefiles


class PackerExamples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    match: tuple[str, ...]
    no_match: tuple[str, ...]


class Marker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What gives a packer away; a `weak` one only beside another. `source`: the published lists that have it."""

    kind: Literal["library", "class", "asset"]
    name: str
    source: str
    weak: bool = False

    def fits(self, kind: str, name: str) -> bool:
        """Whether a file name or a Java name is this marker."""
        if kind != self.kind:
            return False
        return name == self.name or (
            name.startswith(self.name + ".") if kind == "class" else fnmatchcase(name, self.name)
        )


class Packer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One packer of the table; `examples` are archive paths and class names."""

    id: str
    name: str
    markers: tuple[Marker, ...]
    examples: PackerExamples


class PackerTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sources: dict[str, str]
    packers: tuple[Packer, ...]


@cache
def table() -> PackerTable:
    """The shipped signatures."""
    return rulefiles.load(resources.files("auditor.app").joinpath("packers.yaml"), PackerTable)


def packer_of(files: Iterable[str], classes: Iterable[str]) -> str | None:
    """Name of the packer and what gave it away, e.g. `360 加固保 / 360 Jiagu (libjiagu.so)`; None when none is known.

    `files` are paths in the archive, `classes` Java names that the DEX files define or the manifest names.
    """
    names = [named for path in sorted(set(files)) if (named := _file(path))]
    names += [("class", name) for name in sorted(set(classes)) if not _prefixes(name).isdisjoint(_stubs())]
    for packer in table().packers:
        found = {marker: name for kind, name in names for marker in packer.markers if marker.fits(kind, name)}
        strong = [marker for marker in packer.markers if marker in found and not marker.weak]
        if strong or len(found) > 1:
            return f"{packer.name} ({found[(strong or list(found))[0]]})"
    return None


def _file(path: str) -> tuple[str, str] | None:
    folder, _, name = path.rpartition("/")
    if folder.startswith("lib/"):
        return "library", name
    return ("asset", name) if folder == "assets" else None


@cache
def _stubs() -> frozenset[str]:
    return frozenset(m.name for packer in table().packers for m in packer.markers if m.kind == "class")


def _prefixes(name: str) -> set[str]:
    """A class and the packages that it is in: an app has tens of thousands of classes, and few are looked at closer."""
    return set(accumulate(name.split("."), lambda above, part: f"{above}.{part}"))
