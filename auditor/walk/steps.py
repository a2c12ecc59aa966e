"""The hands of the walk: look, tap, wait for facts, and mark all of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from auditor.errors import DeviceError
from auditor.model import AppFacts
from auditor.runs import Recorder, now
from auditor.walk import permissions
from auditor.walk.files import Source, Taker
from auditor.walk.plan import Phase
from auditor.walk.screen import Node, Screen, parse

# A screen counts as at rest when it has shown the same for so long, and for so many times as long as a look takes: a
# device under load shows the old screen for a while after a tap.
STILL_S = 0.2
STILL_LOOKS = 1.0
EMPTY_PATIENCE = 4
SETTLE_LIMIT_S = 10.0
QUIET_S = 0.3
# A device whose screen moves all the time refuses some looks; an app that refuses all of them hangs.
LOOK_LIMIT_S = 60.0
PAUSE_S = 0.05
# How long a process that ends may still be listed.
END_LIMIT_S = 3.0
# How long the system may take to show the dialog that an app asked for; it shows none for what is decided for good.
DIALOG_LIMIT_S = 4.0
MOST_DIALOGS = 8

# `settle(quiet_s, limit_s)` waits until nothing was observed for `quiet_s`; it gives the number of requests for
# permissions that the app made since it was last asked.
Settle = Callable[[float, float], int]


class Device(Protocol):
    """What the walk asks of a device (`auditor.phone.Device` is one)."""

    def shell(self, command: str, timeout: float = 30) -> str: ...
    def install(self, apk: Path, *splits: Path) -> None: ...
    def uninstall(self, package: str) -> None: ...
    def start(self, component: str, *, hold: bool = False) -> None: ...
    def dump(self) -> str: ...
    def screenshot(self) -> bytes: ...
    def tap(self, x: int, y: int) -> None: ...
    def swipe(self, x1: int, y1: int, x2: int, y2: int, milliseconds: int = 300) -> None: ...
    def key(self, name: str) -> None: ...
    def revoke(self, package: str, permission: str) -> None: ...
    def pid(self, package: str) -> int | None: ...
    def focused(self) -> str | None: ...
    def log(self) -> str: ...
    def files(self, package: str) -> Source: ...


class AppGoneError(Exception):
    """The app ended or hangs while it is being walked. The walk goes on with the next phase."""


class Steps:
    """One app on one device in one phase. Every step is marked with the time before it was taken."""

    def __init__(
        self, device: Device, facts: AppFacts, recorder: Recorder, settle: Settle, phase: Phase, files: Taker
    ) -> None:
        self.device = device
        self.files = files
        self.phase = phase
        self.package = facts.package
        self.launcher = f"{facts.package}/{facts.launcher}"
        self.settle = settle
        self._facts = facts
        self._recorder = recorder
        self._known: set[str] = set()
        self._last: tuple[Node, ...] = ()
        self._pictured: Screen | None = None
        self._picture: bytes | None = None
        self._focus = ""
        self._crashes = len(crashes(device.log(), facts.package))

    def look(self) -> Screen:
        """The screen as it is now. Raises `AppGoneError` when the app does not run any more, or hangs."""
        deadline = time.monotonic() + LOOK_LIMIT_S
        while True:
            try:
                return parse(self.device.dump())
            except DeviceError as error:
                self.expect_alive()
                if time.monotonic() >= deadline:
                    self._recorder.mark("note", detail={"why": f"the app hangs: {error}"})
                    raise AppGoneError(str(error)) from None
            time.sleep(PAUSE_S)

    @contextmanager
    def _app_may_end(self) -> Iterator[None]:
        """What a device cannot do because the app ended just then is the app's end (`AppGoneError`), no failure."""
        try:
            yield
        except DeviceError:
            deadline = time.monotonic() + END_LIMIT_S
            while time.monotonic() < deadline:
                self.expect_alive()
                time.sleep(PAUSE_S)
            raise

    def rest(self, limit_s: float = SETTLE_LIMIT_S) -> Screen:
        """Wait until the screen stands still and nothing more is observed, `limit_s` at most; return the screen.

        Where the app has asked for a permission, wait for the dialog as well: a tap meant for what is still on the
        screen would answer it.
        """
        screen, asked = self._still(limit_s)
        deadline = time.monotonic() + DIALOG_LIMIT_S
        while asked and permissions.find(screen) is None and time.monotonic() < deadline:
            screen, _ = self._still(limit_s)
        return screen

    def _still(self, limit_s: float) -> tuple[Screen, int]:
        """The screen once nothing more is observed, with the number of permissions asked for meanwhile.

        A look waits until the app is idle, so a screen that differs from the last one is believed. One that does not
        is looked at again: what an input leads to may be late.
        """
        begun = time.monotonic()
        asked = self.settle(QUIET_S, limit_s)
        screen, since = self.look(), time.monotonic()
        while (not screen.nodes or screen.nodes == self._last) and (now_s := time.monotonic()) - begun < limit_s:
            time.sleep(PAUSE_S)
            again = self.look()
            took = time.monotonic() - now_s
            # Between two screens there may be none for a moment; apps without a window show none at all.
            patience = 1 if again.nodes else EMPTY_PATIENCE
            if again.nodes == screen.nodes and time.monotonic() - since >= patience * max(STILL_S, STILL_LOOKS * took):
                break
            screen = again
        self._last = screen.nodes
        self.expect_alive()
        return screen, asked

    def expect_alive(self) -> None:
        """Raise `AppGoneError`, with a mark that says how the app ended, unless its process runs."""
        if self.device.pid(self.package) is not None:
            return
        found = crashes(self.device.log(), self.package)
        why = found[-1] if len(found) > self._crashes else None
        self._recorder.mark("crash" if why else "app_exit", detail={"why": why or "the app ended its process"})
        raise AppGoneError(why or "the app ended")

    def see(self, screen: Screen) -> bool:
        """Mark the screen with picture and tree when it is one not seen in this phase before; was it?"""
        if screen.fingerprint in self._known:
            return False
        self._known.add(screen.fingerprint)
        self.picture("screen", screen)
        return True

    def picture(self, kind: str, screen: Screen, **detail: object) -> None:
        """A mark with screenshot and UI tree."""
        if screen is not self._pictured:
            self._pictured, self._focus = screen, self.device.focused() or screen.package
            self._picture = self.device.screenshot() or None
        told = {"screen": self._focus, "text": screen.title, **detail}
        self._recorder.mark(kind, detail=told, screenshot=self._picture, tree=screen.xml)

    def tap(self, node: Node, kind: str = "tap", **detail: object) -> None:
        """Tap a control; `kind` is the mark's."""
        x, y = node.center
        self._recorder.mark(kind, detail={"text": node.label, "x": x, "y": y, **detail})
        with self._app_may_end():
            self.device.tap(x, y)

    def scroll(self, node: Node) -> None:
        """One page further down."""
        left, top, right, bottom = node.bounds
        middle, height = (left + right) // 2, bottom - top
        with self._app_may_end():
            self.device.swipe(middle, bottom - height // 5, middle, top + height // 5, 300)

    def key(self, name: str) -> None:
        """Press a key."""
        with self._app_may_end():
            self.device.key(name)

    def held(self) -> frozenset[str]:
        """The dangerous permissions that the app holds now."""
        listed = self.device.shell(f"dumpsys package {self.package}")
        return permissions.granted(listed) & frozenset(self._facts.dangerous)

    def answer_dialogs(self, screen: Screen) -> Screen:
        """Answer the permission dialogs on top, one after the other, as the phase says; return the screen behind."""
        for _ in range(MOST_DIALOGS):
            dialog = permissions.find(screen)
            button = dialog.answer(self.phase.permissions) if dialog else None
            if dialog is None or button is None:
                break
            asked = permissions.candidates(dialog.permission, self._facts.permissions)
            self.picture("permission_dialog", screen, permission=list(asked), text=dialog.message, button=button.label)
            before = self.held()
            at = now()
            with self._app_may_end():
                self.device.tap(*button.center)
            screen = self.rest()
            self._mark_answer(at, asked, before)
        return screen

    def _mark_answer(self, at: int, asked: tuple[str, ...], before: frozenset[str]) -> None:
        """What the device says it granted counts, not what was tapped; what was asked and not granted is denied."""
        after = self.held()
        for name in sorted(after - before):
            self._recorder.mark("permission", at=at, detail={"permission": name, "result": "granted"})
        for name in sorted(set(asked) - after):
            self._recorder.mark("permission", at=at, detail={"permission": name, "result": "denied"})


def crashes(log: str, package: str) -> list[str]:
    """The exceptions by which the app crashed, from logcat, the oldest first: the first line of each."""
    lines = log.splitlines()
    found = []
    for number, line in enumerate(lines):
        if "AndroidRuntime" not in line or "FATAL EXCEPTION" not in line:
            continue
        said = [text.partition("AndroidRuntime")[2].lstrip(" (0123456789):") for text in lines[number + 1 : number + 4]]
        if any(text.startswith("Process:") and package in text for text in said):
            why = next((text for text in said if text and not text.startswith("Process:")), "crashed")
            found.append(why.strip()[:300])
    return found
