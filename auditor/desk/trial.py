"""Does an app start on the desk phone: each APK is installed and started once, on a phone that nobody else uses."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from auditor.config import runtime_dir
from auditor.desk import jars, native
from auditor.desk import phone as phones
from auditor.desk.apks.apk import MAIN
from auditor.desk.apks.packages import InstallError, Options
from auditor.errors import AuditorError

START_S = 90.0
# An app that ends while its first screen comes to rest has not started.
REST_S = 15.0


def check(
    apks: Sequence[Path | str | Sequence[Path]],
    *,
    api: int = 34,
    locale: str = "zh-CN",
    sandbox: str = "bwrap",
    progress: jars.Progress | None = None,
    each: Callable[[dict[str, Any]], None] | None = None,
) -> list[dict[str, Any]]:
    """Start every app once and say what came of it, in the order given; `each` gets a row when it is known.

    An app is one APK, or the APKs of a split one, the base first; its row names that.

    A row is {"apk", "boots", "activity", "api", "native_libraries", "why"}: `boots` when an activity came on screen
    and the app outlived that, `activity` which one, `why` what kept it from that or None. Raises `SandboxError`,
    `NetworkError`, `DeviceError` when there is no phone to try on.
    """
    phones.check(api, sandbox)
    jars.prepare(progress, api)
    native.folder()
    apps = [[Path(one)] if isinstance(one, Path | str) else list(one) for one in apks]
    return asyncio.run(_check(apps, api, locale, sandbox, each))


async def _check(
    apps: Sequence[Sequence[Path]], api: int, locale: str, sandbox: str, each: Callable[[dict[str, Any]], None] | None
) -> list[dict[str, Any]]:
    home = Path(tempfile.mkdtemp(prefix="check-", dir=runtime_dir()))
    os.chmod(home, 0o700)
    phone = phones.Phone(home, api, locale, sandbox)
    rows = []
    try:
        for files in apps:
            row = await _try(phone, files)
            rows.append(row)
            if each is not None:
                each(row)
    finally:
        await phone.stop()
        shutil.rmtree(home, ignore_errors=True)
    return rows


async def _try(phone: phones.Phone, files: Sequence[Path]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "apk": str(files[0]), "boots": False, "activity": None, "api": phone.device.api, "native_libraries": [],
        "why": None,
    }  # fmt: skip
    app = None
    try:
        app = await phone.packages.install(files, Options(test=True))
        row["native_libraries"] = app.apk.native_libraries
        if app.apk.launcher is None:
            row["why"] = "no activity to start from the launcher"
            return row
        intent: dict[str, Any] = {"action": MAIN, "data": None, "extras": {}}
        process = await phone.launch(app, f"{app.package}/{app.apk.launcher}", intent, hold=False)
        row["boots"] = await process.wait(lambda: process.resumed, START_S)
        row["activity"] = process.component
        if row["boots"]:
            await process.wait_until_idle(REST_S)
            row["boots"] = process.is_alive and process.state != "crashed"
        if not row["boots"]:
            row["why"] = process.why or f"no activity within {START_S:g} s"
    except InstallError as error:
        row["why"] = error.why
    except AuditorError as error:
        row["why"] = str(error)
    except OSError as error:
        row["why"] = f"the file cannot be read ({error.strerror}); give an APK file"
    finally:
        # The next APK may be the same app of another version or signer.
        if app is not None:
            await phone.end(app.package, "checked")
            phone.packages.uninstall(app.package)
    return row
