"""`tests/apks/probes` on the desk phone: hooked, with somebody at the phone and a proxy that keeps bodies."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from auditor import app, desk
from auditor.model import Event, Stack
from auditor.phone import Device, connect
from auditor.phone.identity import make
from auditor.runtime import Session

APK = Path(__file__).parents[1] / "apks" / "probes" / "probes.apk"
OWN = re.compile(r"com\.cornershop\.test\.(?:probes|late)\.(.*)\(")
LIMIT_S = 90.0
GRANTED = (
    "ACCESS_COARSE_LOCATION", "ACCESS_FINE_LOCATION", "READ_PHONE_STATE", "READ_PHONE_NUMBERS", "READ_CONTACTS",
    "READ_CALL_LOG", "READ_SMS", "READ_CALENDAR", "READ_MEDIA_IMAGES", "GET_ACCOUNTS", "BLUETOOTH_CONNECT",
    "BLUETOOTH_SCAN", "ACTIVITY_RECOGNITION",
)  # fmt: skip


@dataclass
class Run:
    """What came of the start."""

    identity: dict[str, Any]
    events: list[Event] = field(default_factory=list)
    stacks: dict[int, Stack] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    ledger: list[dict[str, Any]] = field(default_factory=list)
    log: str = ""

    def place(self, event: Event) -> str:
        """The first frame of the probes on the event's stack, as `Class.method`."""
        frames = self.stacks[event.stack].frames
        return next((found[1] for frame in frames if (found := OWN.match(frame))), "")

    def planted(self, key: str) -> tuple[str, ...]:
        """What an event keeps of that value of the identity."""
        identity = self.identity
        if key == "fix":
            return (f"{identity['location']['latitude']},{identity['location']['longitude']}",)
        if key == "operator":
            return (identity["imsi"][:5],)
        if key == "quoted_ssid":
            return (f'"{identity["ssid"]}"',)
        if key == "scan":
            return (identity["bssid"], *(point["bssid"] for point in identity["wifi_nearby"]))
        if key in ("bonded", "found"):
            return (identity["bluetooth_bonded" if key == "bonded" else "bluetooth_nearby"][0]["address"].upper(),)
        return (identity[key],)

    def said(self) -> list[str]:
        """What the probes wrote to the log."""
        return [line.partition(": ")[2] for line in self.log.splitlines() if " Probes  :" in line]

    def seen(self) -> dict[tuple[str, str], Event]:
        """The first event of each place and hook."""
        found: dict[tuple[str, str], Event] = {}
        for event in list(self.events):
            found.setdefault((self.place(event), event.hook), event)
        return found


@contextmanager
def _proxy(bodies: dict[str, bytes]) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def _until(fact: Callable[[], object]) -> None:
    deadline = time.monotonic() + LIMIT_S
    while not fact() and time.monotonic() < deadline:
        time.sleep(0.2)


def _center(device: Device, attribute: str) -> tuple[int, int]:
    """The middle of the first view with that attribute, waited for."""
    deadline = time.monotonic() + LIMIT_S
    while True:
        view = re.search(rf'{attribute}[^>]*bounds="\[(\d+),(\d+)\]\[(\d+),(\d+)\]"', device.dump())
        if view:
            left, top, right, bottom = map(int, view.groups())
            return (left + right) // 2, (top + bottom) // 2
        assert time.monotonic() < deadline, f"no view with {attribute}"
        time.sleep(0.2)


@contextmanager
def _session(result: Run, activity: str | None, granted: bool) -> Iterator[tuple[Device, Session]]:
    """Install, grant and start; the launcher's activity unless another one is named."""
    facts = app.inspect(APK)
    desk.prepare()
    phone = desk.start(api=34, locale="en-US", owner=os.getpid())
    try:
        with _proxy(result.bodies) as port, connect(phone.serial) as device:
            device.plant(result.identity)
            device.install(APK)
            device.set_proxy("127.0.0.1", port)
            for name in GRANTED if granted else ():
                device.grant(facts.package, f"android.permission.{name}")
            session = Session.start(
                device, facts.package, f"{facts.package}/{activity or facts.launcher}", facts=facts,
                on_event=result.events.append, on_ledger=lambda entry: None,
                on_stack=lambda stack: result.stacks.update({stack.id: stack}),
            )  # fmt: skip
            assert device.wait(facts.package, "activity", 180), device.process(facts.package)
            yield device, session
            result.ledger = device.ledger(facts.package)
            device.force_stop(facts.package)
            session.close()
    finally:
        phone.stop()


def _wait(result: Run, device: Device, session: Session, done: Callable[[Run], bool]) -> None:
    """Until `done`, or until `LIMIT_S` are over: what is missing then is for the tests to say."""

    def is_done() -> bool:
        session.flush()
        result.log = device.log()
        return done(result)

    _until(is_done)


def run(done: Callable[[Run], bool]) -> Run:
    """Start, tap, type, choose from the menu, leave; with all permissions granted."""
    result = Run(make(11))
    with _session(result, None, granted=True) as (device, session):
        settled = ("ImplicitIntentActivity.onCreate", "telephony.network_type")
        _wait(result, device, session, lambda found: settled in found.seen())
        device.tap(*_center(device, 'text="Click probe"'))
        device.tap(*_center(device, 'text="Text probe"'))
        device.text("a")
        device.tap(*_center(device, 'content-desc="More options"'))
        device.tap(*_center(device, 'text="Menu probe"'))
        device.key("HOME")
        _wait(result, device, session, done)
    return result


def run_refused() -> Run:
    """Start the probes for data with no permission granted but those that come with the install."""
    result = Run(make(12))
    with _session(result, ".DataActivity", granted=False) as (device, session):
        _wait(result, device, session, lambda found: "all data was asked for" in found.said())
    return result
