"""What forbids a sighting: law items, what should have stopped, bans; and bans that contradict a permission."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.judge import conditions
from auditor.judge.answers import HELD, NOT_HELD, UNKNOWN
from auditor.judge.answers_permission import revoked
from auditor.judge.conditions import STATE_KINDS, Outcome, evaluate, label
from auditor.judge.facts import Fact, fact, join
from auditor.judge.governing import ALLOW, BAN, SENDING, SHARING, STOP, Book, Speaking, forbids_sending, stops_by
from auditor.judge.observed import Observed
from auditor.judge.verdict import Tested, Verdict, law_facts, reason
from auditor.law import Pack, Rule, breaks, rate_breaks
from auditor.model import Condition, Reason
from auditor.vocabulary import permission_of_type

# Beside "never" these say how the data came, not when the ban holds.
CONTEXTS = frozenset({"user_action", "feature", "login", "registration"})


def law_demands(verdict: Verdict, seen: Observed, packs: Sequence[Pack]) -> None:
    facts = law_facts(seen, "", ())
    for pack in packs:
        for rule in pack.rules:
            if rule.effect != "demands":
                continue
            if breaks(pack, rule, facts) or _too_often(pack, rule, seen):
                _break(verdict, rule, seen)


def _break(verdict: Verdict, rule: Rule, seen: Observed) -> None:
    verdict.rules.append(rule)
    verdict.blame(rule.check, not rule.needs_person)
    verdict.counts_as_try |= bool(seen.sighting.attempt)
    verdict.note = verdict.note or rule.check
    verdict.reasons.append(Reason(question="law", held=NOT_HELD, condition=rule.printed, facts=(rule.text.en,)))


def _too_often(pack: Pack, rule: Rule, seen: Observed) -> bool:
    one = seen.sighting
    seconds = max(one.window_ms / 1000, 0.001)
    often = one.count > 1 and not one.attempt
    return often and rate_breaks(pack, rule, one.data_type, seen.moment.foreground, one.count, seconds)


def stops(verdict: Verdict, speaking: Sequence[Speaking], seen: Observed) -> None:
    for one in speaking:
        for condition in one.statement.conditions:
            ends = one.role in (STOP, ALLOW) and stops_by(one.statement, condition)
            stopped = _stopped(condition, seen) if ends else None
            if stopped:
                cause, told = stopped
                verdict.blame(cause)
                verdict.settle("violation", cause, one)
                verdict.decide_by(Outcome(condition, NOT_HELD, told))
                verdict.reasons.append(reason("forbidden", one, label(condition), NOT_HELD, told))


def _stopped(condition: Condition, seen: Observed) -> tuple[str, Fact] | None:
    moment = seen.moment
    if condition.kind == "permission_revoked" and revoked(condition.value or "", seen):
        name = permission_of_type(seen.sighting.data_type)
        return "revoked", fact("permission", name=name, state=moment.permission(name or ""))
    if condition.kind == "consent_withdrawn" and moment.consent == "withdrawn":
        return "withdrawn", fact("withdrawn")
    if condition.kind == "account_deleted" and moment.account == "deleted":
        return "stop", fact("deleted")
    return None


def ban_state(statement_conditions: Sequence[Condition], seen: Observed) -> tuple[str, tuple[Outcome, ...]]:
    """Is a negative statement in force? `active`, `lifted` (an exception held, or its case did not), `unknown`."""
    whole = any(condition.kind == "never" for condition in statement_conditions)
    lifted: list[Outcome] = []
    outcomes: list[Outcome] = []
    for condition in statement_conditions:
        if condition.kind in conditions.NO_CONDITION or (whole and condition.kind in CONTEXTS):
            continue
        if condition.kind == "unless" or condition.kind in STATE_KINDS - {"foreground"} or condition.necessary:
            for part in exceptions(condition):
                outcome = evaluate(part, seen)
                if outcome.held == UNKNOWN and outcome.fact == fact("legal"):
                    outcome = Outcome(part, NOT_HELD, fact("no_legal"), True)
                lifted.append(outcome)
        else:
            outcomes.append(evaluate(condition, seen))
    every = (*lifted, *outcomes)
    if any(one.held == HELD for one in lifted) or any(one.held == NOT_HELD for one in outcomes):
        return "lifted", every
    return ("unknown" if any(one.held == UNKNOWN for one in every) else "active"), every


def exceptions(condition: Condition) -> list[Condition]:
    """The exceptions of an `unless:a|b:c`, each as a condition of its own."""
    if condition.kind != "unless":
        return [condition]
    if condition.any_of:
        return list(condition.any_of[:20])
    parts = [part.strip() for part in (condition.value or "").split("|")[:20]]
    return [Condition(kind="if", value=part, necessary=True) for part in parts if part]


def contradicts(
    verdict: Verdict, speaking: Sequence[Speaking], tested: Sequence[Tested], book: Book, seen: Observed
) -> bool:
    """Question 2: one allows, one forbids without exception, neither is closer and neither narrows the other."""
    for ban in speaking:
        if ban.role != BAN or any(c.kind not in conditions.NO_CONDITION for c in ban.statement.conditions):
            continue
        for allow in tested:
            if allow.held == NOT_HELD or not _answers(allow, ban) or _decided(ban, allow.speaking, book):
                continue
            verdict.settle(
                "ambiguous", "contradiction", *sorted((ban, allow.speaking), key=lambda s: s.statement.start)
            )
            verdict.statements.sort(key=lambda name: book.statements[name].start if name in book.statements else 0)
            facts = (f"{allow.speaking.statement.id} allows", f"{ban.statement.id} forbids")
            verdict.reasons.append(Reason(question="contradiction", statement=ban.statement.id, facts=facts))
            return True
    return False


def _answers(allow: Tested, ban: Speaking) -> bool:
    """Does the allowing statement speak of the act that is forbidden? Reading is no answer to "we never upload"."""
    one = allow.speaking.statement
    if forbids_sending(ban.statement):
        return one.action in SENDING | SHARING or one.locality == "server"
    return not allow.speaking.implied


def _decided(ban: Speaking, allow: Speaking, book: Book) -> bool:
    pair = (ban.statement.id, allow.statement.id)
    return ban.closer_than(allow) or allow.closer_than(ban) or pair in book.narrows or pair[::-1] in book.narrows


def bans(verdict: Verdict, speaking: Sequence[Speaking], tested: Sequence[Tested], book: Book, seen: Observed) -> None:
    """Question 3, first half: is it forbidden?"""
    for ban in speaking:
        if ban.role != BAN:
            continue
        state, outcomes = ban_state(ban.statement.conditions, seen)
        facts = join(one.fact for one in outcomes) if outcomes else fact("no_exception")
        held = {"active": NOT_HELD, "lifted": HELD, "unknown": UNKNOWN}[state]
        verdict.reasons.append(reason("forbidden", ban, "ban", held, facts))
        if state == "lifted" or (not outcomes and (_overruled(ban, tested, book) or _scoped(ban, book))):
            continue
        if state == "unknown":
            if not any(one.speaking.closer_than(ban) and one.held == HELD for one in tested):
                verdict.decide_by(next(one for one in outcomes if one.held == UNKNOWN))
            continue
        consent = bool(outcomes) and all(_is_consent(one.condition) for one in outcomes)
        verdict.blame("consent" if consent else "banned", all(one.certain for one in outcomes))
        verdict.decide_by(outcomes[0] if outcomes else None)
        note = next((note for one in outcomes if (note := misdirected(one, seen))), "")
        verdict.settle("violation", note or ("consent" if consent else "banned"), ban)


def misdirected(outcome: Outcome, seen: Observed) -> str:
    """The note `other_consent` where a separate consent was given, but for something else; else empty."""
    given = seen.moment.explicit
    return "other_consent" if given and outcome.fact == fact("explicit_other", text=given[-1]) else ""


def _scoped(ban: Speaking, book: Book) -> bool:
    """ "We collect no personal information" beside statements that collect some can only be meant of the place where it
    stands (a third party's page, a visitor without account): it condemns nothing by itself.
    """
    return not ban.names_type and ban.statement.action not in SHARING and book.collects


def _is_consent(condition: Condition) -> bool:
    return condition.kind in conditions.CONSENT_KINDS or "consent" in (condition.value or "")


def _overruled(ban: Speaking, tested: Sequence[Tested], book: Book) -> bool:
    """Does a closer statement, or one that narrows the ban, allow what the ban forbids in general?"""
    for allow in tested:
        narrows = (allow.speaking.statement.id, ban.statement.id) in book.narrows
        if allow.held != NOT_HELD and _answers(allow, ban) and (narrows or allow.speaking.closer_than(ban)):
            return True
    return False
