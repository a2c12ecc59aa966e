"""The phone's ADB daemon: asyncio over TCP on the loopback, several clients, no authentication.

A client that sends garbage loses its connection; the phone and the other clients go on.
"""

from __future__ import annotations

import asyncio
import logging
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress

from auditor.desk.adb_packets import (
    LARGEST_PAYLOAD,
    VERSION_WITHOUT_CHECKSUM,
    BadPacketError,
    Packet,
    read_packet,
)

log = logging.getLogger(__name__)

FEATURES = "shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir"
CHUNK = 64 * 1024
MOST_STREAMS = 64
STDIN, STDOUT, STDERR, EXIT, CLOSE_STDIN = range(5)


class Stream:
    """One open service of one client: bytes in, bytes out, each write answered before the next."""

    def __init__(self, connection: Connection, local: int, remote: int) -> None:
        self._connection = connection
        self.local, self.remote = local, remote
        self._inbound: asyncio.Queue[bytes] = asyncio.Queue()
        self._acknowledged = asyncio.Event()
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

    def acknowledge(self) -> None:
        """The client took the last write."""
        self._acknowledged.set()

    def feed(self, data: bytes) -> None:
        """Bytes from the client."""
        self._inbound.put_nowait(data)

    def end(self) -> None:
        """The client closed its side, or is gone."""
        self.closed = True
        self._inbound.put_nowait(b"")
        self._acknowledged.set()


Service = Callable[[str, Stream], Awaitable[None]]


class Connection:
    """One client of the daemon."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, service: Service, banner: Callable[[], str]
    ) -> None:
        self._reader, self._writer = reader, writer
        self._service, self._banner = service, banner
        self._checksum = True
        self._online = False
        self._streams: dict[int, Stream] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._next = 1

    async def send(self, packet: Packet) -> None:
        """Put a packet on the wire."""
        self._writer.write(packet.encode(self._checksum))
        await self._writer.drain()

    async def serve(self) -> None:
        """Answer until the client leaves or sends garbage; end what it had open."""
        try:
            while True:
                await self._handle(await read_packet(self._reader, self._checksum))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        except BadPacketError as error:
            log.warning("adb client dropped: %s", error)
        finally:
            for stream in self._streams.values():
                stream.end()
            for task in self._tasks:
                task.cancel()
            self._writer.close()
            with suppress(ConnectionError):
                await self._writer.wait_closed()

    async def _handle(self, packet: Packet) -> None:
        if packet.command == b"CNXN":
            # The answer to the first packet still carries a checksum, as the client's did.
            payload = f"device::{self._banner()};features={FEATURES}".encode()
            await self.send(Packet(b"CNXN", VERSION_WITHOUT_CHECKSUM, LARGEST_PAYLOAD, payload))
            self._checksum = packet.first < VERSION_WITHOUT_CHECKSUM
            self._online = True
        elif not self._online:
            raise BadPacketError(f"{packet.command!r} before CNXN")
        elif packet.command == b"OPEN":
            await self._open(packet)
        elif packet.command in (b"OKAY", b"WRTE", b"CLSE"):
            stream = self._streams.get(packet.second)
            if stream is None:
                if packet.command == b"WRTE":
                    await self.send(Packet(b"CLSE", 0, packet.first))
            elif packet.command == b"OKAY":
                stream.acknowledge()
            elif packet.command == b"WRTE":
                stream.feed(packet.payload)
            else:
                stream.end()

    async def _open(self, packet: Packet) -> None:
        if len(self._streams) >= MOST_STREAMS:
            await self.send(Packet(b"CLSE", 0, packet.first))
            return
        stream = Stream(self, self._next, packet.first)
        self._next += 1
        self._streams[stream.local] = stream
        name = packet.payload.rstrip(b"\0").decode("utf-8", "replace")
        task = asyncio.create_task(self._run(name, stream))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, name: str, stream: Stream) -> None:
        try:
            await self.send(Packet(b"OKAY", stream.local, stream.remote))
            await self._service(name, stream)
        except LookupError as error:
            log.info("adb: %s", error)
        except (ConnectionError, EOFError):
            pass
        except Exception:
            log.exception("adb service %r failed", name)
        finally:
            self._streams.pop(stream.local, None)
            stream.closed = True
            with suppress(ConnectionError):
                await self.send(Packet(b"CLSE", stream.local, stream.remote))


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

    async def finish(self, code: int) -> None:
        """Tell the exit code, where the protocol can."""
        if self._framed:
            await self._stream.write(struct.pack("<BIB", EXIT, 1, code & 0xFF))


class Daemon:
    """The listener; `port` is known after `start`."""

    def __init__(self, service: Service, banner: Callable[[], str]) -> None:
        self._service, self._banner = service, banner
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one. `OSError` when it is taken."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", port, limit=2 * LARGEST_PAYLOAD)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        with suppress(asyncio.CancelledError):
            await Connection(reader, writer, self._service, self._banner).serve()

    async def stop(self) -> None:
        """Close the listener and every connection."""
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
