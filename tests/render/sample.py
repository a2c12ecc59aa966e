"""A small run folder, written through the recorder as an audit writes it: a shop that keeps only part of its policy."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

from auditor.model import (
    AppFacts,
    Caller,
    Certificate,
    Condition,
    Conflict,
    Contract,
    Coverage,
    Document,
    Event,
    Finding,
    Flow,
    Hit,
    Identity,
    Judged,
    Judgement,
    LedgerEntry,
    Manifest,
    Message,
    Reason,
    SdkFound,
    Sighting,
    Stack,
    State,
    Statement,
    StatementCoverage,
    Value,
)
from auditor.runs import Recorder, Run

START = 1_780_000_000_000
ANDROID_ID = "9f3c5a7718e2b4d6"
LATITUDE = "31.230416,121.473701"

POLICY = {
    "zh": (
        "青禾小铺隐私政策\n\n一、我们收集的信息\n"
        "1. 在您同意本政策后，我们会收集设备标识符（Android ID），用于统计访问人数。\n"
        "2. 当您使用“查找门店”并授予位置权限时，我们会收集您的精确位置，用于展示附近的门店。"
        "收回该权限后，我们将停止收集。\n"
        "3. 为改进服务，我们可能收集设备信息等。\n\n二、信息的存储\n"
        "您的通讯录仅在本机处理，不会上传至服务器。\n\n三、联系我们\n如有疑问，请发送邮件。\n"
    ),
    "en": (
        "Privacy policy of Qinghe Store\n\n1. What we collect\n"
        "1.1 After you have agreed to this policy we collect the device identifier (Android ID) to count visitors.\n"
        '1.2 When you use "Find stores" and grant the location permission, we collect your precise location to show '
        "stores nearby. Once you take the permission away we stop.\n"
        "1.3 To improve our service we may collect device information, among other things.\n\n2. Storage\n"
        "Your contacts are processed on your device only and are never uploaded to our servers.\n\n3. Contact\n"
        "Write to us if you have questions.\n"
    ),
}
QUOTES = {
    "zh": (
        "在您同意本政策后，我们会收集设备标识符（Android ID）",
        "当您使用“查找门店”并授予位置权限时，我们会收集您的精确位置",
        "收回该权限后，我们将停止收集",
        "我们可能收集设备信息等",
        "您的通讯录仅在本机处理，不会上传至服务器",
    ),
    "en": (
        "After you have agreed to this policy we collect the device identifier (Android ID)",
        'When you use "Find stores" and grant the location permission, we collect your precise location',
        "Once you take the permission away we stop",
        "we may collect device information, among other things",
        "Your contacts are processed on your device only and are never uploaded to our servers",
    ),
}


def contract(language: str) -> Contract:
    text = POLICY[language]
    rows = (
        ("collect", "positive", ("android_id",), (Condition(kind="consent", necessary=True),), "一/1"),
        (
            "collect",
            "positive",
            ("location_precise",),
            (
                Condition(kind="permission_granted", value="location", necessary=True),
                Condition(kind="user_action", value="find stores|查找门店"),
            ),
            "一/2",
        ),
        (
            "collect",
            "negative",
            ("location_precise",),
            (Condition(kind="permission_revoked", value="location", then="must_stop"),),
            "一/2",
        ),
        ("collect", "positive", ("device_info",), (), "一/3"),
        ("share", "negative", ("contacts",), (Condition(kind="never"),), "二"),
    )
    statements = []
    for number, (quote, row) in enumerate(zip(QUOTES[language], rows, strict=True), 1):
        start = text.index(quote)
        action, polarity, types, conditions, section = row
        statements.append(
            Statement(
                id=f"P{number:03d}",
                quote=quote,
                start=start,
                end=start + len(quote),
                section=section,
                kind="practice",
                actor="first_party",
                action=action,
                polarity=polarity,
                data_types=types,
                conditions=conditions,
                list_open=number == 4,
                checkable=("api", "traffic"),
            )
        )
    return Contract(
        document=Document(
            name=f"policy.{language}.txt",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            language=language,
            characters=len(text),
            effective="2026-01-15",
        ),
        statements=tuple(statements),
        conflicts=(
            Conflict(kind="ambiguity", statements=("P001", "P004"), data_types=("device_info",), explanation="<b>&"),
        ),
    )


def facts() -> AppFacts:
    return AppFacts(
        package="cn.qinghe.store",
        version_name="2.4.1",
        version_code=241,
        label="青禾小铺",
        sha256="ab" * 32,
        size=4_200_000,
        certificate=Certificate(sha256="cd" * 32, subject="O=Qinghe Trading,CN=app", organization="Qinghe Trading"),
        min_sdk=24,
        target_sdk=34,
        permissions=("android.permission.ACCESS_FINE_LOCATION", "android.permission.CAMERA"),
        dangerous=("android.permission.ACCESS_FINE_LOCATION", "android.permission.CAMERA"),
        unused=("android.permission.CAMERA",),
        launcher="cn.qinghe.store.Main",
        sdks=(
            SdkFound(id="tally", name="Tally Analytics", company="Tally", why="com.tally.analytics"),
            SdkFound(id="pushy", name="Pushy", company="Pushy Ltd", why="com.pushy"),
        ),
        native_libraries=("lib/arm64-v8a/libcrypto.so",),
        privacy_apis=("settings.android_id", "location.last_known"),
    )


def screenshot(text: str) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (1080, 2340), "#f2f2f2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1080, 220), fill="#2f6f4f")
    draw.rectangle((90, 700, 990, 1500), fill="white")
    draw.rectangle((140, 1320, 940, 1450), fill="#2f6f4f")
    draw.text((140, 800), text, fill="black", font_size=60)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _event(number: int, seconds: float, phase: str, api: str, data_type: str, **more: object) -> Event:
    base: dict[str, object] = {
        "id": f"E{number:06d}",
        "at": START + int(seconds * 1000),
        "hook": api.lower(),
        "api": api,
        "data_type": data_type,
        "phase": phase,
        "stack": 1,
        "caller": Caller(
            kind="sdk", name="Tally Analytics", sdk="tally", company="Tally", because="com.tally.analytics.Device.id"
        ),
    }
    return Event(**{**base, **more})  # type: ignore[arg-type]


def write_run(folder: Path, language: str = "zh", *, extra_events: int = 0, findings: bool = True) -> Run:
    """A judged run. `extra_events` more reads spread over the phases; `findings=False`: nothing was observed."""
    text = POLICY[language]
    manifest = Manifest(
        id="20260528-0426-qinghe",
        tool="auditor 0.1.0",
        created=START,
        ended=START + 90_000,
        apk_name="qinghe.apk",
        apk_sha256="ab" * 32,
        policy_name=f"policy.{language}.txt",
        policy_sha256="ef" * 32,
        device={"desk": True, "api": 34},
        options={"plan": "full"},
        versions={"frida": "17.2.1", "mitmproxy": "12.1"},
    )
    with Recorder.create(folder, manifest) as recorder:
        recorder.policy(f"policy.{language}.txt", text.encode(), text, contract(language))
        recorder.write("app.json", facts())
        recorder.identity(Identity(id="android_id", data_type="android_id", value=ANDROID_ID))
        recorder.identity(Identity(id="location", data_type="location_precise", value=LATITUDE))
        recorder.stack(
            Stack(
                id=1,
                frames=(
                    "com.tally.analytics.Device.id(Device.java:41)",
                    "com.tally.analytics.Tally.start(Tally.java:88)",
                    "cn.qinghe.store.App.onCreate(App.java:23)",
                ),
            )
        )
        if findings:
            _record(recorder, extra_events)
        recorder.ledger(LedgerEntry(source="hook", name="telephony.imei", state="armed"))
        recorder.ledger(LedgerEntry(source="hook", name="oaid.huawei", state="failed", why="class not found"))
        recorder.ledger(
            LedgerEntry(source="phone", name="libcrypto.so", state="hole", why="native library, not loaded", count=2)
        )
        recorder.write("judgement.json", judged(language) if findings else Judged(coverage=coverage(language, False)))
        recorder.update(state="complete")
    return Run.open(folder)


def _record(recorder: Recorder, extra_events: int) -> None:
    for phase, at in (("refuse:before", 0), ("refuse", 12), ("accept_allow:before", 30), ("accept_allow", 41)):
        recorder.mark("phase", at=START + at * 1000, phase=phase)
    recorder.mark("start", at=START + 200, phase="refuse:before", detail={"screen": "Main"})
    recorder.mark(
        "dialog_shown",
        at=START + 900,
        phase="refuse:before",
        detail={"text": "隐私政策"},
        screenshot=screenshot("Privacy"),
    )
    recorder.mark("consent_refuse", at=START + 12_000, phase="refuse", detail={"text": "不同意"})
    recorder.mark("consent_accept", at=START + 41_000, phase="accept_allow", detail={"text": "同意"})
    recorder.mark(
        "tap", at=START + 48_000, phase="accept_allow", detail={"text": "查找门店"}, screenshot=screenshot("Stores")
    )
    recorder.mark("permission_dialog", at=START + 49_000, phase="accept_allow", detail={"permission": "location"})
    recorder.event(
        _event(
            1,
            1.4,
            "refuse:before",
            "Settings.Secure.getString",
            "android_id",
            arguments=("android_id",),
            values=(Value(preview="9f••••d6", sha256="0" * 64, length=16, text=ANDROID_ID),),
        )
    )
    recorder.event(
        _event(
            2,
            50,
            "accept_allow",
            "LocationManager.getLastKnownLocation",
            "location_precise",
            caller=Caller(kind="first_party", name="cn.qinghe.store"),
        )
    )
    recorder.event(
        _event(3, 3, "refuse:before", "ClipboardManager.getPrimaryClip", "clipboard", outcome="denied", stack=0)
    )
    for number in range(extra_events):
        phase, start, length = (("refuse", 12, 18), ("accept_allow", 41, 40))[number % 2]
        at = start + length * number / max(1, extra_events)
        recorder.event(_event(100 + number, at, phase, f"Sensor.read{number % 60}", "motion_sensors"))
    body = json.dumps({"id": ANDROID_ID, "os": "14", "note": "</script><script>alert(1)</script>"}).encode()
    digest = hashlib.sha256(body).hexdigest()
    (recorder.folder / "bodies" / digest).write_bytes(body)
    recorder.flow(
        Flow(
            id="F000001",
            at=START + 2_100,
            host="collect.tally.example",
            port=443,
            scheme="https",
            method="POST",
            path=f"/v1/start?aid={ANDROID_ID.upper()}",
            tls="TLSv1.3",
            request=Message(
                headers=(("Content-Type", "application/json"), ("Cookie", "session=topsecret")),
                body=digest,
                size=len(body),
            ),
            phase="refuse:before",
        )
    )
    recorder.flow(
        Flow(
            id="F000002", at=START + 52_000, host="pinned.example", tls="pinned", unread="pinned", phase="accept_allow"
        )
    )


def _sighting(number: int, data_type: str, seconds: float, phase: str, **more: object) -> Sighting:
    base: dict[str, object] = {
        "id": f"S{number:04d}",
        "data_type": data_type,
        "action": "collect",
        "actor": "third_party",
        "actor_name": "Tally Analytics",
        "phase": phase,
        "at": START + int(seconds * 1000),
        "evidence": (f"E{number:06d}",),
    }
    return Sighting(**{**base, **more})  # type: ignore[arg-type]


def judged(language: str) -> Judged:
    early = _sighting(1, "android_id", 1.4, "refuse:before", api="Settings.Secure.getString")
    sent = _sighting(
        10,
        "android_id",
        2.1,
        "refuse:before",
        action="share",
        recipient="Tally Analytics",
        recipient_party="third_party",
        recipient_class="analytics",
        host="collect.tally.example",
        tls=True,
        evidence=("F000001",),
        state=State(consent="not_given", last_action="dialog_shown", last_action_age_ms=1200),
    )
    own = {"actor": "first_party", "actor_name": ""}
    held = _sighting(2, "location_precise", 50, "accept_allow", evidence=("E000002",), **own)
    tried = _sighting(3, "clipboard", 3, "refuse:before", attempt=True, certain=False, doubt="只读取了一次")
    vague = _sighting(5, "device_model", 60, "accept_allow", evidence=(), **own)
    reasons = (
        Reason(question="speaks", statement="P001", facts=("allows", "")),
        Reason(
            question="condition",
            statement="P001",
            condition="consent",
            held="not_held",
            facts=("consent not given", f"the value was {ANDROID_ID}"),
        ),
    )
    sentence = {
        "zh": "在用户作出同意选择之前，Tally Analytics 读取了 Android ID；政策第一条写明取得同意后才收集。",
        "en": "Before the user chose, Tally Analytics read the Android ID; the policy says that this needs consent.",
    }
    sent_sentence = {
        "zh": "在用户作出同意选择之前，Android ID 被发送给第三方 Tally Analytics（collect.tally.example）。",
        "en": "Before the user chose, the Android ID was sent to the third party Tally Analytics.",
    }
    judgements = (
        Judgement(
            id="J1", sighting=early, verdict="violation", reasons=reasons, governing="P001", statements=("P001",),
            law=("CN-191:3.1",), sentence=sentence,
        ),
        Judgement(
            id="J2", sighting=sent, verdict="violation", reasons=reasons, governing="P001", statements=("P001",),
            law=("CN-191:3.1", "CN-191:5.1"), sentence=sent_sentence,
        ),
        Judgement(id="J3", sighting=held, verdict="consistent", governing="P002", statements=("P002",)),
        Judgement(id="J4", sighting=tried, verdict="omitted", attempt=True, certain=False),
        Judgement(id="J5", sighting=vague, verdict="vague", governing="P004", statements=("P004",)),
    )  # fmt: skip
    common = {"check": "policy", "level": "high", "verdict": "violation", "data_type": "android_id"}
    findings = (
        Finding(
            **common, fingerprint="1c2d3e4f5a6b7c8d", actor="Tally Analytics", phase="refuse:before",
            judgements=("J1",), statements=("P001",), law=("CN-191:3.1",), first_seen=early.at, sentence=sentence,
        ),
        Finding(
            **common, fingerprint="2d3e4f5a6b7c8d9e", actor="Tally Analytics", recipient="Tally Analytics",
            phase="refuse:before", judgements=("J2",), statements=("P001",), law=("CN-191:3.1", "CN-191:5.1"),
            first_seen=sent.at, sentence=sent_sentence,
        ),
    )  # fmt: skip
    hit = Hit(
        source="F000001", value_id="android_id", data_type="android_id", part="body", chain=("json:$.id",), offset=8,
        confidence="certain",
    )  # fmt: skip
    return Judged(
        law=("cn",) if language == "zh" else ("eu",),
        judgements=judgements,
        findings=findings,
        hits=(hit,),
        coverage=coverage(language, True),
    )


def coverage(language: str, observed: bool) -> Coverage:
    why = {"zh": "本次运行没有打开通讯录页面。", "en": "No screen with contacts was opened in this run."}[language]
    state = (lambda seen: seen) if observed else (lambda seen: "not_exercised")
    return Coverage(
        statements=(
            StatementCoverage(statement="P001", state=state("contradicted"), why="2 judgements against it"),
            StatementCoverage(statement="P002", state=state("met"), why="1 judgements in line with it"),
            StatementCoverage(statement="P003", state="not_exercised", why=why, next="revoke the permission"),
            StatementCoverage(statement="P005", state="not_exercised", why=why),
        ),
        hooks={"armed": 67, "fired": 3, "failed": 1, "not_applicable": 1},
        hooks_failed=("oaid.huawei: class not found",),
        unread_hosts=(("pinned.example", "pinned", 5120),),
        holes=(LedgerEntry(source="phone", name="libcrypto.so", state="hole", why="native library", count=2),),
        unreadable_types=(("imei", "not given to ordinary apps at API 34"),),
        screens=7,
        phases=("refuse:before", "refuse", "accept_allow:before", "accept_allow") if observed else (),
        minutes=1.5,
    )
