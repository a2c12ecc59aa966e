"""Waivers: read, matched by fingerprint, held to their day; waived findings stay and fail no build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.cli import waiving
from auditor.cli.judge import command as judge
from auditor.errors import RuleFileError
from auditor.judge import waivers
from auditor.judge.examples import short_contract
from auditor.judge.runjudge import judge_run
from auditor.model import Waiver
from auditor.render import junit, sarif
from auditor.render.html import render as html
from auditor.runs import Run, pretty

from .runs import event, record

CONSENT = (1_000, "consent_accept", {})
NAMED = [{"id": "P001", "data_types": ["android_id"], "quote": "我们会收集您的AndroidID。"}]
EARLY = {"t": 1, "kind": "api", "data_type": "android_id", "caller": "first_party"}
TODAY = "2027-01-31"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return record(tmp_path / "run", NAMED, [CONSENT], [event(1, 500, "android_id")])


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiving, "today", lambda: TODAY)


def write(tmp_path: Path, fingerprint: str, expires: str = TODAY, extra: str = "") -> Path:
    file = tmp_path / "waivers.yaml"
    file.write_text(
        f"waivers:\n- fingerprint: '{fingerprint}'\n  reason: Read for fraud control, ticket 118.\n"
        f"  owner: privacy@shop.example\n  expires: {expires}\n{extra}",
        encoding="utf-8",
    )
    return file


def invoke(*arguments: object) -> Result:
    result = CliRunner().invoke(judge, [str(one) for one in arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result


def test_a_waived_finding_stays_and_fails_no_build(tmp_path: Path, folder: Path) -> None:
    fingerprint = judge_run(folder).findings[0].fingerprint
    result = invoke(folder, "--waivers", write(tmp_path, fingerprint))
    assert result.return_value == 0
    assert "waived until 2027-01-31 by privacy@shop.example: Read for fraud control, ticket 118." in result.stdout
    judged = Run.open(folder).judged
    assert [use.state for use in judged.waivers] == ["used"]
    (finding,) = judged.findings
    assert finding.waiver is not None
    assert finding.level == "high"
    assert invoke(folder).return_value == 1
    assert Run.open(folder).judged.findings[0].waiver is None


def test_an_expired_waiver_holds_no_more_and_is_told(tmp_path: Path, folder: Path) -> None:
    fingerprint = judge_run(folder).findings[0].fingerprint
    result = invoke(folder, "--waivers", write(tmp_path, fingerprint, "2027-01-30"))
    assert result.return_value == 1
    assert f"the waiver of {fingerprint} (privacy@shop.example) expired on 2027-01-30" in result.stderr
    assert [use.state for use in Run.open(folder).judged.waivers] == ["expired"]


def test_a_waiver_that_matches_nothing_is_told(tmp_path: Path, folder: Path) -> None:
    result = invoke(folder, "--waivers", write(tmp_path, "0" * 16))
    assert result.return_value == 1
    assert "matches no finding" in result.stderr
    assert [use.state for use in Run.open(folder).judged.waivers] == ["unmatched"]


def test_a_trace_knows_waivers_too(tmp_path: Path) -> None:
    contract = tmp_path / "contract.json"
    contract.write_bytes(pretty(short_contract(NAMED, "zh")))
    trace = tmp_path / "trace.jsonl"
    trace.write_text(json.dumps(EARLY), encoding="utf-8")
    asked = ("--policy", contract, "--trace", trace, "--json")
    fingerprint = json.loads(invoke(*asked).stdout)["findings"][0]["fingerprint"]
    result = invoke(*asked, "--waivers", write(tmp_path, fingerprint))
    assert result.return_value == 0
    told = json.loads(result.stdout)
    assert told["findings"][0]["waiver"]["owner"] == "privacy@shop.example"
    assert told["waivers"][0]["state"] == "used"


def test_reports_mark_what_is_waived(folder: Path) -> None:
    run = Run.open(folder)
    plain = judge_run(folder)
    one = Waiver(fingerprint=plain.findings[0].fingerprint, reason="Fraud <control>", owner="Ada", expires=TODAY)
    judged = waivers.apply(plain, [one], TODAY)
    page = html(run, judged, "en")
    assert "Waived by Ada until 2027-01-31: Fraud &lt;control&gt;" in page
    assert "Waived by" not in html(run, plain, "en")
    (result,) = json.loads(sarif.render(run, judged, "en"))["runs"][0]["results"]
    assert result["suppressions"][0]["justification"] == "Fraud <control>"
    assert '<a class="tile" href="#findings"><strong>0</strong>' in page
    assert "waived beside these: 1" in page
    assert "holds until 2027-01-31" in page
    assert 'failures="0" skipped="1"' in junit.render(run, judged, "zh")


def test_the_report_lists_waivers_that_do_nothing(folder: Path) -> None:
    run, plain = Run.open(folder), judge_run(folder)
    old = Waiver(fingerprint=plain.findings[0].fingerprint, reason="Old", owner="Ada", expires="2026-12-31")
    lost = Waiver(fingerprint="0" * 16, reason="Lost <b>", owner="Ada", expires="2027-12-31")
    judged = waivers.apply(plain, [old, lost], TODAY)
    english, chinese = html(run, judged, "en"), html(run, judged, "zh")
    assert "expired on 2026-12-31, holds no more" in english
    assert "matches no finding (until 2027-12-31)" in english
    assert "Lost &lt;b&gt;" in english
    assert "已于2026-12-31到期，不再有效" in chinese
    assert "waived beside these" not in english
    assert "<h4>Waivers</h4>" not in html(run, plain, "en")


def test_the_report_lists_what_is_left_to_a_person(folder: Path) -> None:
    run = Run.open(folder)
    page = html(run, judge_run(folder), "en")
    assert '<section id="people">' in page
    assert "CN-191:6.3" in page
    assert "Judge again with --app-type" in page
    assert "Judge again with --app-type" not in html(run, judge_run(folder, law=["eprivacy"]), "en")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("waivers: [{fingerprint: abc, reason: r, owner: o, expires: 2027-01-01}]", "waivers.yaml: "),
        ("waivers: [{fingerprint: '0123456789abcdef', reason: r, owner: o}]", "expires"),
        ("waivers: [{fingerprint: '0123456789abcdef', reason: '', owner: o, expires: 2027-01-01}]", "reason"),
        ("waivers: [{fingerprint: '0123456789abcdef', reason: ' ', owner: o, expires: 2027-01-01}]", "needs a reason"),
        ("waivers: [{fingerprint: '0123456789abcdef', reason: r, owner: o, expires: soon}]", "expires"),
        ("waivers: [{fingerprnt: '0123456789abcdef'}]", "Did you mean 'fingerprint'"),
        ("waivers: 3", "waivers"),
        ("- 1", "waivers.yaml"),
    ],
)
def test_a_wrong_file_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "waivers.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError, match=message):
        waivers.read(file)


def test_one_finding_is_waived_once(tmp_path: Path) -> None:
    more = "- {fingerprint: '0000000000000000', reason: again, owner: Ada, expires: 2027-01-01}\n"
    with pytest.raises(RuleFileError, match="is waived twice"):
        waivers.read(write(tmp_path, "0" * 16, extra=more))
