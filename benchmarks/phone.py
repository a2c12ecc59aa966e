"""The desk phone under the demo: a start from nothing against one from a process armed ahead, and what input costs.

`python -m benchmarks phone [SECONDS]`: hooks armed all the time. Goals: first activity under 8 s from nothing, under
4 s from the process kept ready; a tap answered in under 100 ms, the UI tree in under 300 ms; an idle phone under 700 MB
and 3 % of one core over SECONDS (60), all its processes counted.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from auditor import app, desk, resources
from auditor.model import AppFacts
from auditor.phone import Device, connect
from auditor.phone.identity import make
from auditor.runtime import Session, Spare

COLD_S, WARM_S, TAP_S, DUMP_S, IDLE_MB, IDLE_PART = 8.0, 4.0, 0.1, 0.3, 700, 0.03
TIMES = 10
BLANK = (540, 2300)
READY_S = 120.0
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def main() -> int:
    """Print each figure beside its goal; 1 when one is missed."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    demo = resources.path("demo", "demo.apk")
    with desk.start(api=34, locale="zh-CN", owner=os.getpid()) as phone, connect(phone.serial) as device:
        device.plant(make(1))
        device.install(demo)
        runs = Starts(device, app.inspect(demo))
        met = [
            _told("first activity from nothing", runs.cold(), COLD_S, "s"),
            _told("first activity from the process armed ahead", runs.ahead(), WARM_S, "s"),
        ]
        session = runs.begun(None)
        device.wait(runs.package, "idle", READY_S)
        device.dump()
        device.tap(*BLANK)
        met += [
            _told("a tap", _middle(lambda: device.tap(*BLANK)), TAP_S, "s"),
            _told("the UI tree", _middle(lambda: device.dump()), DUMP_S, "s"),
        ]
        _told("a screenshot", _middle(lambda: device.screenshot()), None, "s")
        host = device.process(runs.package)["host_pid"]
        before = _processor_s(host) + _processor_s(phone.pid)
        time.sleep(seconds)
        used = _processor_s(host) + _processor_s(phone.pid) - before
        met += [
            _told("memory of app process and phone", _resident_mb(host) + _resident_mb(phone.pid), IDLE_MB, "MB"),
            _told("processor of one core while idle", used / seconds, IDLE_PART, ""),
        ]
        session.close()
    return 0 if all(met) else 1


class Starts:
    """Starts of one app with its hooks armed, timed from the command to the first activity."""

    def __init__(self, device: Device, facts: AppFacts) -> None:
        self._device = device
        self._facts = facts
        self.package = facts.package
        self.component = f"{facts.package}/{facts.launcher}"

    def cold(self) -> float:
        """Boot, enter, arm, let go."""
        return self._timed(None)

    def ahead(self) -> float:
        """Take the process that was booted and armed before."""
        spare = Session.prepare(self._device, self.package, self.component, facts=self._facts, **_unheard())
        deadline = time.monotonic() + READY_S
        while not spare.is_armed and time.monotonic() < deadline:
            time.sleep(0.1)
        return self._timed(spare)

    def begun(self, spare: Spare | None) -> Session:
        """A start, not waited for."""
        return Session.start(self._device, self.package, self.component, facts=self._facts, spare=spare, **_unheard())

    def _timed(self, spare: Spare | None) -> float:
        begun = time.monotonic()
        session = self.begun(spare)
        self._device.wait(self.package, "activity", READY_S)
        took = time.monotonic() - begun
        session.flush()
        self._device.force_stop(self.package)
        session.close()
        return took


def _unheard() -> dict[str, Callable[[object], None]]:
    return {name: lambda _: None for name in ("on_event", "on_stack", "on_ledger")}


def _middle(work: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        begun = time.monotonic()
        work()
        times.append(time.monotonic() - begun)
    return statistics.median(times)


def _processor_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _resident_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 2**20


def _told(what: str, found: float, goal: float | None, unit: str) -> bool:
    print(f"{what:45} {found:8.3f} {unit:3}" + ("" if goal is None else f"  goal {goal:g} {unit}"), flush=True)
    return goal is None or found < goal


if __name__ == "__main__":
    sys.exit(main())
