"""Conditions on what the user has allowed the app."""

from __future__ import annotations

from auditor.judge.answers import HELD, UNKNOWN, Answer, answered
from auditor.judge.facts import fact, join
from auditor.judge.observed import Observed
from auditor.vocabulary import is_asked, permission_of_type, permissions, plain_permission


def granted(value: str, seen: Observed) -> Answer:
    """One of the named permissions, or that of the type, is held."""
    names = _named_permissions(value, seen.sighting.data_type)
    if not names:
        return UNKNOWN, fact("permission_unknown", what=value or seen.sighting.data_type), False
    states = {name: seen.moment.permission(name) for name in names}
    if not any(is_asked(name) for name in names) and set(states.values()) == {"not_given"}:
        return UNKNOWN, join(fact("permission_not_asked", name=name) for name in names), False
    told = join(fact("permission", name=name, state=state) for name, state in states.items())
    return answered("granted" in states.values(), told)


def taken_away(value: str, seen: Observed) -> Answer:
    """One of the named permissions, or that of the type, was revoked."""
    names = _named_permissions(value, seen.sighting.data_type)
    if not names:
        return UNKNOWN, fact("permission_unknown", what=value or seen.sighting.data_type), False
    told = join(fact("permission", name=name, state=seen.moment.permission(name)) for name in names)
    return answered(any(seen.moment.permission(name) == "revoked" for name in names), told)


def revoked(value: str, seen: Observed) -> bool:
    """Was the named permission (or the one that guards the type) denied or taken away?

    With no name, only the sighting's own permission counts.
    """
    own = permission_of_type(seen.sighting.data_type)
    names = _named_permissions(value, seen.sighting.data_type)
    return own in names and seen.moment.permission(own or "") in ("revoked", "denied")


def refusal(value: str, seen: Observed) -> Answer:
    """The user refused the policy or the permission."""
    names = _named_permissions(value, seen.sighting.data_type)
    refused = [name for name in names if seen.moment.permission(name) == "denied"]
    if seen.moment.consent == "refused":
        return HELD, fact("consent", state="refused"), True
    told = join(fact("denied", name=name) for name in refused)
    return answered(bool(refused), told if refused else fact("refused_nothing"))


def _named_permissions(value: str, data_type: str) -> tuple[str, ...]:
    words = [word.strip() for word in value.split("|") if word.strip()]
    if not words or words == ["any"]:
        own = permission_of_type(data_type)
        return (own,) if own else ()
    known = permissions()
    found = (word if word in known else plain_permission(word) for word in words[:20])
    return tuple(name for name in found if name)
