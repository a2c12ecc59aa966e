"""The page that shows how a policy was read: its text with the statements in colour, the record of each on hover.

One file that needs nothing else and runs no script; every word of the policy is escaped by the template engine.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from auditor import resources
from auditor.model import Condition, Contract, Statement
from auditor.render import words

RANK = (
    "prohibition",
    "promise",
    "consequence",
    "permission_scope",
    "practice",
    "right",
    "exception",
    "condition",
    "purpose",
    "user_obligation",
    "definition",
    "scope",
    "claim",
)
MAX_TIPS = 5
SHOWN_NOTES = 200
_VISIBLE = {
    **{code: "\ufffd" for code in range(32) if chr(code) not in "\t\n"},
    **{code: f"⟨U+{code:04X}⟩" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)},
    **{ord("\r"): ""},
}


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of the text: `kind` of its first statement, whether a condition stands there, records to show."""

    text: str
    kind: str = ""
    condition: bool = False
    anchors: tuple[str, ...] = ()
    tips: tuple[tuple[str, ...], ...] = ()


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A remark beneath the text; `ids` are the statements that it is about."""

    text: str
    ids: tuple[str, ...] = ()


def render(contract: Contract, text: str, language: str, lacks: Iterable[tuple[str, str | None]] = ()) -> str:
    """The page in `zh` or `en`; `lacks` are sentences about what is missed, with the statement they are about."""
    import jinja2

    say = words.load(language)
    style = _file("styles/explained.css")
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: _file(f"templates/{name}")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    counts = Counter(statement.kind for statement in contract.statements)
    conflicts = [
        Note(text=f"{_name(say, 'conflict_kinds', one.kind)}: {say.phrase(one.explanation)}", ids=one.statements)
        for one in contract.conflicts
    ]
    page: str = environment.get_template("explained.html.j2").render(
        say=say,
        style=style,
        csp=f"default-src 'none'; style-src 'sha256-{_digest(style)}'; base-uri 'none'; form-action 'none'",
        contract=contract,
        pieces=pieces(text, contract.statements, say),
        counts=[(kind, _name(say, "kinds", kind), counts[kind]) for kind in RANK if counts[kind]],
        conflicts=conflicts[:SHOWN_NOTES],
        lacks=[Note(text=told, ids=(name,) if name else ()) for told, name in lacks][:SHOWN_NOTES],
    )
    return page


def pieces(text: str, statements: tuple[Statement, ...], say: words.Words) -> tuple[Piece, ...]:
    """The text cut at every edge of a statement or condition; joined, the pieces are the text, made visible."""
    valid = [s for s in statements if 0 <= s.start < s.end <= len(text)]
    marks = [(c.start, c.end) for s in valid for c in _flat(s.conditions) if s.start <= c.start < c.end <= s.end]
    edges = sorted({0, len(text), *(e for s in valid for e in (s.start, s.end)), *(e for mark in marks for e in mark)})
    starting: dict[int, list[Statement]] = {}
    for statement in valid:
        starting.setdefault(statement.start, []).append(statement)
    opening, closing = Counter(start for start, _ in marks), Counter(end for _, end in marks)
    records = {s.id: record(s, say) for s in valid}
    named: set[str] = set()
    active: list[Statement] = []
    depth = 0
    found = []
    for start, end in itertools.pairwise(edges):
        active = [s for s in active if s.end > start] + starting.get(start, [])
        depth += opening[start] - closing[start]
        anchors = tuple(s.id for s in active if s.id not in named)
        named.update(anchors)
        found.append(
            Piece(
                text=text[start:end].translate(_VISIBLE),
                kind=min((s.kind for s in active), key=_rank, default=""),
                condition=depth > 0,
                anchors=anchors,
                tips=tuple(records[s.id] for s in active[:MAX_TIPS]),
            )
        )
    return tuple(found)


def record(statement: Statement, say: words.Words) -> tuple[str, ...]:
    """A statement line by line: what it is, how it was understood, and everything else that was read."""
    lines = [f"{statement.id} · {_name(say, 'kinds', statement.kind)}", say.statement(statement)]
    lines += [say.condition(condition) for condition in statement.conditions]
    for key in ("purpose", "retention", "section"):
        value = getattr(statement, key)
        if value:
            lines.append(say(f"explained.{key}", value=value))
    if statement.narrows:
        lines.append(say("explained.narrows", value=", ".join(statement.narrows[:8])))
    if statement.checkable:
        lines.append(say("explained.checkable", value=", ".join(statement.checkable)))
    if statement.origin != "text":
        lines.append(statement.origin)
    return tuple(line.translate(_VISIBLE) for line in lines)


def _name(say: words.Words, group: str, word: str) -> str:
    try:
        return say(f"explained.{group}.{word}")
    except KeyError:
        return word


def _flat(conditions: Iterable[Condition]) -> Iterable[Condition]:
    for condition in conditions:
        yield condition
        yield from condition.any_of


def _rank(kind: str) -> int:
    return RANK.index(kind) if kind in RANK else len(RANK)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _file(name: str) -> Any:
    return resources.data("reports").joinpath(*name.split("/")).read_text("utf-8")
