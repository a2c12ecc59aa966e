"""Quotes a sentence of the policy, with how it was understood."""

import msgspec

from auditor.model import Statement
from auditor.render.words import Words

SHOWN_TEXT = 600


class QuoteView(msgspec.Struct, frozen=True, kw_only=True):
    """`reading` is the statement in one line, `conditions` one phrase each, `origin` who corrected it and why."""

    id: str
    section: str
    quote: str
    reading: str
    conditions: tuple[str, ...]
    governing: bool
    origin: str = ""


def quote_view(statement: Statement, words: Words, *, governing: bool = False) -> QuoteView:
    """A sentence of the policy, with how it was understood."""
    quote = " ".join(statement.quote.split())
    return QuoteView(
        id=statement.id,
        section=statement.section,
        quote=quote if len(quote) <= SHOWN_TEXT else quote[:SHOWN_TEXT] + "…",
        reading=words.statement(statement),
        conditions=tuple(words.condition(c) for c in statement.conditions),
        governing=governing,
        origin="" if statement.origin == "text" else statement.origin,
    )
