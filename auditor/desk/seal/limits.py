"""What a process of the phone may use: limits that the kernel holds, and where the watch from outside ends an app."""

from __future__ import annotations

import resource
from contextlib import suppress

# Android ends an app of this size on a phone of 4 GB when others need the memory; the Java heap is bounded at 1 GB.
RESIDENT_BYTES = 2 << 30
# Processes and threads. Android has no such number for an app; the largest apps run about 400 threads.
TASKS = 1024
# Android's own limit is 32,768; a JVM that leaks descriptors is told earlier here.
OPEN_FILES = 8192
LARGEST_FILE_BYTES = 512 << 20
# The temporary folder lies in memory.
TEMPORARY_BYTES = 512 << 20
# An app's data, and the card that all apps share: bytes, files and folders, and folders within folders.
DATA_BYTES = 1 << 30
CARD_BYTES = 2 << 30
FILES = 100_000
DEPTH = 128
# What is left free on the file system of the host, whatever the quotas say.
HOST_FREE_BYTES = 512 << 20
# Processor time until the first activity; starts took 6 to 15 s of it.
START_CPU_S = 240.0
# The highest score: where the host itself runs out of memory, its kernel ends an app first (proc(5)).
OOM_SCORE = 1000


def apply() -> None:
    """Set the limits that go by process (for `preexec_fn`).

    The number of processes is not among them: the host counts it over all processes of its user (`hold_tasks`).
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for kind, most in ((resource.RLIMIT_FSIZE, LARGEST_FILE_BYTES), (resource.RLIMIT_NOFILE, OPEN_FILES)):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
        score.write(str(OOM_SCORE))


def hold_tasks(pid: int) -> None:
    """Limit the processes and threads of a process that has a user name space of its own.

    Since Linux 5.14 they are counted in that name space, and the limit holds for every user but root.
    """
    _, hard = resource.prlimit(pid, resource.RLIMIT_NPROC)
    most = TASKS if hard == resource.RLIM_INFINITY else min(TASKS, hard)
    resource.prlimit(pid, resource.RLIMIT_NPROC, (most, most))
