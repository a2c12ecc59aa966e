"""The mirror view: what a run says of each checkable statement, and what was not observed at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from auditor.judge.findings import Drawn
from auditor.judge.governing import SHARING, UMBRELLA
from auditor.judge.judging import Court
from auditor.judge.observed import Observed
from auditor.judge.timeline import Moment
from auditor.model import Condition, LedgerEntry, Statement, StatementCoverage
from auditor.vocabulary import permission_of_type

# Ordinary apps get none of these from this level on, whatever the user grants (Android 10 privacy changes).
UNREADABLE_FROM = {29: ("imei", "meid", "imsi", "iccid", "serial_number", "mac_address")}

_NEXT = {
    "consent": "accept the policy",
    "explicit_consent": "answer the separate prompt",
    "permission_granted": "grant the permission and use the function",
    "permission_revoked": "revoke the permission and go on using the app",
    "consent_withdrawn": "withdraw consent in the settings",
    "user_action": "do this: {value}",
    "feature": "use this: {value}",
    "registration": "register an account",
    "login": "log in",
    "account_deleted": "delete the account",
}


def statement_coverage(
    court: Court, observed: Sequence[Observed], drawn: Sequence[Drawn], *, moments: Iterable[Moment] = ()
) -> list[StatementCoverage]:
    """One row per checkable statement, in the order of the policy.

    contradicted: a violation rests on it. met: a sighting was consistent with it, or its ban or promise was put to the
    test and kept. exercised: sightings spoke of it without deciding. not_exercised: nothing did, with the reason.
    """
    against: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for one in drawn:
        judgement = one.judgement
        for name in judgement.statements:
            if judgement.verdict in ("violation", "weak"):
                against[name] += not judgement.attempt
            elif judgement.verdict == "consistent":
                kept[name] += not judgement.attempt
        for reason in judgement.reasons:
            if reason.statement and reason.held == "held" and reason.question in ("forbidden", "protection"):
                kept[reason.statement] += 1
    spoken = Counter(
        speaking.statement.id
        for seen in _distinct(observed)
        for speaking in court.book.speaking(seen)
        if speaking.distance < UMBRELLA
    )
    seen_states = tuple(moments)
    return [
        _row(statement, against, kept, spoken, seen_states)
        for statement in court.book.contract.statements
        if statement.checkable
    ]


def _distinct(observed: Sequence[Observed]) -> Iterator[Observed]:
    done: set[tuple[object, ...]] = set()
    for seen in observed:
        one = seen.sighting
        key = (one.data_type, one.action, one.actor, one.actor_name, one.recipient, seen.in_flow)
        if key not in done:
            done.add(key)
            yield seen


def _row(
    one: Statement, against: Counter[str], kept: Counter[str], spoken: Counter[str], moments: Sequence[Moment]
) -> StatementCoverage:
    if against[one.id]:
        return StatementCoverage(statement=one.id, state="contradicted", why=f"{against[one.id]} judgements against it")
    if kept[one.id]:
        return StatementCoverage(statement=one.id, state="met", why=f"{kept[one.id]} judgements in line with it")
    if spoken[one.id]:
        why = f"{spoken[one.id]} kinds of sighting speak of it; none decides it"
        return StatementCoverage(statement=one.id, state="exercised", why=why)
    why, then = _missing(one, moments)
    return StatementCoverage(statement=one.id, state="not_exercised", why=why, next=then)


def _missing(one: Statement, moments: Sequence[Moment]) -> tuple[str, str]:
    for condition in one.conditions:
        if not _reached(condition, one, moments):
            value = condition.value or ""
            stated = condition.kind + (f":{value}" if value else "")
            return f"its circumstance {stated} did not occur", _NEXT.get(condition.kind, "").format(value=value)
    kind = "sent" if one.action in SHARING else "stored" if one.action == "store" else "read or sent"
    types = ", ".join(one.data_types[:4]) or "no data named"
    return f"nothing of it was {kind}: {types}", "use the function that the statement speaks of"


def _reached(condition: Condition, one: Statement, moments: Sequence[Moment]) -> bool:
    kind, value = condition.kind, condition.value or ""
    if kind in ("consent", "before_collection", "before_use", "before_sharing"):
        return any(moment.consents for moment in moments)
    if kind == "consent_withdrawn":
        return any(moment.consent == "withdrawn" for moment in moments)
    if kind in ("permission_granted", "permission_revoked"):
        guard = {permission_of_type(name) for name in one.data_types}
        names = (set(value.split("|")) if value else guard) - {None}
        wanted = ("granted",) if kind == "permission_granted" else ("revoked", "denied")
        return any(moment.permission(str(name)) in wanted for moment in moments for name in names)
    if kind in ("login", "registration"):
        return any(moment.account in ("registered", "logged_in") for moment in moments)
    return kind not in ("explicit_consent", "guardian_consent", "user_action", "feature", "account_deleted")


def unreadable_types(api: int) -> tuple[tuple[str, str], ...]:
    """Types that an ordinary app cannot read at an API level, each with why."""
    found = (name for level, names in UNREADABLE_FROM.items() if api >= level for name in names)
    return tuple((name, f"not given to ordinary apps at API {api}") for name in found)


def failed_hooks(ledger: Iterable[LedgerEntry]) -> tuple[str, ...]:
    """Names of hooks that did not arm, sorted, each with why."""
    found = {f"{entry.name}: {entry.why}" for entry in ledger if entry.source == "hook" and entry.state == "failed"}
    return tuple(sorted(found))


def hook_states(ledger: Iterable[LedgerEntry]) -> dict[str, int]:
    """How many hooks reached which state last."""
    last = {entry.name: entry.state for entry in ledger if entry.source == "hook"}
    return dict(sorted(Counter(last.values()).items()))
