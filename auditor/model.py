"""The records that pass between the rooms: one definition for memory, JSONL and JSON Schema.

All are frozen. Times `at` are host UTC milliseconds (int). Lists are tuples in memory, arrays in JSON.
Field meanings follow the order of an audit: facts of the app, contract of the policy, what was planted, what was
marked, seen and found, and what that means.
"""

from __future__ import annotations

from typing import Any

import msgspec

SCHEMA = 1


class Record(msgspec.Struct, frozen=True):
    """Base of all records."""


# ---------------------------------------------------------------- the app


class Certificate(Record, frozen=True, kw_only=True):
    sha256: str = ""
    subject: str = ""
    organization: str = ""


class Component(Record, frozen=True, kw_only=True):
    kind: str
    name: str
    exported: bool = False
    launcher: bool = False


class SdkFound(Record, frozen=True, kw_only=True):
    """An SDK whose code is in the APK. `why` names the evidence, e.g. the code prefix."""

    id: str
    name: str
    company: str = ""
    version: str = ""
    why: str = ""


class AppFacts(Record, frozen=True, kw_only=True):
    """What the APK says of itself. Permissions are full Android names."""

    package: str
    version_name: str = ""
    version_code: int = 0
    label: str = ""
    sha256: str
    size: int = 0
    certificate: Certificate = Certificate()
    min_sdk: int = 1
    target_sdk: int = 1
    permissions: tuple[str, ...] = ()
    dangerous: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()
    launcher: str | None = None
    sdks: tuple[SdkFound, ...] = ()
    packer: str | None = None
    native_libraries: tuple[str, ...] = ()
    privacy_apis: tuple[str, ...] = ()
    category: str | None = None


# ---------------------------------------------------------------- the contract


class Condition(Record, frozen=True, kw_only=True):
    """`kind` and `value` as in the condition table of docs/policy.md; `then` is `must_stop` or None.

    `any_of` (kind "any_of" only) holds alternatives of several kinds. `start`/`end` are character offsets in the
    decoded document.
    """

    kind: str
    value: str | None = None
    necessary: bool = False
    then: str | None = None
    start: int = 0
    end: int = 0
    any_of: tuple[Condition, ...] = ()


class Statement(Record, frozen=True, kw_only=True):
    """One thing the policy says. `document[start:end] == quote`."""

    id: str
    quote: str
    start: int
    end: int
    section: str = ""
    kind: str
    actor: str
    action: str
    polarity: str = "positive"
    modality: str = "will"
    data_types: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    purpose: str | None = None
    recipients: tuple[str, ...] = ()
    locality: str | None = None
    protection: tuple[str, ...] = ()
    retention: str | None = None
    list_open: bool = False
    checkable: tuple[str, ...] = ()
    narrows: tuple[str, ...] = ()
    origin: str = "text"


class Document(Record, frozen=True, kw_only=True):
    name: str
    sha256: str
    language: str
    characters: int
    effective: str | None = None


class Conflict(Record, frozen=True, kw_only=True):
    kind: str
    statements: tuple[str, ...]
    data_types: tuple[str, ...] = ()
    explanation: str = ""


class Reference(Record, frozen=True, kw_only=True):
    quote: str
    what: str
    supplied: bool = False


class PolicySdk(Record, frozen=True, kw_only=True):
    """An SDK that the policy names."""

    name: str
    company: str = ""
    data_types: tuple[str, ...] = ()
    purpose: str = ""
    start: int = 0
    end: int = 0


class UnknownTerm(Record, frozen=True, kw_only=True):
    term: str
    start: int
    end: int


class Contract(Record, frozen=True, kw_only=True):
    """A policy, compiled. What `auditor policy compile --json` prints."""

    schema: int = SCHEMA
    document: Document
    statements: tuple[Statement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    references: tuple[Reference, ...] = ()
    sdks: tuple[PolicySdk, ...] = ()
    unknown_terms: tuple[UnknownTerm, ...] = ()
    warnings: tuple[str, ...] = ()


# ---------------------------------------------------------------- observing


class Identity(Record, frozen=True, kw_only=True):
    """One value known before or read during the run. `planted`: where it was put ("desk", "settings", "read")."""

    id: str
    data_type: str
    value: str
    planted: str = "desk"


class Mark(Record, frozen=True, kw_only=True):
    """Something that happened to the app or that the audit did.

    kind: install, start, phase, dialog_shown, permission_dialog, permission, screen, foreground, background,
    screen_off, exit, crash, home, tap, text, consent_accept, consent_refuse, consent_withdraw, explicit_consent,
    guardian_consent, register, login, logout, account_deleted, login_wall, app_exit, note.
    detail: permission (full name or list), result (granted, denied, revoked), text, screen (title or activity),
    count, window_s, x, y, why.
    `screenshot` and `tree` are paths inside the run folder.
    """

    id: str
    at: int
    kind: str
    phase: str = ""
    detail: dict[str, Any] = {}
    screenshot: str | None = None
    tree: str | None = None


class Caller(Record, frozen=True, kw_only=True):
    """Who called. kind: first_party, sdk, unknown. `because` names frame and rule."""

    kind: str
    name: str = ""
    sdk: str | None = None
    company: str = ""
    version: str = ""
    confidence: str = "certain"
    because: str = ""


class Value(Record, frozen=True, kw_only=True):
    """A read value: `preview` is masked, `sha256` of its UTF-8, `text` in full stays in the run folder."""

    preview: str
    sha256: str
    length: int
    text: str | None = None


class Event(Record, frozen=True, kw_only=True):
    """One hooked call with an app frame on its stack.

    outcome: returned, empty, placeholder, denied, threw. `count` calls within `window_ms` when thinned.
    `hook` is the catalogue id, `api` its short name such as `Settings.Secure.getString`.
    action: access (a read of data), permission_request, bookkeeping (never judged).
    """

    id: str
    at: int
    monotonic: int = 0
    process: str = ""
    thread: str = ""
    hook: str
    api: str
    action: str = "access"
    data_type: str | None = None
    arguments: tuple[str, ...] = ()
    outcome: str = "returned"
    exception: str | None = None
    values: tuple[Value, ...] = ()
    count: int = 1
    window_ms: int = 0
    stack: int = 0
    caller: Caller = Caller(kind="unknown")
    phase: str = ""


class Stack(Record, frozen=True, kw_only=True):
    id: int
    frames: tuple[str, ...]


class Message(Record, frozen=True, kw_only=True):
    """Request or response of a flow; `body` is the SHA-256 of a file in `bodies/`, None when empty."""

    line: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    size: int = 0


class Flow(Record, frozen=True, kw_only=True):
    """One exchange on the network. tls: version, "none", "failed" or "pinned"; `unread` says why a part is unseen."""

    id: str
    at: int
    host: str
    ip: str = ""
    port: int = 0
    scheme: str = ""
    method: str = ""
    path: str = ""
    tls: str = "none"
    request: Message = Message()
    response: Message | None = None
    process: str = ""
    phase: str = ""
    unread: str | None = None
    unread_bytes: int = 0
    stack: int = 0


class StoredFile(Record, frozen=True, kw_only=True):
    """A file that the app had on the device when it was taken (`at`), or one that could not be taken (`unread`: why).

    It was changed for the last time at `changed` at the latest, and had other content, or was not there, at `since`.
    `size` in bytes on the device; `sha256` names the copy in `files/`. One that had not changed is not taken again.
    """

    id: str
    at: int
    path: str
    size: int = 0
    changed: int = 0
    since: int = 0
    sha256: str | None = None
    unread: str | None = None
    phase: str = ""


class LedgerEntry(Record, frozen=True, kw_only=True):
    """What the tools could and could not do.

    source: hook, phone, proxy. state: declared, resolved, armed, fired, failed, not_applicable (hooks); hole (phone
    cannot do what the app tried); unread (proxy). kind: of a hole, one of those that reports/text/holes.yaml explains.
    """

    at: int = 0
    source: str
    kind: str = ""
    name: str
    state: str
    why: str = ""
    count: int = 0
    stack: tuple[str, ...] = ()
    phase: str = ""


class Manifest(Record, frozen=True, kw_only=True):
    """What the run was made of. `state`: recording, complete, partial; `why` when partial."""

    schema: int = SCHEMA
    id: str
    tool: str
    created: int
    ended: int = 0
    state: str = "recording"
    why: str = ""
    apk_name: str = ""
    apk_sha256: str = ""
    policy_name: str = ""
    policy_sha256: str = ""
    device: dict[str, Any] = {}
    options: dict[str, Any] = {}
    versions: dict[str, str] = {}
    digests: dict[str, str] = {}


# ---------------------------------------------------------------- judging


class Hit(Record, frozen=True, kw_only=True):
    """A known value found. part: url, header:NAME, cookie, body, file. chain from the outermost layer to the value."""

    source: str
    value_id: str
    data_type: str
    part: str
    chain: tuple[str, ...]
    offset: int
    confidence: str


class State(Record, frozen=True, kw_only=True):
    """State of app and user at one moment."""

    consent: str = "not_given"
    permissions: dict[str, str] = {}
    foreground: bool = True
    last_action: str | None = None
    last_action_text: str | None = None
    last_action_age_ms: int | None = None
    screen: str | None = None
    account: str = "none"


class Sighting(Record, frozen=True, kw_only=True):
    """One observed collection. action: collect, share, store. outcome is that of the read ("returned" for flows).

    actor: first_party, third_party, unknown; `actor_name` the SDK or company. recipient: host owner's name, or host.
    `encoding`: clear, base64, hex, url, gzip, md5, sha1, sha256, encrypted; `tls` None for a read.
    """

    id: str
    data_type: str
    action: str
    attempt: bool = False
    actor: str
    actor_name: str = ""
    recipient: str | None = None
    recipient_party: str | None = None
    recipient_class: str | None = None
    host: str | None = None
    country: str | None = None
    encoding: str = "clear"
    tls: bool | None = None
    phase: str = ""
    at: int
    count: int = 1
    window_ms: int = 0
    state: State = State()
    evidence: tuple[str, ...] = ()
    certain: bool = True
    api: str | None = None
    doubt: str = ""


class Reason(Record, frozen=True, kw_only=True):
    """The answer to one question of the judgement. held: held, not_held, unknown, or "" where nothing is tested."""

    question: str
    statement: str | None = None
    condition: str | None = None
    held: str = ""
    facts: tuple[str, ...] = ()


class Judgement(Record, frozen=True, kw_only=True):
    """verdict: consistent, violation, omitted, vague, ambiguous, weak, not_checkable."""

    id: str
    sighting: Sighting | None
    verdict: str
    attempt: bool = False
    certain: bool = True
    reasons: tuple[Reason, ...] = ()
    governing: str | None = None
    statements: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    sentence: dict[str, str] = {}
    why: str = ""


class Waiver(Record, frozen=True, kw_only=True):
    """A finding that `owner` answers for, with the reason, to the end of the day `expires` (ISO)."""

    fingerprint: str
    reason: str
    owner: str
    expires: str


class WaiverUse(Record, frozen=True, kw_only=True):
    """What became of a waiver. state: used, expired, unmatched."""

    waiver: Waiver
    state: str


class Finding(Record, frozen=True, kw_only=True):
    """Judgements of one matter. The fingerprint holds check, type, actor, recipient and phase; never time or order."""

    fingerprint: str
    check: str
    level: str
    verdict: str
    data_type: str | None = None
    actor: str = ""
    recipient: str | None = None
    phase: str = ""
    certain: bool = True
    attempt: bool = False
    judgements: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    first_seen: int = 0
    count: int = 1
    sentence: dict[str, str] = {}
    review: bool = False
    waiver: Waiver | None = None


class StatementCoverage(Record, frozen=True, kw_only=True):
    """state: exercised, met, contradicted, not_exercised. `next` says what would exercise it."""

    statement: str
    state: str
    why: str = ""
    next: str = ""


class Coverage(Record, frozen=True, kw_only=True):
    """What was, and what was not, observed. `files`: how many were searched; of the others path, why and bytes."""

    statements: tuple[StatementCoverage, ...] = ()
    hooks: dict[str, int] = {}
    hooks_failed: tuple[str, ...] = ()
    unread_hosts: tuple[tuple[str, str, int], ...] = ()
    files: int = 0
    unread_files: tuple[tuple[str, str, int], ...] = ()
    holes: tuple[LedgerEntry, ...] = ()
    unreadable_types: tuple[tuple[str, str], ...] = ()
    screens: int = 0
    phases: tuple[str, ...] = ()
    minutes: float = 0.0
    complete: bool = True
    why: str = ""


class Judged(Record, frozen=True, kw_only=True):
    """All that judging a run gives; written as `judgement.json`.

    `law_date`: the day whose law it is (ISO, empty: the newest); `law_left_out`: packs that were not in force then.
    """

    schema: int = SCHEMA
    law: tuple[str, ...] = ()
    law_date: str = ""
    law_left_out: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    findings: tuple[Finding, ...] = ()
    hits: tuple[Hit, ...] = ()
    coverage: Coverage = Coverage()
    waivers: tuple[WaiverUse, ...] = ()
