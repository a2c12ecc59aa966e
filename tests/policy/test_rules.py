"""Every rule of the grammar runs its own examples."""

from importlib import resources

import pytest

from auditor import vocabulary
from auditor.policy import rules, scripts, terms

FILES = [
    ("conditions", "zh"),
    ("conditions", "en"),
    ("grammar", "zh"),
    ("grammar", "en"),
    ("permissions", "zh"),
    ("permissions", "en"),
]
PATTERNS = [
    pytest.param(compiled, id=f"{file}.{language}-{group}-{compiled.rule.name}")
    for file, language in FILES
    for group, found in rules.groups(file, language).items()
    for compiled in found
] + [
    pytest.param(compiled, id=f"recipients-{group}-{compiled.rule.name}")
    for group, found in rules.shared("recipients").items()
    for compiled in found
]


@pytest.mark.parametrize("compiled", PATTERNS)
def test_a_pattern_finds_its_examples_and_no_near_miss(compiled):
    assert compiled.rule.examples
    for example in compiled.rule.examples:
        assert compiled.regex.search(example), example
    for near_miss in compiled.rule.near_misses:
        assert not compiled.regex.search(near_miss), near_miss


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_lexicon_finds_its_examples(language):
    for example in rules.terms(language).examples:
        assert [term.type for term in terms.lexicon(language).find(example.text)] == example.types, example.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_word_belongs_to_one_type(language):
    owner = {}
    for data_type, words in rules.terms(language).types.items():
        for word in words:
            assert owner.setdefault(terms.fold(word), data_type) == data_type, word


@pytest.mark.parametrize(
    "rule", rules.ambiguities().rules, ids=lambda rule: f"{rule.language}-{rule.type}-{rule.where}"
)
def test_a_word_with_two_readings_is_decided(rule):
    for example in rule.examples:
        found = [term.type for term in terms.lexicon(rule.language).find(example)]
        assert rule.type not in found, example
        assert rule.becomes is None or rule.becomes in found, example


def test_every_rule_file_is_read_here():
    names = {entry.name for entry in resources.files("auditor.policy").joinpath("rules").iterdir()}
    read = {f"{file}.{language}.yaml" for file, language in FILES}
    assert names == read | {
        "terms.zh.yaml",
        "terms.en.yaml",
        "ambiguity.yaml",
        "recipients.yaml",
        "characters.yaml",
    }


def test_traditional_characters_are_read_one_for_one():
    found = rules.characters()
    assert len(set(found.traditional)) == len(found.traditional)
    assert not set(found.traditional) & set(found.simplified) - {"乾"}
    for example in found.examples:
        assert scripts.simplified(example.text) == example.simplified


def test_a_permission_opens_types_of_the_vocabulary():
    known = vocabulary.load().types
    for permission in vocabulary.permissions().values():
        assert set(permission.data_types) <= set(known), permission.name


def test_a_word_with_alternatives_stands_for_each():
    assert rules.spelled_out("(photos|videos)( you take)?") == [
        "photos you take",
        "photos",
        "videos you take",
        "videos",
    ]
    assert rules.spelled_out("联系人的?电话") == ["联系人的电话", "联系人电话"]
    assert rules.spelled_out("imei") == ["imei"]
