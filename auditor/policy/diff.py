"""Two contracts compared by what they say: which statements appeared, vanished or changed, whatever their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from auditor.model import Condition, Contract, Document, Statement

APPEARED, VANISHED, CHANGED = "appeared", "vanished", "changed"
WIDER, NARROWER = "wider", "narrower"
_DATA_ACTIONS = frozenset(["collect", "access", "use", "upload", "share", "transfer", "publish", "store"])
_LIKE = 0.5
_MOST_TWINS = 400

Matter = tuple[str, str, str, str, str]


class Side(msgspec.Struct, frozen=True):
    """A statement of one of the policies."""

    id: str
    quote: str
    start: int
    end: int


class Difference(msgspec.Struct, frozen=True):
    """A field of one matter that is not the same, with what only the old and only the new policy says."""

    field: str
    old: tuple[str, ...]
    new: tuple[str, ...]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One matter that differs. `effect`: wider or narrower for the data of the user, empty where that is open."""

    state: str
    effect: str
    action: str
    actor: str
    polarity: str
    data_types: tuple[str, ...]
    recipients: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    old: tuple[Side, ...] = ()
    new: tuple[Side, ...] = ()


class PolicyDiff(msgspec.Struct, frozen=True, kw_only=True):
    """What `auditor policy diff --json` prints."""

    schema: int = 1
    old: Document
    new: Document
    changes: tuple[Change, ...]


def compare(old: Contract, new: Contract) -> PolicyDiff:
    """The differences, in the order of the new policy and behind it that of the old one.

    A matter is one action of one actor on one data type, for one recipient, of one polarity. Statements that name no
    data type are paired by their words instead; a new wording alone is no difference.
    """
    before, after = _matters(old.statements), _matters(new.statements)
    _pair_by_words(before, after)
    found: dict[tuple[object, ...], list[Matter]] = {}
    for matter in sorted(before.keys() | after.keys()):
        was, now = before.get(matter, []), after.get(matter, [])
        differences = _differences(was, now) if was and now else ()
        if was and now and not differences:
            continue
        ids = tuple(s.id for s in was), tuple(s.id for s in now)
        found.setdefault((matter[0], matter[1], matter[2], ids, differences), []).append(matter)
    by_id = {s.id: s for s in old.statements}, {s.id: s for s in new.statements}
    changes = [_change(key, matters, by_id) for key, matters in found.items()]
    changes.sort(key=lambda change: (not change.new, (change.new or change.old)[0].start, change.action))
    return PolicyDiff(old=old.document, new=new.document, changes=tuple(changes))


def _matters(statements: Iterable[Statement]) -> dict[Matter, list[Statement]]:
    found: dict[Matter, list[Statement]] = defaultdict(list)
    for s in statements:
        words = "" if s.data_types else "".join(s.quote.lower().split())
        for data_type in s.data_types or ("",):
            for recipient in s.recipients or ("",):
                found[s.action, s.actor, s.polarity, data_type or "=" + words, recipient].append(s)
    return found


def _pair_by_words(before: dict[Matter, list[Statement]], after: dict[Matter, list[Statement]]) -> None:
    """Give statements without a type the same key as the most similar one of the other policy."""
    lost: dict[tuple[str, ...], list[tuple[Matter, frozenset[str]]]] = defaultdict(list)
    for matter in sorted(before.keys() - after.keys()):
        if matter[3].startswith("="):
            lost[(*matter[:3], matter[4])].append((matter, _pairs(matter[3])))
    for matter in sorted(after.keys() - before.keys()):
        rest = lost.get((*matter[:3], matter[4]), []) if matter[3].startswith("=") else []
        pairs = _pairs(matter[3])
        near = ((len(pairs & other) / max(len(pairs | other), 1), old) for old, other in rest[:_MOST_TWINS])
        scored = sorted(near, reverse=True)
        if scored and scored[0][0] >= _LIKE:
            twin = scored[0][1]
            before[matter] = before.pop(twin)
            rest[:] = [entry for entry in rest if entry[0] != twin]


def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[index : index + 2] for index in range(len(words) - 1))


def _differences(was: list[Statement], now: list[Statement]) -> tuple[Difference, ...]:
    found = []
    for field, told in _FIELDS.items():
        left, right = {word for s in was for word in told(s)}, {word for s in now for word in told(s)}
        if left != right:
            found.append(Difference(field, tuple(sorted(left - right)), tuple(sorted(right - left))))
    return tuple(found)


def told(condition: Condition) -> str:
    """A condition in one normal form, so that two can be compared."""
    if condition.kind == "any_of":
        return "any of " + " or ".join(sorted(told(part) for part in condition.any_of))
    value = "" if condition.value is None else ":" + "|".join(sorted(_plain(condition.value).split("|")))
    only = "only " if condition.necessary else ""
    return only + condition.kind + value + (f" → {condition.then}" if condition.then else "")


def _plain(text: str | None) -> str:
    return " ".join((text or "").lower().split())


def _conditions(s: Statement) -> list[str]:
    return [told(condition) for condition in s.conditions] or ["(none)"]


_FIELDS: dict[str, Callable[[Statement], Sequence[str]]] = {
    "conditions": _conditions,
    "modality": lambda s: [s.modality],
    "purpose": lambda s: [_plain(s.purpose)] if s.purpose else [],
    "locality": lambda s: [s.locality] if s.locality else [],
    "protection": lambda s: s.protection,
    "retention": lambda s: [_plain(s.retention)] if s.retention else [],
    "list_open": lambda s: ["open"] if s.list_open else [],
}


def _change(
    key: tuple[object, ...], matters: list[Matter], by_id: tuple[dict[str, Statement], dict[str, Statement]]
) -> Change:
    action, actor, polarity, ids, differences = key
    assert isinstance(ids, tuple) and isinstance(differences, tuple)
    old, new = (
        tuple(Side(s.id, s.quote, s.start, s.end) for s in (known[name] for name in names))
        for names, known in zip(ids, by_id, strict=True)
    )
    state = CHANGED if old and new else APPEARED if new else VANISHED
    return Change(
        state=state,
        effect=_effect(state, str(action), str(polarity), differences),
        action=str(action),
        actor=str(actor),
        polarity=str(polarity),
        data_types=tuple(dict.fromkeys(matter[3] for matter in matters if not matter[3].startswith("="))),
        recipients=tuple(dict.fromkeys(matter[4] for matter in matters if matter[4])),
        differences=differences,
        old=old,
        new=new,
    )


def _effect(state: str, action: str, polarity: str, differences: tuple[Difference, ...]) -> str:
    if action not in _DATA_ACTIONS:
        return ""
    allows = polarity == "positive"
    if state != CHANGED:
        return WIDER if allows == (state == APPEARED) else NARROWER
    if len(differences) > 1 or differences[0].field != "conditions":
        return ""
    gone, come = set(differences[0].old) - {"(none)"}, set(differences[0].new) - {"(none)"}
    if bool(gone) == bool(come):
        return ""
    return WIDER if allows == bool(gone) else NARROWER
