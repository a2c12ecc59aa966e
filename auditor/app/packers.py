"""Names the packer of an app from its native libraries, stub classes and assets (`packers.yaml`)."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources

import msgspec

from auditor import rulefiles


class PackerExamples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    match: tuple[str, ...]
    no_match: tuple[str, ...]


class Packer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of the table; `examples` are archive paths and class names."""

    id: str
    name: str
    libraries: tuple[str, ...]
    classes: tuple[str, ...]
    assets: tuple[str, ...]
    examples: PackerExamples


class PackerTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    packers: tuple[Packer, ...]


@cache
def table() -> PackerTable:
    """The shipped signatures."""
    return rulefiles.load(resources.files("auditor.app").joinpath("packers.yaml"), PackerTable)


def packer_of(files: Iterable[str], classes: Iterable[str]) -> str | None:
    """Name of the packer and what gave it away, e.g. `360 加固保 / 360 Jiagu (libjiagu.so)`; None when none is known.

    `files` are paths in the archive, `classes` Java names that the DEX files define or the manifest names.
    """
    paths = sorted(set(files))
    names = sorted(set(classes))
    for packer in table().packers:
        for path in paths:
            folder, _, file = path.rpartition("/")
            patterns = packer.libraries if folder.startswith("lib/") else packer.assets if folder == "assets" else ()
            if any(fnmatchcase(file, pattern) for pattern in patterns):
                return f"{packer.name} ({file})"
        for name in names:
            if any(name == prefix or name.startswith(prefix + ".") for prefix in packer.classes):
                return f"{packer.name} ({name})"
    return None
