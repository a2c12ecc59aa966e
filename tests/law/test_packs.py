"""Every rule's examples break exactly the lines they say; bad packs are refused with a sentence."""

from pathlib import Path

import msgspec
import pytest

from auditor import law
from auditor.errors import RuleFileError
from auditor.judge.examples import failing_examples
from auditor.law.packs import shipped


@pytest.mark.parametrize("name", shipped())
def test_examples_break_exactly_their_lines(name: str) -> None:
    (pack,) = law.load_packs([name])
    assert list(failing_examples(pack)) == []


def test_an_example_that_does_not_fit_is_told() -> None:
    (pack,) = law.load_packs(["cn"])
    rule = next(rule for rule in pack.rules if rule.id == "CN-191:2.1")
    wrong = msgspec.structs.replace(rule, examples=(msgspec.structs.replace(rule.examples[0], breaks=(1,)),))
    assert list(failing_examples(msgspec.structs.replace(pack, rules=(wrong,)))) == [
        "CN-191:2.1, example 1: breaks lines [3], not [1]"
    ]


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
    with pytest.raises(RuleFileError, match=r"unknown type 'imeii'.*Did you mean 'imei'"):
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
