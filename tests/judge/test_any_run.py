"""Whatever a run recorded, it is judged: the same each time, every reference kept, and what has nothing to do with a
matter changes nothing of it.
"""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.judge.examples import short_contract
from auditor.judge.runjudge import judge_run
from auditor.model import (
    AppFacts,
    Caller,
    Event,
    Flow,
    Identity,
    Judged,
    LedgerEntry,
    Mark,
    Message,
    Record,
    SdkFound,
    StoredFile,
    Value,
)
from auditor.model import Manifest as RunManifest
from auditor.runs import Recorder, pretty, sha256

from .runs import T0

KNOWN = {"android_id": "9f3c1b7a5e2d4c60", "imei": "867530912345678", "location_precise": "31.230412,121.473701"}
STATEMENTS: list[dict[str, Any]] = [
    {"id": "P001", "data_types": ["android_id"], "conditions": [{"kind": "consent", "necessary": True}]},
    {"id": "P002", "data_types": ["imei"], "polarity": "negative", "conditions": [{"kind": "never"}]},
    {
        "id": "P003",
        "data_types": ["location_precise"],
        "conditions": [
            {"kind": "permission_granted", "value": "location", "necessary": True},
            {"kind": "user_action", "value": "find stores", "necessary": True},
        ],
    },
    {"id": "P004", "action": "store", "data_types": ["imei"], "protection": ["encrypted"]},
    {
        "id": "P005",
        "data_types": ["location_precise"],
        "polarity": "negative",
        "conditions": [{"kind": "permission_revoked", "value": "location", "then": "must_stop"}],
    },
]
TYPES = [*KNOWN, "clipboard", "contacts", "device_model"]
PHASES = ["refuse:before", "refuse", "accept_allow:before", "accept_allow", "revoked", ""]
CALLERS = [
    Caller(kind="first_party", name="com.example.shop"),
    Caller(kind="sdk", name="Example SDK", sdk="example", company="Example Analytics"),
    Caller(kind="unknown", confidence="guess", because="no frame"),
]
times = st.integers(0, 100_000).map(lambda at: T0 + at)
phases = st.sampled_from(PHASES)
WORDS = st.text(max_size=20) | st.sampled_from(["Find stores", "同意", "android.permission.ACCESS_FINE_LOCATION"])
details = st.dictionaries(st.sampled_from(["text", "permission", "result", "screen", "what", "why"]), WORDS, max_size=3)
KINDS = [
    *("install", "start", "phase", "screen", "foreground", "background", "screen_off", "exit", "crash", "home", "note"),
    *("tap", "text", "register", "login", "logout", "account_deleted", "login_wall", "app_exit", "dialog_shown"),
    *("permission_dialog", "permission", "consent_accept", "consent_refuse", "consent_withdraw", "explicit_consent"),
    "guardian_consent",
]
kinds = st.sampled_from(KINDS)
marks = st.builds(
    lambda at, kind, phase, detail: Mark(id="", at=at, kind=kind, phase=phase, detail=detail),
    times,
    kinds,
    phases,
    details,
)
values = st.sampled_from([*KNOWN.values(), "a value that nobody planted", ""])


def _event(at: int, data_type: str | None, caller: Caller, outcome: str, phase: str, value: str, action: str) -> Event:
    kept = (Value(preview="…", sha256="", length=len(value), text=value),) if value else ()
    return Event(
        id="",
        at=at,
        hook="h",
        api="api",
        data_type=data_type,
        caller=caller,
        outcome=outcome,
        phase=phase,
        values=kept,
        action=action,
        arguments=("android.permission.CAMERA",),
    )


events = st.builds(
    _event,
    times,
    st.sampled_from([*TYPES, None]),
    st.sampled_from(CALLERS),
    st.sampled_from(["returned", "empty", "placeholder", "denied", "threw"]),
    phases,
    values,
    st.sampled_from(["access", "access", "permission_request", "bookkeeping"]),
)
contents = st.one_of(
    st.binary(max_size=60),
    values.map(lambda value: value.encode()),
    values.map(lambda value: b'<map><string name="v">' + base64.b64encode(value.encode()) + b"</string></map>"),
)


def _flow(at: int, host: str, phase: str, value: str, headers: list[tuple[str, str]], tls: str) -> Flow:
    answer = Message(headers=tuple(headers))
    return Flow(
        id="",
        at=at,
        host=host,
        scheme="https",
        tls=tls,
        method="GET",
        path=f"/?q={value}",
        phase=phase,
        request=Message(headers=tuple(headers)),
        response=answer,
        unread=None if tls != "pinned" else "pinned",
    )


HEADERS = ["Cookie", "Set-Cookie", "User-Agent", "X-Id"]
cookie = st.tuples(st.sampled_from(HEADERS), values.map(lambda value: f"uid={value}; Path=/"))
flows = st.builds(
    _flow,
    times,
    st.sampled_from(["api.shop.example", "collect.tallyhall.example", "10.0.0.1", "x", ""]),
    phases,
    values,
    st.lists(cookie, max_size=3),
    st.sampled_from(["TLSv1.3", "none", "failed", "pinned"]),
)
NAMES = ("files/a", "databases/b.db", "databases/b.db-wal", "shared_prefs/c.xml")
paths = st.sampled_from([f"/data/data/a/{name}" for name in NAMES])
files = st.builds(
    lambda span, path, content, unread, phase: (
        StoredFile(
            id="",
            since=span[0],
            changed=span[1],
            at=span[2],
            path=path,
            size=len(content),
            phase=phase,
            sha256=None if unread else sha256(content),
            unread=unread,
        ),
        content,
    ),
    st.tuples(times, times, times).map(sorted),
    paths,
    contents,
    st.sampled_from([None, None, None, "larger than 8 MiB"]),
    phases,
)
ledgers = st.builds(
    LedgerEntry,
    source=st.sampled_from(["hook", "phone", "proxy"]),
    name=st.text(max_size=8),
    state=st.sampled_from(["armed", "fired", "failed", "hole", "unread"]),
    why=st.text(max_size=8),
)
apps = st.sampled_from([(), (SdkFound(id="example", name="Example SDK"),)])

Recorded = dict[str, Any]
runs: st.SearchStrategy[Recorded] = st.fixed_dictionaries(
    {
        "marks": st.lists(marks, max_size=10),
        "events": st.lists(events, max_size=8),
        "flows": st.lists(flows, max_size=5),
        "files": st.lists(files, max_size=5),
        "ledger": st.lists(ledgers, max_size=3),
        "sdks": apps,
        "language": st.sampled_from(["zh", "en"]),
        "law": st.sampled_from([(), ("cn",), ("eu",), ("masvs",)]),
    }
)


def judged(recorded: Recorded) -> tuple[Judged, bytes]:
    """The judgement of the records, and the bytes of a second one."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "run"
        manifest = RunManifest(id="r", tool="t", created=T0, options={"law": recorded["law"]})
        with Recorder.create(folder, manifest) as out:
            facts = AppFacts(package="com.example.shop", sha256="0" * 64, sdks=recorded["sdks"])
            out.write("app.json", facts)
            out.policy("policy.txt", b"", "", short_contract(STATEMENTS, recorded["language"]))
            for data_type, value in KNOWN.items():
                out.identity(Identity(id=data_type, data_type=data_type, value=value))
            for mark in recorded["marks"]:
                out.mark(mark.kind, at=mark.at, phase=mark.phase, detail=mark.detail)
            for number, one in enumerate(recorded["events"]):
                out.event(_named(one, f"E{number}"))
            for number, one in enumerate(recorded["flows"]):
                out.flow(_named(one, f"F{number}"))
            for number, (file, content) in enumerate(recorded["files"]):
                out.file(_named(file, f"D{number}"), content)
            for entry in recorded["ledger"]:
                out.ledger(entry)
            out.update(state="complete", ended=T0 + 100_000)
        return judge_run(folder), pretty(judge_run(folder))


def _named(record: Any, name: str) -> Any:
    assert isinstance(record, Record)
    return msgspec.structs.replace(record, id=name)


FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(runs)
@FEW
def test_any_recording_is_judged_the_same_each_time_with_every_reference_kept(recorded: Recorded) -> None:
    found, again = judged(recorded)
    assert pretty(found) == again
    names = {one.id for one in found.judgements}
    assert len(names) == len(found.judgements)
    assert all(set(finding.judgements) <= names for finding in found.findings)
    given_ids = {
        f"{letter}{n}"
        for letter, kind in (("E", "events"), ("F", "flows"), ("D", "files"))
        for n in range(len(recorded[kind]))
    }
    for one in found.judgements:
        if one.sighting is not None:
            assert set(one.sighting.evidence) <= given_ids
            assert one.sighting.action == "store" or "/data/data" not in (one.sighting.host or "")
    for finding in found.findings:
        assert finding.review or (finding.certain and finding.verdict in ("violation", "omitted"))
        assert not any(value in text for value in KNOWN.values() for text in finding.sentence.values())


def matters(found: Judged, *, but: str = "") -> list[tuple[object, ...]]:
    """What was judged of each sighting, without ids and numbers."""
    seen = ((one, one.sighting) for one in found.judgements if one.sighting and one.sighting.data_type != but)
    return sorted(
        (
            s.data_type,
            s.action,
            s.actor,
            s.actor_name,
            s.host or "",
            s.phase,
            s.at,
            s.count,
            s.attempt,
            one.verdict,
            one.certain,
            one.statements,
            one.law,
        )
        for one, s in seen
        if s is not None
    )


@given(runs, times, st.sampled_from(CALLERS), st.sampled_from(["returned", "denied"]), phases)
@FEW
def test_a_read_of_another_kind_changes_nothing_else(
    recorded: Recorded, at: int, caller: Caller, outcome: str, phase: str
) -> None:
    before, _ = judged(recorded)
    unrelated = _event(at, "bluetooth_mac", caller, outcome, phase, "", "access")
    after, _ = judged({**recorded, "events": [*recorded["events"], unrelated]})
    assert matters(after, but="bluetooth_mac") == matters(before)


@given(runs, times, st.binary(max_size=40))
@FEW
def test_a_file_and_a_request_without_known_values_change_nothing(recorded: Recorded, at: int, content: bytes) -> None:
    before, _ = judged(recorded)
    digest = sha256(content)
    file = StoredFile(id="", at=at, path="/sdcard/other", size=len(content), changed=at, since=at, sha256=digest)
    flow = _flow(at, "api.shop.example", "", "nothing", [("X-Id", "nothing at all")], "TLSv1.3")
    after, _ = judged({**recorded, "files": [*recorded["files"], (file, content)], "flows": [*recorded["flows"], flow]})
    assert matters(after) == matters(before)
    assert [f.fingerprint for f in after.findings] == [f.fingerprint for f in before.findings]
