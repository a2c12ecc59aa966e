from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Any

import pytest

from auditor import resources, rulefiles
from auditor.model import Condition
from auditor.render import phrases, words


def table(language: str) -> dict[str, Any]:
    return rulefiles.load(resources.data("reports").joinpath("text", f"{language}.yaml"), dict[str, Any])


def leaves(tree: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", str(value)


def test_both_languages_say_the_same_things() -> None:
    zh, en = dict(leaves(table("zh"))), dict(leaves(table("en")))
    assert zh.keys() == en.keys()
    for key, text in zh.items():
        assert fields(text) == fields(en[key]), key


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("language", "phrase"),
    [(language, phrase) for language in words.LANGUAGES for phrase in phrases.table(language)],
    ids=lambda one: one if isinstance(one, str) else one.pattern,
)
def test_example_of_each_phrase(language: str, phrase: phrases.Phrase) -> None:
    fact, reads = phrase.example
    assert words.load(language).phrase(fact) == reads


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_word_that_other_rooms_use_has_a_name(language: str) -> None:
    say = words.load(language)
    rows = rulefiles.load(resources.data("traffic_rules").joinpath("recipients.yaml"), dict[str, Any])["classes"]
    groups = {
        "classes": [row["id"] for row in rows],
        "verbs": ["collect", "access", "use", "share", "transfer", "publish", "store", "protect", "delete", "upload"],
        "results": ["granted", "denied", "revoked", "not_given"],
        "consents": ["not_given", "given", "refused", "withdrawn"],
        "protections": ["encrypted", "encrypted_in_transit", "irreversible_encryption", "hashed", "not_stored"],
    }
    for group, names in groups.items():
        for name in names:
            assert say.name(group, name) != name or language == "en", (group, name)
            assert "_" not in say.name(group, name), (group, name)


def test_parts_of_an_answer_read_by_their_question() -> None:
    say = words.load("en")
    assert say.held("forbidden", "held") == "not broken"
    assert say.held("protection", "not_held") == "not kept"
    assert say.labelled("encrypted_in_transit") == "encrypted in transit"
    assert say.permission("android.permission.READ_CONTACTS") == "contacts"
    assert words.load("zh").permission("phone_state") == "电话"
    assert say.permission("x.y.Z") == "x.y.Z"


def test_facts_joined_by_the_judge_are_said_one_by_one() -> None:
    say = words.load("zh").phrase
    assert say("permission location revoked, permission contacts granted") == "位置权限：已被收回；通讯录权限：已授予"
    assert say("permission location not given") == "位置权限：未取得"
    assert say("permission phone state granted") == "电话权限：已授予"
    assert say("consent refused; no exception") == "同意状态：已拒绝；没有例外"


def test_unknown_fact_stays_as_it_is() -> None:
    assert words.load("zh").phrase("something new, consent given") == "something new, consent given"
    assert words.load("en").phrase("consent given") == "consent given"


def test_conditions_read_as_a_person_would_say_them() -> None:
    say = words.load("en").condition
    assert say(Condition(kind="permission_granted", value="location|camera", necessary=True)) == (
        "only if permission: location / camera"
    )
    assert say(Condition(kind="never")) == "never"
    assert say(Condition(kind="brand_new", value="x")) == "brand new x"
    assert say(Condition(kind="unless", value="consent|legal_requirement")) == (
        "unless consent / where the law demands it"
    )
    assert words.load("zh").condition(Condition(kind="unless", value="consent")) == "除非用户同意"
    assert words.load("zh").condition(Condition(kind="feature", necessary=True)) == "仅当使用相应功能时"
    either = Condition(kind="any_of", any_of=(Condition(kind="consent"), Condition(kind="login")))
    assert say(either) == "any of: consent / when logged in"


def test_phases_are_named_with_their_part() -> None:
    assert words.load("zh").phase("refuse:before") == "作出同意选择之前（拒绝同意）"
    assert words.load("en").phase("") == "outside of any phase"
    assert words.load("en").phase("my_phase") == "my_phase"


def test_times_are_short_and_never_fail() -> None:
    assert words.span(61_250) == "1:01.2"
    assert words.span(-5) == "0:00.0"
    assert words.moment(0) == "1970-01-01 00:00:00"
    assert words.moment(10**30) == "-"
