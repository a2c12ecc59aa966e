"""The shape of the rule files about companies, SDKs and recipient classes (`traffic_rules/`)."""

from __future__ import annotations

import msgspec


class Company(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A company: the `names` policies use, its registrable `domains`, `hosting` domains its customers' servers have."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    hosting: tuple[str, ...] = ()
    group: str | None = None
    category: str = ""
    fictitious: bool = False


class SdkRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An SDK in a rule file. `evidence`: where each prefix or host was seen. `unverified_*`: in one source only."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    category: str
    code: tuple[str, ...] = ()
    unverified_code: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    unverified_hosts: tuple[str, ...] = ()
    evidence: dict[str, str] = {}


class SdkExample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A class name or host, and the SDK that it must give (null: none)."""

    sdk: str | None
    code: str | None = None
    host: str | None = None


class SdkFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`traffic_rules/sdks/<company>.yaml`."""

    company: Company
    sdks: tuple[SdkRow, ...]
    examples: tuple[SdkExample, ...]


class RecipientClass(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A class of recipients with its words; a statement about `broader` speaks of this class too."""

    id: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    broader: str | None = None


class RecipientExample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: str
    classes: tuple[str, ...]


class RecipientFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`traffic_rules/recipients.yaml`."""

    classes: tuple[RecipientClass, ...]
    examples: tuple[RecipientExample, ...]
