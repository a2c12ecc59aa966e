"""Pairs of statements that do not forbid each other outright, but cannot both be read as they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from auditor import vocabulary
from auditor.expressions import expression
from auditor.model import Conflict, Statement

_SALE = expression(r"出售|售卖|贩卖|出租|转让|\b(?:sell|sold|rent|trade)\b", re.I)
_GENERAL = frozenset({"third_party", "partner"})
_AUTOMATIC = expression(r"自动|启动(?:时|应用|后)|每次打开|\bautomatically\b|\beach time you open\b", re.I)
_GATES = frozenset({"permission_granted", "user_action", "explicit_consent", "guardian_consent", "foreground"})
_ACTS = {"collect": "collect", "access": "collect", "share": "share", "store": "store"}
MOST = 100
MOST_RIVALS = 12


def find(statements: tuple[Statement, ...]) -> list[Conflict]:
    """Conflicts of kind `condition` (two wordings of when, how often, how long) and `ambiguity` (a general ban on
    sharing beside a special permission). At most `MOST`, in order of the first statement.
    """
    return [*_conditions(statements), *_ambiguities(statements)][:MOST]


def _conditions(statements: tuple[Statement, ...]) -> Iterator[Conflict]:
    known = vocabulary.load()
    groups: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        act = _ACTS.get(statement.action)
        if act is None or statement.kind != "practice" or statement.polarity == "negative":
            continue
        for data_type in statement.data_types:
            if not known.is_umbrella(data_type) and len(groups[(act, statement.actor, data_type)]) < MOST_RIVALS:
                groups[(act, statement.actor, data_type)].append(statement)
    told: dict[tuple[str, str], tuple[set[str], str]] = {}
    for (_, _, data_type), rivals in groups.items():
        for index, left in enumerate(rivals):
            for right in rivals[index + 1 :]:
                why = _differ(left, right) or _differ(right, left)
                if why and left.start != right.start:
                    told.setdefault((left.id, right.id), (set(), why))[0].add(data_type)
    for pair, (types, why) in sorted(told.items()):
        yield Conflict(kind="condition", statements=pair, data_types=tuple(sorted(types)), explanation=why)


def _differ(left: Statement, right: Statement) -> str | None:
    """What the two say differently of the same act, or None."""
    if any(c.kind == "foreground" and c.necessary for c in left.conditions) and any(
        (c.kind, c.value) == ("if", "background") for c in right.conditions
    ):
        return f"{left.id} says only in the foreground, {right.id} says in the background."
    often = [next((c.value for c in s.conditions if c.kind == "frequency"), None) for s in (left, right)]
    if all(often) and often[0] != often[1]:
        return f"{left.id} says {often[0]}, {right.id} says {often[1]}."
    if left.action == "store" and left.retention and right.retention and left.retention != right.retention:
        return f"{left.id} keeps it for {left.retention}, {right.id} for {right.retention}."
    gates = {c.kind for c in left.conditions if c.necessary and c.kind in _GATES}
    if gates and _AUTOMATIC.search(right.quote) and not gates & {c.kind for c in right.conditions}:
        return f"{left.id} sets a condition ({', '.join(sorted(gates))}), {right.id} says that it happens by itself."
    return None


def _ambiguities(statements: tuple[Statement, ...]) -> Iterator[Conflict]:
    known = vocabulary.load()
    bans = [
        s
        for s in statements
        if s.kind == "prohibition"
        and s.action == "share"
        and s.actor == "first_party"
        and not s.purpose
        and {c.kind for c in s.conditions} == {"never"}
        and (not s.recipients or set(s.recipients) & _GENERAL)
        and any(known.is_umbrella(t) for t in s.data_types)
        and not _SALE.search(s.quote)
    ]
    allowed = [
        s
        for s in statements
        if s.kind == "practice"
        and s.action == "share"
        and s.polarity == "positive"
        and s.actor == "first_party"
        and any(not known.is_umbrella(t) for t in s.data_types)
    ]
    for ban in bans:
        for other in allowed[:MOST_RIVALS]:
            types = tuple(sorted(t for t in other.data_types if not known.is_umbrella(t)))
            yield Conflict(
                kind="ambiguity",
                statements=(min(ban.id, other.id), max(ban.id, other.id)),
                data_types=types,
                explanation=f"{ban.id} forbids all sharing without exception; {other.id} names sharing that is done.",
            )
