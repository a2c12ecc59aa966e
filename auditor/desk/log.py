"""The phone's log: a bounded list of lines that can be read from any point on and waited for.

Formats as in Android 14's `logcat --help` and system/logging/liblog/logprint.cpp.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass

MOST_LINES = 20_000
LONGEST_TEXT = 4000
PRIORITIES = "VDIWEFS"
FORMATS = ("brief", "process", "tag", "raw", "time", "threadtime", "long")
MODIFIERS = ("epoch", "year", "usec")


@dataclass(frozen=True)
class LogLine:
    """A line of logcat; `at` in host UTC seconds."""

    at: float
    pid: int
    priority: str
    tag: str
    message: str

    def format(self, form: str = "threadtime", modifiers: frozenset[str] = frozenset()) -> str:
        """As `logcat -v FORM -v MODIFIER...` prints it, without the end of the line."""
        if form == "raw":
            return self.message
        if form == "tag":
            return f"{self.priority}/{self.tag:<8}: {self.message}"
        if form == "process":
            return f"{self.priority}({self.pid:5d}) {self.message}  ({self.tag})"
        if form == "brief":
            return f"{self.priority}/{self.tag:<8}({self.pid:5d}): {self.message}"
        moment = self._moment(modifiers)
        if form == "time":
            return f"{moment} {self.priority}/{self.tag:<8}({self.pid:5d}): {self.message}"
        if form == "long":
            return f"[ {moment} {self.pid:5d}:{self.pid:5d} {self.priority}/{self.tag:<8} ]\n{self.message}\n"
        return f"{moment} {self.pid:5d} {self.pid:5d} {self.priority} {self.tag:<8}: {self.message}"

    def _moment(self, modifiers: frozenset[str]) -> str:
        micro = int(self.at * 1_000_000) % 1_000_000
        part = f".{micro:06d}" if "usec" in modifiers else f".{micro // 1000:03d}"
        if "epoch" in modifiers:
            return f"{int(self.at):19d}{part}"
        year = "%Y-" if "year" in modifiers else ""
        return time.strftime(f"{year}%m-%d %H:%M:%S", time.gmtime(self.at)) + part


class Log:
    """The last `MOST_LINES` lines, each with a number that only grows."""

    def __init__(self) -> None:
        self._lines: deque[LogLine] = deque(maxlen=MOST_LINES)
        self._written = 0
        self._changed = asyncio.Event()

    def write(self, pid: int, priority: str, tag: str, message: str) -> None:
        """Append, one line for each line of the message."""
        for line in message[: LONGEST_TEXT * 4].splitlines() or [""]:
            self._lines.append(LogLine(time.time(), pid, priority[:1] or "I", tag[:100], line[:LONGEST_TEXT]))
            self._written += 1
        self._changed.set()
        self._changed = asyncio.Event()

    def clear(self) -> None:
        """Forget every line."""
        self._lines.clear()

    def since(self, number: int) -> tuple[list[LogLine], int]:
        """The lines from that number on as far as they are kept, and the number of the next one; 0 gives all."""
        count = min(len(self._lines), self._written - number)
        return (list(self._lines)[-count:] if count > 0 else []), self._written

    async def wait(self, number: int) -> None:
        """Until a line of that number or a later one is written."""
        while self._written <= number:
            await self._changed.wait()
