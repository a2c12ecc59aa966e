"""Checks beside the policy's sentences: one file each, its docstring says what, why, an example and the law.

Each has `find(before, mark, after, book, packs) -> Iterator[MarkVerdict]`, asked once per mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.judge.checks import permission_dialogs, refused_service
from auditor.judge.checks.markverdict import MarkVerdict
from auditor.judge.governing import Book
from auditor.judge.timeline import Moment
from auditor.law import Pack
from auditor.model import Mark

ALL = (permission_dialogs, refused_service)


def find(before: Moment, mark: Mark, after: Moment, book: Book, packs: Sequence[Pack]) -> Iterator[MarkVerdict]:
    """What every check says of one mark."""
    for check in ALL:
        yield from check.find(before, mark, after, book, packs)


__all__ = ["ALL", "MarkVerdict", "find"]
