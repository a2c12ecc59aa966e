"""Whatever is wrong ends with one sentence, the right exit code, nothing lost and nothing left running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from auditor.runs import Run

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "demo"
APKS = ROOT / "tests" / "apks"
POLICY = DEMO / "policy.zh.txt"
AUDITOR = (sys.executable, "-c", "from auditor.cli import main; main()")


def run(*arguments: str | Path, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*AUDITOR, "run", *map(str, arguments)], capture_output=True, text=True, timeout=seconds, check=False
    )


def said(result: subprocess.CompletedProcess[str]) -> str:
    """The one sentence: the last line of stderr, with no traceback anywhere."""
    assert "Traceback" not in result.stderr
    return result.stderr.strip().splitlines()[-1]


def children() -> set[str]:
    """Command lines of the processes that an audit starts."""
    names = ("auditor.desk", "mitmdump", "auditor.deskphone.Main", "nodaemon")
    found = set()
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if any(name in line for name in names):
            found.add(f"{entry.parent.name} {line}")
    return found


def wait_until_gone(before: set[str], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while left := children() - before:
        assert time.monotonic() < deadline, f"left running: {left}"
        time.sleep(0.2)


def test_a_file_that_is_no_apk(tmp_path: Path) -> None:
    apk = tmp_path / "notes.apk"
    apk.write_text("not an APK")
    result = run(apk, "--policy", POLICY)
    assert result.returncode == 2
    assert "notes.apk" in said(result)


def test_a_truncated_apk(tmp_path: Path) -> None:
    apk = tmp_path / "half.apk"
    whole = (DEMO / "demo.apk").read_bytes()
    apk.write_bytes(whole[: len(whole) // 2])
    result = run(apk, "--policy", POLICY)
    assert result.returncode == 2
    assert "half.apk" in said(result)


def test_an_apk_without_launcher() -> None:
    result = run(APKS / "nolauncher" / "nolauncher.apk", "--policy", POLICY)
    assert result.returncode == 3
    assert "launcher" in said(result)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        ("  \n\t ", "empty"),
        ("Мы собираем ваши персональные данные только с вашего согласия. " * 20, "neither Chinese nor English"),
        ("\x00\x01\x02\x03PNG\x00" * 200, "policy"),
    ],
)
def test_a_policy_that_cannot_be_read(tmp_path: Path, text: str, word: str) -> None:
    policy = tmp_path / "policy.txt"
    policy.write_text(text)
    result = run(DEMO / "demo.apk", "--policy", policy)
    assert result.returncode == 2
    assert word in said(result)


def test_a_missing_file_is_a_usage_error() -> None:
    result = run("none.apk", "--policy", POLICY)
    assert result.returncode == 2
    assert "none.apk" in result.stderr


@pytest.mark.phone
def test_no_network_and_no_jars(tmp_path: Path) -> None:
    unreachable = {name: "http://127.0.0.1:9" for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")}
    result = subprocess.run(
        [*AUDITOR, "run", str(DEMO / "demo.apk"), "--policy", str(POLICY), "--out", str(tmp_path / "run")],
        capture_output=True, text=True, timeout=280, check=False,
        env={**os.environ, **unreachable, "AUDITOR_CACHE": str(tmp_path / "cache"), "MAVEN_ARGS": "--offline"},
    )  # fmt: skip
    assert result.returncode == 3
    assert "network" in said(result).lower()


@pytest.mark.phone
def test_a_port_that_is_taken(tmp_path: Path) -> None:
    before = children()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        out = ("--out", tmp_path / "run")
        result = run(DEMO / "demo.apk", "--policy", POLICY, "--proxy-port", port, *out, seconds=120)
    assert result.returncode == 3
    assert port in said(result)
    assert Run.open(tmp_path / "run").manifest.state == "partial"
    wait_until_gone(before)


@pytest.mark.phone
def test_an_app_that_crashes_at_its_start(tmp_path: Path) -> None:
    before = children()
    result = run(APKS / "crash" / "crash.apk", "--policy", POLICY, "--out", tmp_path / "run", seconds=280)
    assert result.returncode == 3
    assert "com.cornershop.test.crash" in said(result)
    kept = Run.open(tmp_path / "run")
    assert kept.manifest.state == "partial"
    assert [mark.kind for mark in kept.marks][-2:] == ["crash", "note"]
    assert not kept.judged.coverage.complete
    assert (tmp_path / "run" / "report.html").is_file()
    wait_until_gone(before)


@pytest.mark.phone
def test_a_packed_app_is_named_before_its_start_and_never_called_checked(tmp_path: Path) -> None:
    before = children()
    result = run(APKS / "packed" / "packed.apk", "--policy", POLICY, "--out", tmp_path / "run", seconds=280)
    assert result.returncode == 4
    packed = "the app is packed by 360 加固保 / 360 Jiagu (com.stub.StubApp)"
    assert packed in said(result) and "cannot be checked here" in said(result)
    assert result.stderr.index(packed) < result.stderr.index("starting the proxy")
    kept = Run.open(tmp_path / "run")
    assert kept.manifest.state == "partial" and kept.manifest.why.startswith(packed)
    assert not kept.judged.coverage.complete
    holes = {hole.kind: hole for hole in kept.judged.coverage.holes}
    assert holes["native_library"].name == "libjiagu.so"
    assert "com.stub.StubApp.attachBaseContext" in holes["native_library"].stack[0]
    assert holes["native_call"].name == "com.stub.StubApp.unpack"
    page = (tmp_path / "run" / "report.html").read_text("utf-8")
    assert "360 Jiagu (com.stub.StubApp)" in page and "libjiagu.so" in page
    wait_until_gone(before)


@pytest.mark.phone
def test_ctrl_c_in_the_middle(tmp_path: Path) -> None:
    before = children()
    audit = subprocess.Popen(
        [*AUDITOR, "demo", "--out", str(tmp_path / "run")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    events = tmp_path / "run" / "events.jsonl"
    deadline = time.monotonic() + 200
    while not (events.is_file() and events.stat().st_size):
        assert audit.poll() is None and time.monotonic() < deadline
        time.sleep(0.1)
    audit.send_signal(signal.SIGINT)
    _, talk = audit.communicate(timeout=60)
    assert audit.returncode == 130
    assert "Traceback" not in talk
    assert talk.strip().splitlines()[-1] == "auditor: interrupted."
    kept = Run.open(tmp_path / "run")
    assert (kept.manifest.state, kept.manifest.why) == ("partial", "interrupted")
    assert list(kept.events())
    assert not kept.judged.coverage.complete
    wait_until_gone(before)
