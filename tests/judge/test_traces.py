"""Hand-written traces and what they must get: every verdict, statement, law item and finding is written out."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.judge.examples import short_contract
from auditor.judge.tracejudge import judge_trace

FILES = sorted((Path(__file__).parent / "traces").glob("*.yaml"))
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in FILES
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]
]

# What a trace writes out of the law: items of these. What other Chinese instruments say of the same is not repeated.
WRITTEN_OUT = ("CN-191", "GDPR", "EPRIVACY", "MASVS")


def run(case: dict[str, Any]) -> dict[str, Any]:
    made = short_contract(case["statements"], case["language"], case.get("references", ()), case.get("sdks", ()))
    lines = [json.dumps(line, ensure_ascii=False) for line in case["trace"]]
    return judge_trace(made, lines, case.get("law", ()))


def agrees(want: dict[str, Any], got: dict[str, Any]) -> bool:
    ordered = {"statements", "law", "lines"}
    got = {**got, "law": [item for item in got["law"] if item.startswith(WRITTEN_OUT)]}
    return all(
        sorted(value) == sorted(got[key]) if key in ordered else value == got[key] for key, value in want.items()
    )


@pytest.mark.parametrize("case", CASES)
def test_trace_gets_its_verdicts(case: dict[str, Any]) -> None:
    result = run(case)
    got = {verdict["line"]: verdict for verdict in result["verdicts"]}
    assert sorted(got) == sorted(want["line"] for want in case["verdicts"]), result["verdicts"]
    for want in case["verdicts"]:
        assert agrees(want, got[want["line"]]), (want, got[want["line"]])
        assert got[want["line"]]["why"]
    findings = result["findings"]
    assert len(findings) == len(case["findings"]), findings
    for want in case["findings"]:
        assert any(agrees(want, finding) for finding in findings), (want, findings)


@pytest.mark.parametrize("case", CASES)
def test_every_finding_has_a_sentence_in_both_languages(case: dict[str, Any]) -> None:
    result = run(case)
    for finding in (*result["findings"], *result["review"]):
        assert finding["sentence"]["zh"].endswith("。")
        assert finding["sentence"]["en"].endswith(".")
        assert "{" not in finding["sentence"]["zh"] + finding["sentence"]["en"]
