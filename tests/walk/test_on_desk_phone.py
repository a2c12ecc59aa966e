"""The walk over the real thing: the demo shop on the desk phone, reached over ADB, without hooks or proxy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditor import app, desk
from auditor.model import Manifest, Mark
from auditor.phone import connect
from auditor.phone.identity import make
from auditor.runs import Recorder, Run, now
from auditor.walk import drive, plan

pytestmark = [pytest.mark.phone, pytest.mark.timeout(280)]

DEMO = Path(__file__).parents[2] / "demo" / "demo.apk"
PACKAGE = "com.cornershop.demo"
PREFIX = "android.permission."


@pytest.fixture(scope="module", params=["en-US"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("walk") / "run"
    facts = app.inspect(DEMO)
    desk.prepare()
    phone = desk.start(api=34, locale=request.param, owner=os.getpid())
    try:
        with (
            connect(phone.serial) as device,
            Recorder.create(folder, Manifest(id="r", tool="t", created=0)) as recorder,
        ):
            device.plant(make(7))

            def start() -> int:
                at = now()
                device.start(f"{PACKAGE}/{facts.launcher}")
                assert device.wait(PACKAGE, "activity", 90), device.process(PACKAGE)
                return at

            drive.walk(
                device,
                facts,
                recorder,
                starter=start,
                stopper=lambda: device.force_stop(PACKAGE),
                settle=lambda quiet, limit: 0,
                phases=plan.phases("quick", facts),
                apk=DEMO,
                say=lambda step: None,
            )
    finally:
        phone.stop()
    return Run.open(folder)


@pytest.fixture
def marks(run: Run) -> list[Mark]:
    return list(run.marks)


def test_consent_is_refused_once_and_given_twice(marks: list[Mark]) -> None:
    decisions = [(mark.kind, mark.phase) for mark in marks if mark.kind in ("consent_refuse", "consent_accept")]
    assert decisions == [
        ("consent_refuse", "refuse"),
        ("consent_accept", "accept_deny"),
        ("consent_accept", "accept_allow"),
    ]


def test_every_permission_is_denied_allowed_and_taken_away(marks: list[Mark]) -> None:
    def of(phase: str, result: str) -> set[str]:
        found = [mark.detail for mark in marks if mark.kind == "permission" and mark.phase == phase]
        return {detail["permission"].removeprefix(PREFIX) for detail in found if detail["result"] == result}

    asked = {"ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION", "READ_CONTACTS", "READ_PHONE_NUMBERS"}
    assert of("accept_deny", "denied") == asked
    assert of("accept_deny", "granted") == set()
    assert of("accept_allow", "granted") == asked
    assert of("revoked", "revoked") == asked


def test_nothing_crashes_and_every_start_comes_up(marks: list[Mark]) -> None:
    assert [(mark.kind, mark.phase, mark.detail) for mark in marks if mark.kind in ("crash", "app_exit")] == []
    assert [mark.phase for mark in marks if mark.kind == "start"] == [
        "refuse:before",
        "accept_deny:before",
        "accept_allow:before",
        "revoked",
    ]


def test_the_shop_is_seen_page_by_page(marks: list[Mark]) -> None:
    seen = {str(mark.detail["screen"]).rsplit(".", 1)[-1] for mark in marks if mark.kind == "screen"}
    assert seen >= {"MainActivity", "StoresActivity", "AccountActivity", "PolicyActivity"}
    assert all(mark.screenshot for mark in marks if mark.kind == "screen")


def test_what_the_shop_keeps_is_copied_in_the_phase_in_which_it_is_written(run: Run) -> None:
    kept = [(file.path.rpartition("/")[2], file.phase) for file in run.files]
    assert kept == [
        ("consent.xml", "refuse"),
        ("consent.xml", "accept_deny"),
        ("new_customer.xml", "accept_deny"),
        ("consent.xml", "accept_allow"),
        ("new_customer.xml", "accept_allow"),
        ("places.xml", "accept_allow"),
    ]
    places = run.files[-1]
    assert places.path == f"/data/data/{PACKAGE}/shared_prefs/places.xml"
    assert b'name="latitude"' in run.stored(places)
    (consented,) = (mark.at for mark in run.marks if mark.kind == "consent_accept" and mark.phase == "accept_allow")
    assert places.since < consented < places.changed < places.at
