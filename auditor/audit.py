"""One audit, from an APK, a policy and a device to a judged run folder."""

from __future__ import annotations

import hashlib
import importlib.metadata
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from auditor import app as apps
from auditor import policy as policies
from auditor.capture import Proxy, unread
from auditor.errors import AppCrashError, IncompleteError, NoLauncherError, ProxyError
from auditor.evidence import seal
from auditor.judge.runjudge import judge_run
from auditor.judge.sdklist import SdkList, supply
from auditor.model import AppFacts, Contract, Judged, Manifest
from auditor.phone import Device
from auditor.phone.identity import make
from auditor.runs import Recorder, now, pretty, sha256
from auditor.runtime import Session
from auditor.starter import Starter
from auditor.walk import drive, plan

Say = Callable[[str], None]

PUMP_SECONDS = 0.25


@dataclass(frozen=True)
class Options:
    """What the user chose. `law` empty means the packs that go with the policy's language.

    `app_type` and `sdks` are what the user supplies beside the policy: the type of app, and the list of SDKs that the
    policy leaves to another page. `law_date`: the day (ISO) whose law it is; empty: that of the run.

    `splits`: the other APKs of an app that comes in several.

    `ahead`: on a desk phone the process of the next start is booted and hooked while the app is still being walked.
    """

    plan: str = "quick"
    law: tuple[str, ...] = ()
    first_party: tuple[str, ...] = ()
    upstream: bool = False
    proxy_port: int | None = None
    mitmdump: Path | None = None
    seed: int | None = None
    ahead: bool = True
    splits: tuple[Path, ...] = ()
    app_type: str = ""
    law_date: str = ""
    sdks: SdkList | None = None


def check(
    apk: Path, policy: Path, corrected_by: Path | None = None, splits: Sequence[Path] = ()
) -> tuple[AppFacts, Contract]:
    """Read the inputs before anything is started; `corrected_by` holds corrections of the policy's reading.

    Raises `ApkError`, `NoLauncherError`, `PolicyError` or `RuleFileError`.
    """
    contract = policies.compile_file(policy, corrected_by)
    facts = apps.inspect(apk, splits=splits)
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
    facts, contract = inputs or check(apk, policy, splits=options.splits)
    if options.sdks is not None:
        contract = supply(contract, options.sdks)
    with Recorder.create(folder, _manifest(apk, policy, facts, device, options)) as recorder:
        recorder.write("app.json", facts)
        recorder.policy(policy.name, policy.read_bytes(), policies.read_text(policy), contract)
        hidden = unseen_code(facts, device)
        if hidden:
            say(hidden)
        try:
            _observe(apk, facts, device, recorder, options, say)
        except BaseException as error:
            why = "interrupted" if isinstance(error, KeyboardInterrupt) else str(error)
            why = f"{hidden}; {why}" if hidden else why
            recorder.mark("note", detail={"why": why})
            recorder.update(state="partial", why=why, ended=now())
            seal(folder)
            judge(folder, options, say)
            if hidden and isinstance(error, AppCrashError):
                raise IncompleteError(f"the audit is incomplete ({why})") from None
            raise
        recorder.update(state="partial" if hidden else "complete", why=hidden, ended=now())
    seal(folder)
    return judge(folder, options, say)


def unseen_code(facts: AppFacts, device: Device) -> str:
    """Why the app's own code cannot be seen on this device, empty where it can: the desk phone runs no native code."""
    if not facts.packer or not device.is_desk:
        return ""
    why = "its own code is not run on the desk phone, so it cannot be checked here"
    return f"the app is packed by {facts.packer}: {why}"


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
        options={"plan": options.plan, "law": options.law, "first_party": options.first_party}
        | ({"app_type": options.app_type} if options.app_type else {})
        | ({"law_date": options.law_date} if options.law_date else {})
        | ({"splits": [f"{one.name} {_digest(one)}" for one in options.splits]} if options.splits else {}),
        versions={
            **{name: importlib.metadata.version(name) for name in tools},
            "hooks": sha256(b"".join(sorted(Session.rule_digests())))[:16],
        },
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _observe(apk: Path, facts: AppFacts, device: Device, recorder: Recorder, options: Options, say: Say) -> None:
    with ExitStack() as world:
        starting = world.enter_context(_proxy_on_its_way(recorder, options))
        phases = plan.phases(options.plan, facts)
        starter = Starter(device, facts, recorder, starts=len(phases), ahead=options.ahead)
        for identity in device.plant(make(options.seed)):
            recorder.identity(identity)
        say("installing the app")
        world.callback(device.uninstall, facts.package)
        device.install(apk, *options.splits)
        world.callback(starter.close)
        starter.prepare()
        say("starting the proxy")
        proxy = starting.result()
        world.enter_context(_flows_recorded(proxy, recorder, starter.saw))
        device.set_proxy("127.0.0.1", proxy.port)
        world.callback(device.clear_proxy)
        device.trust(proxy.ca_pem)
        drive.walk(
            device,
            facts,
            recorder,
            starter=starter.start,
            stopper=starter.stop,
            settle=starter.settle,
            phases=phases,
            apk=apk,
            splits=options.splits,
            say=say,
        )


@contextmanager
def _proxy_on_its_way(recorder: Recorder, options: Options) -> Iterator[Future[Proxy]]:
    """The proxy, which takes seconds to start, while the app is installed; ended whatever comes of that."""
    with ThreadPoolExecutor(1, "proxy") as thread:
        starting = thread.submit(
            Proxy.start,
            answer=not options.upstream,
            port=options.proxy_port,
            bodies=recorder.folder / "bodies",
            mitmdump=options.mitmdump,
        )
        try:
            yield starting
        finally:
            with suppress(ProxyError):
                starting.result().stop()


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
