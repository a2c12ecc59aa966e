"""An app as the phone has it: its APKs, what it was granted, and what `dumpsys package` says of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from auditor.desk import permissions
from auditor.desk.apks.apk import Apk
from auditor.desk.translation import translate
from auditor.desk.translation.untranslated import Hole


@dataclass(frozen=True)
class Part:
    """One APK of an app: what it is, its file of the host or on the phone, its class files where it has code."""

    apk: Apk
    source: Path
    digest: str
    classes: translate.Translated | None = None

    @property
    def file(self) -> str:
        """Its name in the app's folder."""
        return f"split_{self.apk.split}.apk" if self.apk.split else "base.apk"


@dataclass
class Installed:
    """An app on the phone. `apk` says what base and splits have together."""

    apk: Apk
    path: str
    digest: str
    classes: translate.Translated
    uid: int
    installed_at: float
    updated_at: float
    base: Part
    splits: tuple[Part, ...] = ()
    installer: str | None = None
    granted: set[str] = field(default_factory=set)
    dont_ask_again: set[str] = field(default_factory=set)
    refused_once: set[str] = field(default_factory=set)
    one_time: set[str] = field(default_factory=set)
    ops: dict[str, str] = field(default_factory=dict)

    @property
    def package(self) -> str:
        """The package's name."""
        return self.apk.package

    @property
    def holes(self) -> list[Hole]:
        """What of its code could not be translated."""
        return [hole for part in (self.base, *self.splits) if part.classes is not None for hole in part.classes.holes]

    @property
    def paths(self) -> list[str]:
        """Where its APKs lie on the phone, the base first."""
        return [f"/data/app/{self.package}/{part.file}" for part in (self.base, *self.splits)]

    def take(self, permission: str, *, granted: bool, one_time: bool = False) -> None:
        """Give or take away a permission, for good or "only this time"."""
        self.one_time.discard(permission)
        if granted:
            self.granted.add(permission)
            self.dont_ask_again.discard(permission)
            self.refused_once.discard(permission)
            if one_time:
                self.one_time.add(permission)
        else:
            self.granted.discard(permission)


def dumped(app: Installed, api: int) -> str:
    """The section of `dumpsys package` for an app."""
    runtime = [name for name in app.apk.permissions if permissions.is_runtime(name, api)]
    install = [name for name in app.apk.permissions if name not in runtime]
    lines = [
        "Activity Resolver Table:", "  Non-Data Actions:",
        *(f"      {action}:\n        {app.uid:x} {app.package}/{found.name} filter {app.uid:x}"
          for found in app.apk.activities for action in found.actions),
        "", "Packages:", f"  Package [{app.package}] ({app.uid:x}):", f"    userId={app.uid}",
        f"    codePath=/data/app/{app.package}", f"    resourcePath=/data/app/{app.package}",
        f"    primaryCpuAbi={next(iter(app.apk.abis), 'null')}",
        f"    splits=[{', '.join(['base', *(str(part.apk.split) for part in app.splits)])}]",
        f"    versionCode={app.apk.version_code} minSdk={app.apk.min_sdk} targetSdk={app.apk.target_sdk}",
        f"    versionName={app.apk.version_name}",
        f"    flags=[ {'DEBUGGABLE ' if app.apk.debuggable else ''}HAS_CODE ALLOW_CLEAR_USER_DATA ]",
        f"    dataDir=/data/user/0/{app.package}",
        f"    firstInstallTime={_moment(app.installed_at)}", f"    lastUpdateTime={_moment(app.updated_at)}",
        "    requested permissions:", *(f"      {name}" for name in app.apk.permissions),
        "    install permissions:",
        *(f"      {name}: granted=true" for name in install if name in app.granted),
        "    User 0: ceDataInode=0 installed=true hidden=false suspended=false stopped=false enabled=0",
        "      runtime permissions:",
        *(f"        {name}: granted={str(name in app.granted).lower()}, flags=[ {_flags(app, name)}]"
          for name in runtime),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _flags(app: Installed, name: str) -> str:
    held = {
        "USER_SET": name in app.refused_once, "USER_FIXED": name in app.dont_ask_again,
        "ONE_TIME": name in app.one_time,
    }  # fmt: skip
    flags = "|".join(flag for flag, is_set in held.items() if is_set)
    return f"{flags} " if flags else ""


def _moment(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at))
