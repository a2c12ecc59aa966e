"""Starting a sealed process: bwrap holds it until its network and its limits were made from outside."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.desk.seal import joining, limits, network, seal
from auditor.errors import SandboxError

JOIN_S = 30.0
MOST_SOCKETS = 64


@dataclass
class Started:
    """A process on its way: `pid` as the host numbers it, the sockets of its network, what was set up.

    Without a seal there is only the process.
    """

    process: asyncio.subprocess.Process
    pid: int | None = None
    sockets: list[socket.socket] = field(default_factory=list)
    interface: str | None = None
    # How the number of tasks is limited: by the kernel for sure, or by the watch from outside alone.
    tasks_held: bool = False
    # Numbers of the name spaces as bwrap made them, by kind.
    spaces: dict[str, int] = field(default_factory=dict)


async def start(
    line: Sequence[str], environment: dict[str, str] | None, prepare: Callable[[], None], mac: str
) -> Started:
    """Start a line of `seal.command`; `prepare` is its `preexec_fn`, `mac` the address of its network card.

    Raises `OSError` when bwrap or the JVM cannot be started, `SandboxError` when the seal cannot be made whole.
    """
    if not seal.is_sealed(line):
        return Started(await _spawn(line, environment, prepare, ()))
    info_read, info_write = os.pipe()
    block_read, block_write = os.pipe()
    try:
        with seal.with_filter(line) as (filtered, passed):
            held = [filtered[0], "--info-fd", str(info_write), "--block-fd", str(block_read), *filtered[1:]]
            try:
                process = await _spawn(held, environment, prepare, (*passed, info_write, block_read))
            finally:
                os.close(info_write)
                os.close(block_read)
        raw = await asyncio.to_thread(_read_all, info_read)
        if not raw:
            # bwrap has said why and ends; who watches the process tells.
            return Started(process)
        facts = json.loads(raw)
        pid = int(facts["child-pid"])
        try:
            started = await _join(process, pid, mac)
        except SandboxError:
            # The held process first: it would go on when the descriptor that it waits for is closed.
            for one in (pid, process.pid):
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            assert process.stdout is not None
            said = (await process.stdout.read()).decode("utf-8", "replace").strip()
            await process.wait()
            if said.startswith("bwrap:"):
                raise SandboxError(f"The app cannot be sealed ({said[:300]}); {seal.remedy()}") from None
            raise
        started.spaces = {k.removesuffix("-namespace"): v for k, v in facts.items() if k.endswith("-namespace")}
        os.write(block_write, b"1")
        return started
    finally:
        os.close(info_read)
        os.close(block_write)


async def _spawn(
    line: Sequence[str], environment: dict[str, str] | None, prepare: Callable[[], None], passed: tuple[int, ...]
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=environment, preexec_fn=prepare, pass_fds=passed,
    )  # fmt: skip


def _read_all(descriptor: int) -> bytes:
    found = b""
    while part := os.read(descriptor, 4096):
        found += part
    return found


async def _join(process: asyncio.subprocess.Process, pid: int, mac: str) -> Started:
    facts = {"pid": pid, "mac": mac, "address": network.ADDRESS, "tasks": limits.TASKS, "ports": network.PORTS}
    near, far = socket.socketpair()
    with near, far:
        with suppress(ProcessLookupError):
            limits.hold_tasks(pid)
        joiner = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-S", str(Path(joining.__file__)), json.dumps(facts),
            stdin=subprocess.DEVNULL, stdout=far.fileno(), stderr=subprocess.PIPE,
        )  # fmt: skip
        far.close()
        try:
            async with asyncio.timeout(JOIN_S):
                _, said = await joiner.communicate()
        except TimeoutError:
            joiner.kill()
            await joiner.wait()
            raise SandboxError(f"The seal's network was not made within {JOIN_S:g} s; run `auditor doctor`.") from None
        if joiner.returncode:
            last = said.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"code {joiner.returncode}"]
            raise SandboxError(f"The seal's network cannot be made on this kernel ({last[0][:200]}); {seal.remedy()}")
        raw, descriptors, _, _ = socket.recv_fds(near, 65536, MOST_SOCKETS)
    answer: dict[str, Any] = json.loads(raw)
    sockets = [socket.socket(fileno=one) for one in descriptors]
    return Started(process, pid, sockets, answer["interface"], answer["tasks"] or os.getuid() != 0)
