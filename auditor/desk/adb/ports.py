"""Between ADB and the loopback of an app's process: `adb forward` goes in, `adb reverse` comes out.

The process is sealed in a network of its own, so the phone cannot connect to it or listen in it. It asks the process
to dial one of its own ports, or to listen on one, and to bring each connection to a Unix socket of the phone. What
comes there is only let through when the phone asked for it.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from auditor.desk.adb.streams import Stream
from auditor.desk.background import Background
from auditor.desk.process import AppProcess

log = logging.getLogger(__name__)

CHUNK = 64 * 1024
FIRST_LINE_S = 10.0
LONGEST_FIRST_LINE = 256
MOST_CONNECTIONS = 64

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Ports:
    """The socket of one process. `outward` takes the connections to a port on which the process was told to listen."""

    def __init__(self, path: Path, outward: Callable[[int, Ends], Awaitable[None]]) -> None:
        self._path, self._outward = path, outward
        self._server: asyncio.Server | None = None
        self._tasks = Background()
        self._dialled: dict[str, asyncio.Future[Ends]] = {}

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_unix_server(self._accept, self._path, limit=CHUNK)

    async def dial(self, process: AppProcess, port: int) -> Ends:
        """A connection to a port of the process's loopback; `DeviceError` or `TimeoutError` when there is none."""
        ticket = secrets.token_hex(16)
        waiting = self._dialled[ticket] = asyncio.get_running_loop().create_future()
        try:
            await process.ask("dial", port=port, ticket=ticket)
            return await asyncio.wait_for(waiting, FIRST_LINE_S)
        finally:
            self._dialled.pop(ticket, None)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._tasks) >= MOST_CONNECTIONS:
            writer.close()
            return
        self._tasks.hold_current()
        taken = False
        try:
            line = await asyncio.wait_for(reader.readline(), FIRST_LINE_S)
            kind, _, value = line[:LONGEST_FIRST_LINE].decode("ascii", "replace").strip().partition(" ")
            waiting = self._dialled.get(value) if kind == "dial" else None
            if waiting is not None and not waiting.done():
                waiting.set_result((reader, writer))
                taken = True
            elif kind == "reverse" and value.isdigit():
                await self._outward(int(value), (reader, writer))
        except (OSError, ValueError, TimeoutError, asyncio.CancelledError):
            pass
        finally:
            if not taken:
                writer.close()

    async def stop(self) -> None:
        """Close the listener and every connection."""
        if self._server is not None:
            self._server.close()
        await self._tasks.end()
        self._path.unlink(missing_ok=True)


async def join(stream: Stream, ends: Ends) -> None:
    """Carry bytes both ways until either side ends; an ADB stream has no half that stays open."""
    reader, writer = ends

    async def inward() -> None:
        while data := await stream.read():
            writer.write(data)
            await writer.drain()

    async def outward() -> None:
        while data := await reader.read(CHUNK):
            await stream.write(data)

    ways = [asyncio.ensure_future(inward()), asyncio.ensure_future(outward())]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        with suppress(OSError):
            writer.close()
        await asyncio.gather(*ways, return_exceptions=True)
