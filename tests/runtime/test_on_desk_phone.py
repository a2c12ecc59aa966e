"""The agent in the sealed process of the desk phone: the demo shop's first line, its consent, its end."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from auditor import app, desk
from auditor.model import AppFacts, Event, LedgerEntry, Stack
from auditor.phone import Device, connect
from auditor.phone.identity import make
from auditor.runtime import Session, Spare, catalogue
from auditor.walk import consent, screen

pytestmark = [pytest.mark.phone, pytest.mark.timeout(280)]

DEMO = Path(__file__).parents[2] / "demo" / "demo.apk"
LIMIT_S = 60.0


@dataclass
class Told:
    """What one session told."""

    events: list[Event] = field(default_factory=list)
    stacks: dict[int, Stack] = field(default_factory=dict)
    entries: list[LedgerEntry] = field(default_factory=list)

    def callbacks(self, facts: AppFacts) -> dict[str, Any]:
        hear = {"on_event": self.events.append, "on_ledger": self.entries.append}
        return {**hear, "on_stack": lambda stack: self.stacks.update({stack.id: stack}), "facts": facts}


@dataclass
class Run:
    """One start of the demo, from the gate to its end."""

    told: Told
    host_pid: int
    at_consent: list[Event]
    accepted_at: int
    received: int
    was_alive: bool
    is_alive: bool
    end: dict[str, Any]


@dataclass
class Scene:
    """A phone with the demo on it."""

    device: Device
    facts: AppFacts
    identity: dict[str, Any]

    @property
    def package(self) -> str:
        return self.facts.package

    @property
    def component(self) -> str:
        return f"{self.facts.package}/{self.facts.launcher}"

    def start(self, told: Told, spare: Spare | None = None) -> Session:
        session = Session.start(self.device, self.package, self.component, spare=spare, **told.callbacks(self.facts))
        assert self.device.wait(self.package, "activity", 120), self.device.process(self.package)
        return session

    def prepare(self, told: Told) -> Spare:
        spare = Session.prepare(self.device, self.package, self.component, **told.callbacks(self.facts))
        deadline = time.monotonic() + LIMIT_S
        while not spare.is_armed:
            assert time.monotonic() < deadline and not spare.is_over, spare.why
            time.sleep(0.1)
        return spare


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    identity = make(11)
    desk.prepare()
    phone = desk.start(api=34, locale="en-US", owner=os.getpid())
    try:
        with connect(phone.serial) as device:
            device.plant(identity)
            device.install(DEMO)
            yield Scene(device, app.inspect(DEMO), identity)
    finally:
        phone.stop()


@pytest.fixture(scope="module")
def run(scene: Scene) -> Run:
    """Consent is given; when the app has asked for the IMEI, it is ended."""
    device, package, told = scene.device, scene.package, Told()
    session = scene.start(told)
    host_pid = device.process(package)["host_pid"]
    session.flush()
    at_consent = list(told.events)
    deadline = time.monotonic() + LIMIT_S
    while (request := consent.find(screen.parse(device.dump()))) is None:
        assert time.monotonic() < deadline, "the demo does not ask for consent"
        time.sleep(0.2)
    accepted_at = time.time_ns() // 1_000_000
    device.tap(*request.accept.center)
    while not any(event.hook == "telephony.imei" for event in told.events):
        assert time.monotonic() < deadline, [event.hook for event in told.events]
        session.flush()
        time.sleep(0.1)
    device.wait(package, "idle", 30)
    received, was_alive = session.flush(), session.alive
    device.force_stop(package)
    session.close()
    end = device.process(package)
    return Run(told, host_pid, at_consent, accepted_at, received, was_alive, session.alive, end)


def test_every_row_is_armed_or_does_not_apply(run: Run) -> None:
    rows = {row.id for row in catalogue.load()}
    ledger = {entry.name: entry for entry in run.told.entries}
    states = {name: ledger[name].state for name in rows}
    lost = {name: ledger[name].why for name, state in states.items() if state not in ("armed", "fired")}
    assert all(states[name] == "not_applicable" for name in lost), lost
    assert len(rows) - len(lost) > 120
    assert set(ledger) == rows, "no agent.missing, agent.refused or agent.error"


def test_the_sdks_android_id_is_the_first_thing_seen(scene: Scene, run: Run) -> None:
    first = run.told.events[0]
    assert first.hook == "settings.android_id" and first.outcome == "returned"
    assert first.values[0].text == scene.identity["android_id"]
    assert first.caller.kind == "sdk" and "Tallyhall Analytics" in first.caller.name
    frames = run.told.stacks[first.stack].frames
    assert any(frame.startswith("com.tallyhall.analytics.Tallyhall.start(") for frame in frames)
    assert any(frame.startswith("com.cornershop.demo.CornerShop.onCreate(") for frame in frames)
    assert first.at < run.accepted_at


def test_the_imei_is_denied_after_consent(run: Run) -> None:
    assert not any(event.data_type == "imei" for event in run.at_consent)
    (attempt,) = [event for event in run.told.events if event.data_type == "imei"]
    assert attempt.outcome == "denied" and attempt.values == ()
    assert (attempt.exception or "").startswith("java.lang.SecurityException")
    assert attempt.caller.kind == "first_party" and attempt.at >= run.accepted_at


def test_what_the_process_counted_is_what_arrived(run: Run) -> None:
    arrived: dict[str, int] = {}
    for event in run.told.events:
        arrived[event.hook] = arrived.get(event.hook, 0) + event.count
    counted = {entry.name: entry.count for entry in run.told.entries if entry.count}
    assert counted == arrived and sum(arrived.values()) == run.received
    assert len({event.id for event in run.told.events}) == len(run.told.events)
    assert all(event.stack in run.told.stacks for event in run.told.events)


def test_only_the_apps_own_code_is_told_of(run: Run) -> None:
    told = run.told
    assert [(event.hook, told.stacks[event.stack]) for event in told.events if event.caller.kind == "unknown"] == []


def test_the_process_ends_and_is_left(run: Run) -> None:
    assert run.was_alive and not run.is_alive
    assert run.end["state"] == "gone" and "force-stop" in run.end["why"]
    assert not Path(f"/proc/{run.host_pid}").exists()
    assert len(run.told.entries) == len({entry.name for entry in run.told.entries}), "each line of the ledger came once"


def test_the_next_start_is_armed_ahead(scene: Scene, run: Run) -> None:
    device, package, told, first = scene.device, scene.package, Told(), Told()
    session = scene.start(first)
    spare = scene.prepare(told)
    prepared = spare.pid
    assert prepared != device.process(package)["host_pid"] and told.events == []
    session.flush()
    device.force_stop(package)
    session.close()
    device.uninstall(package)
    device.install(DEMO)

    session = scene.start(told, spare)
    assert device.process(package)["host_pid"] == prepared, "the phone used the process that was prepared"
    deadline = time.monotonic() + LIMIT_S
    while consent.find(screen.parse(device.dump())) is None:
        assert time.monotonic() < deadline, "installed anew, the demo asks for consent again"
        time.sleep(0.2)
    unused = scene.prepare(Told())
    session.flush()
    device.force_stop(package)
    session.close()
    assert [event.hook for event in told.events] == ["settings.android_id"]
    assert told.events[0].values[0].text == scene.identity["android_id"]
    assert len(told.entries) == len(run.told.entries)

    left = unused.pid
    unused.end()
    assert unused.is_over and not Path(f"/proc/{left}").exists()
