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
from auditor.runtime import Session, catalogue
from auditor.walk import consent, screen

pytestmark = [pytest.mark.phone, pytest.mark.timeout(280)]

DEMO = Path(__file__).parents[2] / "demo" / "demo.apk"
LIMIT_S = 60.0


@dataclass
class Run:
    """One start of the demo, from the gate to its end."""

    facts: AppFacts
    identity: dict[str, Any]
    host_pid: int = 0
    received: int = 0
    at_consent: list[Event] = field(default_factory=list)
    accepted_at: int = 0
    events: list[Event] = field(default_factory=list)
    stacks: dict[int, Stack] = field(default_factory=dict)
    ledger: dict[str, LedgerEntry] = field(default_factory=dict)
    entries: list[LedgerEntry] = field(default_factory=list)
    was_alive: bool = False
    is_alive: bool = True
    end: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    found = Run(app.inspect(DEMO), make(11))
    desk.prepare()
    phone = desk.start(api=34, locale="en-US", owner=os.getpid())
    try:
        with connect(phone.serial) as device:
            device.plant(found.identity)
            device.install(DEMO)
            drive(device, found)
        yield found
    finally:
        phone.stop()


def drive(device: Device, run: Run) -> None:
    package = run.facts.package
    session = Session.start(
        device,
        package,
        f"{package}/{run.facts.launcher}",
        on_event=run.events.append,
        on_stack=lambda stack: run.stacks.update({stack.id: stack}),
        on_ledger=run.entries.append,
        facts=run.facts,
    )
    assert device.wait(package, "activity", 90), device.process(package)
    run.host_pid = device.process(package)["host_pid"]
    session.flush()
    run.at_consent = list(run.events)
    deadline = time.monotonic() + LIMIT_S
    while (request := consent.find(screen.parse(device.dump()))) is None:
        assert time.monotonic() < deadline, "the demo does not ask for consent"
        time.sleep(0.2)
    run.accepted_at = time.time_ns() // 1_000_000
    device.tap(*request.accept.center)
    while not any(event.hook == "telephony.imei" for event in run.events):
        assert time.monotonic() < deadline, [event.hook for event in run.events]
        session.flush()
        time.sleep(0.1)
    device.wait(package, "idle", 30)
    run.received = session.flush()
    run.was_alive = session.alive
    device.force_stop(package)
    session.close()
    run.is_alive = session.alive
    run.end = device.process(package)
    run.ledger = {entry.name: entry for entry in run.entries}


def test_every_row_is_armed_or_does_not_apply(run: Run) -> None:
    rows = {row.id for row in catalogue.load()}
    states = {name: run.ledger[name].state for name in rows}
    lost = {name: run.ledger[name].why for name, state in states.items() if state not in ("armed", "fired")}
    assert all(states[name] == "not_applicable" for name in lost), lost
    assert len(rows) - len(lost) > 120
    assert set(run.ledger) == rows, "no agent.missing, agent.refused or agent.error"


def test_the_sdks_android_id_is_the_first_thing_seen(run: Run) -> None:
    first = run.events[0]
    assert first.hook == "settings.android_id" and first.outcome == "returned"
    assert first.values[0].text == run.identity["android_id"]
    assert first.caller.kind == "sdk" and "Tallyhall Analytics" in first.caller.name
    frames = run.stacks[first.stack].frames
    assert any(frame.startswith("com.tallyhall.analytics.Tallyhall.start(") for frame in frames)
    assert any(frame.startswith("com.cornershop.demo.CornerShop.onCreate(") for frame in frames)
    assert first.at < run.accepted_at


def test_the_imei_is_denied_after_consent(run: Run) -> None:
    assert not any(event.data_type == "imei" for event in run.at_consent)
    (attempt,) = [event for event in run.events if event.data_type == "imei"]
    assert attempt.outcome == "denied" and attempt.values == ()
    assert (attempt.exception or "").startswith("java.lang.SecurityException")
    assert attempt.caller.kind == "first_party" and attempt.at >= run.accepted_at


def test_what_the_process_counted_is_what_arrived(run: Run) -> None:
    arrived: dict[str, int] = {}
    for event in run.events:
        arrived[event.hook] = arrived.get(event.hook, 0) + event.count
    counted = {entry.name: entry.count for entry in run.entries if entry.count}
    assert counted == arrived and sum(arrived.values()) == run.received
    assert len({event.id for event in run.events}) == len(run.events)
    assert all(event.stack in run.stacks for event in run.events)


def test_only_the_apps_own_code_is_told_of(run: Run) -> None:
    unknown = [(event.hook, run.stacks[event.stack].frames) for event in run.events if event.caller.kind == "unknown"]
    assert not unknown


def test_the_process_ends_and_is_left(run: Run) -> None:
    assert run.was_alive and not run.is_alive
    assert run.end["state"] == "gone" and "force-stop" in run.end["why"]
    assert not Path(f"/proc/{run.host_pid}").exists()
    assert len(run.entries) == len(run.ledger), "each line of the ledger came once"
