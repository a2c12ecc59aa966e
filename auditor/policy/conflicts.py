"""Statements against each other: contradictions, and the general ones that a specific one makes stricter."""

from __future__ import annotations

import re
from collections import defaultdict

from auditor import vocabulary
from auditor.expressions import expression
from auditor.model import Conflict, Statement

_CLASS = {
    "collect": "collect",
    "access": "collect",
    "use": "use",
    "share": "share",
    "transfer": "transfer",
    "publish": "publish",
    "store": "store",
    "upload": "upload",
}
_EXCUSES = frozenset(
    {"unless", "permission_revoked", "consent_withdrawn", "refusal", "account_deleted", "service_terminated"}
)
_STRICT = frozenset(
    {
        "permission_granted",
        "user_action",
        "explicit_consent",
        "foreground",
        "consent",
        "frequency",
        "guardian_consent",
        "consent_again",
        "feature",
        "registration",
        "login",
        "voluntary",
    }
)
_SALE = expression(r"出售|售卖|贩卖|出租|\b(?:sell|sold|rent|trade)\b", re.I)
_GIVING = expression(r"共享|披露|提供|分享|\b(?:share|disclose|provide|give)\b", re.I)
MOST = 200
MOST_RIVALS = 40


def _acts(statement: Statement) -> str | None:
    return _CLASS.get(statement.action) if statement.kind in {"practice", "prohibition", "permission_scope"} else None


def find(statements: tuple[Statement, ...]) -> tuple[Conflict, ...]:
    """A ban without exception beside a permission of the same act, type and actor.

    Another purpose, recipient, subject or action is no contradiction; a ban under a condition is none either.
    """
    known = vocabulary.load()
    allowed: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        act = _acts(statement)
        if act and statement.polarity == "positive":
            for data_type in statement.data_types:
                if len(allowed[(act, data_type)]) < MOST_RIVALS:
                    allowed[(act, data_type)].append(statement)
    found: list[Conflict] = []
    for ban in statements:
        act = _acts(ban)
        if act is None or ban.polarity != "negative" or len(found) >= MOST:
            continue
        if any(c.kind in _EXCUSES for c in ban.conditions) or any(
            c.kind not in {"never", "needed_for"} and (c.kind, c.value) != ("feature", "app") for c in ban.conditions
        ):
            continue
        rivals: dict[str, set[str]] = defaultdict(set)
        for data_type in ban.data_types:
            if known.is_umbrella(data_type) and act not in {"share", "publish"}:
                continue
            names = [data_type] if known.is_umbrella(data_type) else [data_type, *sorted(known.descendants(data_type))]
            for name in names:
                for other in allowed.get((act, name), ()):
                    if _same_matter(ban, other):
                        rivals[other.id].add(name)
        for other_id, types in sorted(rivals.items())[:10]:
            pair = tuple(sorted((ban.id, other_id)))
            found.append(
                Conflict(
                    kind="contradiction",
                    statements=pair,
                    data_types=tuple(sorted(types)),
                    explanation=f"{ban.id} forbids to {ban.action} {', '.join(sorted(types))}; "
                    f"{other_id} says that it is done.",
                )
            )
    return tuple(found)


def _same_matter(ban: Statement, other: Statement) -> bool:
    if _SALE.search(ban.quote) and not _SALE.search(other.quote) and not _GIVING.search(ban.quote):
        return False
    if ban.actor != other.actor or (ban.purpose or "") != "" or ban.locality != other.locality:
        return False
    if ban.action in {"share", "transfer", "publish"} and ban.recipients and other.recipients:
        general = {"third_party", "partner", "service_provider", "public"}
        if not set(ban.recipients) & set(other.recipients) and not set(ban.recipients) & general:
            return False
    return ban.id != other.id and (ban.start, ban.end) != (other.start, other.end)


def narrowing(statements: list[Statement]) -> dict[str, tuple[str, ...]]:
    """By statement: the general ones (broader term, or no condition) that it makes stricter with conditions."""
    known = vocabulary.load()
    general: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        act = _acts(statement)
        if act in {"collect", "share"} and statement.polarity == "positive":
            for data_type in statement.data_types:
                rivals = general[(act, statement.actor, data_type)]
                if len(rivals) < MOST_RIVALS:
                    rivals.append(statement)
    found: dict[str, tuple[str, ...]] = {}
    for statement in statements:
        act = _acts(statement)
        strict = {(c.kind, c.value) for c in statement.conditions if c.kind in _STRICT}
        if act not in {"collect", "share"} or statement.polarity != "positive" or not strict:
            continue
        broader: dict[str, None] = {}
        for data_type in statement.data_types:
            if known.is_umbrella(data_type):
                continue
            for name in (data_type, *known.ancestors(data_type)):
                for other in general.get((act, statement.actor, name), ()):
                    theirs = {(c.kind, c.value) for c in other.conditions if c.kind in _STRICT}
                    if other.id != statement.id and theirs < strict and not known.is_umbrella(name):
                        broader[other.id] = None
        if broader:
            found[statement.id] = tuple(sorted(broader))[:20]
    return found
