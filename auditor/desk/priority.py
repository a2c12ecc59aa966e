"""Letting a process of the phone wait behind the app on screen, and calling it to the front again."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

NICE = 10
ROUNDS = 5


@cache
def may_raise() -> bool:
    """Whether this user may take a higher nice value back, which most may not; tried on a thread of its own."""
    allowed = False

    def attempt() -> None:
        nonlocal allowed
        own = threading.get_native_id()
        now = os.getpriority(os.PRIO_PROCESS, own)
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, own, min(19, now + 1))
            os.setpriority(os.PRIO_PROCESS, own, now)
            allowed = True

    thread = threading.Thread(target=attempt, name="priority")
    thread.start()
    thread.join()
    return allowed


def lower() -> None:
    """Put this process behind others (for `preexec_fn`): nicer, or where that is for good, without its turn on waking.

    `may_raise` must have been called in the parent: here no thread may be started.
    """
    if may_raise():
        os.nice(NICE)
    else:
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def restore(pid: int) -> None:
    """Give every thread of a process the priority of this one; harmless when it is gone."""
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    # A thread made meanwhile has the priority of its maker: look until none is left behind.
    for _ in range(ROUNDS):
        behind = [thread for thread in _threads(pid) if _is_behind(thread, nice)]
        if not behind:
            return
        for thread in behind:
            with suppress(OSError):
                os.sched_setscheduler(thread, os.SCHED_OTHER, os.sched_param(0))
                os.setpriority(os.PRIO_PROCESS, thread, nice)


def _threads(pid: int) -> list[int]:
    try:
        return [int(name) for name in os.listdir(Path(f"/proc/{pid}/task"))]
    except OSError:
        return []


def _is_behind(thread: int, nice: int) -> bool:
    try:
        return os.getpriority(os.PRIO_PROCESS, thread) > nice or os.sched_getscheduler(thread) != os.SCHED_OTHER
    except OSError:
        return False
