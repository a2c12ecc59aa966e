"""One verdict per sighting: the questions of docs/judging.md in their order, each answer kept as a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.judge import conditions
from auditor.judge.conditions import HELD, NOT_HELD, STATE_KINDS, UNKNOWN, Outcome, evaluate, label
from auditor.judge.facts import Fact, fact, join
from auditor.judge.governing import ALLOW, BAN, OPEN_LIST, PROMISE, SENDING, SHARING, STOP, STOPS, Book, Speaking, forbids_sending
from auditor.judge.observed import Observed
from auditor.judge.protection import BROKEN, WEAK, broken_promises
from auditor.judge.recipients import GENERAL, UNDECIDED
from auditor.law import Facts, Pack, Rule, breaks, rate_breaks
from auditor.model import Condition, Reason
from auditor.vocabulary import permission_of_type

CIRCUMSTANCES = frozenset({"user_action", "feature", "if", "needed_for", "voluntary", "registration", "login", "any_of"})


@dataclass
class Verdict:
    """The judgement of one sighting before it is written down. `causes`: why it is a violation, the gravest first.

    `outcome`: the condition that did not hold or could not be decided. `note`: what the sentence says in the end; the first
    breach of the policy (`broken`) gives it, else the law item. `for_person`: causes that only a person can settle.
    """

    word: str
    causes: list[str] = field(default_factory=list)
    governing: Speaking | None = None
    statements: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    certain: bool = True
    for_person: set[str] = field(default_factory=set)
    counts_as_try: bool = False
    outcome: Outcome | None = None
    note: str = ""
    broken: bool = False

    @property
    def law(self) -> list[str]:
        """The broken law items, sorted, each once."""
        return sorted({rule.printed for rule in self.rules})

    def settle(self, word: str, note: str, *speaking: Speaking) -> Verdict:
        """Fix the verdict with the statements it rests on."""
        self.word = word
        if word != "violation" or not self.broken:
            self.note = note
        self.broken |= word == "violation"
        if speaking:
            self.governing = self.governing or speaking[0]
            self.statements += [one.statement.id for one in speaking if one.statement.id not in self.statements]
        return self


@dataclass(frozen=True, slots=True)
class Tested:
    """An allowing statement with the answers to its conditions."""

    speaking: Speaking
    outcomes: tuple[Outcome, ...]

    @property
    def held(self) -> str:
        """held when every condition held, not_held when one did not, else unknown."""
        answers = {one.held for one in self.outcomes}
        return NOT_HELD if NOT_HELD in answers else UNKNOWN if UNKNOWN in answers else HELD

    @property
    def failed(self) -> Outcome:
        """The first condition that did not hold, else the first unknown."""
        return min(self.outcomes, key=lambda one: {NOT_HELD: 0, UNKNOWN: 1, HELD: 2}[one.held])


def judge_sighting(seen: Observed, book: Book, packs: Sequence[Pack]) -> Verdict:
    """Judge one sighting against a contract and law packs."""
    verdict = Verdict("omitted")
    speaking = book.speaking(seen)
    allows = [one for one in speaking if one.role == ALLOW]
    named = [one for one in allows if one.names_type]
    closest = [one for one in named if one.distance == named[0].distance] if named else []
    closest = _without_narrowed(_without_scopes(closest), book)
    tested = [_test(one, seen) for one in closest]
    _note_speaking(verdict, speaking)
    _law_demands(verdict, seen, packs)
    _stops(verdict, speaking, seen)
    if not verdict.causes and _contradicts(verdict, speaking, tested, book, seen):
        return _finish(verdict, seen, packs)
    _bans(verdict, speaking, tested, book, seen)
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


def _test(one: Speaking, seen: Observed) -> Tested:
    relevant = (
        condition for condition in one.statement.conditions
        if condition.kind not in conditions.NO_CONDITION and condition.kind not in STOPS and not condition.then
    )
    return Tested(one, tuple(evaluate(condition, seen) for condition in relevant) if not one.implied else ())


def _without_scopes(closest: list[Speaking]) -> list[Speaking]:
    """What a permission is for says less than a practice does; it governs only where no practice speaks."""
    practices = [one for one in closest if one.statement.kind != "permission_scope"]
    return practices or closest


def _without_narrowed(closest: list[Speaking], book: Book) -> list[Speaking]:
    ids = {one.statement.id for one in closest}
    kept = [one for one in closest if not any((other, one.statement.id) in book.narrows for other in ids)]
    return kept or closest


def _note_speaking(verdict: Verdict, speaking: Sequence[Speaking]) -> None:
    for one in speaking[:12]:
        role = {ALLOW: "allows", BAN: "forbids", STOP: "says when it stops", PROMISE: "promises protection"}[one.role]
        close = "same type" if one.distance == 0 else "narrower type" if one.distance == 0.5 else "broader term"
        verdict.reasons.append(Reason(question="speaks", statement=one.statement.id, facts=(role, close)))


def _law_demands(verdict: Verdict, seen: Observed, packs: Sequence[Pack]) -> None:
    facts = _facts(seen, "", ())
    for pack in packs:
        for rule in pack.rules:
            if rule.effect != "demands":
                continue
            if breaks(pack, rule, facts) or _too_often(pack, rule, seen):
                _break(verdict, rule, seen)


def _break(verdict: Verdict, rule: Rule, seen: Observed) -> None:
    verdict.rules.append(rule)
    if rule.check not in verdict.causes:
        verdict.causes.append(rule.check)
    if rule.needs_person:
        verdict.for_person.add(rule.check)
    verdict.counts_as_try |= bool(seen.sighting.attempt)
    verdict.note = verdict.note or rule.check
    verdict.reasons.append(Reason(question="law", held=NOT_HELD, condition=rule.printed, facts=(rule.text.en,)))


def _too_often(pack: Pack, rule: Rule, seen: Observed) -> bool:
    one = seen.sighting
    seconds = max(one.window_ms / 1000, 0.001)
    often = one.count > 1 and not one.attempt
    return often and rate_breaks(pack, rule, one.data_type, seen.moment.foreground, one.count, seconds)


def _stops(verdict: Verdict, speaking: Sequence[Speaking], seen: Observed) -> None:
    for one in speaking:
        for condition in one.statement.conditions:
            stopped = _stopped(condition, seen) if one.role in (STOP, ALLOW) else None
            if stopped:
                cause, told = stopped
                verdict.causes.append(cause)
                verdict.settle("violation", cause, one)
                verdict.outcome = verdict.outcome or Outcome(condition, NOT_HELD, told)
                verdict.reasons.append(_reason("forbidden", one, label(condition), NOT_HELD, told))


def _stopped(condition: Condition, seen: Observed) -> tuple[str, Fact] | None:
    moment = seen.moment
    if condition.kind == "permission_revoked" and conditions.revoked(condition.value or "", seen):
        name = permission_of_type(seen.sighting.data_type)
        return "revoked", fact("permission", name=name, state=moment.permission(name or ""))
    if condition.kind == "consent_withdrawn" and moment.consent == "withdrawn":
        return "withdrawn", fact("withdrawn")
    if condition.kind == "account_deleted" and moment.account == "deleted":
        return "stop", fact("deleted")
    return None


def ban_state(statement_conditions: Sequence[Condition], seen: Observed) -> tuple[str, tuple[Outcome, ...]]:
    """Is a negative statement in force? `active`, `lifted` (an exception held or its circumstance did not), `unknown`."""
    lifted: list[Outcome] = []
    outcomes: list[Outcome] = []
    for condition in statement_conditions:
        if condition.kind in conditions.NO_CONDITION:
            continue
        if condition.kind == "unless" or condition.kind in STATE_KINDS - {"foreground"} or condition.necessary:
            for part in _alternatives(condition):
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


def _alternatives(condition: Condition) -> list[Condition]:
    """The exceptions of an `unless:a|b:c`, each as a condition of its own."""
    if condition.kind != "unless":
        return [condition]
    if condition.any_of:
        return list(condition.any_of[:20])
    parts = [part.strip() for part in (condition.value or "").split("|")[:20]]
    return [Condition(kind="if", value=part, necessary=True) for part in parts if part]


def _contradicts(
    verdict: Verdict, speaking: Sequence[Speaking], tested: Sequence[Tested], book: Book, seen: Observed
) -> bool:
    """Question 2: one allows, one forbids without exception, neither is closer and neither narrows the other."""
    for ban in speaking:
        if ban.role != BAN or any(c.kind not in conditions.NO_CONDITION for c in ban.statement.conditions):
            continue
        for allow in tested:
            if allow.held == NOT_HELD or not _answers(allow, ban) or _decided(ban, allow.speaking, book):
                continue
            verdict.settle("ambiguous", "contradiction", *sorted((ban, allow.speaking), key=lambda s: s.statement.start))
            verdict.statements.sort(key=lambda name: book.statements[name].start if name in book.statements else 0)
            facts = (f"{allow.speaking.statement.id} allows", f"{ban.statement.id} forbids")
            verdict.reasons.append(Reason(question="contradiction", statement=ban.statement.id, facts=facts))
            return True
    return False


def _answers(allow: Tested, ban: Speaking) -> bool:
    """Does the allowing statement speak of the very act that is forbidden? Reading is no answer to "we never upload"."""
    one = allow.speaking.statement
    if forbids_sending(ban.statement):
        return one.action in SENDING | SHARING or one.locality == "server"
    return not allow.speaking.implied


def _decided(ban: Speaking, allow: Speaking, book: Book) -> bool:
    pair = (ban.statement.id, allow.statement.id)
    return ban.closer_than(allow) or allow.closer_than(ban) or pair in book.narrows or pair[::-1] in book.narrows


def _bans(
    verdict: Verdict, speaking: Sequence[Speaking], tested: Sequence[Tested], book: Book, seen: Observed
) -> None:
    """Question 3, first half: is it forbidden?"""
    for ban in speaking:
        if ban.role != BAN:
            continue
        state, outcomes = ban_state(ban.statement.conditions, seen)
        facts = join(one.fact for one in outcomes) if outcomes else fact("no_exception")
        held = {"active": NOT_HELD, "lifted": HELD, "unknown": UNKNOWN}[state]
        verdict.reasons.append(_reason("forbidden", ban, "ban", held, facts))
        if state == "lifted" or (not outcomes and _overruled(ban, tested, book)):
            continue
        if state == "unknown":
            if not any(one.speaking.closer_than(ban) and one.held == HELD for one in tested):
                verdict.outcome = verdict.outcome or next(one for one in outcomes if one.held == UNKNOWN)
            continue
        consent = bool(outcomes) and all(_is_consent(one.condition) for one in outcomes)
        verdict.causes.append("consent" if consent else "banned")
        verdict.outcome = verdict.outcome or (outcomes[0] if outcomes else None)
        verdict.certain &= all(one.certain for one in outcomes)
        verdict.settle("violation", "consent" if consent else "banned", ban)


def _is_consent(condition: Condition) -> bool:
    return condition.kind in conditions.CONSENT_KINDS or "consent" in (condition.value or "")


def _overruled(ban: Speaking, tested: Sequence[Tested], book: Book) -> bool:
    """Does a closer statement, or one that narrows the ban, allow what the ban forbids in general?"""
    for allow in tested:
        if allow.held != NOT_HELD and _answers(allow, ban):
            if allow.speaking.closer_than(ban) or (allow.speaking.statement.id, ban.statement.id) in book.narrows:
                return True
    return False


def _conditions(
    verdict: Verdict, allows: Sequence[Speaking], tested: Sequence[Tested], seen: Observed
) -> Outcome | None:
    """Question 3, second half. Returns the condition that could not be decided, when nothing else covers the sighting."""
    for test in tested:
        for outcome in test.outcomes:
            verdict.reasons.append(_reason("condition", test.speaking, label(outcome.condition), outcome.held, outcome.fact))
    done = {one.speaking.statement.id for one in tested}
    for one in allows:
        if one.statement.id not in done and one.distance == OPEN_LIST:
            continue
        for outcome in _test(one, seen).outcomes:
            if outcome.held == NOT_HELD and outcome.condition.necessary and outcome.condition.kind in STATE_KINDS:
                _fail(verdict, one, outcome)
    covering = [one for one in tested if one.held == HELD]
    for test in tested:
        strict = [o for o in test.outcomes if o.held == NOT_HELD and o.condition.necessary and o.condition.kind not in STATE_KINDS]
        excused = any(any(o.condition.kind in CIRCUMSTANCES for o in other.outcomes) for other in covering)
        possible = any(other.held == UNKNOWN and other is not test for other in tested)
        if strict and not ((excused or possible) and strict[0].condition.kind in CIRCUMSTANCES):
            _fail(verdict, test.speaking, strict[0])
    if tested and not covering:
        open_ones = [one for one in tested if one.held == UNKNOWN]
        if open_ones:
            return open_ones[0].failed
        if verdict.statements:
            return None
        _fail(verdict, tested[0].speaking, tested[0].failed)
    return None


def _fail(verdict: Verdict, one: Speaking, outcome: Outcome) -> None:
    kind = outcome.condition.kind
    cause = "consent" if kind in conditions.CONSENT_KINDS | conditions.BEFORE_KINDS else "condition"
    if one.statement.id in verdict.statements and cause in verdict.causes:
        return
    verdict.causes.append(cause)
    verdict.certain &= outcome.certain
    verdict.outcome = verdict.outcome if verdict.outcome and verdict.outcome.held == NOT_HELD else outcome
    verdict.settle("violation", cause, one)


def _promises(verdict: Verdict, speaking: Sequence[Speaking], seen: Observed) -> Speaking | None:
    """Question 4. Returns the statement whose protection was given, but weaker than said."""
    weak: Speaking | None = None
    for one in speaking:
        if one.role not in (ALLOW, PROMISE) or one.distance == OPEN_LIST:
            continue
        for kept in broken_promises(one.statement, seen):
            held = NOT_HELD if kept.result == BROKEN else HELD
            verdict.reasons.append(_reason("protection", one, kept.what, held, kept.fact))
            if kept.result == BROKEN:
                cause = "on_device" if kept.what == "on_device" else kept.cause
                verdict.causes.append(cause)
                verdict.outcome = verdict.outcome or Outcome(Condition(kind=kept.what), NOT_HELD, kept.fact)
                verdict.settle("violation", cause, one)
            elif kept.result == WEAK:
                weak = weak or one
                verdict.outcome = verdict.outcome or Outcome(Condition(kind=kept.what), UNKNOWN, kept.fact)
    return weak


def _cover(
    verdict: Verdict, allows: Sequence[Speaking], tested: Sequence[Tested], undecided: Outcome | None, book: Book,
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
    loose = [s for s in allows if s not in held and not s.names_type and _test(s, seen).held != NOT_HELD]
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
    from auditor.judge.recipients import NAMED, fit, recipient_names

    names = recipient_names(seen.sighting, seen.company)
    empty = [row for row in book.contract.sdks if not row.data_types]
    return any(fit((row.name, row.company or row.name), names, None) == NAMED for row in empty)


def _finish(verdict: Verdict, seen: Observed, packs: Sequence[Pack]) -> Verdict:
    """The law items that give a verdict its name in the law."""
    facts = _facts(seen, verdict.word, tuple(verdict.causes) or (verdict.word,))
    for pack in packs:
        for rule in pack.rules:
            if rule.effect == "names" and breaks(pack, rule, facts) and rule.printed not in verdict.law:
                verdict.rules.append(rule)
                reason = Reason(question="law", held=NOT_HELD, condition=rule.printed, facts=(rule.text.en,))
                verdict.reasons.append(reason)
    if verdict.causes and verdict.for_person.issuperset(verdict.causes):
        verdict.certain = False
    return verdict


def _facts(seen: Observed, verdict: str, causes: tuple[str, ...]) -> Facts:
    one, moment = seen.sighting, seen.moment
    guard = permission_of_type(one.data_type)
    return Facts(
        data_type=one.data_type,
        action=one.action,
        actor=one.actor,
        party=one.recipient_party or "",
        consent=moment.consent,
        permission=moment.permission(guard) if guard else "",
        foreground=moment.foreground,
        tls=one.tls,
        encoding=one.encoding,
        attempt=one.attempt,
        verdict=verdict,
        causes=causes,
    )


def _reason(question: str, one: Speaking, condition: str, held: str, because: str) -> Reason:
    return Reason(question=question, statement=one.statement.id, condition=condition, held=held, facts=(str(because),))
