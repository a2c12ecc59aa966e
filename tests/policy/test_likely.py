"""Which rules can be found in a text: every rule that is found, and few others."""

from __future__ import annotations

import pytest

from auditor.policy import likely, rules

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_that_is_found_in_its_examples_is_left_out(language: str) -> None:
    tried = 0
    for file, chosen in (("grammar", likely.grammar), ("conditions", likely.conditions)):
        for name, group in rules.groups(file, language).items():
            for compiled in group:
                for example in compiled.rule.examples:
                    if compiled.regex.search(example):
                        tried += 1
                        assert compiled in chosen(language, example)[name], (compiled.rule.name, example)
    assert tried > 200


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "我们会收集您的位置信息，用于推荐附近的门店。"),
        ("en", "We collect your location to suggest stores nearby."),
    ],
)
def test_most_rules_are_out_of_the_question(language: str, text: str) -> None:
    every = sum(map(len, rules.groups("grammar", language).values()))
    left = likely.grammar(language, text)
    assert any(compiled.rule.name == "collect" for compiled in left["verbs"])
    assert sum(map(len, left.values())) < every / 3


def test_groups_keep_their_order() -> None:
    left = likely.grammar("en", "We collect, use and share your name and we never sell it.")["verbs"]
    order = [compiled for compiled in rules.groups("grammar", "en")["verbs"] if compiled in left]
    assert list(left) == order
