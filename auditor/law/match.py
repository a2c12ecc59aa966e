"""Matches the predicates of a law rule with facts of a sighting or a mark. No rule text is ever evaluated as code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from auditor import vocabulary
from auditor.law.pack import Pack, Rule


@dataclass(frozen=True, slots=True)
class Facts:
    """What a predicate may ask of a sighting. `verdict` and `causes` are empty while the verdict is still open."""

    data_type: str
    action: str
    actor: str
    party: str
    consent: str
    permission: str
    foreground: bool
    tls: bool | None
    encoding: str
    attempt: bool
    verdict: str = ""
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """What a predicate may ask of a mark. `repeats`: dialogs since the denial, all within `repeats_window_s`.
    `necessary`: is what was denied needed by an app of this type; None where that is not known.
    """

    kind: str
    consent: str
    groups: int = 0
    repeats: int = 0
    repeats_window_s: float = 0.0
    denied_age_s: float | None = None
    several_denied_age_s: float | None = None
    necessary: bool | None = None
    preticked: bool | None = None
    refusable: bool | None = None


def breaks(pack: Pack, rule: Rule, facts: Facts) -> bool:
    """Does the sighting match the rule's sighting predicate?"""
    want = rule.sighting
    if want is None or (facts.attempt and not want.attempts):
        return False
    # what few sightings meet is asked first, types last: a pack has a hundred rules
    return (
        (not want.consent or facts.consent in want.consent)
        and (not want.actions or facts.action in want.actions)
        and (not want.actors or facts.actor in want.actors)
        and (not want.parties or facts.party in want.parties)
        and (not want.permission or facts.permission in want.permission)
        and (want.foreground is None or facts.foreground == want.foreground)
        and (want.tls is None or facts.tls == want.tls)
        and (not want.encodings or facts.encoding in want.encodings)
        and (not want.verdicts or facts.verdict in want.verdicts)
        and (not want.causes or any(cause in want.causes for cause in facts.causes))
        and (not want.types or in_types(pack, want.types, facts.data_type))
    )


def mark_breaks(rule: Rule, facts: MarkFacts) -> bool:
    """Does the mark match the rule's mark predicate?"""
    want = rule.mark
    if want is None or facts.kind not in want.kinds:
        return False
    if want.consent and facts.consent not in want.consent:
        return False
    asked = (
        (want.necessary, facts.necessary),
        (want.preticked, facts.preticked),
        (want.refusable, facts.refusable),
    )
    if any(wanted is not None and got != wanted for wanted, got in asked):
        return False
    if want.groups_at_least and facts.groups < want.groups_at_least:
        return False
    late = bool(want.within_s) and facts.repeats_window_s > want.within_s
    if want.repeats_at_least and (facts.repeats < want.repeats_at_least or late):
        return False
    if want.after:
        age = facts.denied_age_s if want.after == "permission_denied" else facts.several_denied_age_s
        return age is not None and age <= want.within_s
    return True


def rate_breaks(pack: Pack, rule: Rule, data_type: str, foreground: bool, reads: int, seconds: float) -> bool:
    """Do `reads` of a type within `seconds` reach the rule's rate? A longer window counts by its average."""
    want = rule.rate
    if want is None or reads < want.reads_at_least:
        return False
    if want.types and not in_types(pack, want.types, data_type):
        return False
    if want.foreground is not None and want.foreground != foreground:
        return False
    return seconds <= want.within_s or reads / seconds >= want.reads_at_least / want.within_s


@cache
def _members(names: tuple[str, ...], barred: tuple[str, ...]) -> frozenset[str]:
    words = vocabulary.load()
    found: set[str] = set()
    for name in names:
        found |= set(words.types) if name == "*" else {name} | words.descendants(name)
    return frozenset(found - set(barred))


def in_types(pack: Pack, wanted: tuple[str, ...], data_type: str) -> bool:
    """Is the type one of the ids, narrower than one, or in one of the `@groups` (`*` is every type)?"""
    for name in wanted:
        if name.startswith("@"):
            group = name[1:]
            if data_type in _members(pack.groups[group], pack.except_types.get(group, ())):
                return True
        elif data_type in _members((name,), ()):
            return True
    return False
