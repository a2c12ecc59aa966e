"""Regular expressions as the code that Python compiles them to, so that the work of compiling can be kept.

The seven hundred of the policy reader take half a second to compile and a fiftieth of it to build from their code.
Python offers no public way; where its own is not known (that of CPython 3.11 to 3.13 is), every expression is compiled
as usual. The interpreter checks the code that it is given.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import Any

from auditor.prepared import collected

CODED = sys.implementation.name == "cpython" and (3, 11) <= sys.version_info < (3, 14)
if CODED:
    import _sre  # type: ignore[import-not-found]
    from re import _compiler, _parser  # type: ignore[attr-defined]

Code = list[Any]


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, from code that is kept where something keeps it."""
    return from_code(collected("expressions", (pattern, int(flags)), lambda: code(pattern, flags)))


@lru_cache(maxsize=1)
def steps(pattern: str, flags: int = 0) -> Any:
    """The parsed expression, as (operator with a `name`, value) in order; None where Python's own way is not known."""
    return _parser.parse(pattern, int(flags)) if CODED else None


def code(pattern: str, flags: int = 0) -> Code:
    """The expression as plain lists, strings and numbers. Raises `re.error` as `re.compile` does."""
    if not CODED:
        re.compile(pattern, flags)
        return [pattern, int(flags)]
    parsed = steps(pattern, int(flags))
    groups = dict(parsed.state.groupdict)
    names: list[str | None] = [None] * parsed.state.groups
    for name, index in groups.items():
        names[index] = name
    made = [int(step) for step in _compiler._code(parsed, int(flags))]
    return [pattern, int(flags) | parsed.state.flags, made, parsed.state.groups - 1, groups, names]


def from_code(made: Code) -> re.Pattern[str]:
    """The expression that `code` was asked for."""
    pattern, flags, *rest = made
    if not rest:
        return re.compile(pattern, flags)
    coded, groups, index, names = rest
    return _sre.compile(pattern, flags, coded, groups, index, tuple(names))  # type: ignore[no-any-return]
