"""A judgement while it is made: its causes and reasons, and statements with their conditions answered."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.judge.answers import HELD, NOT_HELD, UNKNOWN
from auditor.judge.conditions import NO_CONDITION, Outcome, evaluate
from auditor.judge.governing import STOPS, Speaking, stops_by
from auditor.judge.observed import Observed
from auditor.law import Facts, Rule
from auditor.model import Reason
from auditor.vocabulary import is_asked, permission_of_type


@dataclass
class Verdict:
    """The judgement of one sighting before it is written down. `causes`: why it is a violation, the gravest first.

    `outcome`: the condition that did not hold or could not be decided. `note`: what the sentence says in the end; the
    first breach of the policy (`broken`) gives it, else the law item. `doubtful`: causes that alone would be
    for a person to settle.
    """

    word: str
    causes: list[str] = field(default_factory=list)
    governing: Speaking | None = None
    statements: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    certain: bool = True
    doubtful: set[str] = field(default_factory=set)
    counts_as_try: bool = False
    outcome: Outcome | None = None
    note: str = ""
    broken: bool = False

    @property
    def law(self) -> list[str]:
        """The broken law items, sorted, each once."""
        return sorted({rule.printed for rule in self.rules})

    def blame(self, cause: str, certain: bool = True) -> None:
        """Add a cause of violation. One certain cause makes a doubtful one of the same name certain."""
        if not certain and cause not in self.causes:
            self.doubtful.add(cause)
        elif certain:
            self.doubtful.discard(cause)
        if cause not in self.causes:
            self.causes.append(cause)

    def decide_by(self, outcome: Outcome | None) -> None:
        """Keep the first outcome that did not hold, else the first of all."""
        if outcome is not None and (
            self.outcome is None or (self.outcome.held != NOT_HELD and outcome.held == NOT_HELD)
        ):
            self.outcome = outcome

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


def answered(one: Speaking, seen: Observed) -> Tested:
    """An allowing statement with every condition of it that bears on collecting evaluated.

    Of a statement that only implies the act (what is kept was collected) the circumstances are those of keeping; that
    it speaks of the time after an end (account deleted, service over) bears on both.
    """
    relevant = (
        condition
        for condition in one.statement.conditions
        if condition.kind not in NO_CONDITION | {"unless"}
        and not stops_by(one.statement, condition)
        and not condition.then
        and (not one.implied or condition.kind in STOPS)
    )
    return Tested(one, tuple(evaluate(condition, seen) for condition in relevant))


def law_facts(seen: Observed, verdict: str, causes: tuple[str, ...]) -> Facts:
    """What a law rule may ask of a sighting."""
    one, moment = seen.sighting, seen.moment
    guard = permission_of_type(one.data_type)
    state = moment.permission(guard) if guard else ""
    return Facts(
        data_type=one.data_type,
        action=one.action,
        actor=one.actor,
        party=one.recipient_party or "",
        consent=moment.consent,
        permission="" if guard and state == "not_given" and not is_asked(guard) else state,
        foreground=moment.foreground,
        tls=one.tls,
        encoding=one.encoding,
        attempt=one.attempt,
        verdict=verdict,
        causes=causes,
    )


def reason(question: str, one: Speaking, condition: str, held: str, because: str) -> Reason:
    """One answer, with the statement and the fact that decided it."""
    return Reason(question=question, statement=one.statement.id, condition=condition, held=held, facts=(str(because),))
