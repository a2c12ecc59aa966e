"""Names the law items of a judgement: instrument, clause and what it asks, in the words of the law packs."""

from collections.abc import Iterable, Iterator

import msgspec

from auditor.errors import RuleFileError, UsageError
from auditor.law.packs import Pack, load_packs


class LawView(msgspec.Struct, frozen=True, kw_only=True):
    """`id` as in the judgement, e.g. `CN-191:3.1`; `text` empty when the pack is no longer shipped."""

    id: str
    instrument: str = ""
    clause: str = ""
    text: str = ""
    unverified: bool = False


def name_packs(packs: Iterable[str], language: str) -> tuple[str, ...]:
    """Readable names of the packs that were judged by; the name as given where a pack cannot be loaded."""
    return tuple(getattr(pack.name, language) if pack else name for name, pack in _each(packs))


def name_items(packs: Iterable[str], language: str) -> dict[str, LawView]:
    """All items of these packs by id. A pack that cannot be loaded leaves its items unnamed."""
    named: dict[str, LawView] = {}
    for _name, pack in _each(packs):
        if pack is None:
            continue
        for rule in pack.rules:
            instrument = pack.instruments.get(rule.id.partition(":")[0], pack.name)
            view = LawView(
                id=rule.printed,
                instrument=getattr(instrument, language),
                clause=rule.clause,
                text=getattr(rule.text, language),
                unverified=rule.unverified,
            )
            named.setdefault(rule.printed, view)
    return named


def _each(packs: Iterable[str]) -> Iterator[tuple[str, Pack | None]]:
    for name in packs:
        try:
            yield name, load_packs((name,))[0]
        except (RuleFileError, UsageError):
            yield name, None
