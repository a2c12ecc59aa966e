"""The ledger of a process: bounded, and never silent about it."""

import time

from auditor.desk import holes
from auditor.desk.holes import Kind, Ledger


def test_a_line_has_its_time_and_what_a_process_tells_is_bounded():
    ledger = Ledger()
    before = int(time.time() * 1000)
    ledger.take({"event": "ledger", "kind": "camera", "name": "n" * 5000, "why": "w", "stack": ["f"] * 500})
    ledger.take({"event": "ledger", "kind": "made up", "name": 7, "why": None, "stack": "none"})
    ledger.note(Kind.PROGRAM, "su", "no such program")["count"] = 3
    first, odd, last = ledger.lines
    assert before <= first["at"] <= int(time.time() * 1000)
    assert (first["kind"], len(first["name"]), len(first["stack"])) == ("camera", 1000, 64)
    assert (odd["kind"], odd["name"], odd["stack"]) == ("other", "7", [])
    assert (last["kind"], last["name"], last["count"]) == ("program", "su", 3)


def test_a_full_ledger_keeps_the_first_lines_and_says_that_it_is_full(monkeypatch):
    monkeypatch.setattr(holes, "MOST_LINES", 3)
    ledger = Ledger()
    for number in range(6):
        ledger.note(Kind.OTHER, str(number), "why")
    assert [line["name"] for line in ledger.lines] == ["0", "1", "2", "3 lines"]
    assert ledger.lines[-1]["kind"] == "ledger_full"
