"""Conditions on what the user does: actions, features in use, the account."""

from __future__ import annotations

from auditor.judge.answers import HELD, NOT_HELD, UNKNOWN, Answer, answered
from auditor.judge.facts import Fact, fact
from auditor.judge.meaning import is_generic, same_action
from auditor.judge.observed import Observed

JUST_BEFORE_MS = 30_000
LONG_AGO_MS = 60_000


def user_action(value: str, seen: Observed) -> Answer:
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


def feature(value: str, seen: Observed) -> Answer:
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


def registration(value: str, seen: Observed) -> Answer:
    """There is an account."""
    return _account(("registered", "logged_in"), "register", seen)


def login(value: str, seen: Observed) -> Answer:
    """The user is logged in."""
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


def voluntary(value: str, seen: Observed) -> Answer:
    """The user typed it in."""
    if any(action.kind == "text" for action in seen.moment.actions):
        return HELD, fact("typed"), False
    return UNKNOWN, fact("voluntary_unseen"), False


def deleted(value: str, seen: Observed) -> Answer:
    """The account was deleted."""
    return answered(seen.moment.account == "deleted", fact("account", state=seen.moment.account))
