"""What the demo does, written as a trace by hand, gets the same verdicts from both policies: those of its issue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditor import policy
from auditor.judge.tracejudge import judge_trace

DEMO = Path(__file__).parents[2] / "demo"
LABELS = {
    "zh": {"stores": "查找门店", "invite": "邀请好友", "sign_in": "本机号码登录"},
    "en": {"stores": "Find stores", "invite": "Invite friends", "sign_in": "Sign in with this phone's number"},
}
TALLYHALL = {
    "kind": "traffic",
    "host": "collect.tallyhall.example",
    "party": "third_party:analytics",
    "recipient": "Tallyhall Analytics",
    "data_type": "android_id",
    "encoding": "base64",
    "tls": True,
}


def read(data_type: str, **more: object) -> dict[str, Any]:
    return {"kind": "api", "api": data_type, "data_type": data_type, "caller": "first_party", **more}


def send(data_type: str, **more: object) -> dict[str, Any]:
    host = {"host": "api.cornershop.example", "party": "first_party"}
    return {"kind": "traffic", **host, "data_type": data_type, "tls": True, **more}


def tap(control: str) -> dict[str, Any]:
    return {"kind": "ui", "action": "tap", "text": control}


def permission(name: str, result: str) -> dict[str, Any]:
    return {"kind": "permission", "permission": name, "result": result}


# Each step with the verdict that it must get; None where there is nothing to judge.
STEPS: list[tuple[dict[str, Any], str | None]] = [
    (read("android_id", caller="third_party:analytics", sdk="Tallyhall Analytics"), "violation"),
    (TALLYHALL, "violation"),
    ({"kind": "ui", "action": "consent_accept"}, None),
    (send("device_model"), "consistent"),
    (read("imei", outcome="denied"), "violation"),
    (read("installed_apps"), "vague"),
    (read("clipboard"), "omitted"),
    (tap("stores"), None),
    (TALLYHALL, "consistent"),
    (permission("ACCESS_FINE_LOCATION", "granted"), None),
    (read("location_precise"), "consistent"),
    (send("location_precise"), "consistent"),
    (tap("invite"), None),
    (permission("READ_CONTACTS", "granted"), None),
    (read("contacts"), "consistent"),
    (send("contact_phone"), "violation"),
    (tap("sign_in"), None),
    (permission("READ_PHONE_NUMBERS", "granted"), None),
    (read("phone_number"), "consistent"),
    (send("phone_number", encoding="md5"), "weak"),
    (permission("ACCESS_FINE_LOCATION", "revoked"), None),
    (permission("READ_CONTACTS", "revoked"), None),
    (send("location_precise"), "violation"),
]


def lines(language: str) -> list[str]:
    labels = LABELS[language]
    steps = [dict(step) for step, _ in STEPS]
    for second, step in enumerate(steps):
        if step.get("action") == "tap":
            step["text"] = labels[step["text"]]
        step["t"] = float(second)
    return [json.dumps(step, ensure_ascii=False) for step in steps]


@pytest.mark.parametrize(("language", "law"), [("zh", "cn"), ("en", "eu")])
def test_policy_leads_to_the_verdicts_of_the_issue(language: str, law: str) -> None:
    contract = policy.compile_file(DEMO / f"policy.{language}.txt")
    judged = judge_trace(contract, lines(language), [law])
    verdicts = {row["line"]: row["verdict"] for row in judged["verdicts"]}
    wanted = {number: verdict for number, (_, verdict) in enumerate(STEPS, 1) if verdict}
    assert verdicts == wanted
    assert [row["line"] for row in judged["verdicts"] if row["attempt"]] == [5]
    assert all(row["certain"] for row in judged["verdicts"])
    found = {(row["verdict"], row["level"], tuple(row["lines"])) for row in judged["findings"]}
    assert found == {
        ("violation", "high", (1,)),
        ("violation", "high", (2,)),
        ("omitted", "low", (7,)),
        ("violation", "high", (16,)),
        ("violation", "high", (23,)),
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_policy_does_not_contradict_itself_about_what_is_collected(language: str) -> None:
    contract = policy.compile_file(DEMO / f"policy.{language}.txt")
    named = {statement.id: statement for statement in contract.statements}
    collected = {"collect", "access", "use", "share"}
    assert not [
        conflict
        for conflict in contract.conflicts
        if any(named[name].action in collected and named[name].kind == "practice" for name in conflict.statements)
    ]
    assert contract.unknown_terms == ()
