"""One sentence of the demo's policy changed: exactly the judgements that hang on it change.

`demo_walk.yaml` is the demo's audit as traces; the first test holds it to `demo/expected.yaml`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor import policy
from auditor.judge.tracejudge import judge_trace

DEMO = Path(__file__).parents[2] / "demo"
POLICY = (DEMO / "policy.zh.txt").read_text(encoding="utf-8")
WALK: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "demo_walk.yaml").read_text(encoding="utf-8")
)
# Phase, data type, action, and who gets it ("" for a read).
Key = tuple[str, str, str, str]
AFTER = ("accept_deny", "accept_allow", "revoked")


@cache
def verdicts(text: str) -> dict[Key, tuple[str, bool, bool]]:
    """Verdict, attempt and certainty of every sighting of the walk under a policy."""
    contract = policy.compile_text(text, name="policy.zh.txt")
    found = {}
    for rows in WALK.values():
        lines = [json.dumps(row["line"], ensure_ascii=False) for row in rows]
        for one in judge_trace(contract, lines, text=text)["verdicts"]:
            row = rows[one["line"] - 1]
            found[key(row["phase"], row["line"])] = (one["verdict"], one["attempt"], one["certain"])
    return found


def key(phase: str, line: dict[str, Any]) -> Key:
    party = str(line.get("party", "")).partition(":")[0]
    action = "store" if line["kind"] == "file" else "share" if party == "third_party" else "collect"
    return phase, str(line.get("data_type", "")), action, party


def expected() -> dict[Key, tuple[str, bool]]:
    rows = yaml.safe_load((DEMO / "expected.yaml").read_text(encoding="utf-8"))["expected"]
    return {
        (phase, row["data_type"], row["action"], row["recipient_party"] or ""): (row["verdict"], row["attempt"])
        for row in rows
        for phase in row["phases"]
    }


def test_the_walk_is_the_demos() -> None:
    assert {key: (verdict, attempt) for key, (verdict, attempt, _) in verdicts(POLICY).items()} == expected()


CHANGES: list[tuple[str, str, str, dict[Key, str]]] = [
    (
        "the IMEI is allowed",
        "我们不会收集您的IMEI。",
        "我们会收集您的IMEI。",
        {(phase, "imei", "collect", ""): "consistent" for phase in AFTER[:2]},
    ),
    (
        "the app list is named",
        "为保障服务安全稳定运行，在您同意本政策后，我们会收集您的设备信息。",
        "为保障服务安全稳定运行，在您同意本政策后，我们会收集您的应用列表。",
        {(phase, "installed_apps", "collect", ""): "consistent" for phase in AFTER},
    ),
    (
        "the model is no longer named",
        "在您同意本政策后，我们会收集您的设备型号，",
        "在您同意本政策后，我们会收集您的屏幕尺寸，",
        {(phase, "device_model", "collect", "first_party"): "vague" for phase in AFTER},
    ),
    (
        "the contacts may leave the phone",
        "通讯录中的联系人电话仅在您的设备本地处理，我们不会上传您的通讯录。",
        "通讯录中的联系人电话会上传至我们的服务器。",
        {("accept_allow", "contact_phone", "collect", "first_party"): "consistent"},
    ),
    (
        "no more protection is promised",
        "您的手机号码在上传至服务器前会经过不可逆加密处理。",
        "您的手机号码会上传至服务器。",
        {("accept_allow", "phone_number", "collect", "first_party"): "consistent"},
    ),
    (
        "the clipboard is named",
        "拒绝授权不影响您使用其他功能。",
        "在您同意本政策后，我们会读取您的剪贴板，用于填写优惠码。",
        {(phase, "clipboard", "collect", ""): "consistent" for phase in AFTER},
    ),
    (
        "another action is demanded",
        "仅在您授予位置权限并点击“查找门店”后，",
        "仅在您授予位置权限并点击“扫一扫”后，",
        {("accept_allow", "location_precise", "collect", party): "violation" for party in ("", "first_party")},
    ),
]


@pytest.mark.parametrize(("old", "new", "want"), [pytest.param(*row[1:], id=row[0]) for row in CHANGES])
def test_exactly_the_expected_judgements_change(old: str, new: str, want: dict[Key, str]) -> None:
    assert POLICY.count(old) == 1
    before, after = verdicts(POLICY), verdicts(POLICY.replace(old, new))
    assert before.keys() == after.keys()
    assert {key: after[key][0] for key in after if after[key] != before[key]} == want


def test_a_sentence_beside_the_matter_changes_nothing() -> None:
    old = "对于合理的请求，我们不收取费用。"
    assert old in POLICY
    assert verdicts(POLICY.replace(old, "对于合理的请求，我们将在收到后尽快处理。")) == verdicts(POLICY)
