"""Which privacy APIs the code can call: method references that a row of the hook catalogue names.

"Callable" is the weakest of three claims: the code refers to the method; whether it is called and what is sent is seen
only in a run.
"""

from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from auditor import resources, rulefiles
from auditor.app.dextables import DexTables

# Contract classes of Android's providers: an app that uses their constants holds no authority as a string.
CONTRACTS = {
    "com.android.contacts": ("android.provider.ContactsContract", "android.provider.Contacts"),
    "contacts": ("android.provider.Contacts",),
    "call_log": ("android.provider.CallLog",),
    "sms": ("android.provider.Telephony",),
    "mms": ("android.provider.Telephony",),
    "com.android.calendar": ("android.provider.CalendarContract",),
    "media": ("android.provider.MediaStore",),
}


class Condition(msgspec.Struct, frozen=True):
    """When a call counts: an argument has one of these values."""

    equals: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, rename={"class_": "class"}):
    """The part of a catalogue row that names its method; the hook room owns the full schema.

    `source` is the documented method, `class#method`: apps refer to that one where the hook sits on a hidden class.
    """

    id: str
    class_: str
    method: str
    source: str = ""
    counts_when: tuple[Condition, ...] = ()


class CatalogueFile(msgspec.Struct, frozen=True):
    apis: tuple[Row, ...] = ()


@cache
def rows() -> tuple[Row, ...]:
    """All rows of hooks/catalogue/."""
    return tuple(_rows())


def _rows() -> Iterator[Row]:
    folder = resources.data("hooks").joinpath("catalogue")
    if folder.is_dir():
        for _name, content in rulefiles.load_folder(folder, CatalogueFile):
            yield from content.apis


def callable_apis(code: Iterable[DexTables], catalogue: Iterable[Row] | None = None) -> tuple[str, ...]:
    """Ids of catalogue rows whose method the code refers to, sorted.

    A row that counts only with certain words (a settings key, a provider's authority) needs one of them in the code, as
    a string or inside one, or the name of the provider's contract class, whose constants hold the authority.
    """
    tables = list(code)
    strings = frozenset[str]().union(*(dex.strings for dex in tables))
    types = frozenset[str]().union(*(dex.types for dex in tables))
    methods = frozenset[tuple[str, str]]().union(*(dex.methods for dex in tables))
    return tuple(
        sorted(
            row.id
            for row in (rows() if catalogue is None else catalogue)
            if not methods.isdisjoint(_names(row)) and all(_possible(c, strings, types) for c in row.counts_when)
        )
    )


def _names(row: Row) -> Iterator[tuple[str, str]]:
    yield row.class_, "<init>" if row.method == "$init" else row.method
    owner, _, method = row.source.partition("#")
    if method:
        yield owner, method.partition("(")[0]


def _possible(condition: Condition, strings: frozenset[str], types: frozenset[str]) -> bool:
    words = [*condition.equals, *condition.starts, *condition.contains]
    if not words or all(word.lstrip("-").isdigit() for word in words):
        return True  # numbers are not in the string table: whether they occur cannot be told
    authorities = [word for word in words if word in CONTRACTS]
    if any(name == c or name.startswith(c + "$") for word in authorities for c in CONTRACTS[word] for name in types):
        return True
    return any(
        text in words or any(text.startswith("content://" + word) for word in words) or _begins(text, condition)
        for text in strings
    )


def _begins(text: str, condition: Condition) -> bool:
    return any(text.startswith(word) for word in condition.starts) or any(word in text for word in condition.contains)
