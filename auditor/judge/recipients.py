"""Does a statement's recipient, a name or a class, speak of the one that was seen?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from auditor.model import Sighting
from auditor.parties import Parties, Party

NAMED, CLASS, GENERAL, UNDECIDED, OTHER = 0.0, 1.0, 2.0, 3.0, 9.0
STEP = 0.1
_NOISE = re.compile(
    r"sdk|api|inc\.?|ltd\.?|llc|gmbh|corp\.?|co\.|limited|company|technology|technologies|有限责任公司|股份有限公司|有限公司|公司|[\s,.()（）《》“”\"'\-_/]+",
    re.IGNORECASE,
)
_ANYONE = frozenset({"third_party", "any", "anyone", "others", "sdk", "partner", "partners"})
_WORD = re.compile(r"[a-z]+")


def recipient_names(sighting: Sighting, company: str = "") -> tuple[str, ...]:
    """Every name of the third party behind a sighting: recipient, SDK, company."""
    named = (sighting.recipient or "", sighting.actor_name if sighting.actor != "first_party" else "", company)
    return tuple(dict.fromkeys(name for name in named if name))


def fit(stated: Sequence[str], names: tuple[str, ...], category: str | None) -> float:
    """How well a statement's recipients speak of a third party; the best of several counts.

    NAMED; CLASS, and a little more for each step from its class to a broader one; GENERAL (third parties at large);
    UNDECIDED (a class, where that of the third party is not known); OTHER (somebody else).
    """
    if not stated:
        return GENERAL
    return min(_one(recipient, names, category or "") for recipient in stated)


@lru_cache(maxsize=8192)
def _one(stated: str, names: tuple[str, ...], category: str) -> float:
    if any(_same_name(stated, name) for name in names):
        return NAMED
    classes = _classes(stated)
    if not classes:
        return GENERAL if stated.lower() in _ANYONE else OTHER
    narrow = [name for name in classes if name != "third_party"]
    if not narrow:
        return GENERAL
    own = {known.category for name in names for known in _known(name) if known.category}
    steps = [_steps(name, one) for name in narrow for one in ({category} if category else own)]
    best = min((count for count in steps if count is not None), default=None)
    if best is not None:
        return CLASS + STEP * best
    return OTHER if category or own else UNDECIDED


def _steps(stated: str, category: str) -> int | None:
    """How many classes up from `category` stands the stated one; None when it is not above it."""
    classes = Parties.load().classes
    step: str | None = category
    for count in range(len(classes)):
        if step is None:
            return None
        if stated in (step, f"{step}_partner", f"{step}_provider"):
            return count
        step = classes[step].broader if step in classes else None
    return None


@lru_cache(maxsize=8192)
def _classes(stated: str) -> tuple[str, ...]:
    parties = Parties.load()
    if stated in parties.classes:
        return (stated,)
    named = [name for name in parties.classes_named(stated) if name != "third_party"]
    words = set(_WORD.findall(stated.lower()))
    named += [name for name in parties.classes if name in words and name not in named]
    if "advertising" in words or "ads" in words:
        named.append("ad")
    return tuple(named) or parties.classes_named(stated)


def _same_name(stated: str, seen: str) -> bool:
    one, two = _plain(stated), _plain(seen)
    if one and two and (one == two or (min(len(one), len(two)) >= _shortest(one, two) and (one in two or two in one))):
        return True
    parties = Parties.load()
    seen_parties = _known(seen)
    for first in _known(stated) if seen_parties else ():
        for second in seen_parties:
            alike = first.sdk is None or second.sdk is None or first.sdk == second.sdk
            if alike and parties.same_group(first.company_id, second.company_id):
                return True
    return False


def _shortest(one: str, two: str) -> int:
    return 4 if one.isascii() and two.isascii() else 2


@lru_cache(maxsize=8192)
def _known(name: str) -> tuple[Party, ...]:
    """The companies and SDKs that the rules know by a name."""
    return Parties.load().by_name(name)


@lru_cache(maxsize=8192)
def _plain(name: str) -> str:
    return _NOISE.sub("", name.lower())
