"""Says the short facts of a judgement, which it holds in English, in the language of the report.

Two tables: the judge's own `facts.yaml`, whose English sentences are read backwards, and for what is not in it
reports/text/phrases.LANGUAGE.yaml.
"""

import re
import string
from collections.abc import Iterator
from functools import cache
from importlib import resources as files
from typing import Any

import msgspec

from auditor import resources, rulefiles, vocabulary


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a fact reads in another language; `example` is a fact and how it must read."""

    pattern: str
    text: str
    example: tuple[str, str]


class PhraseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrases: tuple[Phrase, ...]


class Rule(msgspec.Struct, frozen=True):
    """A compiled phrase: `text` holds `{group}` for each named group of the pattern."""

    pattern: re.Pattern[str]
    text: str


@cache
def table(language: str) -> tuple[Phrase, ...]:
    """The phrases of reports/text/ in a language; in English only those of facts that hold ids."""
    file = resources.data("reports").joinpath("text", f"phrases.{language}.yaml")
    return rulefiles.load(file, PhraseFile).phrases


def say(fact: str, language: str) -> str:
    """The fact in this language; as it is where no phrase fits. Facts joined by `; ` or `, ` are said one by one."""
    if not fact:
        return fact
    if language == "en":
        return _say(fact, language) or fact
    for joint in ("; |, ", "; ", "$"):
        found = [_say(piece, language) for piece in re.split(joint, fact) if piece]
        if found and all(found):
            return "；".join(str(piece) for piece in found)
    return fact


def _say(fact: str, language: str) -> str | None:
    for rule in _own(language) if language == "en" else (*_own(language), *_of_the_judge(language)):
        match = rule.pattern.fullmatch(fact)
        if match is not None:
            named = {name: _word(name, text, language) for name, text in match.groupdict().items()}
            return rule.text.format(**named)
    return None


@cache
def _own(language: str) -> tuple[Rule, ...]:
    return tuple(Rule(re.compile(phrase.pattern), phrase.text) for phrase in table(language))


@cache
def _facts() -> dict[str, Any]:
    return rulefiles.load(files.files("auditor.judge").joinpath("facts.yaml"), dict[str, Any])


@cache
def _of_the_judge(language: str) -> tuple[Rule, ...]:
    rules = [
        Rule(re.compile("".join(_backwards(str(row["en"])))), str(row[language]))
        for key, row in _facts().items()
        if key != "words"
    ]
    # the fact with the most words of its own is the closest one
    return tuple(sorted(rules, key=lambda rule: (rule.pattern.groups, -len(rule.pattern.pattern))))


def _backwards(sentence: str) -> Iterator[str]:
    states = sorted((str(row["en"]) for row in _facts()["words"].values()), key=len, reverse=True)
    for literal, name, _, _ in string.Formatter().parse(sentence):
        yield re.escape(literal)
        if name == "state":
            # "not given" is one state: the blank before it must not take its first word
            yield f"(?P<state>{'|'.join(map(re.escape, states))})"
        elif name:
            yield f"(?P<{name}>.+?)"


def _word(name: str, text: str, language: str) -> str:
    """A blank's content in this language: data types, permissions, and the judge's words for states and encodings."""
    if name.startswith(("types", "condition", "verb", "fact")):
        from auditor.render import words

        if name.startswith("types"):
            return words.load(language).data_types(tuple(text.split(", ")))
        if name.startswith("condition"):
            return words.load(language).labelled(text)
        return words.load(language).name("verbs", text) if name.startswith("verb") else say(text, language)
    permission = vocabulary.permissions().get(text.replace(" ", "_")) if name == "name" else None
    if permission is not None:
        return min(permission.zh, key=len)
    for row in _facts()["words"].values():
        if row["en"] == text:
            return str(row[language])
    return text
