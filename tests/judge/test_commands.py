"""The commands judge, explain and schema: what they print, what they write, which exit code they end with."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cli.explain import command as explain
from auditor.cli.judge import command as judge
from auditor.cli.schema import command as schema
from auditor.errors import IncompleteError, TraceError, UsageError
from auditor.judge.examples import short_contract
from auditor.runs import Run, pretty

from .runs import SDK, event, record

CONSENT = (1_000, "consent_accept", {})
NAMED = [{"id": "P001", "data_types": ["android_id"], "quote": "我们会收集您的AndroidID。", "section": "二"}]


def call(command, *arguments: object) -> tuple[object, str]:  # type: ignore[no-untyped-def]
    result = CliRunner().invoke(command, [str(one) for one in arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.stdout


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    file = tmp_path / "contract.json"
    file.write_bytes(pretty(short_contract(NAMED, "zh")))
    return file


def trace(tmp_path: Path, *lines: dict[str, object]) -> Path:
    file = tmp_path / "trace.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


EARLY = {"t": 1, "kind": "api", "data_type": "android_id", "caller": "first_party"}


def test_a_trace_with_a_high_finding_ends_with_1(tmp_path: Path, contract: Path) -> None:
    code, out = call(judge, "--policy", contract, "--trace", trace(tmp_path, EARLY), "--json")
    assert code == 1
    result = json.loads(out)
    assert result["verdicts"][0]["law"][0] == "CN-191:3.1"
    assert set(result) == {"verdicts", "findings", "review", "coverage"}


def test_fail_on_none_ends_with_0(tmp_path: Path, contract: Path) -> None:
    code, out = call(judge, "--policy", contract, "--trace", trace(tmp_path, EARLY), "--fail-on", "none")
    assert code == 0
    assert "启动后1.0秒，用户尚未同意隐私政策" in out


def test_a_wrong_trace_is_a_usage_error(tmp_path: Path, contract: Path) -> None:
    with pytest.raises(TraceError, match="line 1: kind 'apy'"):
        call(judge, "--policy", contract, "--trace", trace(tmp_path, {"t": 0, "kind": "apy"}))


def test_a_trace_needs_a_policy_and_nothing_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--policy"):
        call(judge, "--trace", trace(tmp_path, EARLY))
    with pytest.raises(UsageError, match="either a run folder or a trace"):
        call(judge)


def test_a_policy_that_is_no_contract_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="no contract"):
        call(judge, "--policy", file, "--trace", trace(tmp_path, EARLY))


def test_judging_a_run_writes_its_judgement_and_explain_tells_it(tmp_path: Path) -> None:
    folder = record(tmp_path / "run", NAMED, [CONSENT], [event(1, 500, "android_id")])
    code, _ = call(judge, folder)
    first = (folder / "judgement.json").read_bytes()
    assert code == 1
    assert call(judge, folder)[0] == 1
    assert (folder / "judgement.json").read_bytes() == first
    fingerprint = Run.open(folder).judged.findings[0].fingerprint
    _, told = call(explain, folder, fingerprint[:6])
    assert "政策“二”一节写明“我们会收集您的AndroidID。”" in told
    assert "CN-191:3.1" in told
    assert "+0.5 s" in told
    with pytest.raises(UsageError, match="no finding zzzz"):
        call(explain, folder, "zzzz")


def test_explain_tells_what_else_was_seen_around_it(tmp_path: Path) -> None:
    marks = [CONSENT, (3_000, "home", {})]
    events = [event(1, 500, "android_id"), event(2, 2_000, "clipboard"), event(3, 9_000, "android_id")]
    folder = record(tmp_path / "run", NAMED, marks, events, law=["cn"])
    call(judge, folder)
    by_check = {finding.check: finding for finding in Run.open(folder).judged.findings}
    _, early = call(explain, folder, by_check["before_consent"].fingerprint, "--lang", "en")
    assert "+0.0 s  >>> [accept_allow] first_party collect android_id" in early
    assert "+0.5 s  [accept_allow] consent_accept" in early
    assert "+1.5 s  [accept_allow] first_party collect clipboard: omitted" in early
    assert "Law: PIPL:13, 第十三条: No processing" in early
    assert "to be checked against the source" in early
    _, away = call(explain, folder, by_check["background_access"].fingerprint, "--lang", "en")
    assert "Evidence: E3" in away
    assert "-6.0 s  [accept_allow] home" in away
    assert ">>> background_access" in away


def test_explain_dates_what_is_told_by_a_mark(tmp_path: Path) -> None:
    marks = [CONSENT, (3_000, "permission", {"permission": "CAMERA", "result": "denied"}), (5_000, "app_exit", {})]
    folder = record(tmp_path / "run", NAMED, marks, law=["cn"])
    call(judge, folder)
    (finding,) = Run.open(folder).judged.findings
    _, told = call(explain, folder, finding.fingerprint, "--lang", "en")
    assert "-2.0 s  [accept_allow] permission CAMERA denied" in told
    assert "the app ends after a denial" in told


LISTED = "sdks:\n- {name: Example SDK, company: Example Analytics, data_types: [android_id]}\n"


def test_a_supplied_list_of_sdks_decides_and_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "sdks.yaml"
    file.write_text(LISTED, encoding="utf-8")
    folder = record(tmp_path / "run", NAMED, [CONSENT], [event(1, 2_000, "android_id", caller=SDK)])
    _, before = call(judge, folder, "--fail-on", "none", "--json")
    written = (folder / "judgement.json").read_bytes()
    _, after = call(judge, folder, "--sdk-list", file, "--fail-on", "none", "--json")
    verdicts = [[one["verdict"] for one in json.loads(text)["judgements"]] for text in (before, after)]
    assert verdicts == [["omitted"], ["consistent"]]
    assert (folder / "judgement.json").read_bytes() == written


def test_a_wrong_type_of_app_and_a_wrong_list_are_usage_errors(tmp_path: Path, contract: Path) -> None:
    given = ("--policy", contract, "--trace", trace(tmp_path, EARLY))
    with pytest.raises(UsageError, match="Did you mean 'shopping'"):
        call(judge, *given, "--app-type", "shoping")
    file = tmp_path / "sdks.yaml"
    file.write_text("sdk: []\n", encoding="utf-8")
    with pytest.raises(UsageError, match="sdks"):
        call(judge, *given, "--sdk-list", file)


def test_an_unknown_type_of_app_is_said(tmp_path: Path, contract: Path) -> None:
    lines = trace(tmp_path, {"t": 1, "kind": "ui", "action": "consent_accept"})
    for extra, said in (((), True), (("--app-type", "网上购物"), False), (("--law", "eprivacy"), False)):
        given = [str(one) for one in ("--policy", contract, "--trace", lines, *extra)]
        result = CliRunner().invoke(judge, given, standalone_mode=False)
        assert ("the type of the app is unknown" in result.stderr) == said


def test_several_laws_are_judged_at_once(tmp_path: Path, contract: Path) -> None:
    given = ("--policy", contract, "--trace", trace(tmp_path, EARLY), "--fail-on", "none", "--json")
    _, out = call(judge, *given, "--law", "pipl,gdpr,eprivacy")
    assert json.loads(out)["verdicts"][0]["law"] == ["EPRIVACY:5.3", "PIPL:13"]


def test_another_law_leaves_the_written_judgement_alone(tmp_path: Path) -> None:
    folder = record(tmp_path / "run", NAMED, [CONSENT], [event(1, 500, "android_id")])
    call(judge, folder, "--law", "masvs")
    assert not (folder / "judgement.json").exists()


def test_an_incomplete_run_ends_with_4(tmp_path: Path) -> None:
    folder = record(tmp_path / "run", NAMED, [CONSENT], [event(1, 500, "android_id")], state="recording")
    with pytest.raises(IncompleteError, match="never finished") as error:
        call(judge, folder)
    assert error.value.exit_code == 4


@pytest.mark.parametrize("name", ["contract", "trace", "judgement"])
def test_schemas_are_json(name: str) -> None:
    code, out = call(schema, name)
    assert code == 0
    assert json.loads(out)
