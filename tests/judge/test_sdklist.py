"""A list of SDKs supplied beside the policy turns "cannot be checked" into a verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import RuleFileError
from auditor.judge import sdklist
from auditor.judge.examples import short_contract
from auditor.judge.tracejudge import judge_trace
from auditor.model import Contract

YAML = """
sdks:
- name: 示例推送SDK
  company: 示例科技有限公司
  data_types: [oaid, MAC地址]
  purpose: 消息推送
"""
CSV = "第三方SDK名称,公司名称,收集的信息,使用目的\n示例推送SDK,示例科技有限公司,OAID、MAC地址,消息推送\n,,,\n"


def written(folder: Path, text: str, name: str = "sdks.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def contract() -> Contract:
    missing = [{"quote": "第三方SDK目录", "what": "sdk_list", "supplied": False}]
    return short_contract([{"data_types": ["android_id"]}], "zh", references=missing)


def verdict(contract: Contract, data_type: str, sdk: str) -> str:
    lines: list[dict[str, Any]] = [
        {"t": 1, "kind": "ui", "action": "consent_accept"},
        {"t": 2, "kind": "api", "data_type": data_type, "caller": "third_party:push", "sdk": sdk},
    ]
    (one,) = judge_trace(contract, [json.dumps(line) for line in lines])["verdicts"]
    return str(one["verdict"])


@pytest.mark.parametrize(("text", "name"), [(YAML, "sdks.yaml"), (CSV, "sdks.csv"), ("\ufeff" + CSV, "sdks.csv")])
def test_both_formats_give_the_same_rows(tmp_path: Path, text: str, name: str) -> None:
    found = sdklist.read(written(tmp_path, text, name))
    (row,) = found.rows
    assert (row.name, row.company, row.purpose) == ("示例推送SDK", "示例科技有限公司", "消息推送")
    assert row.data_types == ("oaid", "mac_address")
    assert found.unknown == ()


def test_a_supplied_list_decides(tmp_path: Path, contract: Contract) -> None:
    supplied = sdklist.supply(contract, sdklist.read(written(tmp_path, YAML)))
    assert verdict(contract, "oaid", "示例推送SDK") == "not_checkable"
    assert verdict(supplied, "oaid", "示例推送SDK") == "consistent"
    assert verdict(supplied, "imei", "示例推送SDK") == "omitted"
    assert verdict(supplied, "oaid", "另一家SDK") == "omitted"
    assert [one.supplied for one in supplied.references] == [True]


def test_a_listed_sdk_without_types_is_vague(tmp_path: Path, contract: Contract) -> None:
    bare = written(tmp_path, "sdks:\n- name: 示例推送SDK\n")
    assert verdict(sdklist.supply(contract, sdklist.read(bare)), "oaid", "示例推送SDK") == "vague"


def test_words_without_a_data_type_are_told(tmp_path: Path) -> None:
    found = sdklist.read(written(tmp_path, "sdks:\n- {name: A, data_types: [oaid, xyzzy]}\n"))
    assert found.unknown == ("xyzzy",)


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("sdks: []\n", "a.yaml", "names no SDK"),
        ("sdks:\n- {name: ''}\n", "a.yaml", "SDK 1 has no name"),
        ("sdks:\n- {nmae: A}\n", "a.yaml", "Did you mean 'name'"),
        ("company,purpose\nA,B\n", "a.csv", "no column 'name'"),
        ("", "a.csv", "no column 'name'"),
        ("name\n", "a.csv", "names no SDK"),
        ('name\n"A\n', "a.csv", "not CSV"),
    ],
)
def test_a_wrong_file_is_one_sentence(tmp_path: Path, text: str, name: str, told: str) -> None:
    with pytest.raises(RuleFileError, match=told):
        sdklist.read(written(tmp_path, text, name))


def test_a_file_that_is_no_text_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"\xff\xfe\x00name")
    with pytest.raises(RuleFileError, match="not UTF-8"):
        sdklist.read(file)
