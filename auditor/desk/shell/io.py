"""The standard streams of a command on the phone's shell, and the pipes between commands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

LONGEST_LINE = 1 << 20
PARTS_ON_THE_WAY = 16


class Channel(Protocol):
    """Where a command line comes from: an ADB stream, or a test."""

    async def read(self) -> bytes: ...

    async def write(self, data: bytes, *, error: bool = False) -> None: ...

    async def gone(self) -> None: ...


class Pipe:
    """Bytes from one command to the next, a few parts at a time."""

    def __init__(self) -> None:
        self._parts: asyncio.Queue[bytes] = asyncio.Queue(PARTS_ON_THE_WAY)
        self._unread = asyncio.Event()

    async def write(self, data: bytes) -> None:
        """Hand bytes over; `BrokenPipeError` when nobody reads any more."""
        putting = asyncio.ensure_future(self._parts.put(data))
        leaving = asyncio.ensure_future(self._unread.wait())
        try:
            await asyncio.wait((putting, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            putting.cancel()
            leaving.cancel()
        if self._unread.is_set():
            raise BrokenPipeError(32, "Broken pipe")

    async def read(self) -> bytes:
        """The next bytes, `b""` at the end."""
        return await self._parts.get()

    async def finish(self) -> None:
        """Nothing more is written."""
        if not self._unread.is_set():
            await self._parts.put(b"")

    def leave(self) -> None:
        """Nothing more is read."""
        self._unread.set()
        while not self._parts.empty():
            self._parts.get_nowait()

    async def gone(self) -> None:
        """Until the reader has left."""
        await self._unread.wait()


@dataclass
class Io:
    """The standard streams of one command."""

    channel: Channel
    given: bytes | None = None
    source: Pipe | None = None
    target: Pipe | None = None
    file: Callable[[bytes], None] | None = None
    errors_to: str = "channel"

    async def read(self) -> bytes:
        """The next bytes of standard input, `b""` at its end."""
        if self.given is not None:
            found, self.given = self.given, b""
            return found
        return await (self.source or self.channel).read()

    async def lines(self) -> AsyncIterator[str]:
        """The lines of standard input as they come, without their ends; too long ones are cut."""
        rest = b""
        while part := await self.read():
            *whole, rest = (rest + part).split(b"\n")
            for line in whole:
                yield line.decode("utf-8", "surrogateescape")
            rest = rest[:LONGEST_LINE]
        if rest:
            yield rest.decode("utf-8", "surrogateescape")

    async def out(self, data: str | bytes) -> None:
        """Write to standard output."""
        raw = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
        if not raw:
            return
        if self.file is not None:
            self.file(raw)
        elif self.target is not None:
            await self.target.write(raw)
        else:
            await self.channel.write(raw)

    async def err(self, text: str) -> None:
        """Write to standard error."""
        if self.errors_to == "channel":
            await self.channel.write(text.encode("utf-8", "surrogateescape"), error=True)
        elif self.errors_to == "output":
            await self.out(text)

    async def gone(self) -> None:
        """Until nobody is there any more to read what this command writes."""
        waits = [asyncio.ensure_future(self.channel.gone())]
        if self.target is not None:
            waits.append(asyncio.ensure_future(self.target.gone()))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


Command = Callable[["Phone", list[str], Io], Awaitable[int]]
