"""One audit, from an APK, a policy and a device to a judged run folder."""

from __future__ import annotations

import hashlib
import importlib.metadata
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from auditor import app as apps
from auditor import policy as policies
from auditor.capture import Proxy, unread
from auditor.errors import AppCrashError, DeviceError, NoLauncherError
from auditor.evidence import seal
from auditor.judge import judge_run
from auditor.model import AppFacts, Contract, Event, Judged, LedgerEntry, Manifest
from auditor.phone import Device
from auditor.phone.identity import make
from auditor.runs import Recorder, now, pretty, sha256
from auditor.runtime import Session
from auditor.walk import drive, plan

Say = Callable[[str], None]

START_SECONDS = 90.0
PUMP_SECONDS = 0.25


@dataclass(frozen=True)
class Options:
    """What the user chose. `law` empty means the packs that go with the policy's language."""

    plan: str = "quick"
    law: tuple[str, ...] = ()
    first_party: tuple[str, ...] = ()
    upstream: bool = False
    proxy_port: int | None = None
    mitmdump: Path | None = None
    seed: int | None = None


def check(apk: Path, policy: Path) -> tuple[AppFacts, Contract]:
    """Read both inputs before anything is started; raises `ApkError`, `NoLauncherError` or `PolicyError`."""
    contract = policies.compile_file(policy)
    facts = apps.inspect(apk)
    if facts.launcher is None:
        raise NoLauncherError(f"{apk.name} has no launcher activity; only apps with a start screen can be audited.")
    return facts, contract


def audit(
    apk: Path,
    policy: Path,
    device: Device,
    folder: Path,
    options: Options,
    say: Say,
    inputs: tuple[AppFacts, Contract] | None = None,
) -> Judged:
    """Audit `apk` against `policy` on `device`, keep everything in `folder`, and judge it.

    Whatever goes wrong after the recording has begun, the folder holds a readable run marked `partial` with the
    reason, judged as far as it goes; then the error is raised. Ctrl-C is such an error.
    """
    facts, contract = inputs or check(apk, policy)
    with Recorder.create(folder, _manifest(apk, policy, facts, device, options)) as recorder:
        recorder.write("app.json", facts)
        recorder.policy(policy.name, policy.read_bytes(), policies.read_text(policy), contract)
        try:
            _observe(apk, facts, device, recorder, options, say)
        except BaseException as error:
            why = "interrupted" if isinstance(error, KeyboardInterrupt) else str(error)
            recorder.mark("note", detail={"why": why})
            recorder.update(state="partial", why=why, ended=now())
            seal(folder)
            judge(folder, options, say)
            raise
        recorder.update(state="complete", ended=now())
    seal(folder)
    return judge(folder, options, say)


def judge(folder: Path, options: Options, say: Say) -> Judged:
    """Judge what the folder holds and write `judgement.json`: the same files give the same bytes."""
    say("judging")
    judged = judge_run(folder, law=options.law, first_party=options.first_party)
    (folder / "judgement.json").write_bytes(pretty(judged))
    return judged


def _manifest(apk: Path, policy: Path, facts: AppFacts, device: Device, options: Options) -> Manifest:
    started = now()
    version = importlib.metadata.version("app-privacy-auditor")
    tools = ("frida", "mitmproxy", "androguard", "adbutils")
    return Manifest(
        id=f"{facts.package}-{started}",
        tool=f"auditor {version}",
        created=started,
        apk_name=apk.name,
        apk_sha256=facts.sha256,
        policy_name=policy.name,
        policy_sha256=hashlib.sha256(policy.read_bytes()).hexdigest(),
        device=device.facts(),
        options={"plan": options.plan, "law": options.law, "first_party": options.first_party},
        versions={
            **{name: importlib.metadata.version(name) for name in tools},
            "hooks": sha256(b"".join(sorted(Session.rule_digests())))[:16],
        },
    )


def _observe(apk: Path, facts: AppFacts, device: Device, recorder: Recorder, options: Options, say: Say) -> None:
    with ExitStack() as world:
        say("starting the proxy")
        proxy = world.enter_context(
            Proxy.start(
                answer=not options.upstream,
                port=options.proxy_port,
                bodies=recorder.folder / "bodies",
                mitmdump=options.mitmdump,
            )
        )
        starter = Starter(device, facts, recorder)
        world.enter_context(_flows_recorded(proxy, recorder, starter.saw))
        device.set_proxy("127.0.0.1", proxy.port)
        world.callback(device.clear_proxy)
        device.trust(proxy.ca_pem)
        for identity in device.plant(make(options.seed)):
            recorder.identity(identity)
        world.callback(starter.close)
        world.callback(device.uninstall, facts.package)
        drive.walk(
            device,
            facts,
            recorder,
            starter=starter.start,
            stopper=starter.stop,
            settle=starter.settle,
            phases=plan.phases(options.plan, facts),
            apk=apk,
            say=say,
        )


@contextmanager
def _flows_recorded(proxy: Proxy, recorder: Recorder, saw: Callable[[], None]) -> Iterator[None]:
    """Record flows as they end, each in the phase it happened in; at the end the last ones, and what was not read."""
    ended = threading.Event()
    seen = 0

    def pump() -> None:
        nonlocal seen
        for flow in proxy.flows(seen):
            recorder.flow(msgspec.structs.replace(flow, phase=recorder.phase_at(flow.at)))
            saw()
            seen += 1

    def keep_pumping() -> None:
        while not ended.wait(PUMP_SECONDS):
            pump()

    thread = threading.Thread(target=keep_pumping, name="flows", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        proxy.stop()
        pump()
        for entry in unread(proxy.flows()):
            recorder.ledger(entry)


class Starter:
    """Starts the app with its hooks armed before its first line, and records what they see."""

    def __init__(self, device: Device, facts: AppFacts, recorder: Recorder) -> None:
        self._device = device
        self._facts = facts
        self._recorder = recorder
        self._session: Session | None = None
        self._phase = ""
        self._last_seen = time.monotonic()

    def start(self) -> None:
        """Raises `AppCrashError` when the app dies before its first screen."""
        self.stop()
        self._phase = self._recorder.phase.removesuffix(":before")
        package, launcher = self._facts.package, self._facts.launcher
        self._session = Session.start(
            self._device, package, f"{package}/{launcher}", on_event=self._event, on_stack=self._recorder.stack,
            on_ledger=self._ledger, facts=self._facts,
        )
        if not self._device.wait(package, "activity", START_SECONDS):
            process = self._device.process(package) if self._device.is_desk else {}
            why = process.get("why") or f"no screen within {START_SECONDS:.0f} seconds"
            raise AppCrashError(f"{package} does not come up: {why}.")

    def stop(self) -> None:
        """End the app, then take the hooks off: in this order, or a JVM under load crashes."""
        session, self._session = self._session, None
        if session is not None:
            session.flush()
            self._device_ledger()
            self._device.force_stop(self._facts.package)
            session.close()

    close = stop

    def settle(self, quiet: float, limit: float) -> None:
        """Wait until nothing was seen for `quiet` seconds, `limit` seconds at most."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline and time.monotonic() - self._last_seen < quiet:
            time.sleep(0.05)

    def saw(self) -> None:
        """Something of the app was observed just now."""
        self._last_seen = time.monotonic()

    def _event(self, event: Event) -> None:
        self.saw()
        self._recorder.event(msgspec.structs.replace(event, phase=self._recorder.phase_at(event.at)))

    def _ledger(self, entry: LedgerEntry) -> None:
        self._recorder.ledger(msgspec.structs.replace(entry, phase=self._phase))

    def _device_ledger(self) -> None:
        try:
            entries = self._device.ledger(self._facts.package)
        except DeviceError:
            return
        for entry in entries:
            self._ledger(
                LedgerEntry(
                    at=int(entry.get("at", 0)),
                    source="phone",
                    name=f"{entry.get('kind', 'other')}: {entry.get('name', '')}",
                    state="hole",
                    why=str(entry.get("why", "")),
                    stack=tuple(map(str, entry.get("stack") or ())),
                )
            )
