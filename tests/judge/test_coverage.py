from __future__ import annotations

from auditor.judge.coverage import Tally, failed_hooks, hook_states
from auditor.model import Judgement, LedgerEntry, Reason


def entry(name: str, state: str, phase: str, why: str = "") -> LedgerEntry:
    return LedgerEntry(source="hook", name=name, state=state, phase=phase, why=why)


LEDGER = (
    entry("imei", "fired", "refuse"),
    entry("imei", "armed", "revoked"),
    entry("oaid", "failed", "refuse", "class not found"),
    entry("oaid", "armed", "accept_allow"),
    entry("camera", "failed", "refuse", "no overload"),
    entry("camera", "failed", "accept_allow", "no overload"),
    entry("old", "not_applicable", "refuse"),
    LedgerEntry(source="phone", name="libx.so", state="hole", why="native"),
)


def test_a_hook_counts_once_by_the_best_state_of_all_sessions() -> None:
    assert hook_states(LEDGER) == {"armed": 1, "failed": 1, "fired": 1, "not_applicable": 1}
    assert hook_states(reversed(LEDGER)) == hook_states(LEDGER)


def test_a_hook_that_failed_in_one_session_only_is_named_with_that() -> None:
    assert failed_hooks(LEDGER) == (
        "camera: no overload",
        "oaid: class not found (failed in 1 of 2 sessions)",
    )


def reason(statement: str, held: str) -> Reason:
    return Reason(question="condition", statement=statement, condition="consent", held=held)


def test_a_statement_whose_condition_was_put_to_the_test_is_counted_though_another_governs() -> None:
    tally = Tally()
    held = (reason("P1", "held"), reason("P2", "held"))
    tally.add(
        Judgement(id="J1", sighting=None, verdict="consistent", governing="P1", statements=("P1",), reasons=held)
    )
    assert (tally.kept["P1"], tally.kept["P2"]) == (1, 1)
    not_held = (reason("P1", "not_held"), reason("P2", "not_held"))
    tally.add(
        Judgement(id="J2", sighting=None, verdict="violation", governing="P1", statements=("P1",), reasons=not_held)
    )
    assert (tally.against["P1"], tally.against["P2"]) == (1, 1)


def test_attempts_and_vague_terms_exercise_a_statement_but_do_not_contradict_it() -> None:
    tally = Tally()
    tally.add(Judgement(id="J1", sighting=None, verdict="violation", attempt=True, statements=("P1",)))
    tally.add(Judgement(id="J2", sighting=None, verdict="vague", statements=("P2",)))
    assert not tally.against
    assert (tally.tried["P1"], tally.vague["P2"]) == (1, 1)
