"""Reads law packs: one YAML file per instrument; a pack may include others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from auditor import rulefiles, vocabulary
from auditor.errors import RuleFileError
from auditor.law.pack import Groups, Pack

# By language of the policy.
DEFAULTS = {"zh": ("cn-191",), "en": ("eu",)}


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
    shared = rulefiles.load(resources.files("auditor.law").joinpath("groups.yaml"), Groups)
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
            raise RuleFileError(f"{pack.id}.yaml: rule '{rule.id}' has no predicate (sighting, mark, rate or surveys).")
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
