"""One verdict per sighting: the questions of docs/judging.md in their order, each answer kept as a reason."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.judge import conditions
from auditor.judge.answers import HELD, NOT_HELD, UNKNOWN
from auditor.judge.breaches import bans, contradicts, exceptions, law_demands, misdirected, stops
from auditor.judge.conditions import STATE_KINDS, Outcome, evaluate, label
from auditor.judge.governing import ALLOW, BAN, OPEN_LIST, PROMISE, STOP, STOPS, Book, Speaking
from auditor.judge.observed import Observed
from auditor.judge.protection import BROKEN, WEAK, broken_promises
from auditor.judge.recipients import GENERAL, NAMED, UNDECIDED, fit, recipient_names
from auditor.judge.verdict import Tested, Verdict, answered, law_facts, reason
from auditor.law import Pack, breaks
from auditor.model import Condition, Reason

CIRCUMSTANCES = frozenset(
    {"user_action", "feature", "if", "needed_for", "voluntary", "registration", "login", "any_of"}
)


def judge_sighting(seen: Observed, book: Book, packs: Sequence[Pack]) -> Verdict:
    """Judge one sighting against a contract and law packs."""
    verdict = Verdict("omitted")
    speaking = book.speaking(seen)
    allows = [one for one in speaking if one.role == ALLOW]
    named = [one for one in allows if one.names_type]
    closest = [one for one in named if one.distance == named[0].distance] if named else []
    closest = _without_narrowed(_without_scopes(closest), book)
    tested = [answered(one, seen) for one in closest]
    _note_speaking(verdict, speaking)
    law_demands(verdict, seen, packs)
    stops(verdict, speaking, seen)
    if not verdict.causes and contradicts(verdict, speaking, tested, book, seen):
        return _finish(verdict, seen, packs)
    bans(verdict, speaking, tested, book, seen)
    undecided = _conditions(verdict, allows, tested, seen)
    weak = _promises(verdict, speaking, seen)
    if verdict.causes:
        verdict.word = "violation"
        if verdict.governing is None and closest:
            verdict.governing = closest[0]
        if not verdict.statements and closest:
            verdict.statements = [closest[0].statement.id]
    elif weak is not None:
        verdict.settle("weak", "weak", weak)
    else:
        _cover(verdict, allows, tested, undecided, book, seen)
    return _finish(verdict, seen, packs)


def _without_scopes(closest: list[Speaking]) -> list[Speaking]:
    """What a permission is for says less than a practice does; it governs only where no practice speaks."""
    practices = [one for one in closest if one.statement.kind != "permission_scope"]
    return practices or closest


def _without_narrowed(closest: list[Speaking], book: Book) -> list[Speaking]:
    if not book.narrows:
        return closest
    stricter = {one.statement.id for one in closest if _is_strict(one)}
    kept = [one for one in closest if not any((other, one.statement.id) in book.narrows for other in stricter)]
    return kept or closest


def _is_strict(one: Speaking) -> bool:
    """Does it bind what it narrows, rather than tell one more occasion on which the same is done?"""
    return any(condition.necessary or condition.kind in STATE_KINDS for condition in one.statement.conditions)


def _note_speaking(verdict: Verdict, speaking: Sequence[Speaking]) -> None:
    for one in speaking[:12]:
        role = {ALLOW: "allows", BAN: "forbids", STOP: "says when it stops", PROMISE: "promises protection"}[one.role]
        close = "same type" if one.distance == 0 else "narrower type" if one.distance == 0.5 else "broader term"
        verdict.reasons.append(Reason(question="speaks", statement=one.statement.id, facts=(role, close)))


def _conditions(
    verdict: Verdict, allows: Sequence[Speaking], tested: Sequence[Tested], seen: Observed
) -> Outcome | None:
    """Question 3, second half. Returns the condition that could not be decided where nothing else covers it."""
    for one in tested:
        for outcome in one.outcomes:
            verdict.reasons.append(
                reason("condition", one.speaking, label(outcome.condition), outcome.held, outcome.fact)
            )
    covering = [one for one in tested if one.held == HELD]
    undecided = next((one.failed for one in tested if one.held == UNKNOWN), None)
    excused = undecided is not None or any(o.condition.kind in CIRCUMSTANCES for one in covering for o in one.outcomes)
    for one in tested:
        failed = next((o for o in one.outcomes if o.held == NOT_HELD and o.condition.necessary), None)
        if failed and not (excused and failed.condition.kind in CIRCUMSTANCES) and _in_force(one.speaking, seen):
            _fail(verdict, one.speaking, failed, seen)
    if tested and not covering and undecided is None and not verdict.statements:
        _fail(verdict, tested[0].speaking, tested[0].failed, seen)
    if not verdict.statements:
        _strict(verdict, [one for one in allows if one not in {t.speaking for t in tested}], seen)
    return None if covering else undecided


def _strict(verdict: Verdict, others: Sequence[Speaking], seen: Observed) -> None:
    """What statements of broader terms demand of consent, permission and foreground, they demand of this type too."""
    for one in others:
        if one.distance == OPEN_LIST or not _in_force(one, seen):
            continue
        for outcome in answered(one, seen).outcomes:
            if outcome.held == NOT_HELD and outcome.condition.necessary and outcome.condition.kind in STATE_KINDS:
                _fail(verdict, one, outcome, seen)


def _in_force(one: Speaking, seen: Observed) -> bool:
    """Did every stated circumstance (`if`) of the statement occur? What it demands it demands only then."""
    stated = (condition for condition in one.statement.conditions if condition.kind == "if" and not condition.necessary)
    return all(evaluate(condition, seen).held == HELD for condition in stated)


def _fail(verdict: Verdict, one: Speaking, outcome: Outcome, seen: Observed) -> None:
    kind = outcome.condition.kind
    cause = "consent" if kind in conditions.CONSENT_KINDS | conditions.BEFORE_KINDS else "condition"
    if one.statement.id in verdict.statements and cause in verdict.causes:
        return
    verdict.blame(cause, outcome.certain)
    verdict.decide_by(outcome)
    verdict.settle("violation", misdirected(outcome, seen) or cause, one)


def _promises(verdict: Verdict, speaking: Sequence[Speaking], seen: Observed) -> Speaking | None:
    """Question 4. Returns the statement whose protection was given, but weaker than said."""
    weak: Speaking | None = None
    weakness: Outcome | None = None
    for one in speaking:
        asked = one.role in (ALLOW, PROMISE) and one.distance != OPEN_LIST
        if not asked or not _promised_now(one, seen):
            continue
        for kept in broken_promises(one.statement, seen):
            held = NOT_HELD if kept.result == BROKEN else HELD
            verdict.reasons.append(reason("protection", one, kept.what, held, kept.fact))
            if kept.result == BROKEN:
                cause = "on_device" if kept.what == "on_device" else kept.cause
                verdict.blame(cause, one.names_type or kept.what != "encrypted")
                verdict.decide_by(Outcome(Condition(kind=kept.what), NOT_HELD, kept.fact))
                verdict.settle("violation", cause, one)
            elif kept.result == WEAK:
                weak = weak or one
                weakness = weakness or Outcome(Condition(kind=kept.what), UNKNOWN, kept.fact)
    if weakness and not verdict.causes:
        verdict.outcome = weakness
    return weak


def _promised_now(one: Speaking, seen: Observed) -> bool:
    """Does the protection hold now? A promise for after deletion is no promise yet.

    Conditions of collecting itself are asked elsewhere: they do not lift the protection of what was collected.
    """
    if one.role == ALLOW and one.statement.action != "protect":
        return True
    stated = one.statement.conditions
    if any(condition.kind in STOPS for condition in stated):
        return False
    lifted = any(evaluate(part, seen).held == HELD for c in stated if c.kind == "unless" for part in exceptions(c))
    relevant = (c for c in stated if c.kind != "unless" and c.kind not in conditions.NO_CONDITION)
    return not lifted and all(evaluate(condition, seen).held == HELD for condition in relevant)


def _cover(
    verdict: Verdict,
    allows: Sequence[Speaking],
    tested: Sequence[Tested],
    undecided: Outcome | None,
    book: Book,
    seen: Observed,
) -> None:
    """Questions 5 to 8."""
    one = seen.sighting
    third = one.recipient_party == "third_party" if seen.in_flow else one.actor == "third_party"
    if seen.in_flow and one.recipient_party == "unknown":
        verdict.settle("not_checkable", "unknown_owner", *[t.speaking for t in tested[:1]])
        return
    if verdict.outcome is not None and verdict.outcome.held == UNKNOWN:
        banned = [s for s in book.speaking(seen) if s.role == BAN]
        verdict.settle("not_checkable", "undecided", *(banned[:1] or [t.speaking for t in tested[:1]]))
        return
    if undecided is not None:
        verdict.outcome = undecided
        verdict.settle("not_checkable", "undecided", tested[0].speaking)
        return
    held = [t.speaking for t in tested if t.held == HELD]
    full = [s for s in held if s.distance < 1 and s.recipient < GENERAL]
    if full:
        verdict.certain &= full[0].distance == 0
        verdict.settle("consistent", "covered", full[0])
        return
    if third and book.list_missing:
        verdict.settle("not_checkable", "list_missing", *held[:1])
        return
    if any(s.recipient == UNDECIDED for s in held):
        verdict.settle("not_checkable", "recipient_class", held[0])
        return
    loose = [s for s in allows if s not in held and not s.names_type and answered(s, seen).held != NOT_HELD]
    if held or loose:
        first = (*held, *loose)[0]
        note = "general_recipient" if first.distance < 1 else "open_list" if first.distance == OPEN_LIST else "broader"
        verdict.settle("vague", note, first)
        return
    if third and _names_sdk_only(book, seen):
        verdict.settle("vague", "sdk_without_types")
        return
    verdict.settle("omitted", "omitted")


def _names_sdk_only(book: Book, seen: Observed) -> bool:
    """Is the third party in the policy's SDK table, with no word of what it gets?"""
    names = recipient_names(seen.sighting, seen.company)
    empty = [row for row in book.contract.sdks if not row.data_types]
    return any(fit((row.name, row.company or row.name), names, None) == NAMED for row in empty)


def _finish(verdict: Verdict, seen: Observed, packs: Sequence[Pack]) -> Verdict:
    """The law items that give a verdict its name in the law."""
    facts = law_facts(seen, verdict.word, tuple(verdict.causes) or (verdict.word,))
    for pack in packs:
        for rule in pack.rules:
            if rule.effect == "names" and breaks(pack, rule, facts) and rule.printed not in verdict.law:
                verdict.rules.append(rule)
                reason = Reason(question="law", held=NOT_HELD, condition=rule.printed, facts=(rule.text.en,))
                verdict.reasons.append(reason)
    if verdict.causes and verdict.doubtful.issuperset(verdict.causes):
        verdict.certain = False
    return verdict
