"""The mirror view: what each checkable statement of the policy came to in the run."""

import msgspec

from auditor.render.material import Material
from auditor.render.quotes import QuoteView, quote_view
from auditor.render.words import Words

STATES = ("contradicted", "met", "exercised", "not_exercised")


class StatementRow(msgspec.Struct, frozen=True, kw_only=True):
    quote: QuoteView
    why: str
    next: str


class StatementGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Statements of one state, in the order of the policy."""

    state: str
    label: str
    rows: tuple[StatementRow, ...]


class ConflictView(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    explanation: str
    quotes: tuple[QuoteView, ...]


def groups(material: Material, words: Words) -> tuple[StatementGroup, ...]:
    """Checkable statements by state, contradicted first; states without statements are left out."""
    found: dict[str, list[StatementRow]] = {}
    for covered in material.judged.coverage.statements:
        statement = material.statements.get(covered.statement)
        if statement is not None:
            row = StatementRow(
                quote=quote_view(statement, words), why=words.phrase(covered.why), next=words.phrase(covered.next)
            )
            found.setdefault(covered.state, []).append(row)
    order = [*STATES, *sorted(set(found) - set(STATES))]
    return tuple(
        StatementGroup(
            state=state,
            label=words("statements." + state) if state in STATES else state,
            rows=tuple(sorted(found[state], key=lambda row: material.statements[row.quote.id].start)),
        )
        for state in order
        if state in found
    )


def conflicts(material: Material, words: Words) -> tuple[ConflictView, ...]:
    """Where the policy contradicts itself, both sentences quoted."""
    return tuple(
        ConflictView(
            kind=conflict.kind,
            explanation=words.phrase(conflict.explanation),
            quotes=tuple(
                quote_view(material.statements[name], words)
                for name in conflict.statements[:4]
                if name in material.statements
            ),
        )
        for conflict in material.run.contract.conflicts[:100]
    )
