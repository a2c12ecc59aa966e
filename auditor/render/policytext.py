"""Cuts the policy's text into pieces by the statements that cover them, so that each can be marked."""

import itertools

import msgspec

from auditor.model import Judged, Statement
from auditor.render.words import Words

SHOWN = 300_000
MAX_TIPS = 4
RANK = ("contradicted", "met", "exercised", "not_exercised", "unchecked")


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of the text. `state` is that of its gravest statement, empty without one; `anchors` begin here."""

    text: str
    state: str = ""
    anchors: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()


def segments(text: str, statements: tuple[Statement, ...], judged: Judged, words: Words) -> tuple[Segment, ...]:
    """The first `SHOWN` characters in pieces; joined, their texts are the text."""
    text = text[:SHOWN]
    states = {c.statement: c.state for c in judged.coverage.statements}
    valid = [s for s in statements if 0 <= s.start < s.end <= len(text)]
    edges = sorted({0, len(text)} | {s.start for s in valid} | {s.end for s in valid})
    starting: dict[int, list[Statement]] = {}
    for statement in valid:
        starting.setdefault(statement.start, []).append(statement)
    active: list[Statement] = []
    named: set[str] = set()
    pieces = []
    for start, end in itertools.pairwise(edges):
        active = [s for s in active if s.end > start] + starting.get(start, [])
        if not active:
            pieces.append(Segment(text=text[start:end]))
            continue
        state = min((states.get(s.id, "unchecked") for s in active), key=_rank)
        anchors = tuple(s.id for s in active if s.id not in named)
        named.update(anchors)
        tips = [_tip(s, states.get(s.id, "unchecked"), words) for s in active[:MAX_TIPS]]
        if len(active) > MAX_TIPS:
            tips.append(f"+ {len(active) - MAX_TIPS}")
        pieces.append(Segment(text=text[start:end], state=state, anchors=anchors, tips=tuple(tips)))
    return tuple(pieces)


def _rank(state: str) -> int:
    return RANK.index(state) if state in RANK else len(RANK)


def _tip(statement: Statement, state: str, words: Words) -> str:
    parts = [f"{statement.id} — {words('statements.' + state) if state in RANK else state}", words.statement(statement)]
    parts += [words.condition(condition) for condition in statement.conditions[:6]]
    return "\n".join(parts)
