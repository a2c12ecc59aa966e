"""A sealed Python that runs a probe: native code for the seal, without the JVM's seconds."""

import asyncio
import glob
from contextlib import asynccontextmanager
from pathlib import Path

from auditor.desk.seal import seal, sealed
from auditor.desk.seal.network import Network

UID = 10001


def line(folder, source, *arguments, binds=()):
    """The command that runs `source` as a module, and what it sees of the host."""
    (folder / "probe.py").write_text(source)
    own = [seal.Bind(host=folder, inside=seal.PACKAGES), *binds]
    # Where Python's own libffi is a library of the system, ctypes needs it.
    for found in glob.glob("/usr/lib/x86_64-linux-gnu/libffi.so.?"):
        own.append(seal.Bind(host=Path(found), inside=f"{seal.SYSTEM_LIBRARIES}/{Path(found).name}"))
    return seal.python_command("bwrap", "probe", list(arguments), binds=own, uid=UID), [*own, *seal.python_binds()]


@asynccontextmanager
async def running(command, proxy=lambda: None):
    """The sealed process with its network, and the ledger that the network writes; it is ended with the block."""
    ledger = []

    def note(kind, name, why):
        ledger.append({"kind": kind, "name": name, "why": why})
        return ledger[-1]

    started = await sealed.start(command, {}, seal.limit_resources, "02:00:00:00:00:00")
    network = Network(started.sockets, proxy, note)
    network.start()
    try:
        async with asyncio.timeout(60):
            yield started, network, ledger
    finally:
        if started.process.returncode is None:
            started.process.kill()
        await started.process.wait()
        await network.stop()


async def said(started):
    """What the probe printed, `name result` a line, once it has ended."""
    output = (await started.process.stdout.read()).decode()
    return dict(row.split(" ", 1) for row in output.splitlines() if " " in row), output
