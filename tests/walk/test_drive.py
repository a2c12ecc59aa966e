"""The whole walk over a fake phone: what is done to the app, and what is marked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.errors import AppCrashError, DeviceError
from auditor.model import AppFacts, Manifest, Mark
from auditor.runs import Recorder, Run
from auditor.walk import drive, plan, steps

from .screens import dump, node, window
from .shop import LOCATION, PACKAGE, FakePhone

FACTS = AppFacts(
    package=PACKAGE,
    sha256="",
    target_sdk=34,
    launcher=f"{PACKAGE}.MainActivity",
    permissions=(LOCATION,),
    dangerous=(LOCATION,),
)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STILL_S", 0.002)
    monkeypatch.setattr(steps, "PAUSE_S", 0.001)
    monkeypatch.setattr(drive, "CONSENT_LIMIT_S", 0.1)
    monkeypatch.setattr(drive, "PATIENCE_S", 0.05)
    monkeypatch.setattr(steps, "LOOK_LIMIT_S", 0.1)


def walk(phone: FakePhone, folder: Path, kind: str = "quick", facts: AppFacts = FACTS) -> list[Mark]:

    phases = [
        replace(phase, linger_s=0.0, background_s=min(phase.background_s, 0.001)) for phase in plan.phases(kind, facts)
    ]
    with Recorder.create(folder, Manifest(id="r", tool="t", created=0)) as recorder:
        drive.walk(
            phone, facts, recorder, starter=phone.launch, stopper=phone.end,
            settle=getattr(phone, "settle", lambda quiet, limit: 0),
            phases=phases, apk=Path("shop.apk"), say=lambda text: None,
        )  # fmt: skip
    return list(Run.open(folder).marks)


def told(marks: list[Mark], *kinds: str) -> list[tuple[str, str]]:
    return [(mark.kind, mark.phase) for mark in marks if mark.kind in kinds]


def test_each_pass_decides_in_its_own_phase(tmp_path: Path) -> None:
    marks = walk(FakePhone(), tmp_path / "run")
    assert told(marks, "start", "consent_accept", "consent_refuse") == [
        ("start", "refuse:before"),
        ("consent_refuse", "refuse"),
        ("start", "accept_deny:before"),
        ("consent_accept", "accept_deny"),
        ("start", "accept_allow:before"),
        ("consent_accept", "accept_allow"),
        ("start", "revoked"),
    ]


def test_permissions_are_denied_allowed_and_taken_away(tmp_path: Path) -> None:
    phone = FakePhone()
    marks = walk(phone, tmp_path / "run")
    answers = [(m.phase, m.detail["permission"], m.detail["result"]) for m in marks if m.kind == "permission"]
    assert answers == [
        ("accept_deny", LOCATION, "denied"),
        ("accept_allow", LOCATION, "granted"),
        ("revoked", LOCATION, "revoked"),
    ]
    assert phone.done.count("install") == 3
    assert phone.done.index("revoke") == len(phone.done) - 2 and phone.done[-1] == "launch"


def test_answering_a_permission_dialog_is_no_action_of_the_user(tmp_path: Path) -> None:
    marks = walk(FakePhone(), tmp_path / "run")
    taps = [m.detail["text"] for m in marks if m.kind == "tap" and m.phase == "accept_allow"]
    assert taps == ["查找门店", "关于"]
    dialog = next(m for m in marks if m.kind == "permission_dialog")
    assert dialog.detail["permission"] == [LOCATION] and dialog.screenshot and dialog.tree


def test_dangerous_controls_are_left_alone_and_it_is_said(tmp_path: Path) -> None:
    phone = FakePhone()
    marks = walk(phone, tmp_path / "run")
    assert "立即支付" not in phone.done
    assert any("立即支付" in mark.detail.get("labels", {}) for mark in marks)


def test_refusing_pass_never_accepts(tmp_path: Path) -> None:
    phone = FakePhone()
    walk(phone, tmp_path / "run")
    refuse = phone.done[: phone.done.index("install", 1)]
    assert "不同意" in refuse and "同意" not in refuse and "允许" not in refuse


def test_app_that_leaves_when_refused_does_not_end_the_walk(tmp_path: Path) -> None:
    marks = walk(FakePhone(refusing_exits=True), tmp_path / "run")
    assert ("app_exit", "refuse") in told(marks, "app_exit")
    assert ("consent_accept", "accept_allow") in told(marks, "consent_accept")


def test_crash_is_marked_with_its_exception_and_the_next_phase_begins(tmp_path: Path) -> None:
    marks = walk(FakePhone(dies_on="关于"), tmp_path / "run")
    crashes = [(m.phase, m.detail["why"]) for m in marks if m.kind == "crash"]
    assert crashes[0] == ("refuse", "java.lang.NullPointerException: no shelf")
    assert ("start", "revoked") in told(marks, "start")


def test_app_that_never_asks_is_not_counted_as_refused_or_accepted(tmp_path: Path) -> None:
    phone = FakePhone(asks=False)
    marks = walk(phone, tmp_path / "run")
    assert not told(marks, "consent_accept", "consent_refuse")
    assert not [m for m in marks if m.kind == "tap" and m.phase.startswith("refuse")]
    assert [m.detail["why"] for m in marks if m.kind == "note" and m.phase == "refuse:before"] == [
        "no request for consent was found"
    ]


def test_revoked_is_left_out_with_a_note_when_nothing_was_granted(tmp_path: Path) -> None:
    phone = FakePhone(dies_on="查找门店")
    marks = walk(phone, tmp_path / "run")
    assert "revoke" not in phone.done
    assert any("revoked left out" in mark.detail.get("why", "") for mark in marks)


def test_a_start_is_marked_with_the_time_of_the_first_line(tmp_path: Path) -> None:
    phone = FakePhone()
    phone.launched_at = 1_700_000_000_000
    assert {mark.at for mark in walk(phone, tmp_path / "run") if mark.kind == "start"} == {1_700_000_000_000}


class Preticked(FakePhone):
    """Asks for consent with its box ticked already."""

    def dump(self) -> str:
        if self.consent is not None:
            return super().dump()
        box = node("我已阅读并同意《隐私政策》", clickable=True, checkable=True, checked=True, row=1)
        answers = node("不同意", clickable=True, row=2) + node("同意", clickable=True, row=3)
        return dump(f"<node class='F' package='com.shop' bounds='[0,0][1080,2340]'>{box}{answers}</node>")


def test_a_box_ticked_in_advance_is_noted_when_it_is_first_shown(tmp_path: Path) -> None:
    shown = [mark for mark in walk(Preticked(), tmp_path / "run") if mark.kind == "dialog_shown"]
    assert shown and all(mark.detail["preticked"] is True for mark in shown)
    plain = [mark for mark in walk(FakePhone(), tmp_path / "plain") if mark.kind == "dialog_shown"]
    assert plain and not any("preticked" in mark.detail for mark in plain)


def test_crash_at_the_first_start_ends_the_walk(tmp_path: Path) -> None:
    class Broken(FakePhone):
        def launch(self) -> None:
            raise AppCrashError("com.shop does not come up: the shop is closed.")

    with pytest.raises(AppCrashError, match="the shop is closed"):
        walk(Broken(), tmp_path / "run")
    assert [m.kind for m in Run.open(tmp_path / "run").marks][-2:] == ["start", "crash"]


def test_full_plan_sends_the_app_behind_the_home_screen_and_back(tmp_path: Path) -> None:
    phone = FakePhone()
    marks = walk(phone, tmp_path / "run", "full")
    assert told(marks, "background", "foreground")[:2] == [("background", "refuse"), ("foreground", "refuse")]
    assert phone.done[phone.done.index("HOME") + 1] == "start"


def test_new_screens_have_a_picture_and_a_tree(tmp_path: Path) -> None:
    marks = walk(FakePhone(), tmp_path / "run")
    screens = [mark for mark in marks if mark.kind == "screen" and mark.phase == "accept_deny"]
    assert [mark.detail["text"] for mark in screens] == ["小店", "关于小店"]
    for mark in screens:
        assert (tmp_path / "run" / str(mark.screenshot)).is_file()
        assert "<hierarchy" in (tmp_path / "run" / str(mark.tree)).read_text(encoding="utf-8")


def test_old_crash_in_the_log_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    phone = FakePhone(refusing_exits=True)
    lines = ("FATAL EXCEPTION: main", "Process: com.shop, PID: 1", "java.lang.Error")
    phone.crash_log = "".join(f"E AndroidRuntime: {line}\n" for line in lines)
    marks = walk(phone, tmp_path / "run")
    assert [mark.kind for mark in marks if mark.kind in ("crash", "app_exit")] == ["app_exit"]


def test_request_that_comes_after_a_splash_screen_is_waited_for(tmp_path: Path) -> None:
    class Slow(FakePhone):
        looks = 0

        def launch(self) -> None:
            super().launch()
            self.looks = 0

        def dump(self) -> str:
            self.looks += 1
            return dump(window(["小店"], [])) if self.looks < 8 else super().dump()

    marks = walk(Slow(), tmp_path / "run")
    assert told(marks, "consent_refuse") == [("consent_refuse", "refuse")]


def test_look_that_fails_once_is_repeated(tmp_path: Path) -> None:
    class Busy(FakePhone):
        failed = False

        def dump(self) -> str:
            if not self.failed:
                self.failed = True
                raise DeviceError("could not get idle state")
            return super().dump()

    assert told(walk(Busy(), tmp_path / "run"), "consent_refuse")


def test_app_that_hangs_is_noted_and_the_next_phase_begins(tmp_path: Path) -> None:
    class Hanging(FakePhone):
        def dump(self) -> str:
            if self.page == "about":
                raise DeviceError("could not get idle state")
            return super().dump()

    marks = walk(Hanging(), tmp_path / "run")
    assert [m.phase for m in marks if "the app hangs" in m.detail.get("why", "")] == [
        "refuse",
        "accept_deny",
        "accept_allow",
    ]
    assert ("start", "revoked") in told(marks, "start")


def test_device_that_is_gone_ends_the_walk(tmp_path: Path) -> None:
    class Unplugged(FakePhone):
        def pid(self, package: str) -> int | None:
            raise DeviceError("127.0.0.1:5555 did not answer `pidof`: no answer.")

    with pytest.raises(DeviceError, match="did not answer"):
        walk(Unplugged(), tmp_path / "run")


def test_screen_that_changes_late_is_waited_for(tmp_path: Path) -> None:
    class Lagging(FakePhone):
        shown = ""

        def dump(self) -> str:
            late, self.shown = self.shown, super().dump()
            return late or self.shown

    marks = walk(Lagging(), tmp_path / "run")
    assert [m.detail["result"] for m in marks if m.kind == "permission"] == ["denied", "granted", "revoked"]


@pytest.mark.parametrize(
    "log",
    [
        "11-23 08:00:00.000  4242  4242 E AndroidRuntime: FATAL EXCEPTION: main\n"
        "11-23 08:00:00.000  4242  4242 E AndroidRuntime: Process: com.shop, PID: 4242\n"
        "11-23 08:00:00.000  4242  4242 E AndroidRuntime: java.lang.IllegalStateException: closed\n",
        "E/AndroidRuntime( 4242): FATAL EXCEPTION: main\n"
        "E/AndroidRuntime( 4242): Process: com.shop, PID: 4242\n"
        "E/AndroidRuntime( 4242): java.lang.IllegalStateException: closed\n",
    ],
    ids=["threadtime", "brief"],
)
def test_crash_is_read_from_either_form_of_the_log(log: str) -> None:
    assert steps.crashes(log, "com.shop") == ["java.lang.IllegalStateException: closed"]
    assert steps.crashes(log, "com.other") == []


def test_tap_that_is_not_answered_since_the_app_ended_does_not_end_the_walk(tmp_path: Path) -> None:
    class Leaving(FakePhone):
        def tap(self, x: int, y: int) -> None:
            super().tap(x, y)
            if not self.running:
                raise DeviceError("The app's process ended while it was asked.")

    marks = walk(Leaving(dies_on="关于"), tmp_path / "run")
    assert ("crash", "refuse") in [(mark.kind, mark.phase) for mark in marks]
    assert "关于" in [mark.detail.get("text") for mark in marks if mark.kind == "tap"]
    assert ("start", "revoked") in told(marks, "start")


def test_dialog_that_an_app_has_asked_for_is_waited_for(tmp_path: Path) -> None:
    class Slow(FakePhone):
        """The dialog is drawn some looks after the app asked; a tap in between would hit one of its buttons."""

        looks = 0

        def tap(self, x: int, y: int) -> None:
            assert self.page != "permission" or self.looks > 6, "tapped what the dialog is about to cover"
            before = self.page
            super().tap(x, y)
            if self.page == "permission" != before:
                self.looks, self.asked = 0, 1

        def dump(self) -> str:
            self.looks += 1
            if self.page == "permission" and self.looks <= 6:
                return dump(window(["小店"], ["查找门店", "立即支付", "关于"]))
            return super().dump()

        asked = 0

        def settle(self, quiet: float, limit: float) -> int:
            asked, self.asked = self.asked, 0
            return asked

    marks = walk(Slow(), tmp_path / "run")
    assert [mark.detail["result"] for mark in marks if mark.kind == "permission"] == ["denied", "granted", "revoked"]
