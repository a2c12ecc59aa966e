"""The control socket of an app's process: JSON lines (deskphone/PROTOCOL.md).

Events come from inside unasked; questions come from outside and are answered by number, and so are the few that the
process has for the phone.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from auditor.desk.background import Background
from auditor.errors import DeviceError

LONGEST_LINE = 32 << 20
ANSWER_S = 30.0
# What a process may have asked and not been told yet; it is foreign code that asks.
MOST_QUESTIONS = 16

Answering = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


class Control:
    """The phone's end: accepts the one connection of the process, then closes the door."""

    def __init__(
        self,
        path: Path,
        on_event: Callable[[dict[str, Any]], None],
        answering: dict[str, Answering] | None = None,
        on_connected: Callable[[], None] = lambda: None,
    ) -> None:
        self._path, self._on_event, self._on_connected = path, on_event, on_connected
        self._answering = answering or {}
        self._questions = Background()
        self._server: asyncio.Server | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._task: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._next = 1
        self.host_pid: int | None = None
        # Names the process itself: a pid may be given to another one once it is gone.
        self.pidfd: int | None = None
        self.broken: str | None = None

    def answer(self, what: str, answering: Answering) -> None:
        """Have questions of that name from inside answered."""
        self._answering[what] = answering

    async def listen(self) -> None:
        """Wait for the process to connect."""
        self._server = await asyncio.start_unix_server(self._accept, self._path, limit=LONGEST_LINE)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._writer is not None:
            writer.close()
            return
        self._writer = writer
        self._task = asyncio.current_task()
        self.host_pid = _peer(writer)
        if self.host_pid is not None:
            with suppress(ProcessLookupError):
                self.pidfd = os.pidfd_open(self.host_pid)
        if self._server is not None:
            self._server.close()
        self._path.unlink(missing_ok=True)
        self._on_connected()
        try:
            while line := await reader.readline():
                self._handle(line)
        except ValueError:
            self.broken = "the process sent a line that is too long or no JSON"
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(DeviceError("The app's process ended while it was asked; start it again."))

    def _handle(self, line: bytes) -> None:
        message = json.loads(line)
        if not isinstance(message, dict):
            raise ValueError("not an object")
        if isinstance(message.get("id"), int):
            waiting = self._waiting.pop(message["id"], None)
            if waiting is not None and not waiting.done():
                waiting.set_result(message)
        elif isinstance(message.get("ask"), int):
            self._questions.start(self._answer(message, len(self._questions) >= MOST_QUESTIONS))
        elif isinstance(message.get("event"), str):
            self._on_event(message)

    async def _answer(self, question: dict[str, Any], too_many: bool) -> None:
        reply: dict[str, Any] = {"answer": question["ask"], "ok": True}
        answer = self._answering.get(str(question.get("what")))
        try:
            if answer is None:
                raise DeviceError(f"the phone knows no question {str(question.get('what'))[:100]!r}")
            if too_many:
                raise DeviceError(f"more than {MOST_QUESTIONS} questions at a time")
            reply |= await answer(question)
        except DeviceError as error:
            reply |= {"ok": False, "error": str(error)[:1000]}
        except OSError as error:
            reply |= {"ok": False, "error": f"the phone failed: {error.strerror}"}
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(json.dumps(reply).encode() + b"\n")

    async def ask(self, name: str, /, timeout_s: float = ANSWER_S, **arguments: Any) -> dict[str, Any]:
        """Ask the process and return its answer.

        Raises `DeviceError` when it says no, does not answer in time, or is gone.
        """
        if self._writer is None or self._writer.is_closing():
            raise DeviceError("The app is not running; start it with `am start`.")
        number, self._next = self._next, self._next + 1
        waiting: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = waiting
        try:
            self._writer.write(json.dumps({"id": number, "do": name, **arguments}).encode() + b"\n")
            await self._writer.drain()
            answer = await asyncio.wait_for(waiting, timeout_s)
        except TimeoutError:
            raise DeviceError(f"The app did not answer '{name}' within {timeout_s:g} s; it may hang.") from None
        except ConnectionError:
            raise DeviceError("The app's process ended while it was asked; start it again.") from None
        finally:
            self._waiting.pop(number, None)
        if answer.get("ok") is not True:
            raise DeviceError(str(answer.get("error") or f"The app's process refused '{name}'.")[:1000])
        return answer

    async def wait_for_end(self, timeout_s: float) -> bool:
        """Wait until the connected process is gone; False when it is still there after that time."""
        if self.pidfd is None:
            return True
        loop = asyncio.get_running_loop()
        gone = asyncio.Event()
        loop.add_reader(self.pidfd, gone.set)
        try:
            await asyncio.wait_for(gone.wait(), timeout_s)
        except TimeoutError:
            return False
        finally:
            loop.remove_reader(self.pidfd)
            os.close(self.pidfd)
            self.pidfd = None
        return True

    async def close(self) -> None:
        """Close the socket."""
        if self._server is not None:
            self._server.close()
        self._questions.cancel()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self._path.unlink(missing_ok=True)


def _peer(writer: asyncio.StreamWriter) -> int | None:
    """The pid of the other end as this side of the seal numbers it."""
    connected = writer.get_extra_info("socket")
    raw = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    pid = int(struct.unpack("3i", raw)[0])
    return pid or None
