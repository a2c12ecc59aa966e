"""Names the law items of a judgement: instrument, clause and what it asks, in the words of the law packs."""

from collections.abc import Iterable

import msgspec

from auditor.errors import RuleFileError, UsageError
from auditor.law.packs import load_packs


class LawView(msgspec.Struct, frozen=True, kw_only=True):
    """`id` as in the judgement, e.g. `CN-191:3.1`; `text` empty when the pack is no longer shipped."""

    id: str
    instrument: str = ""
    clause: str = ""
    text: str = ""
    unverified: bool = False


def name_items(packs: Iterable[str], language: str) -> dict[str, LawView]:
    """All items of these packs by id. A pack that cannot be loaded leaves its items unnamed."""
    try:
        loaded = load_packs(tuple(packs))
    except (RuleFileError, UsageError):
        return {}
    named = {}
    for pack in loaded:
        for rule in pack.rules:
            instrument = pack.instruments.get(rule.id.partition(":")[0], pack.name)
            named[rule.id] = LawView(
                id=rule.id,
                instrument=getattr(instrument, language),
                clause=rule.clause,
                text=getattr(rule.text, language),
                unverified=rule.unverified,
            )
    return named
