"""The law of a day: which packs and wordings were in force, what is said of the others, what two days differ in."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from auditor import law
from auditor.cli.diff import command as diff
from auditor.cli.judge import command as judge
from auditor.errors import RuleFileError
from auditor.judge.runjudge import judge_run
from auditor.runs import pretty

from .runs import event, record

NAMED = [{"id": "P001", "data_types": ["imei"]}]
CONSENT = (1_000, "consent_accept", {})

TWO_WORDINGS = """
id: house
name: {zh: 公司规则, en: House rules}
effective: "2020-01-01"
rules:
- id: HOUSE-1-old
  item: HOUSE-1
  clause: "1"
  effect: demands
  check: banned
  until: "2025-06-30"
  text: {zh: 不读取IMEI, en: No IMEI}
  sighting: {types: [imei], actions: [collect]}
  examples: [{trace: [{t: 1, kind: api, data_type: imei, caller: first_party}], breaks: [1]}]
- id: HOUSE-1
  clause: "1"
  effect: demands
  check: banned
  effective: "2025-07-01"
  text: {zh: 不读取任何设备标识, en: No identifiers of the device}
  sighting: {types: [device_id], actions: [collect]}
  examples: [{trace: [{t: 1, kind: api, data_type: imei, caller: first_party}], breaks: [1]}]
"""


@pytest.fixture
def house(tmp_path: Path) -> str:
    file = tmp_path / "house.yaml"
    file.write_text(TWO_WORDINGS, encoding="utf-8")
    return str(file)


def test_what_a_pack_includes_comes_with_it_from_its_own_day_on() -> None:
    def instruments(on: str) -> set[str]:
        (pack,) = law.load_packs(["cn"], on)
        return {rule.printed.partition(":")[0] for rule in pack.rules}

    every = {"CN-191", "CN-MIIT-337", "CN-MIIT-164", "PIPL", "GBT-35273", "GBT-41391", "CN-NECESSARY"}
    assert instruments("2021-10-31") == every - {"PIPL", "GBT-41391"}
    assert instruments("2021-11-01") == every - {"GBT-41391"}
    assert instruments("") == every
    assert law.not_in_force(["cn"], "2021-10-31") == ("pipl", "gbt-41391")
    assert law.not_in_force(["cn", "masvs"], "") == ()


def test_of_two_wordings_that_of_the_day_counts(house: str) -> None:
    def wordings(on: str) -> list[str]:
        return [rule.id for pack in law.load_packs([house], on) for rule in pack.rules]

    assert wordings("2019-12-31") == []
    assert wordings("2025-06-30") == ["HOUSE-1-old"]
    assert wordings("2025-07-01") == wordings("") == ["HOUSE-1"]


@pytest.mark.parametrize("day", ["2025-13-01", "2025-7-1", "soon"])
def test_a_day_that_is_none_is_told(tmp_path: Path, day: str) -> None:
    file = tmp_path / "house.yaml"
    file.write_text(TWO_WORDINGS.replace("2025-07-01", day), encoding="utf-8")
    with pytest.raises(RuleFileError, match=rf"HOUSE-1: '{day}' is no day"):
        law.load_packs([str(file)])


def test_a_run_is_judged_by_the_law_of_its_day_unless_another_is_chosen(tmp_path: Path) -> None:
    events = [event(1, 2_000, "imei")]
    events.append(event(2, 500, "imei"))
    judged = judge_run(record(tmp_path / "run", NAMED, [CONSENT], events, law=["cn"]))
    assert (judged.law, judged.law_date, judged.law_left_out) == (("cn",), "2025-06-15", ())
    before = judge_run(tmp_path / "run", law_date="2021-10-31")
    assert (before.law_date, before.law_left_out) == ("2021-10-31", ("pipl", "gbt-41391"))
    then, now = ({item for one in found.findings for item in one.law} for found in (before, judged))
    assert {item.partition(":")[0] for item in now - then} == {"GBT-41391", "PIPL"}
    with pytest.raises(RuleFileError, match=r"pipl was not in force on 2021-10-31, but from 2021-11-01"):
        judge_run(tmp_path / "run", law=["pipl"], law_date="2021-10-31")


def test_two_days_are_compared(tmp_path: Path, house: str) -> None:
    folder = record(tmp_path / "run", [{"id": "P001", "data_types": ["oaid"]}], [CONSENT], [event(1, 2_000, "oaid")])
    for day in ("2025-06-30", "2025-07-01"):
        arguments = [str(folder), "--law", house, "--law-date", day, "--json", "--fail-on", "none"]
        printed = CliRunner().invoke(judge, arguments, standalone_mode=False)
        assert printed.exception is None
        (tmp_path / f"{day}.json").write_text(printed.stdout, encoding="utf-8")
    assert not (folder / "judgement.json").exists()
    arguments = [str(tmp_path / "2025-06-30.json"), str(tmp_path / "2025-07-01.json"), "--json"]
    compared = CliRunner().invoke(diff, arguments, standalone_mode=False)
    found = json.loads(compared.stdout)
    assert found["inputs"] == [{"what": "law of", "before": "2025-06-30", "after": "2025-07-01"}]
    assert [(one["state"], one["after"]["law"]) for one in found["findings"]] == [("new", ["HOUSE-1"])]
    assert compared.return_value == 1


def test_the_option_takes_days_alone_and_says_what_is_left_out(tmp_path: Path) -> None:
    folder = record(tmp_path / "run", NAMED, [CONSENT], [event(1, 2_000, "imei")], law=["cn"])
    arguments = [str(folder), "--law-date", "2020-10-01", "--fail-on", "none"]
    said = CliRunner().invoke(judge, arguments, standalone_mode=False)
    assert "not in force on 2020-10-01, so not judged by: pipl, gbt-41391, cn-necessary." in said.stderr
    wrong = CliRunner().invoke(judge, [str(folder), "--law-date", "tomorrow"], standalone_mode=False)
    assert isinstance(wrong.exception, click.BadParameter)
    assert "'tomorrow' is no day; write it as 2021-11-01." in wrong.exception.message


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = record(tmp_path / "run", NAMED, [CONSENT], [event(1, 2_000, "imei")])
    assert pretty(judge_run(folder)) == pretty(judge_run(folder, law_date="2025-06-15"))
