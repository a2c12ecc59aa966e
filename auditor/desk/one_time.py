"""Permissions given for "only this time": taken back when the app has been in the background, or its process ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from auditor.desk.apks.packages import PackageManager
from auditor.desk.background import Background
from auditor.desk.device import Device
from auditor.desk.process import AppProcess

# Android's own limit, and the name under which `device_config` changes it (Android 11, OneTimePermissionUserManager).
TIMEOUT_MS = 60_000
SETTING = ("permissions", "one_time_permissions_timeout_millis")


class OneTime:
    """Watches the apps of one phone. `end` ends an app's process, given the package and why."""

    def __init__(
        self, device: Device, packages: PackageManager, end: Callable[[str, str], Awaitable[None]]
    ) -> None:
        self._device, self._packages, self._end = device, packages, end
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks = Background()

    def watch(self, process: AppProcess) -> None:
        """An activity of the process came or went: the time in the background begins or ends."""
        app = self._packages.get(process.package)
        if process.resumed or process.dialog == "permission_dialog" or app is None or not app.one_time:
            self._cancel(process.package)
        elif process.package not in self._timers:
            loop = asyncio.get_running_loop()
            self._timers[process.package] = loop.call_later(self._limit_s(), self._expire, process)

    def take_back(self, package: str) -> bool:
        """Take the app's one-time permissions away; whether it had any."""
        self._cancel(package)
        app = self._packages.get(package)
        lost = sorted(app.one_time) if app is not None else []
        for name in lost:
            assert app is not None
            app.take(name, granted=False)
        return bool(lost)

    def _cancel(self, package: str) -> None:
        timer = self._timers.pop(package, None)
        if timer is not None:
            timer.cancel()

    def _limit_s(self) -> float:
        given = self._device.config.get(SETTING, "")
        return (int(given) if given.isascii() and given.isdigit() else TIMEOUT_MS) / 1000

    def _expire(self, process: AppProcess) -> None:
        if self.take_back(process.package) and process.is_alive:
            # Android ends an app that loses a permission, so that it cannot go on with what it holds.
            self._tasks.start(self._finish(process.package))

    async def _finish(self, package: str) -> None:
        await self._end(package, "a one-time permission ended")
