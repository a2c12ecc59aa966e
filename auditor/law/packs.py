"""Reads law packs: one YAML file per instrument, each rule with its clause, its predicate and its own examples; a pack
may include others.

Texts are in our own words. `unverified: true` marks a clause whose official text was not re-read when the rule was
written; it stays marked wherever the rule is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

import msgspec

from auditor import rulefiles, vocabulary
from auditor.errors import RuleFileError

Consent = Literal["not_given", "given", "refused", "withdrawn"]
Survey = Literal[
    "background_access",
    "dense_reads",
    "fixed_identifiers",
    "undeclared_permission",
    "unlisted_sdk",
    "unnecessary_data",
    "unused_permission",
]
# By language of the policy.
DEFAULTS = {"zh": ("cn-191",), "en": ("eu",)}
Verdict = Literal["consistent", "violation", "omitted", "vague", "ambiguous", "weak", "not_checkable"]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of the parts of a pack: unknown keys are errors."""


class Words(_Strict, frozen=True, kw_only=True):
    """One text in both languages."""

    zh: str
    en: str


class SightingRule(_Strict, frozen=True, kw_only=True):
    """A sighting matches when every field that is filled matches.

    `types`: ids of the vocabulary (narrower types match too) or the name of a group of the pack, written `@group`.
    `permission`: state of the permission that guards the type. `attempts`: does trying count? `causes`: why the policy
    was broken (see docs/judging.md).
    """

    types: tuple[str, ...] = ()
    actions: tuple[Literal["collect", "share", "store"], ...] = ()
    actors: tuple[Literal["first_party", "third_party", "unknown"], ...] = ()
    parties: tuple[Literal["first_party", "third_party", "unknown"], ...] = ()
    consent: tuple[Consent, ...] = ()
    permission: tuple[Literal["not_given", "granted", "denied", "revoked"], ...] = ()
    foreground: bool | None = None
    tls: bool | None = None
    encodings: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    causes: tuple[str, ...] = ()
    attempts: bool = False


class MarkRule(_Strict, frozen=True, kw_only=True):
    """A mark matches when every field that is filled matches.

    `groups_at_least`: distinct kinds of permission in one dialog. `repeats_at_least`: dialogs for a permission after it
    was denied, all within `within_s`. `after`: what happened at most `within_s` seconds before. `necessary`: does what
    was denied open data that an app of this type needs for its basic function? Where the app's type is not known the
    answer is neither. `preticked`, `refusable`: what the request for consent looked like.
    """

    kinds: tuple[Literal["permission_dialog", "app_exit", "login_wall", "consent_dialog", "consent_missing"], ...]
    consent: tuple[Consent, ...] = ()
    groups_at_least: int = 0
    repeats_at_least: int = 0
    after: Literal["", "permission_denied", "several_denied"] = ""
    within_s: float = 0.0
    necessary: bool | None = None
    preticked: bool | None = None
    refusable: bool | None = None


class RateRule(_Strict, frozen=True, kw_only=True):
    """So many reads of one type by one actor within a window."""

    reads_at_least: int
    within_s: float
    types: tuple[str, ...] = ()
    foreground: bool | None = None


class Example(_Strict, frozen=True, kw_only=True):
    """A trace and the lines that break the rule. `statements` and `sdks` as in docs/policy.md, only the fields that
    matter; `app_type` as in `app_types.yaml`.
    """

    statements: tuple[dict[str, Any], ...] = ()
    sdks: tuple[dict[str, Any], ...] = ()
    app_type: str = ""
    trace: tuple[dict[str, Any], ...]
    breaks: tuple[int, ...]


class Rule(_Strict, frozen=True, kw_only=True):
    """One item of an instrument.

    effect: `demands` makes a sighting or mark a violation by itself; `names` attaches the item to what the policy's
    words already broke, or to what the cross-checks named in `surveys` say (docs/checks.md); `person` is not settled by
    a run, `look_at` says what to look at. `item` is printed where one item of the instrument needs several rules; it is
    the id otherwise. `effective` and `until`: first and last day on which the rule applies in this wording (ISO); empty
    means that of its pack, and no end.
    """

    id: str
    item: str = ""
    clause: str
    text: Words
    effect: Literal["demands", "names", "person"]
    sighting: SightingRule | None = None
    mark: MarkRule | None = None
    rate: RateRule | None = None
    surveys: tuple[Survey, ...] = ()
    check: str = ""
    level: Literal["", "high", "medium", "low"] = ""
    evidence: Words | None = None
    look_at: Words | None = None
    needs_person: bool = False
    unverified: bool = False
    effective: str = ""
    until: str = ""
    examples: tuple[Example, ...] = ()

    @property
    def printed(self) -> str:
        """The item's id as judgements name it."""
        return self.item or self.id

    def applies(self, on: str) -> bool:
        """Is the rule in force on a day (ISO)? Empty: the newest wording, which has no end."""
        return not self.until if not on else self.effective <= on and (not self.until or on <= self.until)


class Pack(_Strict, frozen=True, kw_only=True):
    """The rules of one instrument, or of several.

    `effective`: the day from which it applies in this version (ISO), `until` the last day, where there is one.
    `includes`: shipped packs whose rules come with it, each from its own day on.
    """

    id: str
    name: Words
    instruments: dict[str, Words] = {}
    effective: str
    until: str = ""
    includes: tuple[str, ...] = ()
    groups: dict[str, tuple[str, ...]] = {}
    except_types: dict[str, tuple[str, ...]] = {}
    rules: tuple[Rule, ...] = ()


class _Groups(_Strict, frozen=True, kw_only=True):
    groups: dict[str, tuple[str, ...]]
    except_types: dict[str, tuple[str, ...]] = {}


def is_day(text: str) -> bool:
    """Is it a day written as YYYY-MM-DD?"""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def folder() -> Traversable:
    """Where the shipped packs are."""
    return resources.files("auditor.law").joinpath("packs")


def shipped() -> tuple[str, ...]:
    """Names of the shipped packs."""
    return tuple(sorted(entry.name[:-5] for entry in folder().iterdir() if entry.name.endswith(".yaml")))


def load_packs(names: Sequence[str], on: str = "") -> tuple[Pack, ...]:
    """Load packs by name (`cn`, `eu`, `masvs`, one instrument such as `pipl`) or by path of a YAML file, in the order
    given, each once. What another one includes is not loaded a second time.

    `on`: the day (ISO) whose law it is; rules that were not in force then are left out. Empty: the newest.

    Raises `RuleFileError` with one sentence for an unknown name or a pack that does not fit.
    """
    packs = {name: _load(name) for name in names}
    included = {one for pack in packs.values() for one in pack.includes}
    return tuple(_as_of(name, on) for name, pack in packs.items() if pack.id not in included)


def not_in_force(names: Sequence[str], on: str) -> tuple[str, ...]:
    """Of these packs and what they include, those none of whose rules were in force on a day (ISO), in their order."""
    every = dict.fromkeys(part for name in names for part in (name, *_load(name).includes))
    return tuple(_load(name).id for name in every if _load(name).rules and not _as_of(name, on).rules)


def expect_in_force(names: Sequence[str], on: str) -> None:
    """Raises `RuleFileError` when a pack that was asked for by name was not in force on a day (ISO)."""
    for name in names:
        pack = _load(name)
        if pack.rules and not _as_of(name, on).rules:
            first = min(rule.effective for rule in pack.rules)
            raise RuleFileError(f"{pack.id} was not in force on {on}, but from {first}; choose a day with --law-date.")


def default_packs(language: str) -> tuple[str, ...]:
    """The packs that go with a policy's language: for zh the method by which authorities tell illegal collection."""
    return DEFAULTS.get(language, ())


@cache
def _as_of(name: str, on: str) -> Pack:
    pack = _load(name)
    return msgspec.structs.replace(pack, rules=tuple(rule for rule in pack.rules if rule.applies(on)))


@cache
def _load(name: str) -> Pack:
    if name.endswith((".yaml", ".yml")):
        pack = rulefiles.load(Path(name), Pack)
    elif name in shipped():
        pack = rulefiles.load(folder().joinpath(name + ".yaml"), Pack)
    else:
        hint = rulefiles.nearest(name, set(shipped()))
        raise RuleFileError(
            f"no law pack is called '{name}'.{hint} There are {', '.join(shipped())}, or name a YAML file."
        )
    pack = _with_groups(pack)
    _check(pack)
    dated = (
        msgspec.structs.replace(one, effective=one.effective or pack.effective, until=one.until or pack.until)
        for one in pack.rules
    )
    pack = msgspec.structs.replace(pack, rules=tuple(dated))
    for other in pack.includes:
        if other not in shipped():
            raise RuleFileError(f"{pack.id}.yaml: includes '{other}', which is no law pack.")
        pack = _joined(pack, _load(other))
    return pack


def _with_groups(pack: Pack) -> Pack:
    """The pack with the groups that all may use beside its own."""
    shared = rulefiles.load(resources.files("auditor.law").joinpath("groups.yaml"), _Groups)
    barred = {name: types for name, types in shared.except_types.items() if name not in pack.groups}
    return msgspec.structs.replace(
        pack, groups={**shared.groups, **pack.groups}, except_types={**barred, **pack.except_types}
    )


def _joined(pack: Pack, other: Pack) -> Pack:
    """The pack with the rules of another behind its own."""
    for mine, theirs in ((pack.groups, other.groups), (pack.except_types, other.except_types)):
        for name in mine.keys() & theirs.keys():
            if mine[name] != theirs[name]:
                raise RuleFileError(f"{pack.id}.yaml: '{name}' means something else in the included pack {other.id}.")
    return msgspec.structs.replace(
        pack,
        instruments={**pack.instruments, **other.instruments},
        groups={**pack.groups, **other.groups},
        except_types={**pack.except_types, **other.except_types},
        rules=(*pack.rules, *other.rules),
    )


def _check(pack: Pack) -> None:
    known = vocabulary.load()
    seen: set[str] = set()
    days = [(pack.id, pack.effective), (pack.id, pack.until)]
    days += [(rule.id, day) for rule in pack.rules for day in (rule.effective, rule.until)]
    for name, day in days:
        if day and not is_day(day):
            raise RuleFileError(f"{pack.id}.yaml: {name}: '{day[:40]}' is no day; write it as 2021-11-01.")
    for rule in pack.rules:
        if rule.id in seen:
            raise RuleFileError(f"{pack.id}.yaml: rule '{rule.id}' stands there twice.")
        seen.add(rule.id)
        if rule.effect == "person":
            if rule.look_at is None:
                raise RuleFileError(f"{pack.id}.yaml: rule '{rule.id}' needs look_at: what does a person look at?")
        elif not (rule.sighting or rule.mark or rule.rate or rule.surveys):
            raise RuleFileError(
                f"{pack.id}.yaml: rule '{rule.id}' has no predicate (sighting, mark, rate or surveys)."
            )
        elif not rule.examples:
            raise RuleFileError(f"{pack.id}.yaml: rule '{rule.id}' has no examples; add one trace that breaks it.")
        for part in (rule.sighting, rule.rate):
            for name in part.types if part else ():
                if not (name[1:] in pack.groups if name.startswith("@") else name in known.types):
                    near = known.nearest(name)
                    hint = f" Did you mean '{near}'?" if near else ""
                    raise RuleFileError(f"{pack.id}.yaml: rule '{rule.id}' names the unknown type '{name}'.{hint}")
    for group, members in (*pack.groups.items(), *pack.except_types.items()):
        for name in members:
            if name != "*" and name not in known.types:
                raise RuleFileError(f"{pack.id}.yaml: group '{group}' names the unknown type '{name}'.")
