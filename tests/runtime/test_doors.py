"""Starting an app with its hooks armed, through a device that holds it at a gate."""

import subprocess
from typing import Any, Protocol

import pytest

from auditor.errors import AppCrashError, HookError
from auditor.model import AppFacts, Event, LedgerEntry, Stack
from auditor.runtime import Session

FACTS = AppFacts(package="com.example.shop", sha256="")


class App(Protocol):
    process: subprocess.Popen[str]

    def line(self) -> str: ...
    def do(self, what: str) -> str: ...
    def end(self) -> None: ...


class Desk:
    """A device with one process, which reaches the states named."""

    serial = "127.0.0.1:1"
    is_desk = True
    api = 34

    def __init__(self, process: dict[str, Any], reached: str = "process gate", end: Any = None) -> None:
        self._process = process
        self._reached = reached.split()
        self._end = end or (lambda: None)
        self.did: list[str] = []

    def start(self, component: str, *, hold: bool = False) -> None:
        self.did.append(f"start {component} {hold}")

    def wait(self, package: str, state: str, seconds: float) -> bool:
        self.did.append(f"wait {state}")
        return state in self._reached

    def process(self, package: str) -> dict[str, Any]:
        return self._process

    def spare(self, package: str) -> dict[str, Any]:
        return {"host_pid": None, "state": "none"}

    def force_stop(self, package: str) -> None:
        self.did.append("force_stop")
        self._end()


def start(desk: Desk, seen: list[Event | Stack | LedgerEntry]) -> Session:
    return Session.start(
        desk,
        FACTS.package,
        f"{FACTS.package}/.Main",
        on_event=seen.append,
        on_stack=seen.append,
        on_ledger=seen.append,
        facts=FACTS,
    )


@pytest.mark.phone
def test_the_whole_catalogue_on_a_held_process(app: App) -> None:
    seen: list[Event | Stack | LedgerEntry] = []
    desk = Desk({"host_pid": app.process.pid}, end=app.end)
    session = start(desk, seen)
    assert desk.did == ["start com.example.shop/.Main True", "wait process", "wait gate"]
    assert app.line().startswith("start 3569")
    app.do("setting android_id")
    session.flush()
    desk.force_stop(FACTS.package)
    session.close()
    session.close()
    events = [one for one in seen if isinstance(one, Event)]
    assert [event.hook for event in events] == ["telephony.imei", "settings.android_id"]
    ledger = {one.name: one for one in seen if isinstance(one, LedgerEntry)}
    assert ledger["telephony.imei"].state == "fired" and ledger["clipboard.read"].state == "failed"
    assert "ClassNotFoundException" in ledger["clipboard.read"].why


def test_an_app_that_never_reaches_the_gate_is_told_with_the_phones_reason() -> None:
    desk = Desk({"host_pid": 0, "why": "native library libx.so is missing"}, reached="")
    with pytest.raises(AppCrashError, match=r"libx\.so is missing"):
        start(desk, [])


@pytest.mark.phone
def test_an_app_that_dies_after_it_was_entered_is_told_with_the_phones_reason(app: App) -> None:
    desk = Desk({"host_pid": app.process.pid, "why": "it filled the card"}, reached="process", end=app.end)
    with pytest.raises(AppCrashError, match="it filled the card"):
        start(desk, [])
    assert desk.did[-1] == "force_stop"
    app.process.wait(30)
    with pytest.raises(AppCrashError, match="it filled the card"):
        start(desk, [])


@pytest.mark.phone
def test_a_process_that_cannot_be_armed_is_ended_before_it_is_left(no_java: subprocess.Popen[bytes]) -> None:
    desk = Desk({"host_pid": no_java.pid}, end=no_java.kill)
    with pytest.raises(HookError, match="no Java"):
        start(desk, [])
    assert desk.did[-1] == "force_stop"
    assert no_java.wait(30) == -9
