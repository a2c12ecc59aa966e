"""What Android does with a permission that an app declares: grant at install, ask, leave to adb, or refuse."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from auditor import rulefiles

Protection = Literal["normal", "dangerous", "development", "appop", "signature", "gone"]
# Apps that target an older Android get every permission at install (runtime permissions came with API 23).
RUNTIME_SINCE = 23


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the table must answer."""

    permission: str
    api: int
    protection: Protection


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `permissions.yaml`."""

    permissions: dict[str, dict[int, Protection]]
    examples: list[Example]


@cache
def table() -> Table:
    """Read `permissions.yaml`."""
    return rulefiles.load(resources.files("auditor.desk") / "permissions.yaml", Table)


def protection(permission: str, api: int) -> Protection:
    """The protection of a permission at an API level; `signature` for one that the platform does not have."""
    history = table().permissions.get(permission, {})
    found: Protection = "signature"
    for level in sorted(history):
        if level <= api:
            found = history[level]
    return found


def granted_at_install(declared: Iterable[str], api: int, target_sdk: int, own: Iterable[str] = ()) -> set[str]:
    """The permissions that an app has right after `install`; `own` are those that it defines itself."""
    old = target_sdk < RUNTIME_SINCE
    own = set(own)
    return {
        name
        for name in declared
        if name in own or protection(name, api) == "normal" or (old and protection(name, api) == "dangerous")
    }


def is_runtime(permission: str, api: int) -> bool:
    """Whether the user is asked for it."""
    return protection(permission, api) == "dangerous"


def is_changeable(permission: str, api: int) -> bool:
    """Whether `pm grant` and `pm revoke` take it."""
    return protection(permission, api) in ("dangerous", "development")
