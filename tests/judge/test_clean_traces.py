"""A clean trace never gives a finding: every sighting specifically covered, every necessary condition held, no law item
broken. Such traces are made here of any data types and conditions; those written by hand stand in `traces/clean.yaml`.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import vocabulary
from auditor.judge.examples import short_contract
from auditor.judge.tracejudge import judge_trace

WORDS = vocabulary.load()
TYPES = sorted(name for name, row in WORDS.types.items() if not row.umbrella)
NAMED = "Example Analytics"
ACTIONS = {
    "zh": [("查找门店", "附近门店"), ("扫一扫", "扫码")],
    "en": [("find stores", "Nearby stores"), ("scan a code", "Scan")],
}
PAUSE = 120

Line = dict[str, Any]


def condition(kind: str, data_type: str, language: str, choice: int) -> tuple[Line, list[Line]]:
    """A necessary condition, and the lines after which it holds."""
    made: Line = {"kind": kind, "necessary": True}
    guard = vocabulary.permission_of_type(data_type)
    names = vocabulary.android_permissions(guard or "")
    if kind == "permission_granted" and names:
        return {**made, "value": guard}, [{"kind": "permission", "permission": names[0], "result": "granted"}]
    if kind == "user_action":
        stated, done = ACTIONS[language][choice]
        return {**made, "value": stated}, [{"kind": "ui", "action": "tap", "text": done}]
    if kind == "explicit_consent":
        row = WORDS.types[data_type]
        text = row.zh if language == "zh" else row.en
        return made, [{"kind": "ui", "action": "explicit_consent", "text": text}]
    if kind in ("login", "guardian_consent"):
        return made, [{"kind": "ui", "action": kind}]
    if kind == "frequency":
        return {**made, "value": "60s"}, []
    return {"kind": "foreground", "necessary": True}, []


def seen(how: str, data_type: str) -> tuple[Line, list[Line]]:
    """What the statement says beside the type, and the lines that it covers."""
    read = {"kind": "api", "data_type": data_type, "caller": "first_party"}
    own = {"kind": "traffic", "host": "api.shop.example", "party": "first_party", "data_type": data_type}
    third = {"kind": "traffic", "host": "c.ea.example", "party": "third_party:analytics", "recipient": NAMED}
    kept = {"kind": "file", "path": "files/x", "data_type": data_type}
    return {
        "read": ({}, [read]),
        "sent": ({"protection": ["encrypted_in_transit"]}, [read, own]),
        "shared": ({"action": "share", "recipients": [NAMED]}, [{**third, "data_type": data_type}]),
        "stored": ({"action": "store", "locality": "on_device"}, [kept]),
    }[how]


KINDS = [
    "permission_granted",
    "user_action",
    "explicit_consent",
    "login",
    "guardian_consent",
    "frequency",
    "foreground",
]


@st.composite
def clean(draw: st.DrawFn) -> tuple[str, list[Line], list[Line]]:
    language = draw(st.sampled_from(["zh", "en"]))
    wanted = draw(st.lists(st.sampled_from(TYPES), min_size=1, max_size=4, unique=True))
    types = [name for n, name in enumerate(wanted) if not any(related(name, other) for other in wanted[:n])]
    statements: list[Line] = []
    steps: list[list[Line]] = []
    for number, name in enumerate(types, 1):
        kinds = draw(st.lists(st.sampled_from(KINDS), max_size=2, unique=True))
        pairs = [condition(kind, name, language, draw(st.integers(0, 1))) for kind in kinds]
        extra, covered = seen(draw(st.sampled_from(["read", "sent", "shared", "stored"])), name)
        conditions = [made for made, _ in pairs]
        statements.append({"id": f"P{number:03d}", "data_types": [name], "conditions": conditions, **extra})
        before = [line for _, lines in pairs for line in lines]
        steps += [[*before, *covered]] * draw(st.integers(1, 2))
    trace: list[Line] = [{"t": 1, "kind": "ui", "action": "consent_accept"}]
    for place, lines in enumerate(draw(st.permutations(steps)), 1):
        trace += [{"t": place * PAUSE + n / 2, **line} for n, line in enumerate(lines)]
    return language, statements, trace


def related(one: str, other: str) -> bool:
    guards = (vocabulary.permission_of_type(one), vocabulary.permission_of_type(other))
    return WORDS.covers(one, other) or WORDS.covers(other, one) or (guards[0] is not None and guards[0] == guards[1])


@given(clean())
@settings(max_examples=250, deadline=None)
def test_a_clean_trace_gives_no_finding(made: tuple[str, list[Line], list[Line]]) -> None:
    language, statements, trace = made
    result = judge_trace(short_contract(statements, language), [json.dumps(line) for line in trace])
    assert result["findings"] == []
    assert {one["verdict"] for one in result["verdicts"]} == {"consistent"}, (statements, trace, result["verdicts"])
