"""The grammar's data: lexicons and patterns from `auditor/policy/rules/*.yaml`, compiled once."""

from __future__ import annotations

import itertools
import re
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from auditor import rulefiles, vocabulary
from auditor.errors import RuleFileError
from auditor.expressions import Code, code, expression, from_code
from auditor.policy.needed import pieces
from auditor.prepared import prepared

_ALTERNATIVES = expression(r"(\([^()]*\|[^()]*\)\??|\([^()]*\)\?|[\u4e00-\u9fff]\?)")


class TermExample(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    types: list[str]


class Terms(msgspec.Struct, forbid_unknown_fields=True):
    types: dict[str, list[str]]
    not_terms: list[str]
    examples: list[TermExample]


class Ambiguity(msgspec.Struct, forbid_unknown_fields=True):
    """A word with two readings: where `pattern` is found (or `unless` is not) the type becomes another, or none."""

    language: str
    type: str
    where: str
    becomes: str | None
    because: str
    examples: list[str]
    pattern: str | None = None
    unless: str | None = None
    word: str | None = None


class Ambiguities(msgspec.Struct, forbid_unknown_fields=True):
    rules: list[Ambiguity]
    weak: dict[str, list[str]]


class Pattern(msgspec.Struct, forbid_unknown_fields=True):
    """One pattern of the grammar with texts it must find (the part found, or the whole text) and must not find."""

    name: str
    pattern: str
    examples: list[str]
    near_misses: list[str] = []
    kind: str = ""
    value: str | None = None
    then: str | None = None
    necessary: bool = False
    action: str = ""
    polarity: str = "positive"


class Patterns(msgspec.Struct, forbid_unknown_fields=True):
    """A rule file: named groups of patterns, in the order in which they are tried; `words` fill `<NAME>` there."""

    groups: dict[str, list[Pattern]]
    words: dict[str, str] = {}


class CharacterExample(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    simplified: str


class Characters(msgspec.Struct, forbid_unknown_fields=True):
    """Two strings of one length: a traditional character and, at its place, the simplified one."""

    traditional: str
    simplified: str
    examples: list[CharacterExample]


class Compiled(msgspec.Struct, frozen=True):
    """A rule ready to search with; `needs` are the pieces of which a text must hold one (none: it must be tried)."""

    rule: Pattern
    regex: re.Pattern[str]
    needs: tuple[str, ...] = ()


def _source(name: str) -> resources.abc.Traversable:
    return resources.files("auditor.policy").joinpath("rules", name)


@cache
def terms(language: str) -> Terms:
    """The lexicon of data types in `zh` or `en`; every type must be one of the vocabulary."""
    name = f"terms.{language}.yaml"
    loaded = rulefiles.load(_source(name), Terms)
    known = vocabulary.load()
    for data_type in loaded.types:
        if data_type not in known.types:
            close = known.nearest(data_type)
            raise RuleFileError(f"{name}: unknown data type '{data_type}'. Did you mean '{close}'?")
    loaded.types = _spelled_out(loaded.types)
    return loaded


def _spelled_out(types: dict[str, list[str]]) -> dict[str, list[str]]:
    """Words with alternatives replaced by what they stand for; a word that stands there in full keeps its own type."""
    owner = {word.lower(): name for name, words in types.items() for word in words if not _ALTERNATIVES.search(word)}
    return {
        name: [
            one
            for word in words
            for one in spelled_out(word)
            if one == word or owner.setdefault(one.lower(), name) == name
        ]
        for name, words in types.items()
    }


def spelled_out(word: str) -> list[str]:
    """Every word that one with alternatives stands for: `(photos|videos)( taken)?` means four, `您的?` two."""
    if not _ALTERNATIVES.search(word):
        return [word]
    parts = []
    for part in _ALTERNATIVES.split(word):
        may_lack = part.endswith("?") and len(part) > 1
        plain = part[:-1] if may_lack else part
        choices = plain[1:-1].split("|") if plain.startswith("(") and plain.endswith(")") else [plain]
        parts.append([*choices, ""] if may_lack else choices)
    return list(dict.fromkeys("".join(chosen) for chosen in itertools.product(*parts)))


@cache
def ambiguities() -> Ambiguities:
    """Words with two readings and words that count in enumerations only."""
    source = _source("ambiguity.yaml")
    plain = prepared("ambiguity.yaml", lambda: msgspec.to_builtins(rulefiles.load(source, Ambiguities)))
    return msgspec.convert(plain, Ambiguities)


@cache
def characters() -> Characters:
    """Traditional characters with the simplified ones to read for them."""
    found = rulefiles.load(_source("characters.yaml"), Characters)
    if len(found.traditional) != len(found.simplified):
        raise RuleFileError("characters.yaml: the two strings differ in length; each character needs its counterpart.")
    return found


@cache
def groups(file: str, language: str) -> dict[str, tuple[Compiled, ...]]:
    """The patterns of `FILE.LANGUAGE.yaml` by group. `<PERMISSION>` and the file's own `<WORDS>` are filled in."""
    return _made(f"{file}.{language}.yaml", language)


@cache
def shared(file: str) -> dict[str, tuple[Compiled, ...]]:
    """The patterns of `FILE.yaml`, which holds for both languages."""
    return _made(f"{file}.yaml")


def _made(name: str, language: str | None = None) -> dict[str, tuple[Compiled, ...]]:
    made = prepared(name, lambda: _coded(name, language))
    return {
        group: tuple(
            Compiled(msgspec.convert(rule, Pattern), from_code(steps), tuple(needs)) for rule, steps, needs in rules
        )
        for group, rules in made.items()
    }


def _coded(name: str, language: str | None) -> dict[str, list[tuple[dict[str, Any], Code, tuple[str, ...]]]]:
    """The rules of a file by group, each as plain data with the code of its pattern and what that needs."""
    loaded = rulefiles.load(_source(name), Patterns)
    words = {**loaded.words, "PERMISSION": _permission_words(language)} if language else loaded.words
    return {
        group: [(msgspec.to_builtins(rule), *_code(rule, words, name)) for rule in rules]
        for group, rules in loaded.groups.items()
    }


def _code(rule: Pattern, words: dict[str, str], file: str) -> tuple[Code, tuple[str, ...]]:
    pattern = rule.pattern
    for _ in range(3):
        for key, value in words.items():
            pattern = pattern.replace(f"<{key}>", value)
    try:
        return code(pattern, re.I), pieces(pattern, re.I)
    except re.error as error:
        raise RuleFileError(f"{file}: the pattern of '{rule.name}' is not a regular expression: {error}.") from None


@cache
def permission_names(language: str) -> dict[str, str]:
    """Words of a policy for a permission, lower case, to its plain name."""
    found: dict[str, str] = {}
    for row in vocabulary.permissions().values():
        for word in row.zh if language == "zh" else row.en:
            found.setdefault(word.lower(), row.name)
    return found


def _permission_words(language: str) -> str:
    words = sorted(permission_names(language), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"
