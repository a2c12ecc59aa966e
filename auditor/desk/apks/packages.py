"""The phone's package manager: install, uninstall, and permissions by app."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from auditor.desk import jars, permissions
from auditor.desk.apks import installing, reading
from auditor.desk.apks.apk import Apk, BadApkError
from auditor.desk.apks.installed import Installed as Installed
from auditor.desk.apks.installed import Part, dumped
from auditor.desk.apks.installing import InstallError as InstallError
from auditor.desk.apks.installing import Options as Options
from auditor.desk.device import Device
from auditor.desk.files import Tree
from auditor.desk.translation import translate
from auditor.errors import ApkError, AuditorError

FIRST_UID = 10101
MOST_READ = 16
DEFAULT = Options()


class PermissionChangeError(AuditorError):
    """A `pm grant` or `pm revoke` that Android would refuse; the text is what it prints."""


class PackageManager:
    """The apps of one phone."""

    def __init__(self, device: Device, tree: Tree) -> None:
        self._device, self._tree = device, tree
        self._apps: dict[str, Installed] = {}
        self._uids: dict[str, int] = {}
        self._read: dict[str, Apk] = {}
        # Packages that were uninstalled with their data kept, and who signed them.
        self.kept: dict[str, list[str]] = {}

    def list(self) -> list[Installed]:
        """Every installed app, by name."""
        return [self._apps[name] for name in sorted(self._apps)]

    def get(self, package: str) -> Installed | None:
        """An app, None when it is not there."""
        return self._apps.get(package)

    def data_folder(self, package: str) -> Path:
        """Where the app's own files lie on the host."""
        return self._tree.host(f"/data/data/{package}")

    async def install(self, source: Path | Sequence[Path], options: Options = DEFAULT) -> Installed:
        """Install an APK, or a base with its splits, from files of the host; data that is there stays.

        Raises `InstallError` with Android's code.
        """
        sources = [source] if isinstance(source, Path) else list(source)
        parts = [await self._part(path) for path in sources]
        before = self._apps.get(options.inherit) if options.inherit else None
        if options.inherit and before is None:
            raise InstallError(
                "INSTALL_FAILED_INVALID_APK", f"Missing existing base package for {options.inherit[:200]}"
            )
        installing.check_set([part.apk for part in parts], before.base.apk if before else None)
        held = {part.apk.split: part for part in ((before.base, *before.splits) if before else ())}
        held |= {part.apk.split: part for part in parts}
        base, splits = held[None], tuple(held[name] for name in sorted(filter(None, held)))
        whole = base.apk
        for split in splits:
            whole = whole.with_split(split.apk)
        self._check(whole, bool(splits), options)
        translated = [await self._translate(part) for part in (base, *splits)]
        await asyncio.to_thread(self._place, whole.package, translated)
        return self._register(whole, translated, options)

    async def _part(self, source: Path) -> Part:
        digest = await asyncio.to_thread(jars.sha256, source)
        found = self._read.get(digest)
        if found is None:
            try:
                found = await reading.read(source, self._device.api)
            except BadApkError as error:
                raise InstallError(error.code, str(error)) from None
            self._read = dict([*self._read.items(), (digest, found)][-MOST_READ:])
        return Part(found, source, digest)

    def _check(self, whole: Apk, has_splits: bool, options: Options) -> None:
        abis = self._device.properties["ro.product.cpu.abilist"].split(",")
        installing.check_app(whole, has_splits, options, self._device.api, abis)
        there = self._apps.get(whole.package)
        if there is not None:
            installing.check_update(whole, there.base.apk, options)
        elif whole.package in self.kept:
            installing.check_signers(whole, self.kept[whole.package])
        installing.check_neighbours(whole, [app.apk for app in self._apps.values()])

    async def _translate(self, part: Part) -> Part:
        if not part.apk.dex:
            if part.apk.split is None:
                raise InstallError("INSTALL_FAILED_INVALID_APK", f"Package {part.apk.package} code is missing")
            return part
        try:
            classes = await translate.translate(part.source, part.digest, self._device.sandbox)
        except ApkError as error:
            raise InstallError("INSTALL_FAILED_DEXOPT", str(error)) from None
        return dataclasses.replace(part, classes=classes)

    def _place(self, package: str, parts: Sequence[Part]) -> None:
        folder = self._tree.host(f"/data/app/{package}")
        folder.mkdir(mode=0o700, exist_ok=True)
        for part in parts:
            target = folder / part.file
            if part.source == target:
                continue
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as scratch, part.source.open("rb") as file:
                shutil.copyfileobj(file, scratch)
            os.replace(scratch.name, target)
        for stale in {path.name for path in folder.iterdir()} - {part.file for part in parts}:
            (folder / stale).unlink()
        self.data_folder(package).mkdir(mode=0o700, exist_ok=True)

    def _register(self, whole: Apk, parts: Sequence[Part], options: Options) -> Installed:
        api, now = self._device.api, time.time()
        granted = _granted_at_install(whole, api)
        if options.grant_all:
            granted |= {name for name in whole.permissions if permissions.is_runtime(name, api)}
        # An app that comes back keeps its number, for a process that waits for it has it already.
        uid = self._uids.setdefault(whole.package, FIRST_UID + len(self._uids))
        before = self._apps.get(whole.package)
        if before is not None:
            granted |= before.granted & set(whole.permissions)
        folder = self._tree.host(f"/data/app/{whole.package}")
        base, *splits = [dataclasses.replace(part, source=folder / part.file) for part in parts]
        assert base.classes is not None
        digest = hashlib.sha256("".join(part.digest for part in parts).encode()).hexdigest() if splits else base.digest
        app = Installed(
            apk=whole, path=f"/data/app/{whole.package}/base.apk", digest=digest, classes=base.classes, uid=uid,
            installed_at=before.installed_at if before else now, updated_at=now, granted=granted,
            dont_ask_again=set(before.dont_ask_again) if before else set(),
            base=base, splits=tuple(splits), installer=options.installer,
            refused_once=set(before.refused_once) if before else set(), ops=dict(before.ops) if before else {},
        )  # fmt: skip
        self._apps[whole.package] = app
        self.kept.pop(whole.package, None)
        return app

    def uninstall(self, package: str, *, keep_data: bool = False) -> None:
        """Take an app off the phone with its permissions and, if not kept, its data.

        Raises `InstallError` when it is not there.
        """
        app = self._apps.pop(package, None)
        if app is None:
            raise InstallError("DELETE_FAILED_INTERNAL_ERROR", f"{package} is not installed")
        self._empty(f"/data/app/{package}")
        if keep_data:
            self.kept[package] = app.apk.signers
        else:
            self._empty_data(package)

    def clear(self, package: str) -> None:
        """Empty an app's data and take its runtime permissions back, as `pm clear`."""
        app = self._apps[package]
        self._empty_data(package)
        app.granted = _granted_at_install(app.apk, self._device.api)
        app.refused_once.clear()
        app.one_time.clear()
        app.ops.clear()
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
        app.take(permission, granted=granted)
        return True

    def dump(self, package: str) -> str:
        """The section of `dumpsys package` for an app, the empty string when it is not there."""
        app = self._apps.get(package)
        if app is None:
            return ""
        return dumped(app, self._device.api)


def _granted_at_install(found: Apk, api: int) -> set[str]:
    return permissions.granted_at_install(
        found.permissions, api, found.target_sdk, found.own_permissions, found.implied_permissions
    )
