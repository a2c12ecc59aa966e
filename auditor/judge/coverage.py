"""The mirror view: what a run says of each checkable statement, and what was not observed at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from auditor.judge.findings import Drawn
from auditor.judge.governing import SHARING, STORING, UMBRELLA
from auditor.judge.judging import Court
from auditor.judge.observed import Observed
from auditor.judge.timeline import Moment
from auditor.model import Condition, Judgement, LedgerEntry, Statement, StatementCoverage
from auditor.vocabulary import permission_of_type

# Ordinary apps get none of these from this level on, whatever the user grants (Android 10 privacy changes).
UNREADABLE_FROM = {29: ("imei", "meid", "imsi", "iccid", "serial_number", "mac_address")}

# States of a hook, the one that saw most first.
BEST = ("fired", "armed", "failed", "resolved", "declared", "not_applicable")
WORKED = ("fired", "armed")

_USE = "use the function that the statement speaks of"
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
    court: Court,
    observed: Sequence[Observed],
    drawn: Sequence[Drawn],
    *,
    moments: Iterable[Moment] = (),
    no_files: str = "",
) -> list[StatementCoverage]:
    """One row per checkable statement, in the order of the policy.

    contradicted: a violation rests on it. met: a sighting was consistent with it, or its ban or promise was put to the
    test and kept. exercised: sightings spoke of it without deciding. not_exercised: nothing did, with the reason.
    `no_files`: why nothing that was stored could be seen, empty where it could.
    """
    tally = Tally()
    for one in drawn:
        tally.add(one.judgement)
    tally.spoken.update(_spoken(court, observed))
    seen_states = tuple(moments)
    return [_row(one, tally, seen_states, no_files) for one in court.book.contract.statements if one.checkable]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many judgements speak against each statement, in line with it, or of it without deciding."""

    against: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)
    vague: Counter[str] = field(default_factory=Counter)
    spoken: Counter[str] = field(default_factory=Counter)

    def add(self, judgement: Judgement) -> None:
        """Count one judgement for the statements that it rests on and those whose conditions it put to the test."""
        for name in judgement.statements:
            if judgement.attempt and judgement.verdict in ("violation", "weak"):
                self.tried[name] += 1
            elif judgement.verdict in ("violation", "weak"):
                self.against[name] += 1
            elif judgement.verdict == "consistent":
                self.kept[name] += not judgement.attempt
            elif judgement.verdict == "vague":
                self.vague[name] += 1
        for name in {one.statement for one in judgement.reasons if one.statement} - set(judgement.statements):
            held = {r.held for r in judgement.reasons if r.statement == name and r.question == "condition"}
            if judgement.verdict == "consistent" and held == {"held"}:
                self.kept[name] += not judgement.attempt
            elif judgement.verdict == "violation" and "not_held" in held:
                self.against[name] += not judgement.attempt
        for reason in judgement.reasons:
            if reason.statement and reason.held == "held" and reason.question in ("forbidden", "protection"):
                self.kept[reason.statement] += 1


def _spoken(court: Court, observed: Sequence[Observed]) -> Counter[str]:
    return Counter(
        speaking.statement.id
        for seen in _distinct(observed)
        for speaking in court.book.speaking(seen)
        if speaking.distance < UMBRELLA
    )


def _distinct(observed: Sequence[Observed]) -> Iterator[Observed]:
    done: set[tuple[object, ...]] = set()
    for seen in observed:
        one = seen.sighting
        key = (one.data_type, one.action, one.actor, one.actor_name, one.recipient, seen.in_flow)
        if key not in done:
            done.add(key)
            yield seen


def _row(one: Statement, tally: Tally, moments: Sequence[Moment], no_files: str) -> StatementCoverage:
    if tally.against[one.id]:
        why = f"{_counted(tally.against[one.id], 'judgement')} against it"
        return StatementCoverage(statement=one.id, state="contradicted", why=why)
    if tally.kept[one.id]:
        why = f"{_counted(tally.kept[one.id], 'judgement')} in line with it"
        return StatementCoverage(statement=one.id, state="met", why=why)
    if tally.tried[one.id]:
        why = f"{_counted(tally.tried[one.id], 'attempt')} against it, none got data"
        return StatementCoverage(statement=one.id, state="exercised", why=why)
    if tally.vague[one.id]:
        why = f"{_counted(tally.vague[one.id], 'judgement')} found it too broad to decide"
        return StatementCoverage(statement=one.id, state="exercised", why=why)
    stops = [condition for condition in one.conditions if condition.then == "must_stop"]
    if stops and all(_reached(condition, one, moments) for condition in stops):
        return StatementCoverage(
            statement=one.id, state="exercised", why="it came to that, and nothing was seen after it"
        )
    if tally.spoken[one.id]:
        why = f"{_counted(tally.spoken[one.id], 'kind')} of sighting spoke of it without deciding it"
        return StatementCoverage(statement=one.id, state="exercised", why=why)
    why, then = _missing(one, moments, no_files)
    return StatementCoverage(statement=one.id, state="not_exercised", why=why, next=then)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _missing(one: Statement, moments: Sequence[Moment], no_files: str) -> tuple[str, str]:
    for condition in one.conditions:
        if not _reached(condition, one, moments):
            value = condition.value or ""
            stated = condition.kind + (f":{value}" if value else "")
            then = _NEXT.get(condition.kind, "")
            if "{value}" in then and not value:
                then = _USE
            return f"its circumstance did not occur: {stated}", then.format(value=value)
    if not one.data_types:
        return "it names no data that a read or a send could show", ""
    if one.action in STORING and no_files:
        return no_files, ""
    kind = "sent" if one.action in SHARING else "stored" if one.action == "store" else "read or sent"
    return f"nothing of it was {kind}: {', '.join(one.data_types[:4])}", _USE


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
    """Names of hooks that did not arm, sorted, each with why; said so where it failed in some sessions only."""
    sessions = _by_hook(ledger)
    found = set()
    for name, entries in sessions.items():
        failed = [entry for entry in entries if entry.state == "failed"]
        worked = [entry for entry in entries if entry.state in WORKED]
        for entry in failed:
            partly = f" (failed in {len(failed)} of {len(failed) + len(worked)} sessions)" if worked else ""
            found.add(f"{name}: {entry.why}{partly}")
    return tuple(sorted(found))


def hook_states(ledger: Iterable[LedgerEntry]) -> dict[str, int]:
    """How many hooks reached which state at best, over all sessions: each hook counts once.

    A hook that fired in one session fired; one that failed in one and was armed in another was armed, and
    `failed_hooks` names it.
    """
    best = [
        min((entry.state for entry in entries), key=lambda state: BEST.index(state) if state in BEST else len(BEST))
        for entries in _by_hook(ledger).values()
    ]
    return dict(sorted(Counter(best).items()))


def _by_hook(ledger: Iterable[LedgerEntry]) -> dict[str, list[LedgerEntry]]:
    found: dict[str, list[LedgerEntry]] = {}
    for entry in ledger:
        if entry.source == "hook":
            found.setdefault(entry.name, []).append(entry)
    return found
