"""The host's side of any Android device, reached over ADB."""

from auditor.phone.device import Device, connect

__all__ = ["Device", "connect"]
