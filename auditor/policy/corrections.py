"""Corrections of a reading: what `correctionfile` holds, put into a contract."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auditor.errors import RuleFileError
from auditor.model import Condition, Contract, Statement
from auditor.policy import checkable, conflicts, locate, tensions
from auditor.policy.correctionfile import Alternative, ConditionRow, Correction, Fields, Only
from auditor.policy.drafts import Draft


def apply(contract: Contract, text: str, corrections: Sequence[Correction], name: str) -> Contract:
    """The contract with its statements corrected, in the order of the file; narrowing and conflicts follow.

    Raises `RuleFileError` for a quote that is not in the document (naming the nearest sentence), that stands there
    more than once without `occurrence`, or in which no statement lies that could be removed or changed.
    """
    statements = list(contract.statements)
    removed: list[Statement] = []
    warnings: list[str] = []
    added = 0
    for number, row in enumerate(corrections, start=1):
        where = f"{name}: correction {number}"
        origin = f"correction by {row.author}: {row.reason}"
        if row.do == "add":
            added += 1
            span = _place(text, row, where)
            statements.append(_with(_blank(text, span, f"C{added:03d}", statements), row, text, origin, where))
            continue
        for statement in _meant(text, statements, row, where):
            at = statements.index(statement)
            if row.do == "change":
                statements[at] = _with(statement, row, text, origin, where)
            else:
                removed.append(statements.pop(at))
                warnings.append(f"{statement.id} was removed ({origin}): {' '.join(statement.quote.split())}")
    statements.sort(key=lambda statement: (statement.start, statement.end))
    plain = [msgspec.structs.replace(statement, narrows=()) for statement in statements]
    narrowed = conflicts.narrowing(plain)
    done = tuple(msgspec.structs.replace(s, narrows=narrowed.get(s.id, ())) for s in plain)
    gone = {(statement.start, statement.end) for statement in removed}
    return msgspec.structs.replace(
        contract,
        statements=done,
        conflicts=(*conflicts.find(done), *tensions.find(done)),
        sdks=tuple(sdk for sdk in contract.sdks if (sdk.start, sdk.end) not in gone),
        warnings=(*contract.warnings, *warnings),
    )


def _place(text: str, row: Correction, where: str) -> tuple[int, int]:
    found = locate.places(text, row.quote)
    if not found:
        near = locate.nearest(text, row.quote)
        raise RuleFileError(f"{where}: the policy does not say «{_short(row.quote)}». Nearest: «{near}».")
    if row.occurrence is None and len(found) > 1:
        raise RuleFileError(f"{where}: its quote stands there {len(found)} times; say which with occurrence: 1 …")
    if row.occurrence is not None and not 1 <= row.occurrence <= len(found):
        raise RuleFileError(f"{where}: occurrence {row.occurrence} of a quote that stands there {len(found)} times.")
    return found[(row.occurrence or 1) - 1]


def _meant(text: str, statements: Sequence[Statement], row: Correction, where: str) -> list[Statement]:
    start, end = _place(text, row, where)
    inside = [
        s
        for s in statements
        if ((start <= s.start and s.end <= end) or (s.start <= start and end <= s.end)) and _fits(s, row.only)
    ]
    same = [s for s in inside if (s.start, s.end) == (start, end)]
    if inside:
        return same or inside
    near = min(statements, key=lambda s: min(abs(s.start - start), abs(s.end - end)), default=None)
    hint = f" Nearest: {near.id} ({near.action}) «{_short(near.quote)}»." if near else ""
    raise RuleFileError(f"{where}: no such statement was read from «{_short(row.quote)}».{hint}")


def _fits(statement: Statement, only: Only) -> bool:
    return (
        only.action in (None, statement.action)
        and only.actor in (None, statement.actor)
        and only.polarity in (None, statement.polarity)
        and (only.data_type is None or only.data_type in statement.data_types)
    )


def _blank(text: str, span: tuple[int, int], name: str, statements: Sequence[Statement]) -> Statement:
    before = max((s for s in statements if s.start <= span[0]), key=lambda s: s.start, default=None)
    return Statement(
        id=name,
        quote=text[slice(*span)],
        start=span[0],
        end=span[1],
        section=before.section if before else "",
        kind="practice",
        actor="first_party",
        action="collect",
    )


def _with(statement: Statement, row: Correction, text: str, origin: str, where: str) -> Statement:
    given = row.set or Fields()
    fields = {name: value for name in given.__struct_fields__ if (value := getattr(given, name)) is not None}
    if given.conditions is not None:
        fields["conditions"] = tuple(_condition(one, statement, text, where) for one in given.conditions)
    changed = msgspec.structs.replace(statement, **fields, origin=origin)
    draft = Draft(
        changed.start, changed.end, changed.kind, changed.actor, changed.action, data_types=list(changed.data_types)
    )
    return msgspec.structs.replace(changed, checkable=checkable.ways(draft))


def _condition(row: Alternative, statement: Statement, text: str, where: str) -> Condition:
    inner = row.any_of if isinstance(row, ConditionRow) else ()
    start, end = statement.start, statement.end
    if row.quote:
        found = locate.places(text, row.quote)
        if not found:
            near = locate.nearest(text, row.quote)
            raise RuleFileError(f"{where}: the policy does not say «{_short(row.quote)}». Nearest: «{near}».")
        start, end = min(found, key=lambda span: abs(span[0] - statement.start))
    return Condition(
        kind=row.kind,
        value=row.value,
        necessary=row.necessary,
        then=row.then,
        start=start,
        end=end,
        any_of=tuple(_condition(one, statement, text, where) for one in inner),
    )


def _short(quote: str) -> str:
    plain = " ".join(quote.split())
    return plain if len(plain) <= locate.SHOWN else plain[: locate.SHOWN - 1] + "…"
