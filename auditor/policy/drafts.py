"""What passes between the grammar and the contract: a statement before it has its number."""

from __future__ import annotations

import msgspec

from auditor.model import Condition


class Draft(msgspec.Struct):
    """A statement with document offsets; fields as in `model.Statement`."""

    start: int
    end: int
    kind: str
    actor: str
    action: str
    polarity: str = "positive"
    modality: str = "will"
    data_types: list[str] = []
    conditions: list[Condition] = []
    purpose: str | None = None
    recipients: tuple[str, ...] = ()
    locality: str | None = None
    protection: tuple[str, ...] = ()
    retention: str | None = None
    list_open: bool = False
    section: str = ""
    own_types: bool = True
    verb: int = 0


class Context(msgspec.Struct):
    """What a sentence may refer back to: the last types, the terms and the permission of a label or heading.

    `told` are the statements of the sentence before, under the same heading.
    """

    types: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    permission: str | None = None
    actor: str = "first_party"
    action: str = "collect"
    items: tuple[str, ...] = ()
    told: list[Draft] = []

    def listed(self, types: list[str]) -> None:
        """Types of one more item of a list: what comes behind the list refers to those of all its items."""
        told = self.items if self.types == self.items else ()
        self.types = self.items = tuple(dict.fromkeys([*told, *types]))
