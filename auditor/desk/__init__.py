"""The device's side of the desk phone: an Android behind ADB on a loopback port.

To every other room it is a serial number. Names are loaded when they are asked for: a child process that only reads an
APK must not load the phone.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditor.desk.jars import prepare as prepare
    from auditor.desk.registry import DeskPhone as DeskPhone
    from auditor.desk.registry import running as running
    from auditor.desk.registry import start as start
    from auditor.desk.trial import check as check

_HOMES = {"check": "trial", "prepare": "jars", "DeskPhone": "registry", "running": "registry", "start": "registry"}

__all__ = ["DeskPhone", "check", "prepare", "running", "start"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'auditor.desk' has no attribute '{name}'")
    return getattr(importlib.import_module(f"auditor.desk.{_HOMES[name]}"), name)
