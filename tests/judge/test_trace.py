"""Wrong traces are refused with line, field and nearest word; valid ones never make the judge fail."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import TraceError
from auditor.judge.examples import short_contract
from auditor.judge.tracejudge import judge_trace
from auditor.judge.tracewords import ACTIONS, ENCODINGS, OUTCOMES, RESULTS

# A sentence that holds a brace was not filled in; a text on the screen may hold one.
WORDS = st.text(st.characters(exclude_characters="{}", exclude_categories=("Cs",)), max_size=12)
CONTRACT = short_contract(
    [
        {
            "id": "P001",
            "data_types": ["android_id", "location_precise"],
            "conditions": [{"kind": "permission_granted"}],
        },
        {"id": "P002", "data_types": ["contacts"], "locality": "on_device", "action": "store"},
        {
            "id": "P003",
            "data_types": ["personal_info"],
            "polarity": "negative",
            "conditions": [{"kind": "unless", "value": "consent"}],
        },
        {
            "id": "P004",
            "data_types": ["imei"],
            "action": "share",
            "recipients": ["analytics"],
            "protection": ["hashed"],
        },
    ],
    "zh",
)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"t": 1, "kind": "apii"}', "line 1: kind 'apii' is not known. Did you mean 'api'"),
        (
            '{"t": 1, "kind": "api", "data_type": "androidid"}',
            "data_type 'androidid' is not known. Did you mean 'android_id'",
        ),
        (
            '{"t": 1, "kind": "ui", "action": "consent_acept"}',
            "action 'consent_acept' is not known. Did you mean 'consent_accept'",
        ),
        ('{"t": 1, "kind": "ui"}', "needs the field action"),
        ('{"t": 1, "kind": "api", "data_typ": "imei"}', "field 'data_typ' is not known. Did you mean 'data_type'"),
        (
            '{"t": 1, "kind": "api", "caller": "thirdparty"}',
            "caller 'thirdparty' is not known. Did you mean 'third_party'",
        ),
        ('{"t": 1, "kind": "traffic", "party": "third_party:analytic"}', "Did you mean 'analytics'"),
        ('{"t": 1, "kind": "traffic", "encoding": "md6"}', "encoding 'md6' is not known. Did you mean 'md5'"),
        ('{"t": 1, "kind": "traffic", "tls": "yes"}', "tls must be true or false"),
        ('{"t": 1, "kind": "permission", "permission": "CAMERA", "result": "grant"}', "Did you mean 'granted'"),
        ('{"t": 1, "kind": "permission", "result": "granted"}', "needs the field permission"),
        ('{"t": 1, "kind": "api", "count": 0}', "count must be a whole number"),
        ('{"t": -1, "kind": "api"}', "t must be seconds"),
        ('{"t": true, "kind": "api"}', "t must be seconds"),
        ('{"kind": "api"}', "t must be seconds"),
        ("[1]", "not an object"),
        ('{"t": 1', "not JSON"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_wrong_line_is_named(line: str, message: str) -> None:
    with pytest.raises(TraceError) as error:
        judge_trace(CONTRACT, [line])
    assert message in str(error.value)
    assert "line 1" in str(error.value)
    assert error.value.exit_code == 2


def test_time_never_goes_back() -> None:
    with pytest.raises(TraceError, match="line 3: t goes back from 2 to 1"):
        judge_trace(CONTRACT, ['{"t": 2, "kind": "api"}', "", '{"t": 1, "kind": "api"}'])


def test_lines_without_a_type_are_no_sightings() -> None:
    assert judge_trace(CONTRACT, ['{"t": 2, "kind": "api", "note": "free"}'])["verdicts"] == []


TYPES = [
    "android_id",
    "imei",
    "contacts",
    "contact_phone",
    "location_precise",
    "location",
    "clipboard",
    "device_info",
    "cookie",
]
CALLERS = ["first_party", "unknown", "third_party", "third_party:ad", "third_party:analytics"]
EVENTS = st.one_of(
    st.fixed_dictionaries(
        {"kind": st.just("api"), "data_type": st.sampled_from(TYPES)},
        optional={
            "caller": st.sampled_from(CALLERS),
            "outcome": st.sampled_from(sorted(OUTCOMES)),
            "count": st.integers(1, 500),
            "window_s": st.floats(0, 100),
            "foreground": st.booleans(),
        },
    ),
    st.fixed_dictionaries(
        {"kind": st.just("traffic"), "data_type": st.sampled_from(TYPES)},
        optional={
            "party": st.sampled_from(CALLERS),
            "encoding": st.sampled_from(sorted(ENCODINGS)),
            "tls": st.booleans(),
            "country": st.sampled_from(["CN", "US", ""]),
            "host": st.sampled_from(["a.example", "collect.tallyhall.example"]),
        },
    ),
    st.fixed_dictionaries(
        {"kind": st.just("ui"), "action": st.sampled_from(sorted(ACTIONS))},
        optional={
            "text": WORDS,
            "permission": st.sampled_from(["CAMERA", ["READ_CONTACTS", "CAMERA"]]),
            "preticked": st.booleans(),
            "refusable": st.booleans(),
        },
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("permission"),
            "permission": st.sampled_from(["READ_CONTACTS", "ACCESS_FINE_LOCATION"]),
            "result": st.sampled_from(sorted(RESULTS)),
        }
    ),
    st.fixed_dictionaries({"kind": st.just("cookie"), "data_type": st.sampled_from(TYPES)}),
    st.fixed_dictionaries(
        {"kind": st.just("app")},
        optional={
            "declares": st.lists(st.sampled_from(["CAMERA", "android.permission.READ_CONTACTS", "INTERNET"])),
            "unused": st.lists(st.sampled_from(["CAMERA", "READ_CONTACTS"])),
            "embeds": st.lists(st.sampled_from(["Umeng", "Example SDK", "x"])),
        },
    ),
)


@given(st.lists(EVENTS, max_size=20), st.sampled_from(["", "shopping", "news"]), st.integers(1, 40))
@settings(max_examples=150, deadline=None)
def test_no_valid_trace_makes_the_judge_fail(events: list[dict[str, object]], app_type: str, step: int) -> None:
    lines = [json.dumps({"t": number * step, **event}) for number, event in enumerate(events)]
    first = judge_trace(CONTRACT, lines, app_type=app_type)
    assert first == judge_trace(CONTRACT, lines, app_type=app_type)
    assert all(verdict["why"] for verdict in first["verdicts"])
    for found in first["review"]:
        assert found["sentence"]["zh"].endswith("。")
        assert "{" not in found["sentence"]["zh"] + found["sentence"]["en"]


@given(st.lists(EVENTS, max_size=12), st.integers(0, 12))
@settings(max_examples=100, deadline=None)
def test_an_unrelated_read_changes_no_other_verdict(events: list[dict[str, object]], place: int) -> None:
    lines = [json.dumps({"t": number, **event}) for number, event in enumerate(events)]
    at = min(place, len(lines))
    extra = json.dumps({"t": max(0, at - 1), "kind": "api", "data_type": "gender", "caller": "first_party"})
    plain = judge_trace(CONTRACT, lines)["verdicts"]
    more = [
        verdict
        for verdict in judge_trace(CONTRACT, [*lines[:at], extra, *lines[at:]])["verdicts"]
        if verdict["line"] != at + 1
    ]
    for verdict in more:
        verdict["line"] -= verdict["line"] > at + 1
    assert more == plain


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"kind": "app", "declares": "CAMERA"}, "declares must be a list of names"),
        ({"kind": "app", "embeds": [1]}, "embeds must be a list of names"),
        ({"kind": "app", "unused": ["Camra"]}, "Did you mean 'camera'"),
        ({"kind": "app", "declared": []}, "Did you mean 'declares'"),
        ({"kind": "ui", "action": "consent_dialog", "preticked": "yes"}, "preticked must be true or false"),
    ],
)
def test_a_wrong_line_about_the_app_is_told(line: dict[str, object], told: str) -> None:
    with pytest.raises(TraceError, match=f"line 1: .*{told}"):
        judge_trace(CONTRACT, [json.dumps({"t": 0, **line})])
