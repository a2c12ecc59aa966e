"""The phone's ADB daemon: asyncio over TCP on the loopback, several clients, no authentication.

A client that sends garbage loses its connection; the phone and the other clients go on.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress

from auditor.desk.adb.packets import (
    LARGEST_PAYLOAD,
    VERSION_WITHOUT_CHECKSUM,
    BadPacketError,
    Packet,
    read_packet,
)
from auditor.desk.adb.streams import Stream
from auditor.desk.background import Background

log = logging.getLogger(__name__)

FEATURES = "shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir,sendrecv_v2"
MOST_STREAMS = 64
MOST_CLIENTS = 64
# Who does not say that it speaks ADB in that time is no client.
GREETING_S = 30.0
# (option, seconds or count): a client whose machine is gone is noticed within about a minute.
KEEPALIVE = ((socket.TCP_KEEPIDLE, 30), (socket.TCP_KEEPINTVL, 10), (socket.TCP_KEEPCNT, 3))


Handler = Callable[[Stream], Awaitable[None]]


# Finds what answers a service by its name; `LookupError` when the phone has no such service.
Service = Callable[[str, "Connection"], Handler]


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
        self._tasks = Background()
        self._next = 1
        # Called once when the client is gone.
        self.at_end: list[Callable[[], None]] = []

    async def send(self, packet: Packet) -> None:
        """Put a packet on the wire."""
        self._writer.write(packet.encode(self._checksum))
        await self._writer.drain()

    async def serve(self) -> None:
        """Answer until the client leaves or sends garbage; end what it had open."""
        try:
            async with asyncio.timeout(GREETING_S):
                await self._handle(await read_packet(self._reader, self._checksum))
            while True:
                await self._handle(await read_packet(self._reader, self._checksum))
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError):
            pass
        except BadPacketError as error:
            log.warning("adb client dropped: %s", error)
        finally:
            for stream in self._streams.values():
                stream.end()
            self._tasks.cancel()
            for end in self.at_end:
                end()
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
            await self._take_open(packet)
        elif packet.command in (b"OKAY", b"WRTE", b"CLSE"):
            await self._take_stream(packet)

    async def _take_stream(self, packet: Packet) -> None:
        stream = self._streams.get(packet.second)
        if stream is not None and stream.remote not in (0, packet.first) and packet.command != b"CLSE":
            stream = None
        if stream is None:
            if packet.command == b"WRTE":
                await self.send(Packet(b"CLSE", 0, packet.first))
        elif packet.command == b"OKAY":
            stream.acknowledge(packet.first)
        elif packet.command == b"WRTE":
            stream.feed(packet.payload)
        else:
            stream.end()

    async def _take_open(self, packet: Packet) -> None:
        name = packet.payload.rstrip(b"\0").decode("utf-8", "replace")
        try:
            if not packet.first or len(self._streams) >= MOST_STREAMS:
                raise LookupError("too many services are open")
            handler = self._service(name, self)
        except LookupError as error:
            log.info("adb: %s", error)
            await self.send(Packet(b"CLSE", 0, packet.first))
            return
        stream = self._new_stream(packet.first)
        self._tasks.start(self._run(name, handler, stream))

    def _new_stream(self, remote: int) -> Stream:
        stream = Stream(self, self._next, remote)
        self._next += 1
        self._streams[stream.local] = stream
        return stream

    async def open(self, name: str) -> Stream:
        """Open a service of the client; `ConnectionError` when it refuses or is gone. The caller closes it."""
        if len(self._streams) >= MOST_STREAMS:
            raise ConnectionRefusedError("too many services are open")
        stream = self._new_stream(0)
        await self.send(Packet(b"OPEN", stream.local, 0, name.encode() + b"\0"))
        if not await stream.opened():
            await self.close(stream)
            raise ConnectionRefusedError(f"the client refused {name}")
        return stream

    async def close(self, stream: Stream) -> None:
        """Close a stream from this side."""
        if self._streams.pop(stream.local, None) is not None:
            stream.end()
            with suppress(ConnectionError):
                await self.send(Packet(b"CLSE", stream.local, stream.remote))

    async def _run(self, name: str, handler: Handler, stream: Stream) -> None:
        try:
            await self.send(Packet(b"OKAY", stream.local, stream.remote))
            await handler(stream)
        except (ConnectionError, EOFError):
            pass
        except Exception:
            log.exception("adb service %r failed", name)
        finally:
            await self.close(stream)


class Daemon:
    """The listener; `port` is known after `start`."""

    def __init__(self, service: Service, banner: Callable[[], str]) -> None:
        self._service, self._banner = service, banner
        self._server: asyncio.Server | None = None
        self._tasks = Background()
        self.port = 0

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one. `OSError` when it is taken."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", port, limit=2 * LARGEST_PAYLOAD)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._tasks) >= MOST_CLIENTS:
            writer.close()
            return
        self._tasks.hold_current()
        connected = writer.get_extra_info("socket")
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in KEEPALIVE:
            connected.setsockopt(socket.IPPROTO_TCP, option, value)
        with suppress(asyncio.CancelledError):
            await Connection(reader, writer, self._service, self._banner).serve()

    async def stop(self) -> None:
        """Close the listener and every connection."""
        if self._server is not None:
            self._server.close()
        await self._tasks.end()
