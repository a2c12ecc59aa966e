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


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A permission that was split in two: from `since` on, apps that target less than `below` ask for both."""

    permission: str
    implies: list[str]
    since: int
    below: int
    source: str


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `permissions.yaml`."""

    permissions: dict[str, dict[int, Protection]]
    splits: list[Split]
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


def implied(api: int, target_sdk: int) -> dict[str, list[str]]:
    """What each permission brings along for an app of that target at an API level, by full name."""
    found: dict[str, list[str]] = {}
    for split in table().splits:
        if api >= split.since and target_sdk < split.below:
            known = [name for name in split.implies if protection(name, api) != "signature"]
            found.setdefault(split.permission, []).extend(known)
    return found


def requested(declared: Iterable[str], api: int, target_sdk: int) -> list[str]:
    """What an app asks for by its manifest: the declared permissions and those that they imply, in order."""
    names = set(declared)
    splits = implied(api, target_sdk)
    todo = list(names)
    while todo:
        new = set(splits.get(todo.pop(), ())) - names
        names |= new
        todo += new
    return sorted(names)


def granted_at_install(
    declared: Iterable[str], api: int, target_sdk: int, own: Iterable[str] = (), implicit: Iterable[str] = ()
) -> set[str]:
    """The permissions that an app has right after `install`.

    `own` are those that it defines itself; `implicit` those of `declared` that its manifest does not name: they take
    over the state of the permission that implies them.
    """
    old = target_sdk < RUNTIME_SINCE
    own, implicit = set(own), set(implicit)
    granted = {
        name
        for name in declared
        if name in own or protection(name, api) == "normal" or (old and protection(name, api) == "dangerous")
    }
    for name, brought in implied(api, target_sdk).items():
        if name in granted:
            granted |= implicit & set(brought)
    return granted


def is_runtime(permission: str, api: int) -> bool:
    """Whether the user is asked for it."""
    return protection(permission, api) == "dangerous"


def is_changeable(permission: str, api: int) -> bool:
    """Whether `pm grant` and `pm revoke` take it."""
    return protection(permission, api) in ("dangerous", "development")
