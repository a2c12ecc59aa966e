"""What a text must hold for an expression to be found in it: one of a few pieces; without them it need not be tried.

`我们.{0,9}收集` needs 我们; `\\b(?:share|sell)s?\\b` needs share or sell. The pieces are read off the parsed expression
and never guess: where none can be told, there are none and the expression is always tried.
"""

from __future__ import annotations

from re import _constants as _op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

MOST = 240
LONGEST = 24
_OFTEN = 0.3


def pieces(pattern: str, flags: int = 0) -> tuple[str, ...]:
    """Case-folded pieces of which a text must hold one for `pattern` to be found in it; none: nothing is known."""
    found = _of_all(_parser.parse(pattern, flags))
    return tuple(sorted(found)) if found is not None and len(found) <= MOST else ()


def _of_all(steps: Any) -> frozenset[str] | None:
    """The rarest need of several steps that must all be passed."""
    best: frozenset[str] | None = None
    for one in _needs(steps):
        if best is None or _chance(one) < _chance(best):
            best = one
    return best


def _chance(needed: frozenset[str]) -> float:
    return sum(_OFTEN ** len(piece) for piece in needed)


def _needs(steps: Any) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    run = ""
    for operator, value in steps:
        if operator is _op.LITERAL and len(run) < LONGEST:
            run += chr(value)
            continue
        if run:
            found.append(frozenset({run.casefold()}))
            heads = [_head(branch) for branch in value[1]] if operator is _op.BRANCH else [""]
            if all(heads):
                found.append(frozenset((run + head).casefold() for head in heads))
            run = ""
        inner = _of_step(operator, value)
        if inner is not None:
            found.append(inner)
    if run:
        found.append(frozenset({run.casefold()}))
    return found


def _head(steps: Any) -> str:
    """The characters that a branch begins with; Python's parser takes what all branches share out of them."""
    head = ""
    for operator, value in steps:
        if operator is not _op.LITERAL:
            break
        head += chr(value)
    return head


def _of_step(operator: Any, value: Any) -> frozenset[str] | None:
    if operator is _op.LITERAL:
        return frozenset({chr(value).casefold()})
    if operator is _op.SUBPATTERN:
        return _of_all(value[-1])
    if operator is _op.ATOMIC_GROUP:
        return _of_all(value)
    if operator in {_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT}:
        return _of_all(value[2]) if value[0] else None
    if operator is _op.ASSERT:
        return _of_all(value[1])
    if operator is _op.IN:
        return _of_any([[(name, what)] for name, what in value])
    if operator is _op.BRANCH:
        return _of_any(value[1])
    return None


def _of_any(branches: Any) -> frozenset[str] | None:
    together: set[str] = set()
    for branch in branches:
        one = _of_all(branch)
        if one is None:
            return None
        together |= one
    return frozenset(together) if len(together) <= MOST else None
