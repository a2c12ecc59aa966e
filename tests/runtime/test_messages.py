"""Messages into records; the app may write what it likes into them."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import AppFacts, Event, Stack
from auditor.parties import Sdk
from auditor.runtime.callers import Callers
from auditor.runtime.catalogue import Api
from auditor.runtime.messages import Hooked, Reader, hooked, ledger, mask, value

ROWS = (
    Api(id="a.imei", class_="android.telephony.TelephonyManager", method="getImei", data_type="imei", source="s"),
    Api(
        id="a.ask", class_="android.app.Activity", method="requestPermissions", action="permission_request", source="s"
    ),
    Api(
        id="a.property",
        class_="android.os.SystemProperties",
        method="get",
        data_type="system_properties",
        direct=True,
        source="s",
    ),
)
FRAMES = ["android.telephony.TelephonyManager.getImei(T.java:-2)", "com.example.Main.main(Main.java:2)"]


class NoSdks:
    def sdk_of_code(self, class_name: str) -> Sdk | None:
        return None


class Sink:
    def __init__(self) -> None:
        self.seen: list[Event | Stack] = []
        facts = AppFacts(package="com.example", sha256="")
        self.reader = Reader(ROWS, Callers(facts, NoSdks()), "com.example", self.seen.append, self.seen.append)

    @property
    def events(self) -> list[Event]:
        return [one for one in self.seen if isinstance(one, Event)]


def batch(*events: Any, first: int = 0, stacks: Any = ()) -> dict[str, Any]:
    return {"type": "events", "first": first, "stacks": list(stacks), "events": list(events)}


def noted(**changes: Any) -> dict[str, Any]:
    return {"h": 0, "t": time.time() * 1000, "s": 7, "o": "returned", **changes}


def test_a_call_becomes_an_event_after_its_stack() -> None:
    sink = Sink()
    sink.reader.message(batch(noted(m=12.0, th="main", v=[["356938035643809", 15]], a=["0"]), stacks=[[7, FRAMES]]))
    stack, event = sink.seen
    assert isinstance(stack, Stack) and isinstance(event, Event)
    assert stack.frames == tuple(FRAMES) and event.stack == stack.id
    assert (event.hook, event.api, event.data_type, event.action) == (
        "a.imei",
        "TelephonyManager.getImei",
        "imei",
        "access",
    )
    assert (event.process, event.thread, event.monotonic, event.arguments) == ("com.example", "main", 12, ("0",))
    assert event.caller.kind == "first_party"
    (read,) = event.values
    assert read.text == "356938035643809" and read.preview == "35***********09" and read.length == 15


def test_the_same_frames_are_one_stack() -> None:
    sink = Sink()
    sink.reader.message(batch(noted(), noted(s=8), stacks=[[7, FRAMES], [8, FRAMES]]))
    assert len(sink.seen) == 3
    assert sink.events[0].stack == sink.events[1].stack
    assert sink.events[0].id != sink.events[1].id


def test_events_wait_for_their_stack_and_are_not_lost_without_it() -> None:
    sink = Sink()
    sink.reader.message(batch(noted(), noted(s=9)))
    assert sink.events == []
    sink.reader.message(batch(first=2, stacks=[[7, FRAMES]]))
    assert len(sink.events) == 1
    sink.reader.finish()
    assert [event.caller.kind for event in sink.events] == ["first_party", "unknown"]
    assert sink.reader.received == 2


def test_gaps_in_the_numbers_are_counted() -> None:
    sink = Sink()
    sink.reader.message(batch(noted(), stacks=[[7, FRAMES]]))
    sink.reader.message(batch(noted(), first=5))
    assert sink.reader.missing == 4


def test_what_the_framework_does_on_the_apps_behalf_is_no_event_of_a_direct_row() -> None:
    sink = Sink()
    view = ["android.os.SystemProperties.get(S.java:-2)", "android.view.View.<init>(View.java:1)", FRAMES[1]]
    app = ["android.os.SystemProperties.get(S.java:-2)", FRAMES[1]]
    sink.reader.message(batch(noted(h=2, s=1), noted(h=2, s=2), stacks=[[1, view], [2, app]]))
    (event,) = sink.events
    assert event.hook == "a.property" and sink.reader.indirect == {"a.property": 1}
    (line,) = ledger([Hooked(id="a.property", state="fired", app=2)], sink.reader.fired, 5, sink.reader.indirect)
    assert (line.state, line.count, line.why) == ("fired", 1, "1 by the framework for itself")


def test_counts_count() -> None:
    sink = Sink()
    sink.reader.message(batch(noted(n=400, w=900.0), stacks=[[7, FRAMES]]))
    assert (sink.events[0].count, sink.events[0].window_ms, sink.reader.received) == (400, 900, 400)


@pytest.mark.parametrize(
    "event",
    [
        noted(h=99),
        noted(h=-1),
        noted(o="stolen"),
        noted(n=0),
        noted(v="x"),
        noted(t="soon"),
        {},
        None,
        [1],
        noted(n=0.5),
    ],
)
def test_what_fits_no_record_is_counted_and_spoils_nothing(event: Any) -> None:
    sink = Sink()
    sink.reader.message(batch(event, noted(), stacks=[[7, FRAMES]]))
    assert len(sink.events) == 1
    assert sink.reader.refused == 1


def test_forged_times_and_sizes_are_bounded() -> None:
    sink = Sink()
    wild = noted(
        t=1e300,
        m=float("nan"),
        w=float("inf"),
        n=2**70,
        th="x" * 999,
        x="y" * 9999,
        v=[["z" * 9999, 1]] * 999,
        a=["\ud800"] * 999,
    )
    sink.reader.message(batch(wild, stacks=[[7, ["f" * 9999] * 999]]))
    (event,) = sink.events
    assert abs(event.at - time.time() * 1000) < 60_000
    assert event.count == event.window_ms == 2**53
    assert event.monotonic == 0 and len(event.thread) == 64 and event.arguments[0] == "?"
    assert len(event.values) == 100 and len(event.values[0].text or "") == 4096 and event.values[0].length == 4096
    stack = next(one for one in sink.seen if isinstance(one, Stack))
    assert len(stack.frames) == 64 and len(stack.frames[0]) == 300


def test_the_clock_of_the_device_is_mapped() -> None:
    sink = Sink()
    sink.reader.offset_ms = 3_600_000
    at = int(time.time() * 1000)
    sink.reader.message(batch(noted(t=at - 3_600_000), stacks=[[7, FRAMES]]))
    assert sink.events[0].at == at


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("htsomxavnw") | st.text(), inner, max_size=8)
    ),
    max_leaves=30,
)


@given(st.lists(JSON, max_size=4), JSON, JSON, JSON)
def test_no_message_raises(events: list[Any], first: Any, stacks: Any, payload: Any) -> None:
    sink = Sink()
    sink.reader.message(payload)
    sink.reader.message({"type": "events", "first": first, "stacks": stacks, "events": events})
    sink.reader.message(batch(*events, stacks=[[7, FRAMES]]))
    sink.reader.finish()


@given(st.text())
def test_no_preview_shows_its_value(text: str) -> None:
    shown = mask(text)
    assert len(shown.replace("*", "")) <= 4 or "*" in text
    assert value(text, len(text)).length >= len(text)


def test_the_ledger_tells_what_was_left_out() -> None:
    lines = [
        Hooked(id="a.imei", state="armed", app=1, thinned=40, nested=2, framework=3),
        Hooked(id="a.ask", state="failed", why="no class"),
    ]
    fired, failed = ledger(lines, {"a.imei": 44}, at=5)
    assert (fired.state, fired.count) == ("fired", 44)
    assert fired.why == "40 told by number only; 3 by the framework for itself; 2 inside another hooked call"
    assert (failed.state, failed.why, failed.source) == ("failed", "no class", "hook")


def test_a_ledger_of_any_shape_is_read() -> None:
    assert hooked(None) == [] and hooked([1, {"id": "x"}, {"id": "x", "state": "armed"}])[0].id == "x"
