"""Facts that decided something: an English text that knows its Chinese one. The words stand in `facts.yaml`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Self

from auditor import rulefiles, vocabulary

Table = dict[str, dict[str, str] | dict[str, dict[str, str]]]


class Fact(str):
    """English as a plain string, with the same in Chinese beside it."""

    zh: str

    def __new__(cls, en: str, zh: str) -> Self:
        made = super().__new__(cls, en)
        made.zh = zh
        return made

    def tell(self, lang: str) -> str:
        """The fact in a language."""
        return self.zh if lang == "zh" else str(self)


@cache
def _table() -> dict[str, dict[str, str]]:
    table = rulefiles.load(resources.files("auditor.judge").joinpath("facts.yaml"), dict[str, dict[str, object]])
    return {key: {lang: str(text) for lang, text in row.items()} for key, row in table.items() if key != "words"}


@cache
def _words() -> dict[str, dict[str, str]]:
    table = rulefiles.load(resources.files("auditor.judge").joinpath("facts.yaml"), dict[str, dict[str, object]])
    return {key: row for key, row in table["words"].items() if isinstance(row, dict)}


def fact(key: str, **given: object) -> Fact:
    """The fact `key` with its blanks filled; words such as states and encodings are translated, permissions named."""
    row = _table()[key]
    return Fact(row["en"].format(**_filled(given, "en")), row["zh"].format(**_filled(given, "zh")))


def join(facts: Iterable[Fact]) -> Fact:
    """Several facts as one."""
    every = tuple(facts)
    return Fact("; ".join(every), "；".join(one.zh for one in every))


def _filled(given: dict[str, object], lang: str) -> dict[str, str]:
    return {name: _word(name, str(value), lang) for name, value in given.items()}


def _word(name: str, value: str, lang: str) -> str:
    row = vocabulary.permissions().get(value) if name == "name" else None
    if row is not None:
        return min(row.zh, key=len) if lang == "zh" else value.replace("_", " ")
    return _words().get(value, {}).get(lang, value)
