from __future__ import annotations

from typing import Any

from auditor import resources, rulefiles
from auditor.cli.demo import Expectation, Expected, Never, differences
from auditor.model import Finding, Judged, Judgement, Sighting


def judged(verdict: str, *, level: str | None = None, **sighting: Any) -> Judged:
    facts = {"data_type": "imei", "action": "collect", "actor": "first_party", "phase": "refuse", "at": 1} | sighting
    judgement = Judgement(id="J1", sighting=Sighting(id="S1", **facts), verdict=verdict)
    finding = Finding(fingerprint="f", check="policy", level=level or "", verdict=verdict, judgements=("J1",))
    return Judged(judgements=(judgement,), findings=(finding,) if level else ())


def expectation(*rows: Expected, never: tuple[Never, ...] = ()) -> Expectation:
    return Expectation(schema=1, app="a", findings_complete=True, expected=rows, never=never)


ROW = Expected(data_type="imei", action="collect", phases=("refuse",), verdict="violation", level="high")


def test_what_is_as_expected_says_nothing() -> None:
    assert list(differences(expectation(ROW), judged("violation", level="high"))) == []


def test_another_verdict_level_or_phase_is_said() -> None:
    assert list(differences(expectation(ROW), judged("omitted"))) == [
        "imei collect in refuse: must be violation, is omitted."
    ]
    assert list(differences(expectation(ROW), judged("violation"))) == [
        "imei collect in refuse: the finding's level must be high, is None."
    ]
    assert list(differences(expectation(ROW), judged("violation", phase="revoked", level="high"))) == [
        "imei collect in refuse: must be violation, is not observed.",
        "unexpected finding: f",
    ]


def test_a_send_is_no_read() -> None:
    sent = judged("violation", level="high", recipient_party="third_party")
    assert "not observed" in next(differences(expectation(ROW), sent))


def test_what_must_never_be_said() -> None:
    never = Never(data_type="imei", recipient_party=None, why="it is refused")
    assert list(differences(expectation(never=(never,)), judged("vague"))) == [
        "imei in refuse must not be vague: it is refused"
    ]
    assert list(differences(expectation(never=(never,)), judged("vague", recipient_party="third_party"))) == []


def test_the_demo_says_what_it_must_give() -> None:
    demo = rulefiles.load(resources.data("demo").joinpath("expected.yaml"), Expectation)
    assert {row.verdict for row in demo.expected} >= {"violation", "omitted", "consistent", "weak", "vague"}
    assert list(differences(demo, Judged())), "a run that saw nothing is not as expected"
