"""Conditions on what the user has agreed to."""

from __future__ import annotations

from auditor.judge import prompts
from auditor.judge.answers import HELD, NOT_HELD, UNKNOWN, Answer, answered
from auditor.judge.facts import fact
from auditor.judge.meaning import same_action
from auditor.judge.observed import Observed


def consent(value: str, seen: Observed) -> Answer:
    """The user has accepted the policy."""
    state = seen.moment.consent
    return answered(state == "given", fact("consent", state=state))


def explicit(value: str, seen: Observed) -> Answer:
    """A separate prompt for this was answered."""
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


def again(value: str, seen: Observed) -> Answer:
    """Consent was given anew."""
    if seen.moment.consents >= 2:
        return HELD, fact("again"), True
    if seen.moment.consents == 0:
        return NOT_HELD, fact("never_given"), True
    return UNKNOWN, fact("change_unseen"), False


def guardian(value: str, seen: Observed) -> Answer:
    """A guardian has consented."""
    if seen.moment.guardian:
        return HELD, fact("guardian"), True
    if seen.moment.observes_prompts or seen.moment.consent != "given":
        return NOT_HELD, fact("no_guardian"), True
    return UNKNOWN, fact("prompt_unseen"), False


def before(value: str, seen: Observed) -> Answer:
    """Notice or consent came first."""
    if value and "notice" in value and "consent" not in value:
        return UNKNOWN, fact("notice_unseen"), False
    return consent(value, seen)


def withdrawn(value: str, seen: Observed) -> Answer:
    """Consent was taken back."""
    state = seen.moment.consent
    return answered(state == "withdrawn", fact("consent", state=state))
