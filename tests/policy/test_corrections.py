"""Corrections: statements added, removed and changed by quote, with reason and author, at every compilation."""

from __future__ import annotations

import pytest
import yaml

from auditor.errors import RuleFileError
from auditor.policy import compile_file, read_and_compile

POLICY = """Acorn Shop Privacy Policy
We may collect your precise location while you look for a shop.
We share your phone number with our couriers.
We value your trust. We value your trust.
Nobody but you reads the   notes that you write.
"""
LOCATION = "We may collect your precise location while you look for a shop."


@pytest.fixture
def policy(tmp_path):
    path = tmp_path / "policy.txt"
    path.write_text(POLICY)
    return path


def corrected(policy, *rows, author="ann@acorn.example"):
    file = policy.with_name("policy.txt.corrections.yaml")
    file.write_text(yaml.safe_dump({"author": author, "corrections": list(rows)}, allow_unicode=True))
    return compile_file(policy)


def test_change_keeps_the_rest_and_says_who_and_why(policy):
    before = compile_file(policy)
    after = corrected(
        policy,
        {
            "do": "change",
            "quote": LOCATION,
            "only": {"action": "collect"},
            "reason": "Asked for first.",
            "set": {
                "conditions": [
                    {
                        "kind": "permission_granted",
                        "value": "location",
                        "necessary": True,
                        "quote": "while you look for a shop",
                    }
                ]
            },
        },
    )
    (old,) = [s for s in before.statements if s.action == "collect"]
    (new,) = [s for s in after.statements if s.action == "collect"]
    assert (new.id, new.quote, new.data_types, new.modality) == (old.id, old.quote, old.data_types, old.modality)
    (condition,) = new.conditions
    assert POLICY[condition.start : condition.end] == "while you look for a shop"
    assert new.origin == "correction by ann@acorn.example: Asked for first."
    others = [s for s in before.statements if s.action != "collect"]
    assert [s for s in after.statements if s.action != "collect"] == others


def test_remove_leaves_a_trace(policy):
    after = corrected(policy, {"do": "remove", "quote": "share your phone number", "reason": "Not so.", "author": "bo"})
    assert all("phone number" not in s.quote for s in after.statements)
    assert any("was removed (correction by bo: Not so.)" in warning for warning in after.warnings)


def test_add_finds_a_quote_whatever_its_spaces(policy):
    after = corrected(
        policy,
        {
            "do": "add",
            "quote": "Nobody but you reads the notes that you write.",
            "reason": "A promise.",
            "set": {
                "kind": "promise",
                "action": "share",
                "polarity": "negative",
                "data_types": ["user_content"],
                "conditions": [{"kind": "never"}],
            },
        },
    )
    (added,) = [s for s in after.statements if s.id == "C001"]
    assert POLICY[added.start : added.end] == added.quote == "Nobody but you reads the   notes that you write."
    assert added.checkable == ("traffic",)
    assert list(after.statements) == sorted(after.statements, key=lambda s: (s.start, s.end))


def test_corrections_follow_a_statement_that_moves(policy):
    row = {"do": "change", "quote": LOCATION, "reason": "So.", "set": {"polarity": "negative"}}
    corrected(policy, row)
    policy.write_text("# A new heading\nWe keep your order number for a year.\n" + POLICY)
    contract, text = read_and_compile(policy)
    (changed,) = [s for s in contract.statements if s.origin != "text"]
    assert changed.polarity == "negative" and text[changed.start : changed.end] == changed.quote


def test_conflicts_follow(policy):
    after = corrected(
        policy,
        {
            "do": "add",
            "quote": "Nobody but you reads the notes that you write.",
            "reason": "A ban.",
            "set": {
                "kind": "prohibition",
                "action": "share",
                "polarity": "negative",
                "data_types": ["phone_number"],
                "conditions": [{"kind": "never"}],
            },
        },
    )
    assert any("C001" in conflict.statements for conflict in after.conflicts)


def test_a_named_file_goes_before_the_one_beside(policy, tmp_path):
    corrected(policy, {"do": "remove", "quote": LOCATION, "reason": "x"})
    other = tmp_path / "other.yaml"
    other.write_text("author: a\ncorrections: []\n")
    assert any(s.quote == LOCATION.rstrip(".") or LOCATION in s.quote for s in compile_file(policy, other).statements)


SET = {"action": "share"}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"do": "add", "quote": "We may collect the precise place of a shop.", "set": SET}, "Nearest: «We may collect"),
        ({"do": "add", "quote": "We value your trust.", "set": SET}, "2 times"),
        ({"do": "add", "quote": "We value your trust.", "set": SET, "occurrence": 3}, "occurrence 3"),
        ({"do": "change", "quote": "We value your trust. We value your trust.", "set": SET}, "no such statement"),
        ({"do": "change", "quote": LOCATION, "only": {"action": "share"}, "set": SET}, "no such statement"),
        ({"do": "change", "quote": LOCATION}, "need `set`"),
        ({"do": "remove", "quote": LOCATION, "set": SET}, "remove has none"),
        ({"do": "change", "quote": LOCATION, "set": {"action": "colect"}}, "Did you mean 'collect'"),
        ({"do": "change", "quote": LOCATION, "set": {"data_types": ["imeii"]}}, "Did you mean 'imei'"),
        ({"do": "change", "quote": LOCATION, "set": {"conditions": [{"kind": "consnt"}]}}, "Did you mean 'consent'"),
        ({"do": "change", "quote": LOCATION, "set": {"acton": "share"}}, "Did you mean 'action'"),
    ],
)
def test_what_does_not_fit_is_one_sentence(policy, row, says):
    with pytest.raises(RuleFileError, match=says) as raised:
        corrected(policy, {"reason": "x", **row})
    assert "policy.txt.corrections.yaml" in str(raised.value) and "\n" not in str(raised.value)


def test_an_author_is_needed(policy):
    with pytest.raises(RuleFileError, match="reason and an author"):
        corrected(policy, {"do": "remove", "quote": LOCATION, "reason": "x"}, author="")
