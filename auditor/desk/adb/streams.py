"""What flows over one ADB connection: streams, and the frames of the second form of the shell in them.

Source: AOSP, packages/modules/adb/protocol.txt and shell_protocol.h.
"""

from __future__ import annotations

import asyncio
import struct
from contextlib import suppress
from typing import Protocol

from auditor.desk.adb.packets import LARGEST_PAYLOAD, BadPacketError, Packet

CHUNK = 64 * 1024
# A client has to wait for the answer to a write before the next; one more may be on its way when a stream closes.
MOST_UNANSWERED = 2
OPEN_S = 20.0
STDIN, STDOUT, STDERR, EXIT, CLOSE_STDIN = range(5)


class Wire(Protocol):
    """What a stream needs of its connection."""

    async def send(self, packet: Packet) -> None: ...


class Stream:
    """One open service of one client: bytes in, bytes out, each write answered before the next."""

    def __init__(self, connection: Wire, local: int, remote: int) -> None:
        self._connection = connection
        self.local, self.remote = local, remote
        self._inbound: asyncio.Queue[bytes] = asyncio.Queue()
        self._unanswered = 0
        self._acknowledged = asyncio.Event()
        self._gone = asyncio.Event()
        self._buffer = b""
        self.closed = False
        self._writing = asyncio.Lock()

    async def read(self) -> bytes:
        """The next bytes of the client, `b""` at the end."""
        if self._buffer:
            found, self._buffer = self._buffer, b""
            return found
        if self.closed and self._inbound.empty():
            return b""
        data = await self._inbound.get()
        if data:
            self._unanswered -= 1
            await self._connection.send(Packet(b"OKAY", self.local, self.remote))
        return data

    async def read_exactly(self, count: int) -> bytes:
        """Exactly so many bytes; `EOFError` when the client leaves before."""
        while len(self._buffer) < count:
            held, self._buffer = self._buffer, b""
            more = await self.read()
            if not more:
                raise EOFError
            self._buffer = held + more
        found, self._buffer = self._buffer[:count], self._buffer[count:]
        return found

    async def write(self, data: bytes) -> None:
        """Send bytes and wait until the client took them; `ConnectionError` when it is gone."""
        async with self._writing:
            for start in range(0, len(data), CHUNK):
                if self.closed:
                    raise ConnectionResetError("the client closed the stream")
                self._acknowledged.clear()
                await self._connection.send(Packet(b"WRTE", self.local, self.remote, data[start : start + CHUNK]))
                await self._acknowledged.wait()

    def acknowledge(self, remote: int) -> None:
        """The client took the last write, or the stream that was opened to it."""
        if not self.remote:
            self.remote = remote
        self._acknowledged.set()

    async def opened(self) -> bool:
        """Wait until the client took or refused the stream that was opened to it."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._acknowledged.wait(), OPEN_S)
        # It may have been used and closed again already: what came is read as ever.
        return self.remote != 0

    def feed(self, data: bytes) -> None:
        """Bytes from the client; `BadPacketError` when it does not wait for answers."""
        if self.closed or not data:
            return
        self._unanswered += 1
        if self._unanswered > MOST_UNANSWERED:
            raise BadPacketError("a write came before the last one was answered")
        self._inbound.put_nowait(data)

    def end(self) -> None:
        """The client closed its side, or is gone."""
        if not self.closed:
            self.closed = True
            self._inbound.put_nowait(b"")
        self._acknowledged.set()
        self._gone.set()

    async def gone(self) -> None:
        """Until the client closed the stream, or is gone."""
        await self._gone.wait()


class ShellChannel:
    """Standard input, output and errors of a command over a stream: plain, or in the frames of shell v2."""

    def __init__(self, stream: Stream, framed: bool) -> None:
        self._stream, self._framed = stream, framed

    async def read(self) -> bytes:
        """The next bytes of standard input, `b""` at its end."""
        if not self._framed:
            return await self._stream.read()
        while True:
            try:
                kind, length = struct.unpack("<BI", await self._stream.read_exactly(5))
                if length > LARGEST_PAYLOAD:
                    raise ConnectionAbortedError("a frame of standard input is too long")
                data = await self._stream.read_exactly(length) if length else b""
            except EOFError:
                return b""
            if kind == STDIN and data:
                return data
            if kind == CLOSE_STDIN:
                return b""

    async def write(self, data: bytes, *, error: bool = False) -> None:
        """Write to standard output or, with `error`, to standard error."""
        if not data:
            return
        if not self._framed:
            await self._stream.write(data)
            return
        for start in range(0, len(data), CHUNK - 5):
            part = data[start : start + CHUNK - 5]
            await self._stream.write(struct.pack("<BI", STDERR if error else STDOUT, len(part)) + part)

    async def gone(self) -> None:
        """Until the client closed the stream, or is gone."""
        await self._stream.gone()

    async def finish(self, code: int) -> None:
        """Tell the exit code, where the protocol can."""
        if self._framed:
            await self._stream.write(struct.pack("<BIB", EXIT, 1, code & 0xFF))
