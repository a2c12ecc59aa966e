"""Which permissions an app declares are dangerous, and for which of them its code shows no use.

Facts are in `permission_apis.yaml`. "No use found" is a hint for the reader: reflection, native and packed code are
not seen.
"""

from collections.abc import Iterable
from functools import cache
from importlib import resources

import msgspec

from auditor import rulefiles
from auditor.app.dextables import DexTables


class PermissionUse(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    permission: str
    methods: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    strings: tuple[str, ...] = ()


class PermissionTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    permissions: tuple[PermissionUse, ...]


@cache
def table() -> dict[str, PermissionUse]:
    """Facts by full permission name; the keys are all dangerous permissions."""
    loaded = rulefiles.load(resources.files("auditor.app").joinpath("permission_apis.yaml"), PermissionTable)
    return {use.permission: use for use in loaded.permissions}


def dangerous(permissions: Iterable[str]) -> tuple[str, ...]:
    """Those that Android asks the user for, sorted."""
    return tuple(sorted(p for p in set(permissions) if p in table()))


def unused(permissions: Iterable[str], code: Iterable[DexTables]) -> tuple[str, ...]:
    """Dangerous permissions whose known uses do not occur in the code, sorted; those without facts are left out."""
    tables = list(code)
    return tuple(p for p in dangerous(permissions) if _has_facts(table()[p]) and not _used(table()[p], tables))


def _has_facts(use: PermissionUse) -> bool:
    return bool(use.methods or use.types or use.strings)


def _used(use: PermissionUse, tables: list[DexTables]) -> bool:
    methods = {tuple(name.rsplit(".", 1)) for name in use.methods}
    return any(
        not methods.isdisjoint(dex.methods)
        or not dex.types.isdisjoint(use.types)
        or not dex.strings.isdisjoint(use.strings)
        for dex in tables
    )
