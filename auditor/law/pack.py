"""What a law pack holds: rules of an instrument, each with its clause, its predicate and its own examples.

Texts are in our own words. `unverified: true` marks a clause whose official text was not re-read when the rule was
written; it stays marked wherever the rule is printed.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Consent = Literal["not_given", "given", "refused", "withdrawn"]
Survey = Literal[
    "background_access",
    "dense_reads",
    "fixed_identifiers",
    "undeclared_permission",
    "unlisted_sdk",
    "unnecessary_data",
    "unused_permission",
]
Verdict = Literal["consistent", "violation", "omitted", "vague", "ambiguous", "weak", "not_checkable"]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of the parts of a pack: unknown keys are errors."""


class Words(Strict, frozen=True, kw_only=True):
    """One text in both languages."""

    zh: str
    en: str


class SightingRule(Strict, frozen=True, kw_only=True):
    """A sighting matches when every field that is filled matches.

    `types`: ids of the vocabulary (narrower types match too) or the name of a group of the pack, written `@group`.
    `permission`: state of the permission that guards the type. `attempts`: does trying count? `causes`: why the policy
    was broken (see docs/judging.md).
    """

    types: tuple[str, ...] = ()
    actions: tuple[Literal["collect", "share", "store"], ...] = ()
    actors: tuple[Literal["first_party", "third_party", "unknown"], ...] = ()
    parties: tuple[Literal["first_party", "third_party", "unknown"], ...] = ()
    consent: tuple[Consent, ...] = ()
    permission: tuple[Literal["not_given", "granted", "denied", "revoked"], ...] = ()
    foreground: bool | None = None
    tls: bool | None = None
    encodings: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    causes: tuple[str, ...] = ()
    attempts: bool = False


class MarkRule(Strict, frozen=True, kw_only=True):
    """A mark matches when every field that is filled matches.

    `groups_at_least`: distinct kinds of permission in one dialog. `repeats_at_least`: dialogs for a permission after it
    was denied, all within `within_s`. `after`: what happened at most `within_s` seconds before. `necessary`: does what
    was denied open data that an app of this type needs for its basic function? Where the app's type is not known the
    answer is neither. `preticked`, `refusable`: what the request for consent looked like.
    """

    kinds: tuple[Literal["permission_dialog", "app_exit", "login_wall", "consent_dialog", "consent_missing"], ...]
    consent: tuple[Consent, ...] = ()
    groups_at_least: int = 0
    repeats_at_least: int = 0
    after: Literal["", "permission_denied", "several_denied"] = ""
    within_s: float = 0.0
    necessary: bool | None = None
    preticked: bool | None = None
    refusable: bool | None = None


class RateRule(Strict, frozen=True, kw_only=True):
    """So many reads of one type by one actor within a window."""

    reads_at_least: int
    within_s: float
    types: tuple[str, ...] = ()
    foreground: bool | None = None


class Example(Strict, frozen=True, kw_only=True):
    """A trace and the lines that break the rule. `statements` and `sdks` as in docs/policy.md, only the fields that
    matter; `app_type` as in `app_types.yaml`.
    """

    statements: tuple[dict[str, Any], ...] = ()
    sdks: tuple[dict[str, Any], ...] = ()
    app_type: str = ""
    trace: tuple[dict[str, Any], ...]
    breaks: tuple[int, ...]


class Rule(Strict, frozen=True, kw_only=True):
    """One item of an instrument.

    effect: `demands` makes a sighting or mark a violation by itself; `names` attaches the item to what the policy's
    words already broke, or to what the cross-checks named in `surveys` say (docs/checks.md); `person` is not settled by
    a run, `look_at` says what to look at. `item` is printed where one item of the instrument needs several rules; it is
    the id otherwise. `effective` and `until`: first and last day on which the rule applies in this wording (ISO); empty
    means that of its pack, and no end.
    """

    id: str
    item: str = ""
    clause: str
    text: Words
    effect: Literal["demands", "names", "person"]
    sighting: SightingRule | None = None
    mark: MarkRule | None = None
    rate: RateRule | None = None
    surveys: tuple[Survey, ...] = ()
    check: str = ""
    level: Literal["", "high", "medium", "low"] = ""
    evidence: Words | None = None
    look_at: Words | None = None
    needs_person: bool = False
    unverified: bool = False
    effective: str = ""
    until: str = ""
    examples: tuple[Example, ...] = ()

    @property
    def printed(self) -> str:
        """The item's id as judgements name it."""
        return self.item or self.id

    def applies(self, on: str) -> bool:
        """Is the rule in force on a day (ISO)? Empty: the newest wording, which has no end."""
        return not self.until if not on else self.effective <= on and (not self.until or on <= self.until)


class Pack(Strict, frozen=True, kw_only=True):
    """The rules of one instrument, or of several.

    `effective`: the day from which it applies in this version (ISO), `until` the last day, where there is one.
    `includes`: shipped packs whose rules come with it, each from its own day on.
    """

    id: str
    name: Words
    instruments: dict[str, Words] = {}
    effective: str
    until: str = ""
    includes: tuple[str, ...] = ()
    groups: dict[str, tuple[str, ...]] = {}
    except_types: dict[str, tuple[str, ...]] = {}
    rules: tuple[Rule, ...] = ()


class Groups(Strict, frozen=True, kw_only=True):
    """Groups of data types that every pack may name as `@group`; `except_types`: what a group leaves out."""

    groups: dict[str, tuple[str, ...]]
    except_types: dict[str, tuple[str, ...]] = {}
