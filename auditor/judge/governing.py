"""Which statements of a contract speak of a sighting, and how closely.

Distance: 0 the same type; 0.5 a narrower one (the policy says precise location, a location was seen); 1 and more a
broader term; OPEN_LIST an open list of the same kind; UMBRELLA a term that names no kind of data. The smaller governs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from auditor import vocabulary
from auditor.judge.observed import Observed
from auditor.judge.recipients import NAMED, OTHER, fit, recipient_names
from auditor.model import Condition, Contract, Statement

OPEN_LIST, UMBRELLA = 50.0, 90.0
ALLOW, BAN, STOP, PROMISE = "allow", "ban", "stop", "promise"

COLLECTING = frozenset(
    {"collect", "access", "use", "read", "obtain", "record", "receive", "request", "process", "upload"}
)
SHARING = frozenset({"share", "transfer", "publish", "disclose", "provide", "send", "sell", "entrust", "transmit"})
STORING = frozenset({"store", "retain", "save"})
SENDING = frozenset({"upload", "send", "transmit"})
SILENT_KINDS = frozenset({"definition", "scope", "claim", "right", "user_obligation", "consequence", "exception"})
_SALE = re.compile(r"出售|售卖|贩卖|出租|转让|公开披露|\b(?:sell|rent|trade)\b|\bsale\b")
_GIVING = re.compile(r"共享|分享|提供|(?<!公开)披露|传输|\b(?:share|disclose|transfer|provide|give|send)")
_PURPOSE = re.compile(r"用于|目的|\bpurposes?\b|\bused? (?:it |them |this |that )?(?:for|to)\b")
PROTECTIONS = frozenset(
    {
        "encrypted",
        "encrypted_in_transit",
        "irreversible_encryption",
        "hashed",
        "anonymised",
        "deidentified",
        "not_stored",
    }
)
LOCALITIES = frozenset({"on_device", "china_mainland", "us"})
# Rows that do not stand in the document were supplied beside it.
_LIST = {"zh": "另行提供的SDK清单", "en": "list of SDKs, supplied beside the policy"}
STOPS = frozenset({"permission_revoked", "consent_withdrawn", "service_terminated", "account_deleted"})


@dataclass(frozen=True, slots=True)
class Speaking:
    """A statement that speaks of a sighting. `recipient`: see recipients.fit, NAMED where none is asked for.
    `implied`: it speaks of another action that goes with this one (collecting implies keeping, storing collecting).
    """

    statement: Statement
    role: str
    distance: float
    recipient: float = NAMED
    implied: bool = False

    @property
    def names_type(self) -> bool:
        """Does it name a kind of data, rather than an umbrella or an open list?"""
        return self.distance < OPEN_LIST

    def closer_than(self, other: Speaking) -> bool:
        """More specific in type or recipient, and less so in neither."""
        here, there = (self.distance, self.recipient), (other.distance, other.recipient)
        return here != there and here[0] <= there[0] and here[1] <= there[1]


def stops_by(statement: Statement, condition: Condition) -> bool:
    """Does the statement say that the condition ends what it speaks of? "After you close your account we keep your
    orders for the tax office" tells of such a moment too, and ends nothing.
    """
    return condition.then == "must_stop" or (condition.kind in STOPS and statement.polarity == "negative")


def is_stop(statement: Statement) -> bool:
    """Does it say that something stops after revocation, withdrawal or closure?"""
    return any(stops_by(statement, condition) for condition in statement.conditions)


class Book:
    """A contract, indexed by data type."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.words = vocabulary.load()
        self.statements = {statement.id: statement for statement in contract.statements}
        self.narrows = {(one.id, other) for one in contract.statements for other in one.narrows}
        self.sdks = tuple(_sdk_statements(contract))
        self.collects = any(
            one.polarity == "positive" and one.action in COLLECTING and one.kind not in SILENT_KINDS and one.data_types
            for one in contract.statements
        )
        self._by_type: dict[str, list[Statement]] = {}
        self._open: list[Statement] = []
        for statement in (*contract.statements, *self.sdks):
            for name in dict.fromkeys(statement.data_types):
                self._by_type.setdefault(name, []).append(statement)
            if statement.list_open:
                self._open.append(statement)
        self.untyped = [one for one in contract.statements if not one.data_types and is_stop(one)]
        self._cache: dict[tuple[object, ...], tuple[Speaking, ...]] = {}

    @property
    def list_missing(self) -> bool:
        """Does the policy leave recipients to a list of SDKs that was not supplied?"""
        return any(one.what == "sdk_list" and not one.supplied for one in self.contract.references)

    def related(self, data_type: str) -> dict[str, float]:
        """Every type whose statements may speak of this one, with the distance."""
        found = {data_type: UMBRELLA if self.words.is_umbrella(data_type) else 0.0}
        for step, name in enumerate(self.words.ancestors(data_type), 1):
            found[name] = UMBRELLA + step if self.words.is_umbrella(name) else float(step)
        for name in self.words.descendants(data_type):
            if found[data_type] == 0.0:
                found[name] = 0.5
        return found

    def speaking(self, seen: Observed) -> tuple[Speaking, ...]:
        """Statements that speak of a sighting, closest first; among equals those of sending for what was sent, then in
        the order of the policy.
        """
        one = seen.sighting
        key = (
            one.data_type,
            one.action,
            one.actor,
            one.actor_name,
            one.recipient,
            one.recipient_party,
            one.recipient_class,
            seen.in_flow,
            seen.company,
        )
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = tuple(self._find(seen))
        return found

    def _find(self, seen: Observed) -> list[Speaking]:
        best: dict[str, Speaking] = {}
        for statement, distance in self._candidates(seen.sighting.data_type):
            speaking = _speaks(statement, distance, seen)
            if speaking and (statement.id not in best or distance < best[statement.id].distance):
                best[statement.id] = speaking
        shared = seen.sighting.action == "share"
        return sorted(
            best.values(),
            key=lambda one: (
                one.distance,
                one.recipient,
                shared and one.statement.action not in SHARING,
                one.statement.start,
            ),
        )

    def _candidates(self, data_type: str) -> Iterable[tuple[Statement, float]]:
        for name, distance in self.related(data_type).items():
            for statement in self._by_type.get(name, ()):
                yield statement, distance
        above = {name for name in self.words.ancestors(data_type)} - {"personal_info", "sensitive_info"}
        for statement in self._open:
            if above & {parent for name in statement.data_types for parent in self.words.ancestors(name)[:2]}:
                yield statement, OPEN_LIST
        for statement in self.untyped:
            yield statement, UMBRELLA + 5


def _sdk_statements(contract: Contract) -> Iterable[Statement]:
    """The rows of the policy's SDK table as statements of third parties, unless a statement stands at that place."""
    for number, row in enumerate(contract.sdks, 1):
        standing = [one for one in contract.statements if one.end > one.start and row.start <= one.start < row.end]
        if any(one.actor == "third_party" and set(row.data_types) <= set(one.data_types) for one in standing):
            continue
        names = tuple(name for name in (row.name, row.company) if name)
        yield Statement(
            id=f"SDK{number:03d}",
            quote=row.name,
            start=row.start,
            end=row.end,
            kind="practice",
            actor="third_party",
            action="collect",
            modality="may",
            data_types=row.data_types,
            section="" if row.end else _LIST.get(contract.document.language, _LIST["en"]),
            purpose=row.purpose or None,
            recipients=names,
            checkable=("api", "traffic"),
        )


def _speaks(statement: Statement, distance: float, seen: Observed) -> Speaking | None:
    role = _role(statement, seen)
    if role is None:
        return None
    if distance == OPEN_LIST and role != ALLOW:
        return None
    if distance == 0.5 and role == BAN:
        return None
    if role in (STOP, PROMISE):
        return Speaking(statement, role, distance)
    recipient = _recipient(statement, seen, role)
    if recipient == OTHER or (recipient != NAMED and _names_a_company(statement)):
        return None
    own = STORING if seen.sighting.action == "store" else COLLECTING | SHARING
    implied = statement.action not in own
    return Speaking(statement, role, distance, recipient, implied)


def _names_a_company(statement: Statement) -> bool:
    """Is it a row of a table with SDK and company? That speaks of nobody else, whatever words the name is made of: an
    SDK called "Example Push" is not every push SDK.
    """
    return statement.id.startswith("SDK") and len(statement.recipients) > 1


def _role(statement: Statement, seen: Observed) -> str | None:
    if is_stop(statement):
        only = all(stops_by(statement, condition) or condition.then for condition in statement.conditions)
        if only or statement.polarity == "negative":
            return STOP if statement.action not in ("delete", "refuse_service") else None
    if statement.kind in SILENT_KINDS:
        return None
    if statement.polarity == "negative":
        return BAN if _forbids(statement, seen) else None
    kept = bool(PROTECTIONS & set(statement.protection)) or statement.locality in LOCALITIES
    promised = kept and statement.action != "delete"
    if promised and statement.action in SHARING and not statement.recipients:
        return PROMISE
    if _allows(statement, seen):
        return ALLOW
    return PROMISE if promised else None


def _allows(statement: Statement, seen: Observed) -> bool:
    one, action = seen.sighting, statement.action
    third = statement.actor == "third_party"
    collecting = action in COLLECTING or action in STORING or action == "protect"
    if one.action == "store":
        whose = one.actor == "unknown" or third == (one.actor == "third_party")
        return (whose and collecting) or (not third and action in SHARING)
    if one.action == "share" or (seen.in_flow and one.recipient_party == "unknown"):
        sharing = action in SHARING or (third and collecting)
        return sharing or (one.recipient_party == "unknown" and collecting)
    if one.actor == "third_party":
        return (third and collecting) or action in SHARING
    if one.actor == "unknown":
        return collecting or action in SHARING
    return not third and collecting


def forbids_sending(statement: Statement) -> bool:
    """Is it a promise that data are not uploaded, whatever may be read on the device?"""
    return statement.polarity == "negative" and (statement.locality == "server" or statement.action in SENDING)


def only_sale(statement: Statement) -> bool:
    """Does it forbid selling, making over or publishing alone? None of that can be told from a request on a device."""
    quote = statement.quote.lower()
    return statement.action in ("sell", "publish") or (bool(_SALE.search(quote)) and not _GIVING.search(quote))


def _forbids(statement: Statement, seen: Observed) -> bool:
    one, action = seen.sighting, statement.action
    third = statement.actor == "third_party"
    if forbids_sending(statement):
        return seen.in_flow
    if action in SHARING:
        told = one.action == "share" and seen.in_flow and one.recipient_party != "unknown"
        return told and not only_sale(statement)
    if action in STORING:
        return one.action == "store"
    if action == "use":
        plain = any(condition.kind in ("never", "unless") for condition in statement.conditions)
        if statement.purpose or not plain or _PURPOSE.search(statement.quote.lower()):
            return False
    elif action not in COLLECTING:
        return False
    return one.actor == "third_party" if third else one.actor != "third_party" or seen.in_flow


def _recipient(statement: Statement, seen: Observed, role: str) -> float:
    one = seen.sighting
    toward_third = one.recipient_party == "third_party" if seen.in_flow else one.actor == "third_party"
    if not toward_third:
        if one.action == "share" and statement.recipients and one.recipient_party == "unknown" and one.recipient:
            return fit(statement.recipients, recipient_names(one, seen.company), one.recipient_class)
        return NAMED
    if role == BAN and statement.action not in SHARING and not statement.recipients:
        return NAMED
    return fit(statement.recipients, recipient_names(one, seen.company), one.recipient_class)
