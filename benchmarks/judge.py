"""Time and memory of judging recorded runs and long contracts: linear in events and in statements.

Sizes: 12,500 to 100,000 events (`AUDITOR_BENCH_FULL=1`: up to 1,000,000 events and 100,000 flows), contracts of 100 to
800 statements; the command itself on a trace of 20 lines and a policy of 15,414 characters (the one below
`AUDITOR_SHARED` if it is there, else the demo's, repeated). Goals: 1,000,000 events in under 20 s and 1 GB; the command
in under 1 s.
"""

from __future__ import annotations

import hashlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from auditor.judge.examples import short_contract
from auditor.judge.runjudge import judge_run
from auditor.judge.tracejudge import judge_trace
from auditor.model import Caller, Event, Flow, Identity, Manifest, Message, Value
from auditor.runs import Recorder

TYPES = (
    "android_id",
    "location_precise",
    "contacts",
    "clipboard",
    "device_model",
    "installed_apps",
    "mac_address",
    "imei",
)
PHASES = ("refuse:before", "refuse", "accept_deny", "accept_allow", "revoked")
ROOT = Path(__file__).parents[1]
T0 = 1_700_000_000_000


def write_run(folder: Path, events: int, flows: int) -> None:
    """A run with 200 marks, events of eight types by three callers, and flows of 500 distinct bodies."""
    statements = [{"id": f"P{n:03d}", "data_types": [kind]} for n, kind in enumerate(TYPES[:6], 1)]
    callers = (
        Caller(kind="first_party", name="com.example.shop"),
        Caller(kind="sdk", name="Example SDK", sdk="example", company="Example Analytics"),
        Caller(kind="sdk", name="Other SDK", sdk="other", company="Other Ads"),
    )
    with Recorder.create(
        folder, Manifest(id="bench", tool="bench", created=T0, state="complete", device={"api": 34})
    ) as made:
        made.policy("policy.txt", b"", "", short_contract(statements, "zh"))
        for number in range(20):
            made.identity(
                Identity(id=f"V{number}", data_type=TYPES[number % 8], value=f"value-{number:04d}-abcdef0123456789")
            )
        step = max(events // 200, 1)
        made.mark("consent_accept", at=T0)
        for number in range(200):
            made.mark(
                "tap", at=T0 + number * step, phase=PHASES[number * 5 // 200], detail={"text": f"button {number}"}
            )
        encoder = msgspec.json.Encoder()
        with (folder / "events.jsonl").open("wb") as lines:
            for number in range(events):
                value = Value(
                    preview="ab…", sha256="0" * 64, length=24, text=f"value-{number % 20:04d}-abcdef0123456789"
                )
                kind = TYPES[number % 8]
                event = Event(
                    id=f"E{number}",
                    at=T0 + number,
                    monotonic=number,
                    process="com.example.shop",
                    thread="main",
                    hook=kind,
                    api=f"Api.{kind}",
                    data_type=kind,
                    arguments=("key",),
                    values=(value,),
                    stack=number % 500,
                    caller=callers[number % 3],
                    phase=PHASES[min(4, number * 5 // events)],
                )
                lines.write(encoder.encode(event) + b"\n")
        with (folder / "flows.jsonl").open("wb") as lines:
            for number in range(flows):
                body = f'{{"id": "value-{number % 20:04d}-abcdef0123456789", "n": {number % 500}}}'.encode()
                digest = hashlib.sha256(body).hexdigest()
                if number < 500:
                    (folder / "bodies" / digest).write_bytes(body)
                request = Message(
                    line="POST /c HTTP/1.1",
                    headers=(("Content-Type", "application/json"),),
                    body=digest,
                    size=len(body),
                )
                flow = Flow(
                    id=f"F{number}",
                    at=T0 + number * max(events // max(flows, 1), 1),
                    host=f"h{number % 7}.example",
                    scheme="https",
                    path="/c",
                    tls="TLSv1.3",
                    request=request,
                    phase=PHASES[min(4, number * 5 // flows)],
                )
                lines.write(encoder.encode(flow) + b"\n")


def measure(folder: str) -> None:
    """Judge one run in this process and print seconds and megabytes."""
    started, worked = time.perf_counter(), time.process_time()
    judged = judge_run(Path(folder))
    took, busy = time.perf_counter() - started, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{took:.2f} s ({busy:.2f} s of processor), {memory:.0f} MB, {len(judged.judgements)} judgements")


def by_statements(count: int) -> float:
    """Seconds to judge a trace of 200 lines against `count` statements."""
    statements = [
        {"id": f"P{n:04d}", "data_types": [TYPES[n % 8]], "conditions": [{"kind": "consent"}]} for n in range(count)
    ]
    lines = [
        msgspec.json.encode({"t": n, "kind": "api", "data_type": TYPES[n % 8], "caller": "first_party"})
        for n in range(200)
    ]
    contract = short_contract(statements)
    started = time.perf_counter()
    judge_trace(contract, lines)
    return time.perf_counter() - started


def from_the_shell() -> None:
    """Print seconds from call to exit: first command of all, a policy never read before, a policy read before."""
    shared = Path(os.environ.get("AUDITOR_SHARED", ROOT.parent / "shared")) / "policies" / "vsigo-shop.zh.txt"
    demo = (ROOT / "demo" / "policy.zh.txt").read_text(encoding="utf-8")
    text = shared.read_text(encoding="utf-8") if shared.exists() else (demo * 11)[:15_414]
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        (folder / "trace.jsonl").write_bytes(
            b"".join(
                msgspec.json.encode({"t": n, "kind": "api", "data_type": TYPES[n % 8], "caller": "first_party"}) + b"\n"
                for n in range(20)
            )
        )

        def seconds(policy: str) -> float:
            (folder / policy).write_text(text, encoding="utf-8")
            started = time.perf_counter()
            done = subprocess.run(
                [Path(sys.executable).with_name("auditor"), "judge", "--trace", "trace.jsonl", "--policy", policy],
                cwd=folder,
                env={**os.environ, "AUDITOR_CACHE": str(folder / "cache")},
                capture_output=True,
            )
            if done.returncode not in (0, 1):
                raise RuntimeError(done.stderr.decode())
            return time.perf_counter() - started

        first = seconds("0.txt")
        fresh = [seconds(f"{number}.txt") for number in range(1, 8)]
        again = [seconds("7.txt") for _ in range(7)]
    print(f"trace of 20 lines, policy of {len(text):,} characters, from the shell:")
    asked = {"the first time of all": [first], "a policy never read before": fresh, "a policy read before": again}
    for name, found in asked.items():
        print(f"  {name}: {statistics.median(found):.2f} s ({min(found):.2f} to {max(found):.2f})")


def main() -> int:
    """Print one line per size; each run is judged in a process of its own, so that its memory is its own."""
    full = os.environ.get("AUDITOR_BENCH_FULL") == "1"
    for events in (125_000, 250_000, 500_000, 1_000_000) if full else (12_500, 25_000, 50_000, 100_000):
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home) / "run"
            write_run(folder, events, events // 10)
            command = [
                sys.executable,
                "-c",
                "import sys; from benchmarks.judge import measure; measure(sys.argv[1])",
                str(folder),
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            print(f"{events:>9,} events, {events // 10:>7,} flows: {done.stdout.strip()}")
    for count in (100, 200, 400, 800):
        print(f"{count:>9,} statements, 200 lines: {by_statements(count):.3f} s")
    from_the_shell()
    return 0
