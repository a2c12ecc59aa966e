from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from auditor import render
from auditor.model import Judged, Judgement, Sighting
from auditor.runs import Run

from . import sample


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return sample.write_run(tmp_path_factory.mktemp("formats") / "run", "en")


def test_json_holds_the_records_as_they_are(run: Run) -> None:
    tree = json.loads(render.text(run, run.judged, "json", "en"))
    assert msgspec.convert(tree["judged"], Judged) == run.judged
    assert tree["app"]["package"] == "cn.qinghe.store"
    assert tree["schema"] == 1


def test_csv_has_a_row_for_each_sighting(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(render.text(run, run.judged, "csv", "en"))))
    assert [row["verdict"] for row in rows] == ["violation", "violation", "consistent", "omitted", "vague"]
    assert rows[1]["recipient"] == "Tally Analytics"


@pytest.mark.parametrize("name", ["=cmd|'/c calc'!A1", "+1", "-1", "@sum", "\tx"])
def test_csv_cell_never_runs_as_a_formula(run: Run, name: str) -> None:
    seen = Sighting(id="S", data_type="imei", action="share", actor="unknown", recipient=name, at=0)
    judged = Judged(judgements=(Judgement(id="J", sighting=seen, verdict="omitted"),))
    row = next(csv.DictReader(io.StringIO(render.text(run, judged, "csv", "en"))))
    assert row["recipient"] == "'" + name


def test_sarif_points_at_the_sentence(run: Run) -> None:
    log = json.loads(render.text(run, run.judged, "sarif", "en"))
    results = log["runs"][0]["results"]
    assert log["version"] == "2.1.0"
    assert [result["level"] for result in results] == ["error", "error"]
    region = results[0]["locations"][0]["physicalLocation"]["region"]
    start, length = region["charOffset"], region["charLength"]
    assert run.policy_text[start : start + length] == sample.QUOTES["en"][0] == region["snippet"]["text"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert rules[results[0]["ruleIndex"]]["id"] == "violation"
    assert results[0]["partialFingerprints"] == {"auditor/v1": "1c2d3e4f5a6b7c8d"}


def test_sarif_keeps_review_items_from_failing(run: Run) -> None:
    doubtful = msgspec.structs.replace(run.judged.findings[0], review=True)
    log = json.loads(render.text(run, msgspec.structs.replace(run.judged, findings=(doubtful,)), "sarif", "en"))
    assert log["runs"][0]["results"][0]["kind"] == "review"
    assert log["runs"][0]["results"][0]["level"] == "note"


def test_junit_fails_for_findings_and_skips_what_was_not_exercised(run: Run) -> None:
    root = ElementTree.fromstring(render.text(run, run.judged, "junit", "en"))
    suites = {suite.get("name"): suite for suite in root}
    assert suites["findings"].get("failures") == "2"
    assert suites["statements"].attrib | {"name": ""} == {"name": "", "tests": "4", "failures": "1", "skipped": "2"}


def test_junit_survives_characters_that_xml_forbids(run: Run) -> None:
    odd = msgspec.structs.replace(run.judged.findings[0], sentence={"en": "a\x00<b>\"'\ud800"})
    text = render.text(run, msgspec.structs.replace(run.judged, findings=(odd,)), "junit", "en")
    failure = ElementTree.fromstring(text).find(".//failure")
    assert failure is not None
    assert failure.get("message") == "a�<b>\"'�"


def test_formats_are_those_of_the_command_line(tmp_path: Path) -> None:
    from auditor.cli import report

    assert report.FORMATS == render.FORMATS
    assert set(render.NAMES) == set(render.FORMATS)
