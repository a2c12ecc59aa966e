from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from auditor import rulefiles
from auditor.errors import RuleFileError


class Rule(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    hosts: list[str] = []


def test_a_rule_file_becomes_a_record(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text("name: push\nhosts: [a.example, b.example]\n")
    assert rulefiles.load(file, Rule) == Rule(name="push", hosts=["a.example", "b.example"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: x\nhost: []\n", "Did you mean 'hosts'?"),
        ("name: 3\n", "$.name"),
        ("a: &a [1]\nb: *a\n", "aliases"),
        ("name: [", "not valid YAML"),
        ("!!python/object/apply:os.system ['true']", "not valid YAML"),
    ],
)
def test_a_wrong_file_is_named_with_its_mistake(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(text)
    with pytest.raises(RuleFileError) as error:
        rulefiles.load(file, Rule)
    assert str(error.value).startswith("wrong.yaml: ")
    assert says in str(error.value)


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.yaml").write_text(f"name: {name}\n")
    (tmp_path / "readme.md").write_text("no rule")
    assert [name for name, _ in rulefiles.load_folder(tmp_path, Rule)] == ["a.yaml", "b.yaml"]


class Nested(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    inner: tuple[Nested, ...] = ()


def test_a_mistake_in_a_record_that_holds_its_like_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nested.yaml"
    file.write_text("- {name: a, inner: [{nam: b}]}\n")
    with pytest.raises(RuleFileError, match=r"unknown field `nam`.*Did you mean 'name'"):
        rulefiles.load(file, list[Nested])
