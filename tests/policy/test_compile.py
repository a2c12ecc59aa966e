"""Sentences and small policies with what they say."""

import os
from pathlib import Path

import msgspec
import pytest
import yaml

from auditor import vocabulary
from auditor.model import Contract
from auditor.policy import compile_file, compile_text

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
EXCERPTS = sorted((HERE / "cases").glob("*.yaml"))
SHARED = Path(os.environ.get("AUDITOR_SHARED", HERE.parents[2] / "shared"))
DEMO = HERE.parents[1] / "demo"


def line(statement, wanted):
    """A statement in the words of `cases.yaml`, with the optional parts that the wanted line names."""
    parts = [statement.kind, "-" if statement.polarity == "negative" else "+", statement.action]
    if statement.data_types:
        parts.append(",".join(statement.data_types))
    conditions = ",".join(
        ("!" if c.necessary else "")
        + (">" if c.then == "must_stop" else "")
        + c.kind
        + (f":{c.value}" if c.value else "")
        for c in statement.conditions
    )
    extras = {
        "actor": statement.actor if statement.actor != "first_party" or "actor=" in wanted else "",
        "if": conditions,
        "to": ",".join(statement.recipients),
        "where": statement.locality if "where=" in wanted else "",
        "how": ",".join(statement.protection) if "how=" in wanted else "",
        "modality": statement.modality if "modality=" in wanted else "",
    }
    return " ".join(parts + [f"{key}={value}" for key, value in extras.items() if value])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_a_text_says(case):
    contract = compile_text(case["text"])
    wanted = case["says"]
    got = [line(s, wanted[i] if i < len(wanted) else "") for i, s in enumerate(contract.statements)]
    assert got == wanted


@pytest.mark.parametrize("path", EXCERPTS, ids=lambda path: path.name)
def test_an_excerpt_says(path):
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    contract, wanted = compile_text(case["text"]), case["says"]
    got = [line(s, wanted[i] if i < len(wanted) else "") for i, s in enumerate(contract.statements)]
    assert got == wanted


def test_there_are_enough_of_both_languages():
    zh = [case for case in CASES if any("\u4e00" <= c <= "\u9fff" for c in case["text"])]
    assert len(zh) >= 20 and len(CASES) - len(zh) >= 20


def test_the_same_input_gives_the_same_bytes():
    text = "\n".join(case["text"] for case in CASES[:20])
    assert msgspec.json.encode(compile_text(text)) == msgspec.json.encode(compile_text(text))


def test_a_contract_survives_json():
    contract = compile_file(DEMO / "policy.zh.txt")
    assert msgspec.json.decode(msgspec.json.encode(contract), type=Contract) == contract


@pytest.mark.parametrize("name", ["policy.zh.txt", "policy.en.txt"])
def test_every_span_slices_to_its_quote_and_every_type_is_known(name):
    text = (DEMO / name).read_text(encoding="utf-8")
    contract = compile_file(DEMO / name)
    for statement in contract.statements:
        assert text[statement.start : statement.end] == statement.quote
        assert set(statement.data_types) <= set(vocabulary.load().types)


@pytest.mark.parametrize("name", ["policy.zh.txt", "policy.en.txt"])
def test_the_demo_policy(name):
    contract = compile_file(DEMO / name)

    def one(action, data_type, polarity="positive", actor="first_party"):
        found = [
            s
            for s in contract.statements
            if s.action == action and data_type in s.data_types and s.polarity == polarity and s.actor == actor
        ]
        assert len(found) == 1, (action, data_type, found)
        return found[0], {(c.kind, c.necessary, c.then) for c in found[0].conditions}

    assert one("collect", "device_model")[1] == {("consent", False, None)}
    assert one("collect", "device_info")[1] == {("consent", False, None)}
    assert one("collect", "imei", "negative")[1] == {("never", False, None)}
    assert one("collect", "location_precise")[1] == {("permission_granted", True, None), ("user_action", True, None)}
    assert one("collect", "location_precise", "negative")[1] == {("permission_revoked", False, "must_stop")}
    assert one("access", "contact_phone")[1] == {("permission_granted", False, None), ("user_action", False, None)}
    assert one("use", "contact_phone")[0].locality == "on_device"
    assert one("upload", "contacts", "negative")[1] == {("never", False, None)}
    assert one("protect", "phone_number")[0].protection == ("irreversible_encryption",)
    assert "Tallyhall Analytics" in one("share", "android_id")[0].recipients
    assert "Tallyhall Analytics" in one("collect", "android_id", actor="third_party")[0].recipients
    assert contract.conflicts == ()


POLICY = SHARED / "policies" / "vsigo-shop.zh.txt"


@pytest.mark.skipif(not POLICY.exists(), reason=f"no shared policies at {SHARED}; set AUDITOR_SHARED")
def test_the_real_policy():
    text = POLICY.read_text(encoding="utf-8")
    contract = compile_file(POLICY)
    assert contract.document.effective == "2021-11-27"
    for statement in contract.statements:
        assert text[statement.start : statement.end] == statement.quote

    def conditions(data_type, kind):
        return [
            c
            for s in contract.statements
            if s.section.startswith("二/（九）") and data_type in s.data_types
            for c in s.conditions
            if c.kind == kind
        ]

    for data_type, permission in [
        ("location", "location"),
        ("photos", "photos"),
        ("voice", "microphone"),
        ("contacts", "contacts"),
        ("calendar", "calendar"),
        ("storage", "storage"),
        ("device_id", "phone_state"),
    ]:
        found = conditions(data_type, "permission_granted")
        assert permission in {c.value for c in found}, data_type
        for condition in found:
            assert "权限" in text[condition.start : condition.end]
    assert any(c.necessary and "扫码" in (c.value or "") for c in conditions("camera", "user_action"))
    stopping = [s for s in contract.statements if any(c.then == "must_stop" for c in s.conditions)]
    assert {s.action for s in stopping} >= {"collect", "use"}
    (ban,) = [s for s in contract.statements if s.recipients == ("technical_service_sdk",)]
    assert ban.polarity == "negative" and "id_card" in ban.data_types
    assert any(r.what == "sdk_list" and not r.supplied for r in contract.references)


def test_each_section_is_read_in_its_own_language():
    text = (
        "一、我们收集的信息\n我们会收集您的设备型号。\n"
        "B. English version for users abroad\nWe collect your location when you open the map.\nWe store it.\n"
        "三、其他\n我们不会共享您的通讯录。\n"
    )
    assert [line(s, "") for s in compile_text(text).statements] == [
        "practice + collect device_model",
        "practice + collect location if=user_action:open the map",
        "practice + store location",
        "prohibition - share contacts if=never",
    ]
