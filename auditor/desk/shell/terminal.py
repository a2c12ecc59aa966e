"""The shell without a command line: lines are taken from the client until `exit` or the end.

With a terminal asked for, the client sends every key as it is pressed: what is typed is echoed, a line can be mended,
Ctrl-C ends what follows or waits, Ctrl-D leaves.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from auditor.desk.shell import shell
from auditor.desk.shell.io import Channel
from auditor.desk.shell.line import LONGEST_COMMAND

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

INTERRUPT, END, ERASE, DELETE, RETURN = 3, 4, 8, 127, 13
LONGEST_LINE = 64 * 1024


class Lines:
    """Standard input by lines; what a command reads itself is taken from the same place."""

    def __init__(self, channel: Channel) -> None:
        self._channel, self._rest = channel, b""

    async def line(self) -> str | None:
        """The next line, None at the end."""
        while b"\n" not in self._rest:
            part = await self._channel.read()
            if not part or len(self._rest) > LONGEST_COMMAND:
                last, self._rest = self._rest, b""
                return last.decode("utf-8", "surrogateescape") if last else None
            self._rest += part
        found, self._rest = self._rest.split(b"\n", 1)
        return found.decode("utf-8", "surrogateescape")

    async def read(self) -> bytes:
        """What was not taken as lines yet."""
        if self._rest:
            found, self._rest = self._rest, b""
            return found
        return await self._channel.read()

    async def write(self, data: bytes, *, error: bool = False) -> None:
        """Write to the client."""
        await self._channel.write(data, error=error)

    async def gone(self) -> None:
        """Until the client is gone."""
        await self._channel.gone()


class Terminal:
    """A channel that echoes and mends lines, as the line discipline of a terminal does."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._line = bytearray()
        self._lines: asyncio.Queue[bytes] = asyncio.Queue()
        self._interrupted = asyncio.Event()
        self._reading = False

    async def pump(self) -> None:
        """Take keys until the client is gone."""
        while keys := await self._channel.read():
            for key in keys:
                await self._take(key)
        self._lines.put_nowait(b"")

    async def _take(self, key: int) -> None:
        if key == INTERRUPT:
            self._line.clear()
            await self.write(b"^C\n")
            if self._reading:
                self._lines.put_nowait(b"\n")
            else:
                self._interrupted.set()
        elif key == END and not self._line:
            self._lines.put_nowait(b"")
        elif key in (RETURN, ord("\n")):
            await self.write(b"\n")
            self._lines.put_nowait(bytes(self._line) + b"\n")
            self._line.clear()
        elif key in (ERASE, DELETE):
            if self._line:
                del self._line[len(self._line.decode("utf-8", "ignore")[:-1].encode()) :]
                await self._channel.write(b"\b \b")
        elif key >= ord(" ") and len(self._line) < LONGEST_LINE:
            self._line.append(key)
            await self._channel.write(bytes([key]))

    async def read(self) -> bytes:
        """The next line with its end, `b""` for Ctrl-D and when the client is gone."""
        self._interrupted.clear()
        self._reading = True
        try:
            return await self._lines.get()
        finally:
            self._reading = False

    async def write(self, data: bytes, *, error: bool = False) -> None:
        """Write to the screen; a terminal has no standard error of its own."""
        await self._channel.write(data.replace(b"\n", b"\r\n"))

    async def gone(self) -> None:
        """Until the client is gone or Ctrl-C is pressed."""
        waits = [asyncio.ensure_future(self._interrupted.wait()), asyncio.ensure_future(self._channel.gone())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


async def interact(phone: Phone, channel: Channel, *, terminal: bool) -> int:
    """Run what the client types; the code of `exit`, or of the last line."""
    if not terminal:
        return await _loop(phone, Lines(channel), prompt="")
    screen = Terminal(channel)
    pump = asyncio.create_task(screen.pump())
    try:
        return await _loop(phone, Lines(screen), prompt=f"{phone.device.properties['ro.product.device']}:/ $ ")
    finally:
        pump.cancel()


async def _loop(phone: Phone, lines: Lines, prompt: str) -> int:
    code, ended = 0, False
    while not ended:
        await lines.write(prompt.encode())
        line = await lines.line()
        if line is None:
            break
        code, ended = await shell.run_step_by_step(phone, line, lines, code)
    return code
