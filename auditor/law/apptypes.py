"""The 39 common types of app and what the basic function of each needs, from `app_types.yaml`.

None of the rows was compared with the official text: what rests on them is for a person to confirm.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from auditor import rulefiles, vocabulary
from auditor.errors import RuleFileError, UsageError
from auditor.law.pack import Words


class AppType(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One type of app. `does`: its basic function; `necessary`: the data types which that needs."""

    id: str
    number: int
    zh: str
    en: str
    does: Words
    necessary: tuple[str, ...] = ()

    def needs(self, data_type: str) -> bool:
        """Is the type, or a broader one, necessary for the basic function?"""
        words = vocabulary.load()
        return any(words.covers(name, data_type) for name in self.necessary)

    def needs_permission(self, plain: str) -> bool:
        """Does the permission open anything that is necessary?"""
        row = vocabulary.permissions().get(plain)
        return any(self.needs(name) for name in row.data_types) if row else False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    app_types: tuple[AppType, ...]


@cache
def app_types() -> dict[str, AppType]:
    """Every type by id, in the order of the provisions. Raises `RuleFileError` for an unknown data type."""
    rows = rulefiles.load(resources.files("auditor.law").joinpath("app_types.yaml"), _File).app_types
    known = vocabulary.load().types
    for row in rows:
        for name in row.necessary:
            if name not in known:
                raise RuleFileError(f"app_types.yaml: '{row.id}' names the unknown type '{name}'.")
    return {row.id: row for row in rows}


def find(name: str) -> AppType | None:
    """The type of that id, number, Chinese or English name; None for the empty string.

    Raises `UsageError` naming the nearest for an unknown one.
    """
    wanted = name.strip().casefold()
    if not wanted:
        return None
    rows = app_types()
    for row in rows.values():
        if wanted in (row.id, str(row.number), row.zh, f"{row.zh}类", row.en.casefold()):
            return row
    words = {*rows, *(row.zh for row in rows.values())}
    hint = rulefiles.nearest(wanted, words)
    raise UsageError(f"no type of app is called '{name}'.{hint} There are {', '.join(rows)}.")
