"""The only way out of the seal: a Unix socket whose every connection ends at the proxy that the phone is set to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from auditor.desk.background import Background

MOST_CONNECTIONS = 256
CHUNK = 64 * 1024


class Relay:
    """Forwards connections on `path` to `target()`; without a target they are closed at once."""

    def __init__(self, path: Path, target: Callable[[], tuple[str, int] | None]) -> None:
        self._path, self.target = path, target
        self._server: asyncio.Server | None = None
        self._tasks = Background()

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_unix_server(self._accept, self._path)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.hold_current()
        try:
            target = self.target()
            if target is None or len(self._tasks) > MOST_CONNECTIONS:
                return
            out_reader, out_writer = await asyncio.open_connection(*target)
            try:
                await asyncio.gather(pump(reader, out_writer), pump(out_reader, writer))
            finally:
                out_writer.close()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def stop(self) -> None:
        """Close the listener and every connection."""
        if self._server is not None:
            self._server.close()
        await self._tasks.end()
        self._path.unlink(missing_ok=True)


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes one way until they end."""
    with suppress(ConnectionError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    with suppress(OSError):
        if writer.can_write_eof():
            writer.write_eof()
