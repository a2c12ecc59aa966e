"""The phone's package manager: install, uninstall, permissions by app, and what `dumpsys package` says of them."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from auditor.desk import apk as apks
from auditor.desk import jars, permissions, translate
from auditor.desk.device import Device
from auditor.desk.files import Tree
from auditor.errors import ApkError, AuditorError

FIRST_UID = 10101


class InstallError(AuditorError):
    """An install that Android would refuse: its code, and the reason."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code, self.why = code, why


class PermissionChangeError(AuditorError):
    """A `pm grant` or `pm revoke` that Android would refuse; the text is what it prints."""


@dataclass
class Installed:
    """An app on the phone."""

    apk: apks.Apk
    path: str
    digest: str
    classes: translate.Translated
    uid: int
    installed_at: float
    updated_at: float
    granted: set[str] = field(default_factory=set)
    dont_ask_again: set[str] = field(default_factory=set)

    @property
    def package(self) -> str:
        """The package's name."""
        return self.apk.package


class PackageManager:
    """The apps of one phone."""

    def __init__(self, device: Device, tree: Tree) -> None:
        self._device, self._tree = device, tree
        self._apps: dict[str, Installed] = {}
        self._uids: dict[str, int] = {}
        self._read: dict[str, apks.Apk] = {}

    def list(self) -> list[Installed]:
        """Every installed app, by name."""
        return [self._apps[name] for name in sorted(self._apps)]

    def get(self, package: str) -> Installed | None:
        """An app, None when it is not there."""
        return self._apps.get(package)

    def data_folder(self, package: str) -> Path:
        """Where the app's own files lie on the host."""
        return self._tree.host(f"/data/data/{package}")

    async def install(self, source: Path, *, replace: bool = True, grant_all: bool = False) -> Installed:
        """Install an APK file of the host; its data stays when it was there before.

        Raises `InstallError` with Android's code.
        """
        digest = await asyncio.to_thread(jars.sha256, source)
        try:
            found = self._read.get(digest) or await apks.read(source, self._device.api)
        except ApkError as error:
            raise InstallError("INSTALL_PARSE_FAILED_NOT_APK", str(error)) from None
        self._read = {digest: found}
        before = self._apps.get(found.package)
        if before is not None and not replace:
            raise InstallError(
                "INSTALL_FAILED_ALREADY_EXISTS", f"Attempt to re-install {found.package} without first uninstalling."
            )
        if found.min_sdk > self._device.api:
            raise InstallError(
                "INSTALL_FAILED_OLDER_SDK",
                f"Requires newer sdk version #{found.min_sdk} (current version is #{self._device.api})",
            )
        if not found.dex:
            raise InstallError("INSTALL_FAILED_INVALID_APK", f"Package {found.package} code is missing")
        try:
            classes = await translate.translate(source, digest, self._device.sandbox)
        except ApkError as error:
            raise InstallError("INSTALL_FAILED_DEXOPT", str(error)) from None
        await asyncio.to_thread(self._place, source, found.package)
        return self._register(found, digest, classes, before, grant_all)

    def _place(self, source: Path, package: str) -> None:
        folder = self._tree.host(f"/data/app/{package}")
        folder.mkdir(mode=0o700, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as scratch, source.open("rb") as file:
            shutil.copyfileobj(file, scratch)
        os.replace(scratch.name, folder / "base.apk")
        self.data_folder(package).mkdir(mode=0o700, exist_ok=True)

    def _register(
        self, found: apks.Apk, digest: str, classes: translate.Translated, before: Installed | None, grant_all: bool
    ) -> Installed:
        api, now = self._device.api, time.time()
        granted = permissions.granted_at_install(found.permissions, api, found.target_sdk, found.own_permissions)
        if grant_all:
            granted |= {name for name in found.permissions if permissions.is_runtime(name, api)}
        # An app that comes back keeps its number, for a process that waits for it has it already.
        uid = self._uids.setdefault(found.package, FIRST_UID + len(self._uids))
        if before is not None:
            granted |= before.granted & set(found.permissions)
        app = Installed(
            apk=found, path=f"/data/app/{found.package}/base.apk", digest=digest, classes=classes, uid=uid,
            installed_at=before.installed_at if before else now, updated_at=now, granted=granted,
            dont_ask_again=set(before.dont_ask_again) if before else set(),
        )  # fmt: skip
        self._apps[found.package] = app
        return app

    def uninstall(self, package: str) -> None:
        """Take an app off the phone with its data and permissions; `InstallError` when it is not there."""
        if self._apps.pop(package, None) is None:
            raise InstallError("DELETE_FAILED_INTERNAL_ERROR", f"{package} is not installed")
        self._empty(f"/data/app/{package}")
        self._empty_data(package)

    def clear(self, package: str) -> None:
        """Empty an app's data and take its runtime permissions back, as `pm clear`."""
        app = self._apps[package]
        self._empty_data(package)
        app.granted = permissions.granted_at_install(
            app.apk.permissions, self._device.api, app.apk.target_sdk, app.apk.own_permissions
        )
        app.dont_ask_again.clear()

    def _empty_data(self, package: str) -> None:
        self._empty(f"/data/data/{package}")
        for kind in ("data", "media", "obb"):
            self._empty(f"/sdcard/Android/{kind}/{package}")

    def _empty(self, folder: str) -> None:
        """Remove what is in a folder and keep the folder itself: a process that waits for its app is bound to it."""
        try:
            entries = self._tree.list(folder)
        except OSError:
            return  # never made by the app
        for name, _ in entries:
            self._tree.remove(f"{folder}/{name}", recursive=True)

    def change(self, package: str, permission: str, granted: bool) -> bool:
        """Grant or revoke; whether anything changed. `PermissionChangeError` with Android's text when it refuses."""
        app = self._apps.get(package)
        if app is None:
            raise PermissionChangeError(f"java.lang.IllegalArgumentException: Unknown package: {package}")
        if permission not in app.apk.permissions:
            raise PermissionChangeError(
                f"java.lang.SecurityException: Package {package} has not requested permission {permission}"
            )
        if not permissions.is_changeable(permission, self._device.api):
            raise PermissionChangeError(
                f"java.lang.SecurityException: Permission {permission} requested by {package} is not a changeable"
                " permission type"
            )
        if granted == (permission in app.granted):
            return False
        if granted:
            app.granted.add(permission)
            app.dont_ask_again.discard(permission)
        else:
            app.granted.discard(permission)
        return True

    def dump(self, package: str) -> str:
        """The section of `dumpsys package` for an app, the empty string when it is not there."""
        app = self._apps.get(package)
        if app is None:
            return ""
        api = self._device.api
        runtime = [name for name in app.apk.permissions if permissions.is_runtime(name, api)]
        install = [name for name in app.apk.permissions if name not in runtime]
        lines = [
            "Activity Resolver Table:", "  Non-Data Actions:",
            *(f"      {action}:\n        {app.uid:x} {package}/{found.name} filter {app.uid:x}"
              for found in app.apk.activities for action in found.actions),
            "", "Packages:", f"  Package [{package}] ({app.uid:x}):", f"    userId={app.uid}",
            f"    codePath=/data/app/{package}", f"    resourcePath=/data/app/{package}",
            f"    versionCode={app.apk.version_code} minSdk={app.apk.min_sdk} targetSdk={app.apk.target_sdk}",
            f"    versionName={app.apk.version_name}",
            f"    flags=[ {'DEBUGGABLE ' if app.apk.debuggable else ''}HAS_CODE ALLOW_CLEAR_USER_DATA ]",
            f"    dataDir=/data/user/0/{package}",
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
    return "USER_FIXED " if name in app.dont_ask_again else ""


def _moment(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at))
