"""The words of the product: data types with their broader terms, and permissions by plain name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache
from importlib import resources

import msgspec

from auditor import rulefiles
from auditor.errors import RuleFileError

PREFIX = "android.permission."


class DataType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of data: `parent` is the broader term's id, `umbrella` a term that names no kind of data at all."""

    id: str
    zh: str
    en: str
    parent: str | None = None
    umbrella: bool = False


class Permission(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A permission by plain name: Android's short names, the types it opens, and the words of a policy."""

    name: str
    android: tuple[str, ...]
    data_types: tuple[str, ...]
    zh: tuple[str, ...]
    en: tuple[str, ...]
    asked: bool = True


class _Types(msgspec.Struct, forbid_unknown_fields=True):
    data_types: tuple[DataType, ...]


class _Permissions(msgspec.Struct, forbid_unknown_fields=True):
    permissions: tuple[Permission, ...]


class Vocabulary:
    """The data types and how they contain each other."""

    def __init__(self, rows: Iterable[DataType]) -> None:
        self.types: dict[str, DataType] = {}
        for row in rows:
            if row.id in self.types:
                raise RuleFileError(f"datatypes.yaml: '{row.id}' stands there twice.")
            self.types[row.id] = row
        self._ancestors = {name: self._climb(name) for name in self.types}
        self._children: dict[str, set[str]] = {name: set() for name in self.types}
        for name, above in self._ancestors.items():
            for broader in above:
                self._children[broader].add(name)

    def _climb(self, name: str) -> tuple[str, ...]:
        found: list[str] = []
        parent = self.types[name].parent
        while parent is not None:
            if parent not in self.types:
                raise RuleFileError(f"datatypes.yaml: '{name}' has the unknown parent '{parent}'.")
            if parent in found or parent == name:
                raise RuleFileError(f"datatypes.yaml: '{name}' is its own ancestor.")
            found.append(parent)
            parent = self.types[parent].parent
        return tuple(found)

    def ancestors(self, data_type: str) -> tuple[str, ...]:
        """The broader terms of a type, nearest first; the empty tuple for an unknown id."""
        return self._ancestors.get(data_type, ())

    def descendants(self, data_type: str) -> frozenset[str]:
        """Every narrower term of a type; empty for an unknown id."""
        return frozenset(self._children.get(data_type, ()))

    def covers(self, broader: str, narrower: str) -> bool:
        """Is `broader` the same term as `narrower` or one above it?"""
        return broader == narrower or broader in self.ancestors(narrower)

    def is_umbrella(self, data_type: str) -> bool:
        """Does the term name no kind of data?"""
        row = self.types.get(data_type)
        return row is not None and row.umbrella

    def nearest(self, word: str) -> str | None:
        """The id that a mistyped word most resembles, by id or by its zh or en name; None when nothing is close."""
        lowered = word.strip().lower()
        names = {row.id: row.id for row in self.types.values()}
        for row in self.types.values():
            names.setdefault(row.zh.lower(), row.id)
            names.setdefault(row.en.lower(), row.id)
        close = difflib.get_close_matches(lowered, list(names), n=1, cutoff=0.5)
        return names[close[0]] if close else None


@cache
def load() -> Vocabulary:
    """The vocabulary that ships with the product. Raises `RuleFileError` when the file does not fit."""
    source = resources.files("auditor").joinpath("datatypes.yaml")
    return Vocabulary(rulefiles.load(source, _Types).data_types)


@cache
def permissions() -> dict[str, Permission]:
    """Every plain permission by name, in the order of the file."""
    source = resources.files("auditor").joinpath("permissions.yaml")
    return {row.name: row for row in rulefiles.load(source, _Permissions).permissions}


def android_permissions(plain: str) -> tuple[str, ...]:
    """Android's full names behind a plain name such as `location`; the empty tuple for an unknown name."""
    row = permissions().get(plain)
    return tuple(PREFIX + name for name in row.android) if row else ()


def is_asked(plain: str) -> bool:
    """Is the user asked for that permission at run time? False for one that is had or lacked without an answer."""
    row = permissions().get(plain)
    return row is not None and row.asked and bool(row.android)


def plain_permission(android: str) -> str | None:
    """The plain name of an Android permission, given with or without `android.permission.`; None when it has none."""
    return _by_android().get(android.removeprefix(PREFIX))


def permission_of_type(data_type: str) -> str | None:
    """The plain permission that opens a data type (`location_precise` -> `location`); None when none guards it."""
    return _by_type().get(data_type)


@cache
def _by_android() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in permissions().values():
        for name in row.android:
            found.setdefault(name, row.name)
    return found


@cache
def _by_type() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in permissions().values():
        for name in row.data_types:
            found.setdefault(name, row.name)
    return found
