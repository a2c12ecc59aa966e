"""The device's side of the desk phone: an Android behind ADB on a loopback port.

To every other room it is a serial number.
"""

from __future__ import annotations

from auditor.desk.check import check
from auditor.desk.jars import prepare
from auditor.desk.registry import DeskPhone, running, start

__all__ = ["DeskPhone", "check", "prepare", "running", "start"]
