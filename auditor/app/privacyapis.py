"""Which privacy APIs the code can call: method references that a row of the hook catalogue names.

"Callable" is the weakest of three claims: the code refers to the method; whether it is called and what is sent is seen
only in a run.
"""

from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from auditor import resources, rulefiles
from auditor.app.dextables import DexTables


class Row(msgspec.Struct, frozen=True):
    """The part of a catalogue row that names its method; the hook room owns the full schema."""

    id: str
    class_: str = msgspec.field(name="class")
    method: str = ""


class CatalogueFile(msgspec.Struct, frozen=True):
    hooks: tuple[Row, ...] = ()


@cache
def rows() -> tuple[Row, ...]:
    """All rows of hooks/catalogue/."""
    return tuple(_rows())


def _rows() -> Iterator[Row]:
    folder = resources.data("hooks").joinpath("catalogue")
    if folder.is_dir():
        for _name, content in rulefiles.load_folder(folder, CatalogueFile):
            yield from content.hooks


def callable_apis(code: Iterable[DexTables], catalogue: Iterable[Row] | None = None) -> tuple[str, ...]:
    """Ids of catalogue rows whose method the code refers to, sorted."""
    tables = list(code)
    found = set()
    for row in rows() if catalogue is None else catalogue:
        name = "<init>" if row.method == "$init" else row.method
        if any((row.class_, name) in dex.methods for dex in tables):
            found.add(row.id)
    return tuple(sorted(found))
