"""Checks beside the policy: each is documented from its docstring, and says what it should and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from auditor.judge import checkdocs, checks
from auditor.judge.examples import short_contract
from auditor.judge.tracejudge import judge_trace
from auditor.law.pack import Survey

ROOT = Path(__file__).parents[2]
ACCEPT = {"t": 1, "kind": "ui", "action": "consent_accept"}
HOME = {"t": 3, "kind": "ui", "action": "press_home"}
Line = dict[str, Any]


def review(check: str, *lines: Line, sdks: tuple[Line, ...] = (), **given: Any) -> list[dict[str, Any]]:
    """What a cross-check says of a trace under a policy that names the types of the tests."""
    types = ["android_id", "location_precise", "imei", "contacts", "phone_number", "clipboard"]
    named = given.pop("statements", [{"data_types": types}])
    references = given.pop("references", ())
    contract = short_contract(named, "zh", sdks=sdks, references=references)
    result = judge_trace(contract, [json.dumps(line) for line in lines], **{"law": ["cn"], **given})
    assert not [found for found in result["findings"] if found["check"] == check]
    return [found for found in result["review"] if found["check"] == check]


def read(t: float, data_type: str, **more: Any) -> Line:
    return {"t": t, "kind": "api", "data_type": data_type, "caller": "first_party", **more}


def test_the_page_is_made_from_the_docstrings() -> None:
    written = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert written == checkdocs.page(), "run: python -m auditor.judge.checkdocs > docs/checks.md"


@pytest.mark.parametrize("module", [*checks.OF_MARKS, *checks.OF_RUNS], ids=lambda module: module.__name__)
def test_every_docstring_says_what_why_an_example_and_the_law(module: Any) -> None:
    for part in ("What: ", "Why: ", "Example: ", "Law: "):
        assert f"\n{part}" in module.__doc__


def test_every_file_is_a_check_and_every_cross_check_may_be_named_by_a_rule() -> None:
    files = {file.stem for file in Path(checks.__file__).parent.glob("*.py")} - {"__init__", "markverdict", "personal"}
    names = {module.__name__.rpartition(".")[2] for module in (*checks.OF_MARKS, *checks.OF_RUNS)}
    assert files == names
    assert {module.NAME for module in checks.OF_RUNS} == set(get_args(Survey))


def test_what_a_cross_check_says_is_no_verdict_of_a_line() -> None:
    contract = short_contract([{"data_types": ["location_precise"]}], "zh")
    lines = [json.dumps(line) for line in (ACCEPT, HOME, read(9, "location_precise"))]
    result = judge_trace(contract, lines)
    assert [verdict["verdict"] for verdict in result["verdicts"]] == ["consistent"]
    assert [found["check"] for found in result["review"]] == ["background_access"]


def test_background_and_silent_reads_are_told_apart() -> None:
    lines = (ACCEPT, read(2, "location_precise"), HOME, read(9, "location_precise", count=7), read(70, "android_id"))
    told = [found["sentence"]["en"] for found in review("background_access", *lines)]
    assert told[0].startswith("The app read the")
    assert any("in the background, 7 times" in sentence for sentence in told)
    silent = review("background_access", ACCEPT, read(90, "android_id"))
    assert "had done nothing for more than a minute" in silent[0]["sentence"]["en"]
    assert not review("background_access", ACCEPT, read(60, "android_id"))


def test_a_policy_that_speaks_of_the_background_is_believed() -> None:
    stated = [{"data_types": ["location_precise", "location_background"]}]
    lines = (ACCEPT, HOME, read(9, "location_precise"))
    assert review("background_access", *lines)
    assert not review("background_access", *lines, statements=stated)


def test_traits_of_the_device_and_attempts_are_no_background_access() -> None:
    denied = read(9, "location_precise", outcome="denied")
    assert not review("background_access", ACCEPT, HOME, read(8, "device_model"), denied)


@pytest.mark.parametrize(("count", "step", "said"), [(30, 0.3, True), (29, 0.3, False), (40, 0.5, False)])
def test_reads_are_counted_over_separate_calls(count: int, step: float, said: bool) -> None:
    lines = [read(2 + number * step, "android_id") for number in range(count)]
    assert bool(review("dense_reads", ACCEPT, *lines)) == said


def test_reads_of_different_readers_are_not_added_up() -> None:
    mine = [read(2 + number * 0.3, "android_id") for number in range(20)]
    theirs = [{**line, "t": 8 + n * 0.1, "caller": "third_party:ad", "sdk": "Ads"} for n, line in enumerate(mine)]
    assert not review("dense_reads", ACCEPT, *mine, *theirs)


def test_a_declared_permission_without_use_is_listed_unless_it_was_used() -> None:
    app = {"t": 0, "kind": "app", "declares": ["READ_CONTACTS", "CAMERA"], "unused": ["READ_CONTACTS"]}
    (found,) = review("unused_permission", app)
    assert found["law"][0] == "CN-191:4.1"
    assert "contacts" in found["sentence"]["en"]
    assert not review("unused_permission", app, ACCEPT, read(2, "contacts"))


def test_data_of_a_permission_that_is_not_declared() -> None:
    app = {"t": 0, "kind": "app", "declares": ["INTERNET"]}
    declared = {"t": 0, "kind": "app", "declares": ["android.permission.ACCESS_COARSE_LOCATION"]}
    assert review("undeclared_permission", app, ACCEPT, read(2, "location_precise"))
    assert not review("undeclared_permission", declared, ACCEPT, read(2, "location_precise"))
    assert not review("undeclared_permission", app, ACCEPT, read(2, "location_precise", outcome="denied"))
    assert not review("undeclared_permission", ACCEPT, read(2, "location_precise"))


LISTED = ({"name": "Listed SDK", "company": "Listed Ltd.", "data_types": ["android_id"]},)
SENT = {"t": 2, "kind": "traffic", "host": "x.other.example", "party": "third_party:ad", "data_type": "android_id"}


def test_sdks_beside_the_list_are_told_by_what_they_did() -> None:
    app = {"t": 0, "kind": "app", "embeds": ["Listed SDK", "Quiet SDK", "Other Ads"]}
    other = {**read(3, "imei"), "caller": "third_party:push", "sdk": "Other Push"}
    found = review("unlisted_sdk", app, ACCEPT, {**SENT, "recipient": "Other Ads"}, other, sdks=LISTED)
    told = sorted(one["sentence"]["en"].split('"')[0] + one["sentence"]["en"].split('"')[2][:6] for one in found)
    assert len(found) == 3
    assert {one["level"] for one in found} == {"medium", "low"}
    assert any("holds code of" in sentence for sentence in told)
    assert not review("unlisted_sdk", ACCEPT, {**SENT, "recipient": "Listed SDK"}, sdks=LISTED)


def test_a_list_that_was_not_supplied_accuses_nobody() -> None:
    missing = [{"quote": "SDK目录", "what": "sdk_list", "supplied": False}]
    lines = (ACCEPT, {**SENT, "recipient": "Other Ads"})
    assert not review("unlisted_sdk", *lines, sdks=LISTED, references=missing)


def test_necessary_data_need_the_type_of_the_app() -> None:
    lines = (ACCEPT, read(2, "contacts"), read(3, "phone_number"))
    (found,) = review("unnecessary_data", *lines, app_type="shopping")
    assert "通讯录" in found["sentence"]["zh"]
    assert "手机号码" not in found["sentence"]["zh"]
    assert not review("unnecessary_data", *lines)


def test_fixed_identifiers_are_listed_by_reader() -> None:
    (found,) = review("fixed_identifiers", ACCEPT, read(2, "imei"), read(3, "android_id"))
    assert "IMEI" in found["sentence"]["en"]
    assert "GBT-41391:F" in found["law"]


@pytest.mark.parametrize(
    ("line", "check", "certain"),
    [
        ({"action": "consent_dialog", "preticked": True, "refusable": True}, "consent_preticked", True),
        ({"action": "consent_dialog", "preticked": False, "refusable": False}, "consent_not_refusable", False),
        ({"action": "consent_missing"}, "consent_missing", False),
        ({"action": "consent_dialog"}, "", True),
        ({"action": "consent_dialog", "preticked": False, "refusable": True}, "", True),
    ],
)
def test_requests_for_consent(line: Line, check: str, certain: bool) -> None:
    result = judge_trace(short_contract([], "zh"), [json.dumps({"t": 2, "kind": "ui", **line})], ["cn"])
    found = result["findings"] if certain else result["review"]
    assert [one["check"] for one in found] == ([check] if check else [])


def test_the_type_of_the_app_settles_a_refused_service() -> None:
    lines = [
        json.dumps(line)
        for line in (
            ACCEPT,
            {"t": 2, "kind": "permission", "permission": "READ_CONTACTS", "result": "denied"},
            {"t": 4, "kind": "ui", "action": "app_exit"},
        )
    ]
    certain = {
        kind: [
            one["certain"] for one in judge_trace(short_contract([], "zh"), lines, ["cn"], app_type=kind)["verdicts"]
        ]
        for kind in ("", "shopping", "messaging")
    }
    assert certain == {"": [False], "shopping": [True], "messaging": [True]}
