"""Several desk phones at once against one alone: the same app must give the same events on each.

`python -m benchmarks phones [COUNT]` (4): the demo is started, hooks armed, and walked through consent, contacts, the
account and the stores, on one phone and then on COUNT phones at the same time. What is compared is the multiset of
(hook, outcome, caller) of each; exit code 1 when a phone saw something else. With `AUDITOR_BENCH_FULL=1` it goes on
with one phone on which nothing happens, for ten minutes, and prints the slopes of memory and processor time with the
range that is left of noise.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from auditor import app, desk, resources
from auditor.model import AppFacts, Event
from auditor.phone import Device, connect
from auditor.phone.identity import make
from auditor.runtime import Session

COUNT = 4
READY_S, QUIET_S, WHOLE_S = 120.0, 2.0, 60.0
BACK = "BACK"
# What is tapped, by the end of its resource id: consent, contacts, the account, the stores.
STEPS = (
    "/button1", "/invite_friends", "/permission_allow_button", "/my_account", BACK, "/find_stores",
    "/permission_allow_foreground_only_button",
)  # fmt: skip
IDLE_S, EVERY_S, SETTLE_S = 600.0, 5.0, 60.0
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

Seen = Counter[tuple[str, str, str]]


def main() -> int:
    """Print what each phone saw, and, when asked for, how an idle phone grows; 1 when two differ."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    demo = resources.path("demo", "demo.apk")
    facts = app.inspect(demo)
    alone = _at_once(1, demo, facts)[0]
    print(f"one phone alone: {sum(alone.values())} events", flush=True)
    for row, times in sorted(alone.items()):
        print(f"  {times} x {' '.join(row)}", flush=True)
    same = True
    for number, seen in enumerate(_at_once(count, demo, facts), 1):
        missing, more = alone - seen, seen - alone
        same = same and not missing and not more
        print(f"phone {number} of {count}: {sum(seen.values())} events", "the same" if seen == alone else "")
        for word, rows in (("missing", missing), ("more", more)):
            for row, times in sorted(rows.items()):
                print(f"  {word}: {times} x {' '.join(row)}")
    if os.environ.get("AUDITOR_BENCH_FULL") == "1":
        _idle(demo, facts)
    return 0 if same else 1


def _at_once(count: int, demo: Path, facts: AppFacts) -> list[Seen]:
    """What each of so many phones saw; all are booted before any app starts."""
    with ExitStack() as stack:
        devices = []
        for _ in range(count):
            phone = stack.enter_context(desk.start(api=34, locale="zh-CN", owner=os.getpid()))
            device = stack.enter_context(connect(phone.serial))
            device.plant(make(1))
            device.install(demo)
            devices.append(device)
        seen: list[Seen] = [Counter() for _ in devices]
        failed: list[BaseException] = []

        def run(number: int) -> None:
            try:
                seen[number] = _walk(devices[number], facts)
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failed:
            raise failed[0]
        return seen


def _walk(device: Device, facts: AppFacts) -> Seen:
    """Start the demo with its hooks armed, accept its policy, and count what came."""
    seen: Seen = Counter()
    last = [time.monotonic()]

    def take(event: Event) -> None:
        caller = event.caller.name or event.caller.kind
        seen[(event.hook, event.outcome, caller)] += event.count
        last[0] = time.monotonic()

    component = f"{facts.package}/{facts.launcher}"
    session = Session.start(device, facts.package, component, facts=facts, on_event=take, **_unheard())
    device.wait(facts.package, "idle", READY_S)
    for name in STEPS:
        if name == BACK:
            device.key(BACK)
        else:
            _tap(device, name)
    last[0] = time.monotonic()
    deadline = last[0] + WHOLE_S
    while time.monotonic() - last[0] < QUIET_S and time.monotonic() < deadline:
        session.flush()
        time.sleep(0.1)
    session.flush()
    device.force_stop(facts.package)
    session.close()
    return seen


def _idle(demo: Path, facts: AppFacts) -> None:
    """Sample memory and processor time of the demo's process and its phone while nothing happens; print the slopes."""
    with desk.start(api=34, locale="zh-CN", owner=os.getpid()) as phone, connect(phone.serial) as device:
        device.plant(make(1))
        device.install(demo)
        device.start(f"{facts.package}/{facts.launcher}")
        device.wait(facts.package, "idle", READY_S)
        host = device.process(facts.package)["host_pid"]
        time.sleep(SETTLE_S)
        at, memory, processor = [], [], []
        begun, before = time.monotonic(), _processor_s(host) + _processor_s(phone.pid)
        while time.monotonic() - begun < IDLE_S:
            time.sleep(EVERY_S)
            used = _processor_s(host) + _processor_s(phone.pid)
            at.append((time.monotonic() - begun) / 60)
            memory.append(_resident_mb(host) + _resident_mb(phone.pid))
            processor.append(100 * (used - before) / EVERY_S)
            before = used
    for what, unit, values in (("memory", "MB", memory), ("processor of one core", "%", processor)):
        slope, error = _slope(at, values)
        print(
            f"idle {what}: {statistics.mean(values):.1f} {unit}, slope {slope:+.3f} {unit} a minute"
            f" (plus or minus {2 * error:.3f})"
        )


def _slope(at: list[float], values: list[float]) -> tuple[float, float]:
    """The slope of a straight line through the values, and its standard error."""
    slope, start = statistics.linear_regression(at, values)
    middle = statistics.mean(at)
    left = sum((value - start - slope * moment) ** 2 for moment, value in zip(at, values, strict=True))
    spread = sum((moment - middle) ** 2 for moment in at)
    return slope, (left / (len(at) - 2) / spread) ** 0.5


def _processor_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _resident_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 2**20


def _tap(device: Device, name: str) -> None:
    """Tap the node with that id once it is on the screen."""
    node = re.compile(rf'resource-id="[^"]*{name}"[^>]*bounds="\[(\d+),(\d+)\]\[(\d+),(\d+)\]"')
    deadline = time.monotonic() + READY_S
    while (found := node.search(device.dump())) is None:
        if time.monotonic() > deadline:
            raise SystemExit(f"The demo never shows {name}; what its phones see cannot be compared.")
        time.sleep(0.2)
    left, top, right, bottom = map(int, found.groups())
    device.tap((left + right) // 2, (top + bottom) // 2)


def _unheard() -> dict[str, Callable[[object], None]]:
    return {name: lambda _: None for name in ("on_stack", "on_ledger")}


if __name__ == "__main__":
    sys.exit(main())
