"""Small recorded runs for tests, written through the recorder."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from auditor.judge.examples import short_contract
from auditor.model import AppFacts, Caller, Event, Flow, Identity, LedgerEntry, Manifest, Message, StoredFile, Value
from auditor.runs import Recorder

T0 = 1_750_000_000_000
APP = Caller(kind="first_party", name="com.example.shop")
SDK = Caller(kind="sdk", name="Example SDK", sdk="example", company="Example Analytics")
ANDROID_ID = "9f3c1b7a5e2d4c60"


def event(
    number: int,
    at: int,
    data_type: str,
    *,
    caller: Caller = APP,
    outcome: str = "returned",
    phase: str = "accept_allow",
    api: str = "api",
    value: str | None = None,
    **more: Any,
) -> Event:
    values = (Value(preview="…", sha256="", length=len(value), text=value),) if value else ()
    return Event(
        id=f"E{number}",
        at=T0 + at,
        hook=api,
        api=api,
        data_type=data_type,
        caller=caller,
        outcome=outcome,
        phase=phase,
        values=values,
        **more,
    )


def record(
    folder: Path,
    statements: Sequence[dict[str, Any]],
    marks: Sequence[tuple[int, str, dict[str, Any]]] = (),
    events: Sequence[Event] = (),
    flows: Sequence[tuple[int, str, str, bytes]] = (),
    *,
    language: str = "zh",
    state: str = "complete",
    ledger: Sequence[LedgerEntry] = (),
    text: str = "",
    phase: str = "accept_allow",
    law: Sequence[str] = (),
    files: Sequence[tuple[int, int, int, str, bytes | str]] = (),
) -> Path:
    """A run; flows are (time, host, scheme, body). Times are milliseconds from the start.

    Files are (time since which it may be, time of the last change, time when taken, path, content or why unread).
    """
    manifest = Manifest(id="run", tool="auditor test", created=T0, device={"api": 34}, options={"law": tuple(law)})
    with Recorder.create(folder, manifest) as recorder:
        recorder.write("app.json", AppFacts(package="com.example.shop", sha256="0" * 64))
        recorder.policy("policy.txt", text.encode(), text, short_contract(statements, language))
        recorder.identity(Identity(id="android_id", data_type="android_id", value=ANDROID_ID))
        for at, kind, detail in marks:
            recorder.mark(kind, at=T0 + at, phase=phase, detail=detail)
        for one in events:
            recorder.event(one)
        for number, (at, host, scheme, body) in enumerate(flows, 1):
            digest = hashlib.sha256(body).hexdigest()
            (folder / "bodies" / digest).write_bytes(body)
            request = Message(line="POST / HTTP/1.1", body=digest, size=len(body))
            tls = "TLSv1.3" if scheme == "https" else "none"
            recorder.flow(
                Flow(
                    id=f"F{number}",
                    at=T0 + at,
                    host=host,
                    scheme=scheme,
                    method="POST",
                    path="/",
                    tls=tls,
                    request=request,
                    phase=phase,
                )
            )
        for number, (since, changed, at, path, content) in enumerate(files, 1):
            unread = content if isinstance(content, str) else None
            raw = b"" if isinstance(content, str) else content
            recorder.file(
                StoredFile(
                    id=f"D{number}",
                    at=T0 + at,
                    path=path,
                    size=len(raw),
                    changed=T0 + changed,
                    since=T0 + since,
                    sha256=None if unread else hashlib.sha256(raw).hexdigest(),
                    unread=unread,
                    phase=phase,
                ),
                raw,
            )
        for entry in ledger:
            recorder.ledger(entry)
        recorder.update(state=state, ended=T0 + 60_000)
    return folder
