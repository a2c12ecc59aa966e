"""Do two wordings mean the same user action? Through an editable table of synonyms, zh and en."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from itertools import pairwise

import msgspec

from auditor import rulefiles
from auditor.expressions import expression

_WORD = expression(r"[a-z0-9]+")
_HAN = expression(r"[\u3400-\u9fff]")
LONGEST = 400


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Wordings of one action. `any`: no particular action. `near`: groups that may go together with this one."""

    id: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    any: bool = False
    near: tuple[str, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()


class _File(msgspec.Struct, forbid_unknown_fields=True):
    groups: tuple[Group, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The table as shipped, `user_actions.yaml`."""
    return rulefiles.load(resources.files("auditor.judge").joinpath("user_actions.yaml"), _File).groups


@cache
def _patterns() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    found = []
    for group in groups():
        words = [_wording(word.lower()) for word in (*group.zh, *group.en)]
        found.append((group.id, group.any, expression("|".join(words))))
    return tuple(found)


def _wording(word: str) -> str:
    """A pattern for a wording: Latin words stand alone (`AR` is no part of "share"), Chinese ones anywhere."""
    return r"(?<![a-z])" + re.escape(word) + r"(?:s|ing)?(?![a-z])" if word.isascii() else re.escape(word)


@cache
def _near() -> frozenset[tuple[str, str]]:
    pairs = {(group.id, other) for group in groups() for other in group.near}
    return frozenset(pairs | {(two, one) for one, two in pairs})


@cache
def meanings(text: str) -> frozenset[str]:
    """Ids of the particular actions that a text speaks of."""
    lowered = text[:LONGEST].lower()
    return frozenset(name for name, generic, pattern in _patterns() if not generic and pattern.search(lowered))


@cache
def is_generic(text: str) -> bool:
    """Does the text speak of using the app in general, and of no particular action?"""
    lowered = text[:LONGEST].lower()
    return not meanings(text) and any(generic and pattern.search(lowered) for _, generic, pattern in _patterns())


def same_action(stated: str, done: str) -> bool | None:
    """Does what was done match what is stated? None: the words do not tell."""
    if not stated or not done:
        return None
    low_stated, low_done = stated[:LONGEST].lower().strip(), done[:LONGEST].lower().strip()
    if len(low_done) >= 2 and (low_done in low_stated or low_stated in low_done):
        return True
    first, second = meanings(stated), meanings(done)
    if first & second:
        return True
    if first and second:
        return None if any((one, two) in _near() for one in first for two in second) else False
    if _overlap(low_stated, low_done) >= 0.6:
        return True
    return None


def _overlap(first: str, second: str) -> float:
    """Share of the shorter text's words (Han bigrams, Latin words) that the other has too."""
    one, two = _tokens(first), _tokens(second)
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


def _tokens(text: str) -> set[str]:
    words = {word for word in _WORD.findall(text) if len(word) > 2}
    return words | {a + b for a, b in pairwise(text) if _HAN.match(a) and _HAN.match(b)}
