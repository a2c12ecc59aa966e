"""The file of corrections: statements to add, remove or change by quote, each with its reason and its author.

A file beside the policy, `POLICY.corrections.yaml` (`policy.txt.corrections.yaml`), looks like this:

    author: privacy@shop.example
    corrections:
    - do: change
      quote: We may collect your location while you look for a shop.
      only: {action: collect}
      set: {conditions: [{kind: permission_granted, value: location, necessary: true}]}
      reason: The app asks for the permission first, as the next sentence says.
    - do: remove
      quote: We keep our promises about your data.
      reason: A slogan, no statement.
    - do: add
      quote: Nobody but you sees your diary.
      set: {kind: promise, action: share, polarity: negative, data_types: [user_content]}
      reason: The reader knows no such wording.
      author: counsel@shop.example
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from auditor import rulefiles
from auditor.errors import RuleFileError
from auditor.policy import words

SUFFIX = ".corrections.yaml"

_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class Alternative(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A condition; `quote` says where it stands, else it has the span of its statement."""

    kind: str
    value: str | None = None
    necessary: bool = False
    then: Literal["must_stop"] | None = None
    quote: str = ""


class ConditionRow(Alternative, frozen=True, forbid_unknown_fields=True):
    """A condition, or (kind `any_of`) alternatives of several kinds."""

    any_of: tuple[Alternative, ...] = ()


class Fields(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Fields of a statement as they shall be; what is not named stays."""

    kind: str | None = None
    actor: str | None = None
    action: str | None = None
    polarity: str | None = None
    modality: str | None = None
    data_types: tuple[str, ...] | None = None
    conditions: tuple[ConditionRow, ...] | None = None
    purpose: str | None = None
    recipients: tuple[str, ...] | None = None
    locality: str | None = None
    protection: tuple[str, ...] | None = None
    retention: str | None = None
    list_open: bool | None = None


class Only(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which of the statements that lie in one quote are meant."""

    action: str | None = None
    actor: str | None = None
    polarity: str | None = None
    data_type: str | None = None


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One correction. `occurrence` tells places of a quote apart that stands there more than once."""

    do: Literal["add", "remove", "change"]
    quote: _Text
    reason: _Text
    author: str = ""
    set: Fields | None = None
    only: Only = Only()
    occurrence: int | None = None


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of corrections; `author` answers for those that name nobody."""

    corrections: tuple[Correction, ...]
    author: str = ""


def beside(policy: Path) -> Path | None:
    """The file of corrections that lies beside a policy, or None."""
    path = policy.with_name(policy.name + SUFFIX)
    return path if path.is_file() else None


def read(path: Path) -> tuple[Correction, ...]:
    """The corrections of a file, each with its author. Raises `RuleFileError` that names entry and fault."""
    file = rulefiles.load(path, File)
    found = []
    for number, row in enumerate(file.corrections, start=1):
        where = f"{path.name}: correction {number}"
        author = " ".join((row.author or file.author).split())
        if not author or not row.reason.strip():
            raise RuleFileError(f"{where}: needs a reason and an author.")
        _check(row, where)
        found.append(msgspec.structs.replace(row, author=author, reason=" ".join(row.reason.split())))
    return tuple(found)


def _check(row: Correction, where: str) -> None:
    given = row.set
    if (given is None) != (row.do == "remove"):
        raise RuleFileError(f"{where}: add and change need `set`, remove has none.")
    if row.occurrence is not None and row.occurrence < 1:
        raise RuleFileError(f"{where}: occurrence counts from 1.")
    for fields in (given, row.only):
        if fields is not None:
            words.check(fields.action, words.ACTIONS, "action", where)
            words.check(fields.actor, words.ACTORS, "actor", where)
            words.check(fields.polarity, words.POLARITIES, "polarity", where)
    if given is None:
        return
    words.check(given.kind, words.KINDS, "kind", where)
    words.check(given.modality, words.MODALITIES, "modality", where)
    words.check(given.locality, words.LOCALITIES, "locality", where)
    for data_type in given.data_types or ():
        words.check_type(data_type, where)
    for condition in given.conditions or ():
        for one in (condition, *condition.any_of):
            words.check(one.kind, words.CONDITIONS, "condition", where)
