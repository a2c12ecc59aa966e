"""Loads androguard's APK reader late and without its log."""

from typing import Any


def open_apk(source: bytes | str, *, analyse: bool) -> Any:
    """androguard's `APK` over bytes or a path. `analyse=False` reads the archive alone, not the manifest.

    It fails on hostile input with exceptions of many kinds, none of them documented: callers catch `Exception`.
    """
    from androguard.core.apk import APK
    from loguru import logger

    logger.disable("androguard")
    return APK(source, raw=isinstance(source, bytes), skip_analysis=not analyse)
