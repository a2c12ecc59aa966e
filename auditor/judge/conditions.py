"""Evaluates a condition of the policy at one sighting: held, not held or unknown, with the facts that decided.

Unknown is an answer: a condition that a run cannot show makes a judgement not checkable, never a violation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from auditor.judge import prompts
from auditor.judge.facts import Fact, fact, join
from auditor.judge.meaning import is_generic, same_action
from auditor.judge.observed import Observed
from auditor.judge.rates import interval_ms
from auditor.model import Condition
from auditor.vocabulary import is_asked, permission_of_type, permissions, plain_permission

HELD, NOT_HELD, UNKNOWN = "held", "not_held", "unknown"
JUST_BEFORE_MS = 30_000
LONG_AGO_MS = 60_000

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


Answer = tuple[str, Fact, bool]


def _any_of(condition: Condition, seen: Observed) -> Outcome:
    parts = [evaluate(part, seen) for part in condition.any_of[:20]]
    facts = join(part.fact for part in parts)
    for want in (HELD, UNKNOWN, NOT_HELD):
        matching = [part for part in parts if part.held == want]
        if matching:
            return Outcome(condition, want, facts, all(part.certain for part in matching))
    return Outcome(condition, UNKNOWN, fact("empty"), False)


def _yes(held: bool, because: Fact) -> Answer:
    return (HELD if held else NOT_HELD, because, True)


def _consent(value: str, seen: Observed) -> Answer:
    state = seen.moment.consent
    return _yes(state == "given", fact("consent", state=state))


def _explicit(value: str, seen: Observed) -> Answer:
    moment = seen.moment
    if moment.consent in ("refused", "withdrawn"):
        return NOT_HELD, fact("consent", state=moment.consent), True
    answers = [(text, _prompt_covers(text, value, seen.sighting.data_type)) for text in moment.explicit]
    for text, covered in answers:
        if covered:
            return HELD, fact("explicit_given", text=text or "+"), True
    for text, covered in answers:
        if covered is None:
            return UNKNOWN, fact("explicit_unclear", text=text), False
    if answers:
        return NOT_HELD, fact("explicit_other", text=answers[-1][0]), True
    if moment.observes_prompts or moment.consent != "given":
        return NOT_HELD, fact("explicit_missing"), True
    return UNKNOWN, fact("prompt_unseen"), False


def _prompt_covers(text: str, value: str, data_type: str) -> bool | None:
    stated = same_action(value, text) if value else None
    return True if not text or stated else False if stated is False else prompts.covers(text, data_type)


def _again(value: str, seen: Observed) -> Answer:
    if seen.moment.consents >= 2:
        return HELD, fact("again"), True
    if seen.moment.consents == 0:
        return NOT_HELD, fact("never_given"), True
    return UNKNOWN, fact("change_unseen"), False


def _guardian(value: str, seen: Observed) -> Answer:
    if seen.moment.guardian:
        return HELD, fact("guardian"), True
    if seen.moment.observes_prompts or seen.moment.consent != "given":
        return NOT_HELD, fact("no_guardian"), True
    return UNKNOWN, fact("prompt_unseen"), False


def _named_permissions(value: str, data_type: str) -> tuple[str, ...]:
    words = [word.strip() for word in value.split("|") if word.strip()]
    if not words or words == ["any"]:
        own = permission_of_type(data_type)
        return (own,) if own else ()
    known = permissions()
    found = (word if word in known else plain_permission(word) for word in words[:20])
    return tuple(name for name in found if name)


def _granted(value: str, seen: Observed) -> Answer:
    names = _named_permissions(value, seen.sighting.data_type)
    if not names:
        return UNKNOWN, fact("permission_unknown", what=value or seen.sighting.data_type), False
    states = {name: seen.moment.permission(name) for name in names}
    if not any(is_asked(name) for name in names) and set(states.values()) == {"not_given"}:
        return UNKNOWN, join(fact("permission_not_asked", name=name) for name in names), False
    told = join(fact("permission", name=name, state=state) for name, state in states.items())
    return _yes("granted" in states.values(), told)


def revoked(value: str, seen: Observed) -> bool:
    """Was the named permission (or the one that guards the type) denied or taken away?

    With no name, only the sighting's own permission counts.
    """
    own = permission_of_type(seen.sighting.data_type)
    names = _named_permissions(value, seen.sighting.data_type)
    return own in names and seen.moment.permission(own or "") in ("revoked", "denied")


def _foreground(value: str, seen: Observed) -> Answer:
    return _yes(seen.moment.foreground, fact("foreground" if seen.moment.foreground else "background"))


def _user_action(value: str, seen: Observed) -> Answer:
    """Just before, in the foreground, and of the same meaning."""
    if not seen.moment.foreground:
        return NOT_HELD, fact("background"), True
    at = seen.sighting.at
    recent = [action for action in seen.moment.actions if at - action.at <= LONG_AGO_MS]
    unclear = False
    late: Fact | None = None
    for action in reversed(recent):
        alike = _matches(value, action.text or action.kind)
        age = (at - action.at) / 1000
        told = fact("action", kind=action.kind, text=action.text, age=f"{age:.1f}")
        if alike and at - action.at <= JUST_BEFORE_MS:
            return HELD, told, True
        if alike:
            late = late or told
        elif alike is None and at - action.at <= JUST_BEFORE_MS:
            unclear = True
    if late:
        return UNKNOWN, late, False
    if unclear:
        return UNKNOWN, fact("action_unclear", text=recent[-1].text, what=value), False
    screen = seen.moment.screen
    if screen and _matches(value, screen):
        return UNKNOWN, fact("screen_only", text=screen), False
    if recent:
        return NOT_HELD, fact("other_action", kind=recent[-1].kind, text=recent[-1].text), True
    return NOT_HELD, fact("no_action"), True


def _matches(value: str, done: str) -> bool | None:
    if not value or is_generic(value):
        return True
    answers = [same_action(part, done) for part in value.split("|")[:20]]
    if True in answers:
        return True
    return None if None in answers or (not done) else False


def _feature(value: str, seen: Observed) -> Answer:
    """While a feature is in use: its screen is shown, or it was opened last."""
    moment = seen.moment
    if not value or is_generic(value):
        return (HELD, fact("in_use"), True) if moment.foreground else (UNKNOWN, fact("background"), False)
    shown = [moment.screen] if moment.screen else []
    done = [action.text or action.kind for action in moment.actions]
    for text in (*shown, *reversed(done)):
        if text and _matches(value, text):
            return HELD, fact("opened", text=text), moment.screen != text or len(done) > 0
    if not shown and not done:
        return NOT_HELD, fact("nothing_done"), bool(moment.observes_prompts)
    return UNKNOWN, fact("feature_unclear", what=value), False


def _registration(value: str, seen: Observed) -> Answer:
    return _account(("registered", "logged_in"), "register", seen)


def _login(value: str, seen: Observed) -> Answer:
    return _account(("logged_in", "registered"), "log in", seen)


def _account(states: tuple[str, ...], action: str, seen: Observed) -> Answer:
    moment = seen.moment
    if moment.account in states:
        return HELD, fact("account", state=moment.account), True
    texts = [done.text for done in moment.actions if done.text] + ([moment.screen] if moment.screen else [])
    for text in texts:
        if same_action(action, text):
            return HELD, fact("account_screen", text=text), False
    return NOT_HELD, fact("account", state=moment.account), True


def _voluntary(value: str, seen: Observed) -> Answer:
    if any(action.kind == "text" for action in seen.moment.actions):
        return HELD, fact("typed"), False
    return UNKNOWN, fact("voluntary_unseen"), False


def _refusal(value: str, seen: Observed) -> Answer:
    names = _named_permissions(value, seen.sighting.data_type)
    refused = [name for name in names if seen.moment.permission(name) == "denied"]
    if seen.moment.consent == "refused":
        return HELD, fact("consent", state="refused"), True
    told = join(fact("denied", name=name) for name in refused)
    return _yes(bool(refused), told if refused else fact("refused_nothing"))


def _before(value: str, seen: Observed) -> Answer:
    if value and "notice" in value and "consent" not in value:
        return UNKNOWN, fact("notice_unseen"), False
    return _consent(value, seen)


def _deleted(value: str, seen: Observed) -> Answer:
    return _yes(seen.moment.account == "deleted", fact("account", state=seen.moment.account))


def _withdrawn(value: str, seen: Observed) -> Answer:
    state = seen.moment.consent
    return _yes(state == "withdrawn", fact("consent", state=state))


def _taken_away(value: str, seen: Observed) -> Answer:
    names = _named_permissions(value, seen.sighting.data_type)
    if not names:
        return UNKNOWN, fact("permission_unknown", what=value or seen.sighting.data_type), False
    told = join(fact("permission", name=name, state=seen.moment.permission(name)) for name in names)
    return _yes(any(seen.moment.permission(name) == "revoked" for name in names), told)


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
        return _granted(low, seen)
    held, told, certain = _user_action(value, seen)
    return (held, told, certain) if held == HELD else (UNKNOWN, fact("circumstance", what=value), False)


def _background(value: str, seen: Observed) -> Answer:
    return _yes(not seen.moment.foreground, fact("foreground" if seen.moment.foreground else "background"))


_TESTS: dict[str, Callable[[str, Observed], Answer]] = {
    "consent": _consent,
    "explicit_consent": _explicit,
    "consent_again": _again,
    "guardian_consent": _guardian,
    "permission_granted": _granted,
    "permission": _granted,
    "foreground": _foreground,
    "background": _background,
    "user_action": _user_action,
    "feature": _feature,
    "registration": _registration,
    "login": _login,
    "voluntary": _voluntary,
    "refusal": _refusal,
    "before_collection": _before,
    "before_use": _before,
    "before_sharing": _before,
    "account_deleted": _deleted,
    "consent_withdrawn": _withdrawn,
    "permission_revoked": _taken_away,
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
