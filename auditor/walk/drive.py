"""Drive the walk: phase after phase, from a fresh installation to the last mark."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from auditor.errors import AppCrashError, DeviceError
from auditor.model import AppFacts
from auditor.runs import Recorder, now
from auditor.walk import consent
from auditor.walk.explore import Explorer
from auditor.walk.files import Taker
from auditor.walk.plan import Phase
from auditor.walk.screen import Screen
from auditor.walk.steps import AppGoneError, Device, Settle, Steps

# How long an app may take after its first screen until the request for consent is on it (splash screens).
CONSENT_LIMIT_S = 8.0
# How long it may take once there is something to tap (splash screens have a button to skip them).
PATIENCE_S = 2.5
# A refusal is often answered by a second question, an acceptance by a second page.
MOST_REQUESTS = 4
END_QUIET_S, END_LIMIT_S = 1.0, 6.0


def walk(
    device: Device,
    facts: AppFacts,
    recorder: Recorder,
    *,
    starter: Callable[[], int],
    stopper: Callable[[], None],
    settle: Settle,
    phases: Iterable[Phase],
    apk: Path,
    splits: Sequence[Path] = (),
    say: Callable[[str], None],
) -> None:
    """Take the app through the phases and mark every step.

    `starter()` starts the app hooked, returns when its first screen is up (raises `AppCrashError` when it dies first),
    and tells when its first line could run, in UTC milliseconds; `stopper()` ends it; `settle(quiet_s, limit_s)` is
    that of `steps.Settle`. A crash at the first start of all ends the walk with `AppCrashError`; later ones are marked,
    and the next phase begins.
    """
    held: frozenset[str] = frozenset()
    files = Taker(device.files(facts.package), recorder)
    for number, phase in enumerate(phases):
        if phase.revoke and not held:
            recorder.mark("note", detail={"why": f"phase {phase.name} left out: no permission was granted before it"})
            continue
        say(f"walking: {phase.name}")
        steps = Steps(device, facts, recorder, settle, phase, files)
        recorder.phase = phase.before if phase.fresh else phase.name
        recorder.mark("phase", detail={"phase": phase.name})
        if phase.fresh:
            stopper()
            device.uninstall(facts.package)
            files.begin()
            device.install(apk, *splits)
            recorder.mark("install", detail={"text": apk.name})
        if phase.revoke:
            _revoke(device, facts, recorder, held)
        try:
            _start(recorder, starter)
            _one_phase(steps, recorder, phase)
        except AppCrashError as crash:
            recorder.mark("crash", detail={"why": str(crash)})
            if number == 0:
                files.take()
                raise
        except AppGoneError:
            # Marked where it was noticed. Leaving after a refusal is what many apps do.
            pass
        files.take()
        held = steps.held()
    settle(END_QUIET_S, END_LIMIT_S)
    stopper()


def _start(recorder: Recorder, starter: Callable[[], int]) -> None:
    at = now()
    try:
        at = starter()
    finally:
        recorder.mark("start", at=at)


def _one_phase(steps: Steps, recorder: Recorder, phase: Phase) -> None:
    screen = _first_rest(steps, phase)
    steps.see(screen)
    if phase.fresh:
        decided = _decide(steps, recorder, phase, screen)
        if decided is None:
            _linger(steps, phase.linger_s)
            return
        screen = decided
    _explore(steps, recorder, phase, screen)
    if phase.background_s:
        _background(steps, recorder, phase.background_s)
    _linger(steps, phase.linger_s)


def _first_rest(steps: Steps, phase: Phase) -> Screen:
    """Wait for the app to come to rest; where consent is to be asked, for the request as well, within a limit."""
    deadline = time.monotonic() + CONSENT_LIMIT_S
    screen = steps.answer_dialogs(steps.rest())
    while phase.fresh and consent.find(screen) is None and time.monotonic() < deadline:
        if any(node.is_tappable for node in screen.top):
            deadline = min(deadline, time.monotonic() + PATIENCE_S)
        screen = steps.answer_dialogs(steps.rest())
    return screen


def _decide(steps: Steps, recorder: Recorder, phase: Phase, screen: Screen) -> Screen | None:
    """Answer the request for consent as the phase says; from the answer on the phase has its plain name.

    Returns the screen after the answer, or None when the phase is to refuse and there is nothing that can be refused.
    """
    for count in range(MOST_REQUESTS):
        request = consent.find(screen)
        if request is None:
            if count == 0:
                recorder.mark("note", detail={"why": "no request for consent was found", "text": screen.title})
                if phase.consent == "refuse":
                    return None
            break
        # Only when it is first shown: later the walk itself may have ticked it.
        preticked = {"preticked": True} if count == 0 and request.preticked else {}
        steps.picture("dialog_shown", screen, what="consent", **preticked)
        if count == 0:
            # Whatever is kept now was kept before the user decided.
            steps.files.take()
        if phase.consent == "refuse" and request.refuse is None:
            recorder.mark("note", detail={"why": "the request for consent cannot be refused", "text": request.title})
            return None
        if phase.consent == "accept" and request.tick is not None:
            steps.tap(request.tick)
        recorder.phase = phase.name
        _answer(steps, phase, request)
        screen = steps.answer_dialogs(steps.rest())
        steps.see(screen)
    recorder.phase = phase.name
    return screen


def _answer(steps: Steps, phase: Phase, request: consent.Request) -> None:
    """Tap what the phase says; go back where the request cannot be refused."""
    if phase.consent == "accept":
        steps.tap(request.accept, "consent_accept")
    elif request.refuse is not None:
        steps.tap(request.refuse, "consent_refuse")
    else:
        steps.key("BACK")


def _explore(steps: Steps, recorder: Recorder, phase: Phase, screen: Screen) -> None:
    """Tap each control once on each screen, within the phase's bounds."""
    explorer = Explorer()
    deadline = time.monotonic() + phase.seconds
    home = screen.fingerprint
    taps = backs = 0
    while taps < phase.taps and time.monotonic() < deadline:
        request = consent.find(screen)
        if request is not None:
            _answer(steps, phase, request)
            taps += 1
        elif (node := explorer.next(screen)) is not None:
            steps.tap(node, screen=screen.title)
            taps += 1
            backs = 0
        elif (page := explorer.scrollable(screen)) is not None:
            steps.scroll(page)
        elif screen.fingerprint == home or backs >= 3:
            break
        else:
            steps.key("BACK")
            backs += 1
        screen = _return_to_app(steps, steps.answer_dialogs(steps.rest()))
        steps.see(screen)
    if explorer.avoided:
        recorder.mark("note", detail={"why": "left alone", "labels": dict(sorted(explorer.avoided.items()))})


def _return_to_app(steps: Steps, screen: Screen) -> Screen:
    """Bring the app back to the screen when a tap has led out of it."""
    package = steps.package
    for attempt in range(2):
        if screen.package == package or (steps.device.focused() or "").startswith(package + "/"):
            break
        if attempt == 0 and screen.nodes:
            steps.key("BACK")
        else:
            steps.device.start(steps.launcher)
        screen = steps.answer_dialogs(steps.rest())
    return screen


def _background(steps: Steps, recorder: Recorder, seconds: float) -> None:
    """Send the app behind the home screen, wait, and bring it back."""
    recorder.mark("background")
    steps.key("HOME")
    _linger(steps, seconds)
    steps.device.start(steps.launcher)
    recorder.mark("foreground")
    steps.rest()


def _linger(steps: Steps, seconds: float) -> None:
    """Leave the app alone for a while, then wait until what it does has been observed."""
    time.sleep(seconds)
    steps.settle(END_QUIET_S, END_LIMIT_S)
    steps.expect_alive()


def _revoke(device: Device, facts: AppFacts, recorder: Recorder, held: frozenset[str]) -> None:
    """Take the permissions away. Android ends the app when it does so; `starter` starts it again."""
    for permission in sorted(held):
        at = now()
        try:
            device.revoke(facts.package, permission)
        except DeviceError as error:
            recorder.mark("note", detail={"why": f"{permission} could not be taken away: {error}"})
            continue
        recorder.mark("permission", at=at, detail={"permission": permission, "result": "revoked"})
