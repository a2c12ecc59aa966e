"""Hooks armed ahead in a spare process: used when it becomes the app's process, left in peace when it does not."""

import subprocess
import time
from collections.abc import Callable
from typing import Any, Protocol

import pytest

from auditor.errors import DeviceError
from auditor.model import AppFacts, Event, LedgerEntry, Stack
from auditor.runtime import Session, Spare

FACTS = AppFacts(package="com.example.shop", sha256="")
COMPONENT = f"{FACTS.package}/.Main"

pytestmark = pytest.mark.phone


class App(Protocol):
    process: subprocess.Popen[str]

    def line(self) -> str: ...
    def do(self, what: str) -> str: ...
    def end(self) -> None: ...


class Desk:
    """A device that starts the given processes, one after the other, and keeps `ahead` for the next start."""

    serial = "127.0.0.1:1"
    is_desk = True
    api = 34

    def __init__(self, *processes: subprocess.Popen[Any], ahead: subprocess.Popen[Any] | None) -> None:
        self._processes = list(processes)
        self._ahead = ahead
        self._started: subprocess.Popen[Any] | None = None
        self.stopped: list[int] = []

    def start(self, component: str, *, hold: bool = False) -> None:
        assert component == COMPONENT and hold
        self._started = self._processes.pop(0)

    def wait(self, package: str, state: str, seconds: float) -> bool:
        return True

    def process(self, package: str) -> dict[str, Any]:
        assert self._started is not None
        return {"host_pid": self._started.pid, "state": "gate"}

    def spare(self, package: str) -> dict[str, Any]:
        if self._ahead is None:
            raise DeviceError("`desk spare` failed")
        return {"host_pid": self._ahead.pid, "state": "gate"}

    def force_stop(self, package: str) -> None:
        assert self._started is not None
        self.stopped.append(self._started.pid)
        self._started.kill()
        self._started.wait(30)


class Told:
    """What the sessions of one test told."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.ledger: list[LedgerEntry] = []
        self.stacks: list[Stack] = []

    def callbacks(self) -> dict[str, Any]:
        hear = {"on_event": self.events.append, "on_stack": self.stacks.append, "on_ledger": self.ledger.append}
        return {**hear, "facts": FACTS}

    def prepare(self, desk: Desk) -> Spare:
        spare = Session.prepare(desk, FACTS.package, COMPONENT, **self.callbacks())
        deadline = time.monotonic() + 60
        while not (spare.is_armed or spare.why):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        return spare

    def start(self, desk: Desk, spare: Spare) -> Session:
        return Session.start(desk, FACTS.package, COMPONENT, spare=spare, **self.callbacks())


def finish(desk: Desk, session: Session) -> None:
    session.flush()
    desk.force_stop(FACTS.package)
    session.close()


def test_a_prepared_process_is_used_and_tells_everything_once(app: App) -> None:
    told = Told()
    desk = Desk(app.process, ahead=app.process)
    spare = told.prepare(desk)
    assert spare.pid == app.process.pid and told.events == [] and told.ledger == []
    session = told.start(desk, spare)
    assert app.line().startswith("start 3569")
    assert app.do("imei 0").startswith("3569")
    finish(desk, session)
    assert [event.hook for event in told.events] == ["telephony.imei", "telephony.imei"]
    assert len({entry.name for entry in told.ledger}) == len(told.ledger) > 100
    assert spare.is_over
    spare.end()
    assert desk.stopped == [app.process.pid]


def test_another_process_is_hooked_the_ordinary_way_and_the_spare_is_kept(launch: Callable[[], App]) -> None:
    told = Told()
    ahead, other = launch(), launch()
    desk = Desk(other.process, ahead.process, ahead=ahead.process)
    spare = told.prepare(desk)
    session = told.start(desk, spare)
    assert other.line().startswith("start")
    finish(desk, session)
    assert [event.hook for event in told.events] == ["telephony.imei"]
    entries = len(told.ledger)
    assert not spare.is_over and ahead.process.poll() is None
    spare.end()
    assert desk.stopped == [other.process.pid, ahead.process.pid]
    assert len(told.ledger) == entries, "what never ran has no ledger"


def test_a_spare_that_could_not_be_armed_is_not_hooked_again(app: App, no_java: subprocess.Popen[bytes]) -> None:
    told = Told()
    desk = Desk(no_java, app.process, ahead=no_java)
    spare = told.prepare(desk)
    assert "no Java" in spare.why
    session = told.start(desk, spare)
    assert desk.stopped == [no_java.pid]
    assert app.line().startswith("start")
    finish(desk, session)
    assert [event.hook for event in told.events] == ["telephony.imei"]


def test_a_phone_without_spares_starts_the_ordinary_way(app: App) -> None:
    told = Told()
    desk = Desk(app.process, ahead=None)
    spare = told.prepare(desk)
    assert spare.pid is None and "desk spare" in spare.why
    session = told.start(desk, spare)
    assert spare.is_over
    assert app.line().startswith("start")
    finish(desk, session)
    assert [event.hook for event in told.events] == ["telephony.imei"]


def test_a_spare_that_ended_is_passed_over(launch: Callable[[], App]) -> None:
    told = Told()
    ahead, other = launch(), launch()
    desk = Desk(other.process, ahead=ahead.process)
    spare = told.prepare(desk)
    ahead.end()
    session = told.start(desk, spare)
    assert other.line().startswith("start")
    finish(desk, session)
    spare.leave()
    assert spare.is_over and [event.hook for event in told.events] == ["telephony.imei"]
