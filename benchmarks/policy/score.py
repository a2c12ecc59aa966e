"""The measures of the evaluation, from annotated items and the statements that the compiler gave for each.

*Specific* statements are practices, permission scopes, promises and prohibitions that name a data type which is no
umbrella term. Types are compared item by item (the union over its statements), so that a missed statement costs its
types too. Polarity, action, actor, conditions and spans are measured over the paired statements. Conditions are counted
by the annotated kind for recall, by the compiler's kind for precision; the macro average is over the kinds that occur.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from auditor import vocabulary
from auditor.errors import PolicyError
from auditor.model import Statement
from auditor.policy import compile_text
from benchmarks.policy import matching
from benchmarks.policy.annotated import Item

SPECIFIC = frozenset(("practice", "permission_scope", "promise", "prohibition"))
COLLECTING = frozenset(("collect", "access", "use"))


@dataclass
class Ratio:
    """So many of so many."""

    hits: int = 0
    total: int = 0

    def add(self, hit: bool) -> None:
        """Count one more case."""
        self.hits += hit
        self.total += 1

    @property
    def value(self) -> float | None:
        """The share; None where there was no case."""
        return self.hits / self.total if self.total else None


@dataclass
class Score:
    """What one set of items came to."""

    items: int = 0
    ratios: dict[str, Ratio] = field(default_factory=dict)
    condition_recall: dict[str, Ratio] = field(default_factory=dict)
    condition_precision: dict[str, Ratio] = field(default_factory=dict)
    misses: list[tuple[str, str, str]] = field(default_factory=list)
    """(cause, item, detail)"""

    def count(self, measure: str, hit: bool) -> None:
        """Count a case of a measure."""
        self.ratios.setdefault(measure, Ratio()).add(hit)

    def miss(self, cause: str, item: Item, detail: str = "") -> None:
        """Note what went wrong where."""
        self.misses.append((cause, item.id, detail))

    def value(self, measure: str) -> float | None:
        """A figure by its name; `type f1` and the macro averages are worked out here."""
        if measure == "type f1":
            return _f1(self.value("type precision"), self.value("type recall"))
        if measure in ("condition recall", "condition precision"):
            kinds = self.condition_recall if measure == "condition recall" else self.condition_precision
            values = [ratio.value for ratio in kinds.values() if ratio.value is not None]
            return sum(values) / len(values) if values else None
        return self.ratios.get(measure, Ratio()).value


def compiled(item: Item) -> tuple[Statement, ...]:
    """The compiler's statements for one item; none where it refuses the text."""
    try:
        return compile_text(item.text, item.id).statements
    except PolicyError:
        return ()


def score(items: Iterable[Item], read: Callable[[Item], tuple[Statement, ...]] = compiled) -> Score:
    """Read every item and measure."""
    result = Score()
    for item in items:
        result.items += 1
        _score_item(result, item, read(item))
    return result


def _score_item(result: Score, item: Item, statements: tuple[Statement, ...]) -> None:
    if not item.states:
        result.count("non-statements read", bool(statements))
        if statements:
            result.miss("non-statement read", item, _told(statements[0]))
    pairs = matching.pair(item.states, statements)
    answered = {id(pair.state) for pair in pairs}
    answers = {pair.statement.id for pair in pairs}
    for state in item.states:
        hit = id(state) in answered
        result.count("recall, all", hit)
        if _specific(state.kind, state.data_types):
            result.count("recall, specific", hit)
            result.count(f"recall, specific, {item.language}", hit)
            result.count(f"recall, specific, {'bans' if state.polarity == 'negative' else 'practices'}", hit)
        if item.language == "en" and _collects(state.kind, state.polarity, state.action, state.data_types):
            result.count("english collection recall", hit)
        if not hit:
            result.miss("missed statement", item, f"{state.action} {state.polarity} {' '.join(state.data_types)}")
    for statement in statements:
        hit = statement.id in answers
        result.count("precision, all", hit)
        if _specific(statement.kind, statement.data_types):
            result.count("precision, specific", hit)
            result.count(f"precision, specific, {item.language}", hit)
        if item.language == "en" and _collects(
            statement.kind, statement.polarity, statement.action, statement.data_types
        ):
            result.count("english collection precision", hit)
        if not hit and item.states:
            result.miss("extra statement", item, _told(statement))
    _score_types(result, item, statements)
    for pair in pairs:
        _score_pair(result, item, pair)


def _score_types(result: Score, item: Item, statements: tuple[Statement, ...]) -> None:
    found = {name for statement in statements for name in statement.data_types}
    accepted: set[str] = set()
    for state in item.states:
        accepted |= set(state.data_types) | set(state.other_types() or ())
    needed = {
        name
        for state in item.states
        if state.other_types() is None or not set(state.other_types() or ()) <= found
        for name in state.data_types
    }
    for name in sorted(needed | (found & accepted)):
        result.count("type recall", name in found)
        if name not in found:
            result.miss("missed type", item, name)
    for name in sorted(found):
        result.count("type precision", name in accepted)
        if name not in accepted:
            result.miss("wrong type", item, name)


def _score_pair(result: Score, item: Item, pair: matching.Pair) -> None:
    state, statement = pair
    for name in ("polarity", "action", "actor", "kind", "modality"):
        right = state.accepts(name, getattr(statement, name))
        result.count(name, right)
        if not right:
            result.miss(f"wrong {name}", item, f"{getattr(state, name)} read as {getattr(statement, name)}")
    held = matching.conditions(state, statement, item.text)
    in_place = statement.quote in item.text and item.text[statement.start : statement.end] == statement.quote
    for asked, found in held.met:
        result.condition_recall.setdefault(asked.kind, Ratio()).add(True)
        result.condition_precision.setdefault(found.kind, Ratio()).add(True)
        if asked.kind == found.kind:
            result.count("necessary", asked.necessary == found.necessary)
            if asked.necessary != found.necessary:
                result.miss("wrong necessary", item, f"{asked.kind} {asked.quote}")
        if asked.quote and not matching.overlaps(asked.quote, item.text, found.start, found.end):
            in_place = False
    for asked in held.missed:
        result.condition_recall.setdefault(asked.kind, Ratio()).add(False)
        result.miss(f"missed condition {asked.kind}", item, asked.quote)
    for found in held.extra:
        result.condition_precision.setdefault(found.kind, Ratio()).add(False)
        result.miss(f"extra condition {found.kind}", item, item.text[found.start : found.end])
    result.count("spans", in_place)
    if not in_place:
        result.miss("wrong span", item, statement.quote)


def _specific(kind: str, data_types: tuple[str, ...]) -> bool:
    words = vocabulary.load()
    return kind in SPECIFIC and any(not words.is_umbrella(name) for name in data_types)


def _collects(kind: str, polarity: str, action: str, data_types: tuple[str, ...]) -> bool:
    positive = polarity == "positive" and kind in ("practice", "permission_scope")
    return positive and action in COLLECTING and _specific(kind, data_types)


def _told(statement: Statement) -> str:
    types = " ".join(statement.data_types)
    return f"{statement.kind} {statement.actor} {statement.action} {statement.polarity} {types}".strip()


def _f1(precision: float | None, recall: float | None) -> float | None:
    if precision is None or recall is None or not precision + recall:
        return None
    return 2 * precision * recall / (precision + recall)
