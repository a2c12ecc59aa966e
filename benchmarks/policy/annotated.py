"""Annotated sentences: what a careful reader finds in a sentence of a policy; YAML, checked before it is used."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from auditor import rulefiles, vocabulary
from auditor.errors import RuleFileError

_KINDS = """
    practice promise prohibition condition permission_scope purpose exception consequence right user_obligation
    definition scope claim
"""
_CONDITIONS = """
    permission_granted permission_revoked consent explicit_consent consent_again guardian_consent consent_withdrawn
    user_action feature registration login voluntary refusal foreground if unless before_collection before_use
    before_sharing never default_off frequency retention deadline legal_requirement needed_for service_terminated
    account_deleted any_of
"""
KINDS = frozenset(_KINDS.split())
CONDITIONS = frozenset(_CONDITIONS.split())
ACTORS = frozenset(("first_party", "third_party", "user"))
POLARITIES = frozenset(("positive", "negative"))
MODALITIES = frozenset(("will", "may", "must", "optional"))
SUMS = "SHA256SUMS"

_CHINESE = re.compile(r"[㐀-鿿]")


class Held(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A condition as annotated; `quote` is the part of the sentence that says it."""

    kind: str
    value: str | None = None
    necessary: bool = False
    then: str | None = None
    quote: str = ""
    any_of: tuple[Held, ...] = ()


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statement as annotated; `also` lists other accepted values by field."""

    kind: str
    action: str
    actor: str = "first_party"
    polarity: str = "positive"
    modality: str = "will"
    data_types: tuple[str, ...] = ()
    conditions: tuple[Held, ...] = ()
    recipients: tuple[str, ...] = ()
    locality: str | None = None
    protection: tuple[str, ...] = ()
    retention: str | None = None
    list_open: bool = False
    purpose: str | None = None
    also: dict[str, list[Any]] = {}

    def accepts(self, field: str, value: str) -> bool:
        """Is `value` the annotated one of a field, or one that a second reading allows?"""
        return value == getattr(self, field) or value in self.also.get(field, ())

    def other_types(self) -> tuple[str, ...] | None:
        """The second reading's data types; None when there is but one reading."""
        return tuple(self.also["data_types"]) if "data_types" in self.also else None

    def other_conditions(self) -> tuple[Held, ...]:
        """Conditions that a second reading finds."""
        return tuple(msgspec.convert(row, Held) for row in self.also.get("conditions", ()))


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence, or a lead-in with its list. No states: it says nothing that a contract could hold."""

    id: str
    text: str
    states: tuple[State, ...]
    style: str = ""
    trap: str = ""

    @property
    def language(self) -> str:
        """`zh` where the text has Chinese characters, else `en`."""
        return "zh" if _CHINESE.search(self.text) else "en"


def load(files: Iterable[Path]) -> list[Item]:
    """The items of some files, in order.

    Raises `RuleFileError` with one sentence that names file, item and fault.
    """
    items: list[Item] = []
    seen: set[str] = set()
    for file in files:
        for item in rulefiles.load(file, list[Item]):
            for fault in _faults(item):
                raise RuleFileError(f"{file.name}: {item.id}: {fault}")
            if item.id in seen:
                raise RuleFileError(f"{file.name}: {item.id}: this id stands twice.")
            seen.add(item.id)
            items.append(item)
    return items


def check_sums(folder: Path) -> None:
    """Compare a folder's YAML files with its `SHA256SUMS`. Raises `RuleFileError` where they differ."""
    rows = [line.split(maxsplit=1) for line in (folder / SUMS).read_text().splitlines() if line.strip()]
    listed = {Path(name.lstrip("*")).name: digest for digest, name in rows}
    present = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.glob("*.yaml"))}
    for name in sorted(set(present) | {name for name in listed if name.endswith(".yaml")}):
        if listed.get(name) != present.get(name):
            raise RuleFileError(f"{folder.name}/{name} is not the file that {SUMS} names: the set was changed.")


def _faults(item: Item) -> Iterator[str]:
    types = vocabulary.load().types
    if not item.text.strip():
        yield "the text is empty."
    for state in item.states:
        for word, valid, what in (
            (state.kind, KINDS, "kind"),
            (state.actor, ACTORS, "actor"),
            (state.polarity, POLARITIES, "polarity"),
            (state.modality, MODALITIES, "modality"),
        ):
            if word not in valid:
                yield f"unknown {what} '{word}'.{rulefiles.nearest(word, set(valid))}"
        for field in state.also:
            if field not in State.__struct_fields__ or field == "also":
                yield f"'also' names the unknown field '{field}'."
        for name in (*state.data_types, *(state.other_types() or ())):
            if name not in types:
                yield f"unknown data type '{name}'.{rulefiles.nearest(name, set(types))}"
        try:
            held = (*state.conditions, *state.other_conditions())
        except msgspec.ValidationError as error:
            yield f"'also' has a condition that cannot be read: {error}."
            return
        for condition in held:
            yield from _condition_faults(condition, item.text)


def _condition_faults(condition: Held, text: str) -> Iterator[str]:
    for one in (condition, *condition.any_of):
        if one.kind not in CONDITIONS:
            yield f"unknown condition '{one.kind}'.{rulefiles.nearest(one.kind, set(CONDITIONS))}"
        if one.quote and one.quote not in text:
            yield f"the condition's quote '{one.quote}' does not stand in the text."
    if not condition.quote:
        yield f"the condition '{condition.kind}' has no quote."
