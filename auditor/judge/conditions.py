"""Evaluates a condition of the policy at one sighting: held, not held or unknown, with the facts that decided.

Unknown is an answer: a condition that a run cannot show makes a judgement not checkable, never a violation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from auditor.judge import answers_consent, answers_permission, answers_user
from auditor.judge.answers import HELD, NOT_HELD, UNKNOWN, Answer, answered
from auditor.judge.facts import Fact, fact, join
from auditor.judge.observed import Observed
from auditor.judge.rates import interval_ms
from auditor.model import Condition
from auditor.vocabulary import permissions

# What a statement says of later handling is no condition of collecting.
NO_CONDITION = frozenset({"retention", "deadline", "never"})
CONSENT_KINDS = frozenset({"consent", "explicit_consent", "consent_again", "guardian_consent"})
BEFORE_KINDS = frozenset({"before_collection", "before_use", "before_sharing"})
STATE_KINDS = CONSENT_KINDS | BEFORE_KINDS | {"permission_granted", "foreground"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one condition. `certain` is False where it rests on the reading of screen texts."""

    condition: Condition
    held: str
    fact: Fact
    certain: bool = True


def label(condition: Condition) -> str:
    """A condition as one word: `kind` or `kind:value`."""
    if condition.kind == "any_of":
        return "any_of:" + "|".join(label(part) for part in condition.any_of)
    return condition.kind if condition.value is None else f"{condition.kind}:{condition.value}"


def evaluate(condition: Condition, seen: Observed) -> Outcome:
    """Evaluate one condition at one sighting. An unknown kind is `unknown`, with the kind as the fact."""
    if condition.kind == "any_of":
        return _any_of(condition, seen)
    test = _TESTS.get(condition.kind)
    if test is None:
        return Outcome(condition, UNKNOWN, fact("unseen", what=label(condition)))
    held, because, certain = test(condition.value or "", seen)
    return Outcome(condition, held, because, certain)


def _any_of(condition: Condition, seen: Observed) -> Outcome:
    parts = [evaluate(part, seen) for part in condition.any_of[:20]]
    facts = join(part.fact for part in parts)
    for want in (HELD, UNKNOWN, NOT_HELD):
        matching = [part for part in parts if part.held == want]
        if matching:
            return Outcome(condition, want, facts, all(part.certain for part in matching))
    return Outcome(condition, UNKNOWN, fact("empty"), False)


def _foreground(value: str, seen: Observed) -> Answer:
    return answered(seen.moment.foreground, fact("foreground" if seen.moment.foreground else "background"))


def _frequency(value: str, seen: Observed) -> Answer:
    allowed = interval_ms(value)
    if allowed is None:
        return UNKNOWN, fact("rate_unread", what=value), False
    sighting = seen.sighting
    if seen.delivers:
        return HELD, fact("delivered"), True
    if sighting.count > 1 and sighting.window_ms:
        mean = sighting.window_ms / (sighting.count - 1)
        if mean < 0.9 * allowed:
            window, stated = f"{sighting.window_ms / 1000:g}", f"{allowed / 1000:g}"
            return NOT_HELD, fact("too_many", count=sighting.count, window=window, allowed=stated), True
    if seen.gap_ms is not None and seen.gap_ms < 0.9 * allowed:
        return NOT_HELD, fact("too_soon", gap=f"{seen.gap_ms / 1000:g}", allowed=f"{allowed / 1000:g}"), True
    return HELD, fact("not_sooner", allowed=f"{allowed / 1000:g}"), True


def _circumstance(value: str, seen: Observed) -> Answer:
    """`if:X`: what X says is read where it is a state the run knows; else only a match is believed."""
    low = value.lower()
    if low in _TESTS:
        return _TESTS[low]("", seen)
    kind, _, rest = low.partition(":")
    if rest and kind in _TESTS:
        return _TESTS[kind](value[len(kind) + 1 :], seen)
    for pattern, kind in _CIRCUMSTANCES:
        if pattern.search(low):
            return _TESTS[kind]("", seen)
    if low in permissions():
        return answers_permission.granted(low, seen)
    held, told, certain = answers_user.user_action(value, seen)
    return (held, told, certain) if held == HELD else (UNKNOWN, fact("circumstance", what=value), False)


def _background(value: str, seen: Observed) -> Answer:
    return answered(not seen.moment.foreground, fact("foreground" if seen.moment.foreground else "background"))


_TESTS: dict[str, Callable[[str, Observed], Answer]] = {
    "consent": answers_consent.consent,
    "explicit_consent": answers_consent.explicit,
    "consent_again": answers_consent.again,
    "guardian_consent": answers_consent.guardian,
    "permission_granted": answers_permission.granted,
    "permission": answers_permission.granted,
    "foreground": _foreground,
    "background": _background,
    "user_action": answers_user.user_action,
    "feature": answers_user.feature,
    "registration": answers_user.registration,
    "login": answers_user.login,
    "voluntary": answers_user.voluntary,
    "refusal": answers_permission.refusal,
    "before_collection": answers_consent.before,
    "before_use": answers_consent.before,
    "before_sharing": answers_consent.before,
    "account_deleted": answers_user.deleted,
    "consent_withdrawn": answers_consent.withdrawn,
    "permission_revoked": answers_permission.taken_away,
    "frequency": _frequency,
    "if": _circumstance,
}

_CIRCUMSTANCES = (
    (re.compile(r"监护人|guardian|parent"), "guardian_consent"),
    (re.compile(r"明示同意|单独同意|explicit|separate consent|opt[- ]?in"), "explicit_consent"),
    (re.compile(r"法律|法规|法定|监管|\blaw|legal|court|司法"), "legal_requirement"),
    (
        re.compile(
            r"^(?:the user'?s? |your |user |prior |[获取征]得|经|您的?|用户的?)*(?:同意|授权同意|consent|agree)\w*$"
        ),
        "consent",
    ),
    (re.compile(r"^(?:app |应用)?(?:in the |处于)?(?:background|后台)"), "background"),
    (re.compile(r"^(?:app |应用)?(?:in the |处于)?(?:foreground|前台)"), "foreground"),
)
_TESTS["legal_requirement"] = lambda value, seen: (UNKNOWN, fact("legal"), False)
