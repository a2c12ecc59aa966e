"""Whole audits, with the real phone, Frida, mitmdump and adb."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor import evidence, policy
from auditor.judge.runjudge import judge_run
from auditor.runs import Run
from tests.judge.test_changed_policy import CHANGES, POLICY, Key

ROOT = Path(__file__).parent.parent
POLICIES = Path(__file__).parent / "policies"
AUDITOR = (sys.executable, "-c", "from auditor.cli import main; main()")

pytestmark = [pytest.mark.phone, pytest.mark.timeout(600)]


def auditor(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*AUDITOR, *map(str, arguments)], capture_output=True, text=True, timeout=580, check=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of `auditor demo`."""
    folder = tmp_path_factory.mktemp("demo") / "run"
    result = auditor("demo", "--out", folder)
    assert result.returncode == 0, result.stderr
    assert "expected verdicts were reached" in result.stdout
    return folder


def test_the_demo_gives_its_verdicts_and_a_whole_run_folder(demo: Path) -> None:
    run = Run.open(demo)
    assert run.manifest.state == "complete"
    assert run.manifest.device["kind"] == "desk" and run.manifest.device["sandbox"] == "bwrap"
    assert evidence.verify(run).intact
    assert run.judged.coverage.complete
    assert {mark.phase for mark in run.marks} >= {"refuse", "accept_deny", "accept_allow", "revoked"}


def test_nothing_of_the_app_ran_before_its_hooks(demo: Path) -> None:
    run = Run.open(demo)
    first = next(iter(run.events()))
    started = next(mark for mark in run.marks if mark.kind == "start")
    assert first.api == "Settings.Secure.getString", "read in Application.onCreate, before any screen"
    assert first.caller.company == "Tallyhall Analytics"
    assert first.at > started.at
    assert [line for line in run.ledger if line.source == "hook" and line.state == "failed"] == []


def test_every_event_has_its_stack_and_times_do_not_run_back(demo: Path) -> None:
    run = Run.open(demo)
    events = list(run.events())
    assert all(any("cornershop" in frame or "tallyhall" in frame for frame in run.stacks[e.stack]) for e in events)
    for phase in {event.phase for event in events}:
        times = [event.monotonic for event in events if event.phase == phase]
        assert times == sorted(times)


def test_judged_again_it_says_the_same_byte_for_byte(demo: Path) -> None:
    before = (demo / "judgement.json").read_bytes()
    result = auditor("judge", demo, "--fail-on", "none")
    assert result.returncode == 0, result.stderr
    assert (demo / "judgement.json").read_bytes() == before


def verdicts(folder: Path, text: str) -> dict[Key, set[tuple[str, bool, bool]]]:
    """By phase, type, action and party of the recipient: verdict, attempt and certainty of what was seen."""
    judged = judge_run(folder, policy=policy.compile_text(text, name="policy.zh.txt"), text=text)
    found: dict[Key, set[tuple[str, bool, bool]]] = {}
    for one in judged.judgements:
        if (seen := one.sighting) is not None:
            key = (seen.phase, seen.data_type, seen.action, seen.recipient_party or "")
            found.setdefault(key, set()).add((one.verdict, one.attempt, one.certain))
    return found


def test_one_changed_sentence_changes_exactly_what_hangs_on_it(demo: Path) -> None:
    before = verdicts(demo, POLICY)
    assert len(CHANGES) == 7
    for name, old, new, want in CHANGES:
        after = verdicts(demo, POLICY.replace(old, new))
        changed = {key: {verdict for verdict, *_ in after[key]} for key in after if after[key] != before[key]}
        assert changed == {key: {verdict} for key, verdict in want.items()}, name


def test_the_report_stands_on_its_own(demo: Path) -> None:
    page = (demo / "report.html").read_text(encoding="utf-8")
    assert "Tallyhall Analytics" in page and "不会上传您的通讯录" in page
    assert "<script src" not in page and "<link" not in page and "http://" not in page.replace("http://www.w3.org", "")
    contacts = [one.value for one in Run.open(demo).identities if one.id.startswith("contact")]
    assert not [value for value in contacts if value in page], "planted values are masked"


@pytest.mark.parametrize(
    ("name", "policy", "hook"),
    [
        ("appium-settings", "appium-settings.en.txt", "location.updates"),
        ("uiautomator", "uiautomator.zh.txt", "network.wifi_address"),
    ],
)
def test_an_apk_that_was_not_built_here(
    found_apk: Callable[[str], Path], tmp_path: Path, name: str, policy: str, hook: str
) -> None:
    folder = tmp_path / "run"
    started = time.monotonic()
    result = auditor("run", found_apk(name), "--policy", POLICIES / policy, "--out", folder, "--fail-on", "none")
    assert result.returncode == 0, result.stderr
    assert time.monotonic() - started < 500
    run = Run.open(folder)
    assert run.manifest.state == "complete"
    seen = [event for event in run.events() if event.hook == hook]
    assert seen and all(event.outcome != "returned" for event in seen), "no permission was granted"
    assert all(event.caller.kind == "first_party" for event in seen)
    assert seen[0].api in (folder / "report.html").read_text(encoding="utf-8")
