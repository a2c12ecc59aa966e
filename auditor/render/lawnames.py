"""Names the law items of a judgement: instrument, clause and what it asks, in the words of the law packs."""

from collections.abc import Iterable, Iterator

import msgspec

from auditor.errors import RuleFileError, UsageError
from auditor.law import Pack, Rule, load_packs


class LawView(msgspec.Struct, frozen=True, kw_only=True):
    """`id` as in the judgement, e.g. `CN-191:3.1`; `text` empty when the pack is no longer shipped. `look_at`: what a
    person looks at, where a run does not settle the item.
    """

    id: str
    instrument: str = ""
    clause: str = ""
    text: str = ""
    unverified: bool = False
    look_at: str = ""


def name_packs(packs: Iterable[str], language: str) -> tuple[str, ...]:
    """Readable names of the packs that were judged by; the name as given where a pack cannot be loaded."""
    return tuple(getattr(pack.name, language) if pack else name for name, pack in _each(packs))


def name_items(packs: Iterable[str], language: str, on: str) -> dict[str, LawView]:
    """All items of these packs by id, as in force on a day (ISO, empty: the newest).

    A pack that cannot be loaded leaves its items unnamed.
    """
    named: dict[str, LawView] = {}
    for _name, pack in _each(packs, on):
        if pack is None:
            continue
        for rule in pack.rules:
            named.setdefault(rule.printed, _view(pack, rule, language))
    return named


def for_a_person(packs: Iterable[str], language: str, on: str) -> tuple[LawView, ...]:
    """Items of these packs that no rule settles in a run, each with what to look at, in the order of the packs."""
    loaded = [pack for _name, pack in _each(packs, on) if pack]
    settled = {rule.printed for pack in loaded for rule in pack.rules if rule.effect != "person"}
    left = ((pack, rule) for pack in loaded for rule in pack.rules if rule.printed not in settled)
    return tuple(_view(pack, rule, language) for pack, rule in left)


def asks_app_type(packs: Iterable[str]) -> bool:
    """Does a rule of these packs compare what was seen with what an app of its type needs?"""
    return any("unnecessary_data" in rule.surveys for _name, pack in _each(packs) if pack for rule in pack.rules)


def _view(pack: Pack, rule: Rule, language: str) -> LawView:
    return LawView(
        id=rule.printed,
        instrument=getattr(pack.instruments.get(rule.id.partition(":")[0], pack.name), language),
        clause=rule.clause,
        text=getattr(rule.text, language),
        unverified=rule.unverified,
        look_at=getattr(rule.look_at, language) if rule.look_at else "",
    )


def _each(packs: Iterable[str], on: str = "") -> Iterator[tuple[str, Pack | None]]:
    for name in packs:
        try:
            yield name, load_packs((name,), on)[0]
        except (RuleFileError, UsageError):
            yield name, None
