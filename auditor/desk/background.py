"""Tasks that go on beside whoever started them: held so that none is forgotten, and ended together."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine


class Background:
    """The tasks of one owner that have not ended; its length is their number."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, work: Coroutine[object, object, None]) -> None:
        """Let it go on in a task of its own."""
        self._hold(asyncio.create_task(work))

    def hold_current(self) -> None:
        """Count the running task among them, as the handler of a connection does."""
        task = asyncio.current_task()
        assert task is not None
        self._hold(task)

    def cancel(self) -> None:
        """Ask all of them to end."""
        for task in list(self._tasks):
            task.cancel()

    async def end(self) -> None:
        """End all of them, and wait until they have."""
        self.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _hold(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
