"""Every lint speaks on its examples and is silent on its near misses."""

from __future__ import annotations

import json

import pytest

from auditor.cli import main
from auditor.policy import compile_text
from auditor.policy.lint import lint, rows

EXAMPLES = [pytest.param(row, text, id=f"{row.id}-{i}") for row in rows() for i, text in enumerate(row.examples)]
NEAR = [pytest.param(row, text, id=f"{row.id}-{i}") for row in rows() for i, text in enumerate(row.near_misses)]


def found(text):
    return lint(compile_text(text), text)


@pytest.mark.parametrize(("row", "text"), EXAMPLES)
def test_it_speaks(row, text):
    lints = [one for one in found(text) if one.id == row.id]
    assert lints
    for one in lints:
        assert "{" not in one.message["en"] + one.message["zh"]
        if one.start is not None:
            assert one.start < one.end and text[one.start : one.end] == one.quote


@pytest.mark.parametrize(("row", "text"), NEAR)
def test_it_is_silent(row, text):
    assert row.id not in {one.id for one in found(text)}


def test_a_policy_that_lacks_nothing():
    text = """Effective date: 1 March 2026.
1. What we collect
We collect your phone number to register your account. If you decline, you can still browse the shop.
2. Your choices
You can withdraw your consent or delete your account in the settings. We keep your phone number until you do so.
You may contact us at privacy@acorn.example.
"""
    assert found(text) == ()


def test_the_command(tmp_path, capsys):
    path = tmp_path / "policy.txt"
    path.write_text("我们会收集您的个人信息，用于改善服务。")
    with pytest.raises(SystemExit) as done:
        main(["policy", "lint", str(path), "--strict"])
    assert done.value.code == 1
    said = capsys.readouterr().out
    assert "umbrella_only @0 P001: 此处只用概括性用语" in said and "no_contact: 未写明联系方式" in said
    with pytest.raises(SystemExit) as done:
        main(["policy", "lint", str(path), "--json"])
    assert done.value.code == 0
    printed = json.loads(capsys.readouterr().out)
    assert {"no_contact", "umbrella_only"} <= {one["id"] for one in printed["lints"]}
