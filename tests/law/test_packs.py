"""Every rule's examples break exactly the lines they say; bad packs are refused with a sentence."""

import json
from pathlib import Path

import pytest

from auditor import law
from auditor.errors import RuleFileError
from auditor.judge import judge_trace
from auditor.law.packs import shipped
from ..judge.contracts import contract

RULES = [
    pytest.param(pack, rule, id=rule.id) for name in shipped() for pack in law.load_packs([name]) for rule in pack.rules
]


@pytest.mark.parametrize(("pack", "rule"), RULES)
def test_examples_break_exactly_their_lines(pack: law.Pack, rule: law.Rule) -> None:
    for example in rule.examples:
        made = contract(example.statements, (pack.languages or ("en",))[0])
        result = judge_trace(made, [json.dumps(line) for line in example.trace], [pack.id])
        broken = [verdict["line"] for verdict in result["verdicts"] if rule.printed in verdict["law"]]
        assert sorted(set(broken)) == sorted(example.breaks), result["verdicts"]


def test_all_31_items_of_the_2019_method_are_listed() -> None:
    (pack,) = law.load_packs(["cn"])
    items = {rule.printed for rule in pack.rules if rule.printed.startswith("CN-191:")}
    counts = [sum(item.startswith(f"CN-191:{category}.") for item in items) for category in range(1, 7)]
    assert counts == [4, 4, 9, 6, 3, 5]


def test_default_packs_follow_the_language() -> None:
    assert law.default_packs("zh") == ("cn",)
    assert law.default_packs("en") == ("eu",)


def test_unknown_pack_names_the_nearest() -> None:
    with pytest.raises(RuleFileError, match="Did you mean 'masvs'"):
        law.load_packs(["mavs"])


def test_pack_with_unknown_type_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "id: own\nname: {zh: x, en: x}\ninstruments: {}\neffective: '2026-01-01'\nrules:\n"
        "- {id: X, clause: '1', effect: demands, text: {zh: x, en: x}, sighting: {types: [imeii]},"
        " examples: [{trace: [], breaks: []}]}\n",
        encoding="utf-8",
    )
    with pytest.raises(RuleFileError, match="unknown type 'imeii'.*Did you mean 'imei'"):
        law.load_packs([str(file)])


def test_rule_without_examples_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "id: own\nname: {zh: x, en: x}\ninstruments: {}\neffective: '2026-01-01'\nrules:\n"
        "- {id: X, clause: '1', effect: demands, text: {zh: x, en: x}, sighting: {types: [imei]}}\n",
        encoding="utf-8",
    )
    with pytest.raises(RuleFileError, match="no examples"):
        law.load_packs([str(file)])
