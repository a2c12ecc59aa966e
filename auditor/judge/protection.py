"""Was a promised protection or place kept? Asked of what was sent or stored, never of a read on the device."""

from __future__ import annotations

from dataclasses import dataclass

from auditor import vocabulary
from auditor.judge.facts import Fact, fact
from auditor.judge.observed import Observed
from auditor.model import Statement

BROKEN, WEAK, KEPT = "broken", "weak", "kept"

READABLE = frozenset({"clear", "base64", "hex", "url", "gzip"})
HASHES = frozenset({"md5", "sha1", "sha256"})
UNREADABLE = frozenset({"irreversible_encryption", "hashed", "anonymised", "deidentified"})
# Values of which there are so few that all hashes can be tried, or whose valid range is public (TAC, OUI, area codes).
SMALL = frozenset(
    {
        "phone_number",
        "contact_phone",
        "imei",
        "meid",
        "imsi",
        "iccid",
        "mac_address",
        "bluetooth_mac",
        "bssid",
        "id_card",
        "bank_card",
        "card_cvv",
        "card_expiry",
        "birthday",
        "gender",
        "sms_code",
        "location",
        "location_precise",
        "ip_address",
    }
)
MAINLAND = frozenset({"CN", "CHN"})
UNITED_STATES = frozenset({"US", "USA"})


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer for one promise. `what`: protection or locality by name."""

    what: str
    cause: str
    result: str
    fact: Fact


def broken_promises(statement: Statement, seen: Observed) -> list[Kept]:
    """Every protection and locality of a statement that bears on the sighting, kept ones too."""
    if seen.is_read:
        return []
    found = [_protection(name, statement, seen) for name in statement.protection]
    found.append(_locality(statement.locality, seen))
    return [one for one in found if one is not None]


def _protection(name: str, statement: Statement, seen: Observed) -> Kept | None:
    one = seen.sighting
    if name == "not_stored":
        return Kept(name, "protection", BROKEN, fact("stored")) if one.action == "store" else None
    if name == "encrypted" and seen.in_flow and statement.action == "store":
        return None
    if name == "encrypted_in_transit" or (name == "encrypted" and seen.in_flow):
        if not seen.in_flow:
            return None
        if one.tls is False and one.encoding in READABLE:
            return Kept(name, "protection", BROKEN, fact("no_tls", form=one.encoding))
        return Kept(
            name, "protection", KEPT, fact("over_tls") if one.tls is not False else fact("sent_as", form=one.encoding)
        )
    if name == "encrypted":
        readable = one.encoding in READABLE
        return Kept(name, "protection", BROKEN if readable else KEPT, fact("stored_as", form=one.encoding))
    if name in UNREADABLE:
        return _unreadable(name, one.data_type, one.encoding)
    return None


def _unreadable(name: str, data_type: str, encoding: str) -> Kept:
    if encoding in READABLE:
        return Kept(name, "protection", BROKEN, fact("recognised", form=encoding))
    if encoding in HASHES and name != "hashed":
        if name in ("anonymised", "deidentified"):
            return Kept(name, "protection", WEAK, fact("linkable", form=encoding))
        if data_type in SMALL or SMALL & set(vocabulary.load().ancestors(data_type)):
            return Kept(name, "protection", WEAK, fact("guessable", form=encoding))
    return Kept(name, "protection", KEPT, fact("sent_as", form=encoding))


def _locality(place: str | None, seen: Observed) -> Kept | None:
    one = seen.sighting
    if not seen.in_flow or place is None:
        return None
    if place == "on_device":
        return Kept(place, "locality", BROKEN, fact("sent_to", where=one.host or one.recipient or "a server"))
    country = (one.country or "").upper()
    home = MAINLAND if place == "china_mainland" else UNITED_STATES if place == "us" else None
    if home is None or not country:
        return None
    if country in home:
        return Kept(place, "locality", KEPT, fact("sent_to", where=country))
    return Kept(place, "locality", BROKEN, fact("sent_to", where=country))
