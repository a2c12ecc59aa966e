"""Which statement of the compiler answers which annotated one, and which condition which.

Statements of one item are paired one to one: the actions must be of one group (collect, access and use; share, transfer
and publish; every other by itself) and the data types must overlap, or both be empty. Polarity and conditions are
measured over the pairs and never used to find them. Conditions answer each other by kind. Where the value is in the
words of the text (user_action, feature, if, unless, needed_for, frequency, retention, deadline), it is enough that the
normalised values overlap or that the spans do; a permission's value must share a name with the annotated one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from auditor.model import Condition, Statement
from benchmarks.policy.annotated import Held, State

G = TypeVar("G")
P = TypeVar("P")

GROUPS = (
    frozenset(("collect", "access", "use", "upload")),
    frozenset(("share", "transfer", "publish", "sell", "upload")),
)
WORDED = frozenset(("user_action", "feature", "if", "unless", "needed_for", "frequency", "retention", "deadline"))
PERMISSIONS = frozenset(("permission_granted", "permission_revoked"))

_NOISE = re.compile(r"[\W_]+|的|了|您|你|时|後|后|\b(?:you|your|the|a|an|to|of|is|are)\b")


class Pair(NamedTuple):
    """An annotated statement and the compiler's answer."""

    state: State
    statement: Statement


class Paired(NamedTuple):
    """The conditions of one pair: what answered, what was missed, what nobody asked for."""

    met: list[tuple[Held, Condition]]
    missed: list[Held]
    extra: list[Condition]


def pair(states: tuple[State, ...], statements: tuple[Statement, ...]) -> list[Pair]:
    """The best one-to-one pairs, in the order of the annotated statements."""
    chosen = _assign(states, statements, _likeness)
    return [Pair(states[i], statements[j]) for i, j in sorted(chosen)]


def same_group(left: str, right: str) -> bool:
    """Do two actions answer one question?"""
    return left == right or any(left in group and right in group for group in GROUPS)


def conditions(state: State, statement: Statement, text: str) -> Paired:
    """Pair the conditions of two paired statements; a second reading of the same words counts as the first."""
    asked = [one for held in state.conditions for one in (held.any_of or (held,))]
    others = [one for held in state.other_conditions() for one in (held.any_of or (held,))]
    found = [one for condition in statement.conditions for one in (condition.any_of or (condition,))]

    def likeness(held: Held, condition: Condition) -> float:
        return max(
            (_same_condition(one, condition, text) - (0.0 if one is held else 0.5) for one in _readings(held, others)),
            default=0.0,
        )

    chosen = _assign(tuple(asked), tuple(found), likeness)
    met = [(asked[i], found[j]) for i, j in sorted(chosen)]
    answered = {j for _, j in chosen}
    missed = [held for i, held in enumerate(asked) if i not in {i for i, _ in chosen}]
    extra = [
        condition
        for j, condition in enumerate(found)
        if j not in answered and not any(_same_condition(held, condition, text) for held in (*others, *asked))
    ]
    return Paired(met, missed, extra)


def overlaps(quote: str, text: str, start: int, end: int) -> bool:
    """Does [start, end) share a character with any place where `quote` stands in the text?"""
    place = text.find(quote)
    while place >= 0:
        if place < end and start < place + len(quote):
            return True
        place = text.find(quote, place + 1)
    return False


def _readings(held: Held, others: list[Held]) -> Iterator[Held]:
    yield held
    for other in others:
        if other.quote in held.quote or held.quote in other.quote:
            yield other


def _same_condition(held: Held, condition: Condition, text: str) -> float:
    if held.kind != condition.kind:
        return 0.0
    near = overlaps(held.quote, text, condition.start, condition.end) if held.quote else False
    if held.kind in PERMISSIONS:
        shared = set((held.value or "").split("|")) & set((condition.value or "").split("|"))
        return 2.0 + near if shared or not condition.value else 0.0
    if held.kind in WORDED:
        worded = _same_words(held.value or "", condition.value or "")
        return 1.0 + near + worded if near or worded else 0.0
    return 2.0 + near


def _same_words(left: str, right: str) -> bool:
    ours = {_normal(part) for part in left.split("|")} - {""}
    theirs = {_normal(part) for part in right.split("|")} - {""}
    return any(one in other or other in one for one in ours for other in theirs)


def _normal(words: str) -> str:
    return _NOISE.sub("", words.lower().removeprefix("unless:"))


def _likeness(state: State, statement: Statement) -> float:
    actions = (state.action, *state.also.get("action", ()))
    if not any(same_group(action, statement.action) for action in actions):
        return 0.0
    theirs = set(statement.data_types)
    best = 0.0
    for accepted in (state.data_types, state.other_types()):
        if accepted is None:
            continue
        ours = set(accepted)
        if not ours and not theirs:
            best = max(best, 1.0)
        elif ours & theirs:
            best = max(best, len(ours & theirs) / len(ours | theirs))
    if not best:
        return 0.0
    exact = statement.action == state.action
    return 4 * best + 2 * exact + state.accepts("actor", statement.actor) + state.accepts("kind", statement.kind)


def _assign(left: tuple[G, ...], right: tuple[P, ...], likeness: Callable[[G, P], float]) -> list[tuple[int, int]]:
    """Greedy by likeness; equals keep the order of the text."""
    ranked = sorted(
        ((likeness(one, other), i, j) for i, one in enumerate(left) for j, other in enumerate(right)),
        key=lambda row: (-row[0], abs(row[1] - row[2]), row[1]),
    )
    taken: list[tuple[int, int]] = []
    for value, i, j in ranked:
        if value > 0 and all(i != a and j != b for a, b in taken):
            taken.append((i, j))
    return taken
