"""Two judgements compared: new, gone and changed matters, what adds a finding, what says nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from auditor.cli.diff import command as diff
from auditor.cli.judge import command as judge
from auditor.errors import IncompleteError, RunFolderError, UsageError
from auditor.judge import waivers
from auditor.judge.diff import Change, compare
from auditor.judge.examples import short_contract
from auditor.judge.runjudge import judge_run
from auditor.model import Event, Judged, Waiver
from auditor.runs import pretty

from .runs import event, record

CONSENT = (1_000, "consent_accept", {})
NAMED = [{"id": "P001", "data_types": ["android_id"]}]
EARLY = event(1, 500, "android_id", phase="accept_allow:before")
LATER = event(2, 2_000, "android_id")


def judged(folder: Path, *events: Event, statements: list[dict[str, Any]] | None = None, **more: Any) -> Judged:
    return judge_run(record(folder, statements or NAMED, [CONSENT], events, **more))


def told(changes: tuple[Change, ...]) -> list[tuple[str, str | None, str]]:
    return [(one.state, one.data_type, one.phase) for one in changes]


def test_the_same_recording_differs_in_nothing(tmp_path: Path) -> None:
    found = compare(judged(tmp_path / "a", EARLY, LATER), judged(tmp_path / "b", EARLY, LATER))
    assert (found.findings, found.judgements, found.inputs, found.adds) == ((), (), (), False)


def test_ids_times_and_counts_make_no_difference(tmp_path: Path) -> None:
    late = [msgspec.structs.replace(EARLY, id="E7", at=EARLY.at + 200), event(9, 5_000, "android_id"), LATER]
    found = compare(judged(tmp_path / "a", EARLY, LATER), judged(tmp_path / "b", *late))
    assert (found.findings, found.judgements) == ((), ())


def test_a_new_read_before_consent_adds_a_finding(tmp_path: Path) -> None:
    found = compare(judged(tmp_path / "a", LATER), judged(tmp_path / "b", EARLY, LATER))
    assert told(found.findings) == [("new", "android_id", "accept_allow:before")]
    assert told(found.judgements) == [("new", "android_id", "accept_allow:before")]
    assert found.adds
    back = compare(judged(tmp_path / "c", EARLY, LATER), judged(tmp_path / "d", LATER))
    assert told(back.findings) == [("gone", "android_id", "accept_allow:before")]
    assert not back.adds


def test_another_policy_changes_the_judgement_and_its_finding(tmp_path: Path) -> None:
    other = [{"id": "P007", "data_types": ["android_id"], "polarity": "negative", "conditions": [{"kind": "never"}]}]
    found = compare(judged(tmp_path / "a", LATER), judged(tmp_path / "b", LATER, statements=other))
    assert told(found.findings) == [("new", "android_id", "accept_allow")]
    (change,) = found.judgements
    assert change.before is not None
    assert change.after is not None
    assert (change.state, change.before.verdicts, change.after.verdicts) == ("changed", ("consistent",), ("violation",))
    assert change.after.level == "high"
    assert found.adds


def test_the_number_of_a_statement_makes_no_difference(tmp_path: Path) -> None:
    other = [{"id": "P900", "data_types": ["android_id"]}]
    found = compare(judged(tmp_path / "a", LATER), judged(tmp_path / "b", LATER, statements=other))
    assert found.judgements == ()


def test_a_waiver_is_a_difference_and_adds_nothing(tmp_path: Path) -> None:
    plain = judged(tmp_path / "a", EARLY)
    one = Waiver(fingerprint=plain.findings[0].fingerprint, reason="r", owner="o", expires="2027-01-31")
    waived = waivers.apply(plain, [one], "2027-01-01")
    assert [change.state for change in compare(plain, waived).findings] == ["changed"]
    assert not compare(plain, waived).adds
    assert compare(waived, plain).adds


def test_an_attempt_that_became_a_read_is_a_change(tmp_path: Path) -> None:
    tried = event(1, 2_000, "clipboard", outcome="denied")
    found = compare(judged(tmp_path / "a", tried), judged(tmp_path / "b", event(1, 2_000, "clipboard")))
    assert [one.state for one in (*found.findings, *found.judgements)] == ["changed", "changed"]
    assert found.adds


def invoke(*arguments: object) -> Result:
    result = CliRunner().invoke(diff, [str(one) for one in arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result


def written(folder: Path, *events: Event, **more: Any) -> Path:
    (record(folder, NAMED, [CONSENT], events, **more) / "judgement.json").write_bytes(pretty(judge_run(folder)))
    return folder


def test_the_command_prints_and_ends_with_1_when_a_finding_is_added(tmp_path: Path) -> None:
    before, after = written(tmp_path / "a", LATER), written(tmp_path / "b", EARLY, LATER)
    result = invoke(before, after)
    assert result.return_value == 1
    assert "Findings: 1 new" in result.stdout
    assert "android_id collect accept_allow:before: violation (high; CN-191:3.1)" in result.stdout
    assert invoke(after, before).return_value == 0
    same = invoke(before, before)
    assert (same.return_value, same.stdout) == (0, "No finding and no judgement differs.\n")


def test_json_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    before, after = written(tmp_path / "a", LATER), written(tmp_path / "b", EARLY, LATER)
    first = invoke(before, after, "--json").stdout
    assert invoke(before, after, "--json").stdout == first
    assert set(json.loads(first)) == {"schema", "inputs", "not_walked", "findings", "judgements", "adds"}


def test_a_printed_judgement_stands_for_a_run(tmp_path: Path) -> None:
    folder = written(tmp_path / "a", LATER)
    contract = tmp_path / "contract.json"
    contract.write_bytes(pretty(short_contract([{"id": "P001", "data_types": ["imei"]}], "zh")))
    printed = CliRunner().invoke(judge, [str(folder), "--policy", str(contract), "--json"], standalone_mode=False)
    (tmp_path / "new.json").write_text(printed.stdout, encoding="utf-8")
    result = invoke(folder, tmp_path / "new.json")
    assert "consistent -> omitted (low" in result.stdout
    assert result.return_value == 1


def test_what_was_not_walked_and_what_is_incomplete_is_told(tmp_path: Path) -> None:
    before = written(tmp_path / "a", EARLY, phase="accept_allow")
    after = written(tmp_path / "b", LATER, phase="refuse")
    assert "has no phase accept_allow: what is gone there was not looked for" in invoke(before, after).stderr
    partial = written(tmp_path / "c", LATER, state="recording")
    with pytest.raises(IncompleteError, match="never finished"):
        invoke(before, partial)


def test_what_is_no_run_and_no_judgement_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="is not a folder"):
        invoke(tmp_path / "none", tmp_path / "none")
    file = tmp_path / "x.json"
    file.write_text("[", encoding="utf-8")
    with pytest.raises(UsageError, match="is no judgement"):
        invoke(file, file)
    with pytest.raises(RunFolderError, match="not judged yet"):
        invoke(record(tmp_path / "raw", NAMED), written(tmp_path / "a", LATER))
