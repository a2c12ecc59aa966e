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

from .runs import event, record

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
