"""docs/judging.md and the README say what is so: commands, conditions, the example of waivers, the number of traces."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.cli import COMMANDS
from auditor.judge import conditions, sdklist, waivers
from auditor.judge.examples import failing_examples
from auditor.law import load_packs

ROOT = Path(__file__).parents[2]
JUDGING = (ROOT / "docs" / "judging.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return re.split(r"^## ", JUDGING.split(f"## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def traces() -> list[dict[str, Any]]:
    files = sorted((Path(__file__).parent / "traces").glob("*.yaml"))
    return [case for file in files for case in yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]]


def is_clean(case: dict[str, Any]) -> bool:
    return not case["findings"] and all(want["verdict"] == "consistent" for want in case["verdicts"])


@pytest.mark.parametrize("text", [JUDGING, README], ids=["judging", "readme"])
def test_commands_that_are_named_exist(text: str) -> None:
    named = set(re.findall(r"(?:^|`)auditor ([a-z]+)\b", text, re.MULTILINE))
    assert named
    assert named <= set(COMMANDS)


def test_every_condition_that_is_tested_stands_in_the_table() -> None:
    table = section("Conditions")
    named = set(re.findall(r"`([a-z_]+)", table))
    kinds = set(conditions._TESTS) - {"if", "permission", "background"} - conditions.BEFORE_KINDS
    assert "`before_*`" in table
    assert "`if:background`" in table
    assert kinds <= named


def test_the_example_of_waivers_is_one(tmp_path: Path) -> None:
    found = re.search(r"```yaml\n(.*?)```", section("Waivers"), re.DOTALL)
    assert found
    file = tmp_path / "waivers.yaml"
    file.write_text(found[1], encoding="utf-8")
    (one,) = waivers.read(file)
    assert one.expires == "2027-01-31"


def test_the_number_of_traces_is_that_of_the_files() -> None:
    every = traces()
    said = f"Today there are {len(every)}, {sum(is_clean(case) for case in every)} of them"
    assert said in JUDGING


def test_both_languages_have_their_traces() -> None:
    every = traces()
    share = sum(case["language"] == "zh" for case in every) / len(every)
    assert 0.4 < share < 0.6
    assert {case["language"] for case in every} == {"zh", "en"}


def test_every_condition_kind_is_shown_both_ways_or_as_not_checkable() -> None:
    """For every kind there are a consistent case and one that is not: broken, or where a trace cannot show it,
    not checkable. Kinds that say nothing of collecting are never the cause of anything.
    """
    shown: dict[str, set[str]] = {}
    for case in traces():
        kinds = {kind for statement in case["statements"] for kind in _kinds(statement.get("conditions", []))}
        for kind in kinds:
            shown.setdefault(kind, set()).update(want["verdict"] for want in case["verdicts"])
    unseen = {"legal_requirement", "needed_for", "default_off", "service_terminated"}
    for kind in set(conditions._TESTS) - {"permission", "background", "before_collection", "before_use"} - unseen:
        assert {"consistent"} < shown[kind], kind
    assert all("not_checkable" in shown[kind] for kind in unseen)


def _kinds(given: list[dict[str, Any]]) -> set[str]:
    parts = {kind for one in given for kind in _kinds(one.get("any_of", []))}
    return parts | {one["kind"] for one in given}


def test_the_house_rules_of_the_example_are_a_pack(tmp_path: Path) -> None:
    found = re.search(r"```yaml\n(.*?)```", section("Law packs"), re.DOTALL)
    assert found
    file = tmp_path / "house.yaml"
    file.write_text(found[1], encoding="utf-8")
    (pack,) = load_packs([str(file)])
    assert list(failing_examples(pack)) == []


def test_the_list_of_sdks_of_the_example_is_one(tmp_path: Path) -> None:
    found = re.search(r"```yaml\n(.*?)```", section("A list of SDKs beside the policy"), re.DOTALL)
    assert found
    file = tmp_path / "sdks.yaml"
    file.write_text(found[1], encoding="utf-8")
    assert sdklist.read(file).rows[0].data_types == ("oaid", "mac_address")


def test_the_number_of_clauses_that_were_not_read_again_is_that_of_the_packs() -> None:
    (pack,) = load_packs(["cn"])
    assert f"{len({rule.printed for rule in pack.rules if rule.unverified})} of the Chinese items" in JUDGING
