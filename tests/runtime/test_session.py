"""A real JVM, hooked by the real agent: what the app gets is what it got before, and what is told is what happened."""

import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest

from auditor.errors import HookError
from auditor.model import AppFacts, Event, LedgerEntry, SdkFound, Stack
from auditor.parties import Sdk
from auditor.runtime.callers import Callers
from auditor.runtime.catalogue import Api, Condition, KeptArgument, KeptResult
from auditor.runtime.doors import GateDoor
from auditor.runtime.messages import Reader
from auditor.runtime.session import Session

pytestmark = pytest.mark.phone

IMEI = "356938035643809"
AUTHORITY = "getAuthority()Ljava/lang/String;"


def api(id: str, where: str, method: str, data_type: str = "imei", **more: Any) -> Api:
    return Api(id=id, class_=where, method=method, data_type=data_type, source="test", **more)


PHONE, PLACE = "android.telephony.TelephonyManager", "android.location.LocationManager"
ROWS = (
    api("imei", PHONE, "getImei"),
    api("number", PHONE, "getLine1Number", "phone_number"),
    api(
        "android_id", "android.provider.Settings$Secure", "getString", "android_id",
        counts_when=(Condition(argument=1, equals=("android_id",)),), keep_arguments=(KeptArgument(argument=1),),
    ),
    api(
        "contacts", "android.content.ContentResolver", "query", "contacts",
        counts_when=(Condition(argument=0, read=AUTHORITY, equals=("com.android.contacts",)),),
        keep_arguments=(KeptArgument(argument=0), KeptArgument(argument=1)),
        keep_result=KeptResult(as_="count", read=("getCount()I",)),
    ),
    api("place", PLACE, "getLastKnownLocation", "location_precise",
        keep_result=KeptResult(read=("getLatitude()D,getLongitude()D",))),
    api("latitude", PLACE + "$Location", "getLatitude", "location_precise", action="bookkeeping",
        keep_result=KeptResult(read=("getLatitude()D,getLongitude()D",), of="this")),
    api("providers", PLACE, "getProviders", "location", keep_result=KeptResult(each=True, read=("",))),
    api("hardware", PLACE, "hardwareAddress", "mac_address", keep_result=KeptResult(as_="mac")),
    api("sum", PLACE, "sum", "location", keep_arguments=(KeptArgument(argument=3), KeptArgument(argument=7))),
    api("old", PHONE, "getImei", levels="-28"),
    api("absent", PHONE, "getNothing"),
    api("elsewhere", "com.maker.Ids", "get", "oaid", in_app=True),
    api("broken", "com.maker.Ids", "get", "oaid"),
)  # fmt: skip


class Rules:
    def sdk_of_code(self, class_name: str) -> Sdk | None:
        if not class_name.startswith("com.tracker."):
            return None
        return Sdk(
            id="tracker", name="Tracker", company="T", company_id="t", category="analytics", prefix="com.tracker"
        )


class App(Protocol):
    process: subprocess.Popen[str]

    def line(self) -> str: ...
    def do(self, what: str) -> str: ...
    def end(self) -> None: ...


class Watch:
    """A session on a process, with all that it tells."""

    def __init__(self, app: App, **options: int) -> None:
        self.app = app
        self.events: list[Event] = []
        self.stacks: dict[int, Stack] = {}
        self.ledger: dict[str, LedgerEntry] = {}
        sdk = SdkFound(id="tracker", name="Tracker", version="2")
        facts = AppFacts(package="com.example.shop", sha256="", sdks=(sdk,))
        reader = Reader(ROWS, Callers(facts, Rules()), facts.package, self.events.append, self._stack)
        door = GateDoor(app.process.pid)
        self.session = Session(door, ROWS, reader, self._entry, 34, dict(options))

    def _stack(self, stack: Stack) -> None:
        self.stacks[stack.id] = stack

    def _entry(self, entry: LedgerEntry) -> None:
        self.ledger[entry.name] = entry

    def open(self) -> str:
        self.session.resume()
        return self.app.line()

    def of(self, what: str) -> tuple[str, list[Event]]:
        """What the app saw and the events that this gave."""
        self.session.flush()
        before = len(self.events)
        answer = self.app.do(what)
        self.session.flush()
        return answer, self.events[before:]

    def finish(self) -> None:
        self.session.flush()
        self.app.end()
        self.session.close()


@pytest.fixture
def watch(app: App) -> Iterator[Callable[..., Watch]]:
    watches: list[Watch] = []

    def make(**options: int) -> Watch:
        watches.append(Watch(app, **options))
        return watches[-1]

    yield make
    for one in watches:
        one.finish()


def test_the_first_line_of_the_app_is_seen(watch: Callable[..., Watch]) -> None:
    seen = watch()
    assert seen.events == []
    assert seen.open() == f"start {IMEI}"
    seen.session.flush()
    (event,) = seen.events
    assert event.api == "TelephonyManager.getImei" and event.outcome == "returned"
    assert abs(event.at - time.time() * 1000) < 30_000


def test_results_exceptions_and_what_is_told_of_them(watch: Callable[..., Watch]) -> None:
    seen = watch()
    seen.open()

    answer, (event,) = seen.of("imei 0")
    assert answer == IMEI and event.values[0].text == IMEI and event.caller.kind == "first_party"
    assert "com.example.shop.Main.answer" in seen.stacks[event.stack].frames[1]

    answer, (event,) = seen.of("imei 1")
    assert answer == "null" and event.outcome == "empty" and event.values == ()

    answer, (event,) = seen.of("number")
    assert answer == "[]" and event.outcome == "empty"

    answer, (event,) = seen.of("denied")
    assert answer == "denied getImei: READ_PHONE_STATE needed" and event.outcome == "denied"
    assert event.exception == "java.lang.SecurityException: getImei: READ_PHONE_STATE needed"

    answer, (event,) = seen.of("threw")
    assert answer == "threw off" and event.outcome == "threw"
    assert event.exception == "java.lang.IllegalStateException: off"

    answer, (event,) = seen.of("sum a b")
    assert answer == str(1 + 2 + 99 + (1 << 40) + 1 + 2 + 3)
    assert event.arguments == (str(1 << 40), "sum,a,b") and event.values[0].text == answer


def test_what_counts_is_decided_by_key_and_authority(watch: Callable[..., Watch]) -> None:
    seen = watch()
    seen.open()
    assert seen.of("setting other") == ("value of other", [])
    answer, (event,) = seen.of("setting android_id")
    assert answer == "9a8b7c6d5e4f3a21" and event.arguments == ("android_id",) and event.data_type == "android_id"
    assert seen.of("query content://com.example.own/x") == ("0 seen", [])
    answer, (event,) = seen.of("query content://com.android.contacts/data")
    assert answer == "3 seen", "an array handed over is the array that the method sees"
    assert event.arguments == ("content://com.android.contacts/data", "seen", "count=3") and event.values == ()


def test_values_of_places_lists_and_bytes(watch: Callable[..., Watch]) -> None:
    seen = watch()
    seen.open()
    answer, events = seen.of("location")
    assert answer == "31.230416,121.473701"
    assert [(event.hook, event.action, event.values[0].text) for event in events] == [
        ("place", "access", answer),
        ("latitude", "bookkeeping", answer),
    ]
    _, (event,) = seen.of("providers")
    assert [value.text for value in event.values] == ["gps", "network"] and event.arguments == ("count=2",)
    answer, (event,) = seen.of("mac")
    assert answer == "6" and event.values[0].text == "02:ab:03:04:05:06"


def test_callers_and_calls_that_are_not_the_apps(watch: Callable[..., Watch]) -> None:
    seen = watch()
    seen.open()
    _, (event,) = seen.of("tracker")
    assert (event.caller.kind, event.caller.sdk, event.caller.version) == ("sdk", "tracker", "2")
    assert seen.of("framework") == ("done", [])
    assert len(seen.of("nested")[1]) == 1
    seen.finish()
    assert seen.ledger["imei"].why == "1 by the framework for itself; 2 inside another hooked call"


def test_the_ledger_says_what_became_of_every_row(watch: Callable[..., Watch]) -> None:
    seen = watch()
    seen.open()
    seen.finish()
    states = {name: entry.state for name, entry in seen.ledger.items()}
    assert states["imei"] == "fired" and states["number"] == "armed" and states["old"] == "not_applicable"
    assert states["absent"] == "failed" and "no method getNothing" in seen.ledger["absent"].why
    assert states["elsewhere"] == "not_applicable" and states["broken"] == "failed"
    assert "ClassNotFoundException" in seen.ledger["broken"].why
    assert set(states) == {row.id for row in ROWS}


def test_no_event_of_a_burst_is_lost(watch: Callable[..., Watch]) -> None:
    seen = watch(details_per_second=1_000_000)
    seen.open()
    _, events = seen.of("burst 2 10000 1")
    assert len(events) == 20_000 and {event.values[0].text for event in events} == {IMEI}
    assert len({event.id for event in events}) == 20_000
    seen.finish()
    assert "agent.missing" not in seen.ledger


def test_thinned_calls_keep_their_numbers(watch: Callable[..., Watch]) -> None:
    seen = watch(details_per_second=50)
    seen.open()
    _, events = seen.of("burst 2 5000 1")
    assert sum(event.count for event in events) == 10_000
    assert len(events) < 2_000
    assert max(event.count for event in events) > 10
    seen.finish()
    assert "told by number only" in seen.ledger["imei"].why


def test_a_process_that_dies_leaves_what_it_sent(watch: Callable[..., Watch]) -> None:
    seen = watch()
    seen.open()
    seen.of("imei 0")
    seen.app.end()
    assert seen.session.flush() == 2
    seen.finish()
    assert seen.ledger["imei"].state == "fired" and seen.ledger["imei"].count == 2
    assert not seen.session.alive


def test_a_process_that_is_no_android_is_refused(no_java: subprocess.Popen[bytes]) -> None:
    reader = Reader(ROWS, Callers(AppFacts(package="x", sha256=""), Rules()), "x", lambda e: None, lambda s: None)
    with pytest.raises(HookError, match="Java"):
        Session(GateDoor(no_java.pid), ROWS, reader, lambda entry: None, 34)


def test_a_process_that_is_gone_is_a_sentence() -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    with pytest.raises(HookError, match=r"is gone|cannot enter"):
        GateDoor(process.pid)
