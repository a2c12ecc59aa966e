"""Two versions of a policy compared by meaning."""

from __future__ import annotations

import json

import pytest

from auditor.cli import main
from auditor.policy import compile_text
from auditor.policy.diff import compare

OLD = """We collect your phone number and your email address to register your account.
With your consent, we share your precise location with Harbour Maps.
We do not sell your personal information.
You may delete your account at any time in the settings.
"""


def changes(old, new):
    return compare(compile_text(old), compile_text(new)).changes


def test_the_same_policy_in_another_order_and_wording_of_space_differs_in_nothing():
    lines = OLD.splitlines()
    assert changes(OLD, "# Privacy\n\n" + "\n\n".join(reversed(lines)) + "\n") == ()


def test_a_type_that_appears_and_one_that_vanishes():
    new = OLD.replace("email address", "IMEI")
    found = {(c.state, c.data_types, c.effect) for c in changes(OLD, new) if c.action == "collect"}
    assert found == {("appeared", ("imei",), "wider"), ("vanished", ("email_address",), "narrower")}


def test_a_condition_that_goes():
    (change,) = changes(OLD, OLD.replace("With your consent, we", "We"))
    assert (change.state, change.action, change.data_types, change.effect) == (
        "changed",
        "share",
        ("location_precise",),
        "wider",
    )
    (difference,) = change.differences
    assert (difference.field, difference.old, difference.new) == ("conditions", ("consent",), ("(none)",))
    assert "consent" in change.old[0].quote and "consent" not in change.new[0].quote


def test_a_ban_that_goes_is_wider():
    found = changes(OLD, OLD.replace("We do not sell your personal information.\n", ""))
    assert [(c.state, c.polarity, c.effect) for c in found] == [("vanished", "negative", "wider")]


def test_another_recipient():
    found = changes(OLD, OLD.replace("Harbour Maps", "Beacon Maps"))
    assert {(c.state, c.action) for c in found} == {("appeared", "share"), ("vanished", "share")}
    assert all(c.recipients for c in found)


def test_statements_without_a_type_are_paired_by_their_words():
    new = OLD.replace("your account at any time in the settings", "your own account at any time in Settings")
    assert changes(OLD, new) == ()


def test_chinese():
    old = "我们会收集您的手机号码。经您同意，我们会收集您的位置信息。\n"
    new = "我们会收集您的位置信息。我们会收集您的手机号码。\n"
    (change,) = changes(old, new)
    assert (change.state, change.data_types, change.differences[0].field) == ("changed", ("location",), "conditions")


def test_the_command(tmp_path, capsys):
    (tmp_path / "old.txt").write_text(OLD)
    (tmp_path / "new.txt").write_text(OLD.replace("With your consent, we", "We"))
    with pytest.raises(SystemExit) as done:
        main(["policy", "diff", str(tmp_path / "old.txt"), str(tmp_path / "new.txt")])
    assert done.value.code == 0
    said = capsys.readouterr()
    assert "~ changed · first_party · share · location_precise" in said.out and "[wider]" in said.out
    assert "conditions: consent -> (none)" in said.out
    with pytest.raises(SystemExit):
        main(["policy", "diff", str(tmp_path / "old.txt"), str(tmp_path / "new.txt"), "--json"])
    printed = json.loads(capsys.readouterr().out)
    assert [change["state"] for change in printed["changes"]] == ["changed"]
