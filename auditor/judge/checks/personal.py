"""What cross-checks share: which types are personal data, and who read."""

from __future__ import annotations

from functools import cache

from auditor.judge.observed import Observed
from auditor.law import in_types, load_packs


@cache
def is_in(group: str, data_type: str) -> bool:
    """Is the type in a group that all law packs share (`personal`, `fixed_identifiers`)?"""
    (pack,) = load_packs(("cn-191",))
    return in_types(pack, (f"@{group}",), data_type)


def is_personal(data_type: str) -> bool:
    """Is the type personal data, rather than a trait of the device model or the connection?"""
    return is_in("personal", data_type)


def reader(seen: Observed) -> str:
    """Who read, as a name that stays the same in every run."""
    return seen.sighting.actor_name if seen.sighting.actor == "third_party" else seen.sighting.actor
