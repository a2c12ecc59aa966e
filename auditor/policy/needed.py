"""What a text must hold for an expression to be found in it: one of a few pieces; without them it need not be tried.

`我们.{0,9}收集` needs 我们; `\\b(?:share|sell)s?\\b` needs share or sell. The pieces are read off the parsed expression
and never guess: where none can be told, there are none and the expression is always tried.
"""

from __future__ import annotations

from typing import Any

from auditor.expressions import steps

MOST = 240
LONGEST = 24
_OFTEN = 0.3


def pieces(pattern: str, flags: int = 0) -> tuple[str, ...]:
    """Case-folded pieces of which a text must hold one for `pattern` to be found in it; none: nothing is known."""
    found = _of_all(steps(pattern, int(flags)) or ())
    return tuple(sorted(found)) if found is not None and len(found) <= MOST else ()


def _of_all(parts: Any) -> frozenset[str] | None:
    """The rarest need of several parts that must all be found."""
    best: frozenset[str] | None = None
    for one in _needs(parts):
        if best is None or _chance(one) < _chance(best):
            best = one
    return best


def _chance(needed: frozenset[str]) -> float:
    return sum(_OFTEN ** len(piece) for piece in needed)


def _needs(parts: Any) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    run = ""
    for operator, value in parts:
        if operator.name == "LITERAL" and len(run) < LONGEST:
            run += chr(value)
            continue
        if run:
            found.append(frozenset({run.casefold()}))
            heads = [_head(branch) for branch in value[1]] if operator.name == "BRANCH" else [""]
            if all(heads):
                found.append(frozenset((run + head).casefold() for head in heads))
            run = ""
        inner = _of_part(operator, value)
        if inner is not None:
            found.append(inner)
    if run:
        found.append(frozenset({run.casefold()}))
    return found


def _head(parts: Any) -> str:
    """The characters that a branch begins with; Python's parser takes what all branches share out of them."""
    head = ""
    for operator, value in parts:
        if operator.name != "LITERAL":
            break
        head += chr(value)
    return head


def _of_part(operator: Any, value: Any) -> frozenset[str] | None:
    match operator.name:
        case "LITERAL":
            return frozenset({chr(value).casefold()})
        case "SUBPATTERN":
            return _of_all(value[-1])
        case "ATOMIC_GROUP":
            return _of_all(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _of_all(value[2]) if value[0] else None
        case "ASSERT":
            return _of_all(value[1])
        case "IN":
            return _of_any([[one] for one in value])
        case "BRANCH":
            return _of_any(value[1])
        case _:
            return None


def _of_any(branches: Any) -> frozenset[str] | None:
    together: set[str] = set()
    for branch in branches:
        one = _of_all(branch)
        if one is None:
            return None
        together |= one
    return frozenset(together) if len(together) <= MOST else None
