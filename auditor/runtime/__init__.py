"""Frida: hooks in the app before its first line, and what they see as records."""

from auditor.runtime.session import Session
from auditor.runtime.spare import Spare

__all__ = ["Session", "Spare"]
