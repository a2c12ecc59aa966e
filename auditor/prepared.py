"""What is made of rule files before any work begins, the same at every start: kept, where somebody keeps it.

This module keeps nothing beyond the process. Who touches the world hands over a keeper (`auditor.cli.kept` keeps in the
user's cache); without one everything is made anew, with the same outcome.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable
from typing import Any, Protocol, TypeVar, cast

T = TypeVar("T")


class Keeper(Protocol):
    """Keeps bytes by name, for as long as what they are made from and the Python that made them stay unchanged."""

    def get(self, name: str) -> bytes | None:
        """What was put under this name, whole, or None."""

    def put(self, name: str, made: bytes) -> None:
        """Keep it if that can be done; a keeper that cannot raises nothing."""


_keeper: Keeper | None = None
_collections: dict[str, dict[Any, Any]] = {}
_grown: set[str] = set()


def keep_with(keeper: Keeper | None) -> None:
    """From now on what is prepared is asked from this keeper first; None keeps nothing."""
    global _keeper
    _keeper = keeper
    _collections.clear()
    _grown.clear()


def prepared(name: str, make: Callable[[], T]) -> T:
    """What `make()` gives: dicts, lists, sets, tuples, strings, numbers and None, of any depth."""
    if _keeper is None:
        return make()
    made = _kept(name)
    if made is None:
        made = make()
        _keeper.put(name, marshal.dumps(cast(Any, made)))
    return cast(T, made)


def collected(name: str, key: Any, make: Callable[[], T]) -> T:
    """As `prepared`, for one of many small values that are kept together, once `settle` is called."""
    if _keeper is None:
        return make()
    if name not in _collections:
        _collections[name] = _kept(name) or {}
    found = _collections[name]
    if key not in found:
        found[key] = make()
        _grown.add(name)
    return cast(T, found[key])


def settle() -> None:
    """Hand the collections that grew to the keeper."""
    for name in sorted(_grown):
        if _keeper is not None:
            _keeper.put(name, marshal.dumps(_collections[name]))
    _grown.clear()


def _kept(name: str) -> Any:
    kept = _keeper.get(name) if _keeper is not None else None
    try:
        return None if kept is None else marshal.loads(kept)
    except (EOFError, ValueError, TypeError):
        return None
