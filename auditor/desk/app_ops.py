"""App-ops: what the system does with a call when it looks at the operation behind a permission."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from auditor import rulefiles
from auditor.desk import permissions
from auditor.desk.apks.packages import Installed

Mode = Literal["allow", "ignore", "deny", "default", "foreground"]
MODES: tuple[Mode, ...] = ("allow", "ignore", "deny", "default", "foreground")
# Held "while the app is in use" unless the second permission is held as well: since that API level.
WHILE_IN_USE = {
    "COARSE_LOCATION": (29, "android.permission.ACCESS_BACKGROUND_LOCATION"),
    "FINE_LOCATION": (29, "android.permission.ACCESS_BACKGROUND_LOCATION"),
    "CAMERA": (30, None),
    "RECORD_AUDIO": (30, None),
}


class Op(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of `app_ops.yaml`."""

    public: str
    permission: str
    mode: Mode
    since: int


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `app_ops.yaml`."""

    ops: dict[str, Op]


@cache
def table() -> Table:
    """Read `app_ops.yaml`."""
    return rulefiles.load(resources.files("auditor.desk") / "app_ops.yaml", Table)


def find(word: str, api: int) -> str | None:
    """The name of the op that a user means by `CAMERA` or `android:camera`, None where the level has none."""
    for name, op in table().ops.items():
        if word.upper() == name or word == op.public:
            return name if api >= op.since else None
    return None


def uid_mode(app: Installed, name: str, api: int) -> Mode | None:
    """The mode that follows from the app's permissions; None for an op that no runtime permission is behind."""
    op = table().ops[name]
    if op.permission not in app.apk.permissions or not permissions.is_runtime(op.permission, api):
        return None
    if op.permission not in app.granted:
        return "ignore"
    since, background = WHILE_IN_USE.get(name, (10_000, None))
    return "foreground" if api >= since and (background is None or background not in app.granted) else "allow"


def describe(app: Installed, name: str, api: int) -> str:
    """The lines of `appops get PACKAGE OP`; empty when nothing is known of the op but its default."""
    of_uid, of_package = uid_mode(app, name, api), app.ops.get(table().ops[name].public)
    lines = [f"Uid mode: {name}: {of_uid}\n"] if of_uid is not None else []
    if of_package is not None:
        lines.append(f"{name}: {of_package}\n")
    return "".join(lines)
