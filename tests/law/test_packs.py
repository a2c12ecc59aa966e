"""Every rule's examples break exactly the lines they say; bad packs are refused with a sentence."""

from pathlib import Path

import msgspec
import pytest

from auditor import law
from auditor.errors import RuleFileError
from auditor.judge.examples import failing_examples, short_contract
from auditor.judge.tracejudge import judge_trace
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
    assert law.default_packs("zh") == ("cn-191",)
    assert law.default_packs("en") == ("eu",)


def test_the_chinese_pack_holds_every_chinese_instrument() -> None:
    (pack,) = law.load_packs(["cn"])
    held = {"CN-191", "CN-MIIT-337", "CN-MIIT-164", "PIPL", "GBT-35273", "GBT-41391", "CN-NECESSARY"}
    assert set(pack.instruments) == held
    assert {rule.printed.partition(":")[0] for rule in pack.rules} == held
    for instrument, count in (("CN-MIIT-337", 8), ("CN-MIIT-164", 10)):
        items = {rule.printed for rule in pack.rules if rule.printed.startswith(f"{instrument}:")}
        assert items == {f"{instrument}:{number}" for number in range(1, count + 1)}


def test_what_is_included_is_loaded_once() -> None:
    assert [pack.id for pack in law.load_packs(["pipl", "cn", "masvs", "cn"])] == ["cn", "masvs"]
    assert [pack.id for pack in law.load_packs(["cn-191", "pipl"])] == ["cn-191", "pipl"]


@pytest.mark.parametrize("name", shipped())
def test_every_item_is_settled_by_a_predicate_or_tells_a_person_what_to_look_at(name: str) -> None:
    (pack,) = law.load_packs([name])
    for rule in pack.rules:
        assert rule.clause
        assert rule.text.zh
        assert rule.text.en
        if rule.effect == "person":
            assert rule.look_at
            assert rule.look_at.zh
            assert rule.look_at.en
        else:
            assert rule.examples, rule.id
            assert any(example.breaks for example in rule.examples), rule.id


def test_a_pack_of_ones_own_may_include_and_use_the_shared_groups(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "id: own\nname: {zh: x, en: x}\neffective: '2026-01-01'\nincludes: [masvs]\nrules:\n"
        "- id: X\n  clause: '1'\n  effect: demands\n  check: before_consent\n  text: {zh: x, en: x}\n"
        "  sighting: {types: ['@fixed_identifiers']}\n"
        "  examples: [{trace: [{t: 1, kind: api, data_type: imei, caller: first_party}], breaks: [1]}]\n",
        encoding="utf-8",
    )
    (pack,) = law.load_packs([str(file)])
    assert {"X", "MASVS-PRIVACY-2"} <= {rule.id for rule in pack.rules}
    assert list(failing_examples(pack)) == []


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


def test_the_law_alone_leaves_other_legal_bases_to_a_person() -> None:
    line = msgspec.json.encode({"t": 1, "kind": "api", "data_type": "android_id", "caller": "first_party"})
    contract = short_contract([{"data_types": ["android_id"]}], "zh")
    by_pack = {name: judge_trace(contract, [line], [name])["verdicts"][0] for name in ("pipl", "cn")}
    assert [(one["verdict"], one["certain"]) for one in by_pack.values()] == [("violation", False), ("violation", True)]
