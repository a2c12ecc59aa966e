"""Recorded runs: grouping, lineage, parties, coverage, and the same bytes each time."""

from pathlib import Path

import pytest

from auditor.errors import RunFolderError
from auditor.judge.examples import short_contract
from auditor.judge.runjudge import judge_run
from auditor.model import LedgerEntry
from auditor.runs import pretty

from .runs import ANDROID_ID, SDK, event, record

CONSENT = (1_000, "consent_accept", {"text": "同意"})
NAMED = [{"id": "P001", "data_types": ["android_id"]}]


def test_calls_between_two_marks_are_one_sighting(tmp_path: Path) -> None:
    events = [event(n, 2_000 + n * 500, "android_id") for n in range(20)]
    judged = judge_run(record(tmp_path / "run", NAMED, [CONSENT], events))
    (judgement,) = judged.judgements
    assert judgement.verdict == "consistent"
    assert judgement.sighting is not None
    assert judgement.sighting.count == 20
    assert judgement.sighting.window_ms == 9_500


def test_a_burst_of_reads_is_for_a_person_to_judge(tmp_path: Path) -> None:
    events = [event(n, 2_000 + n * 10, "android_id") for n in range(500)]
    judged = judge_run(record(tmp_path / "run", NAMED, [CONSENT], events))
    (finding,) = judged.findings
    assert (finding.check, finding.law[0], finding.review) == ("frequency", "CN-191:4.4", True)


def test_layers_of_one_read_count_once(tmp_path: Path) -> None:
    events = [event(n, 2_000 + n // 2, "android_id", api=("outer", "inner")[n % 2]) for n in range(10)]
    (judgement,) = judge_run(record(tmp_path / "run", NAMED, [CONSENT], events)).judgements
    assert judgement.sighting is not None
    assert judgement.sighting.count == 5


def test_attempts_stay_apart(tmp_path: Path) -> None:
    events = [event(1, 2_000, "android_id"), event(2, 2_001, "android_id", outcome="denied")]
    judged = judge_run(record(tmp_path / "run", NAMED, [CONSENT], events))
    assert [one.attempt for one in judged.judgements] == [False, True]
    assert judged.findings == ()


def test_a_sent_value_leads_back_to_its_read(tmp_path: Path) -> None:
    events = [event(1, 2_000, "android_id", value=ANDROID_ID)]
    body = b'{"id": "' + ANDROID_ID.encode() + b'"}'
    folder = record(tmp_path / "run", NAMED, [CONSENT], events, [(3_000, "api.shop.example", "https", body)])
    judged = judge_run(folder, first_party=["shop.example"])
    sent = judged.judgements[1]
    assert sent.sighting is not None
    assert (sent.sighting.action, sent.sighting.evidence, sent.verdict) == ("collect", ("F1", "E1"), "consistent")
    assert judged.hits[0].data_type == "android_id"


def test_a_returned_value_nobody_planted_is_found_when_sent(tmp_path: Path) -> None:
    events = [event(1, 2_000, "oaid", value="b7e1-44d0-9a51-77aa")]
    flows = [(3_000, "collect.tallyhall.example", "https", b"id=b7e1-44d0-9a51-77aa")]
    judged = judge_run(record(tmp_path / "run", [{"id": "P001", "data_types": ["oaid"]}], [CONSENT], events, flows))
    (finding,) = judged.findings
    assert (finding.verdict, finding.level, finding.recipient) == ("omitted", "high", "Tallyhall Analytics")


def test_domains_of_the_policy_are_first_party(tmp_path: Path) -> None:
    flows = [(3_000, "api.shop.example", "https", ANDROID_ID.encode())]
    text = "We run www.shop.example. We collect your Android ID."
    (judgement,) = judge_run(record(tmp_path / "run", NAMED, [CONSENT], flows=flows, text=text)).judgements
    assert judgement.sighting is not None
    assert judgement.sighting.recipient_party == "first_party"


def test_unknown_owner_cannot_be_checked(tmp_path: Path) -> None:
    flows = [(3_000, "x.nobody-knows.example", "https", ANDROID_ID.encode())]
    (judgement,) = judge_run(record(tmp_path / "run", NAMED, [CONSENT], flows=flows)).judgements
    assert judgement.verdict == "not_checkable"


def test_sdk_reads_are_not_the_apps(tmp_path: Path) -> None:
    judged = judge_run(record(tmp_path / "run", NAMED, [CONSENT], [event(1, 2_000, "android_id", caller=SDK)]))
    (finding,) = judged.findings
    assert (finding.actor, finding.verdict) == ("Example Analytics", "omitted")


def test_before_any_mark_nothing_is_given(tmp_path: Path) -> None:
    judged = judge_run(record(tmp_path / "run", NAMED, [CONSENT], [event(1, 500, "android_id")]))
    assert judged.findings[0].law[0] == "CN-191:3.1"


def test_a_fresh_install_forgets_consent(tmp_path: Path) -> None:
    marks = [CONSENT, (5_000, "install", {})]
    judged = judge_run(record(tmp_path / "run", NAMED, marks, [event(1, 6_000, "android_id")]))
    assert judged.judgements[0].verdict == "violation"


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    events = [event(n, 2_000 + n, kind) for n, kind in enumerate(["android_id", "imei", "clipboard", "contacts"] * 5)]
    folder = record(tmp_path / "run", NAMED, [CONSENT], events, [(3_000, "a.example", "http", ANDROID_ID.encode())])
    assert pretty(judge_run(folder)) == pretty(judge_run(folder))


def test_another_policy_judges_the_same_run(tmp_path: Path) -> None:
    folder = record(tmp_path / "run", NAMED, [CONSENT], [event(1, 2_000, "android_id")])
    ban = short_contract(
        [{"id": "P001", "data_types": ["android_id"], "polarity": "negative", "conditions": [{"kind": "never"}]}]
    )
    assert judge_run(folder).judgements[0].verdict == "consistent"
    assert judge_run(folder, policy=ban).judgements[0].verdict == "violation"


def test_a_type_named_outside_statements_leaves_doubt(tmp_path: Path) -> None:
    text = "我们在剪贴板中查找口令。"
    judged = judge_run(record(tmp_path / "run", NAMED, [CONSENT], [event(1, 2_000, "clipboard")], text=text))
    assert [finding.review for finding in judged.findings] == [True]


def test_what_was_not_observed_is_said(tmp_path: Path) -> None:
    ledger = [
        LedgerEntry(source="hook", name="telephony.imei", state="failed", why="no such method"),
        LedgerEntry(source="hook", name="settings.secure", state="armed"),
        LedgerEntry(source="phone", name="libx.so", state="hole", why="native library"),
    ]
    coverage = judge_run(record(tmp_path / "run", NAMED, [CONSENT], ledger=ledger)).coverage
    assert coverage.hooks == {"armed": 1, "failed": 1}
    assert coverage.hooks_failed == ("telephony.imei: no such method",)
    assert [hole.name for hole in coverage.holes] == ["libx.so"]
    assert ("imei", "not given to ordinary apps at API 34") in coverage.unreadable_types
    assert coverage.statements[0].state == "not_exercised"


@pytest.mark.parametrize(
    ("state", "marked", "why"),
    [
        ("recording", True, "the run was never finished"),
        ("complete", False, "the run has no marks: consent, permissions and phases are not known"),
    ],
)
def test_an_unfinished_or_unmarked_run_is_incomplete(tmp_path: Path, state: str, marked: bool, why: str) -> None:
    coverage = judge_run(record(tmp_path / "run", NAMED, [CONSENT] if marked else [], state=state)).coverage
    assert (coverage.complete, coverage.why) == (False, why)


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="not a run folder"):
        judge_run(tmp_path)


EVERY_30_S = {"kind": "frequency", "value": "30s", "necessary": True}
PACED = [{"id": "P001", "data_types": ["android_id"], "conditions": [EVERY_30_S]}]


def sendings(*seconds: float) -> list[tuple[int, str, str, bytes]]:
    hosts = ("api.shop.example", "log.shop.example")
    return [(int(at * 1000), hosts[n % 2], "https", ANDROID_ID.encode()) for n, at in enumerate(seconds)]


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [((2, 35, 70), "consistent"), ((2, 2.4, 35), "consistent"), ((2, 35, 40), "violation")],
)
def test_sendings_keep_the_stated_interval(tmp_path: Path, seconds: tuple[float, ...], verdict: str) -> None:
    folder = record(tmp_path / "run", PACED, [CONSENT], flows=sendings(*seconds))
    judged = judge_run(folder, first_party=["shop.example"])
    assert verdict in {one.verdict for one in judged.judgements} <= {"consistent", verdict}


def test_what_was_read_once_may_be_sent_in_pieces(tmp_path: Path) -> None:
    read = event(1, 2_000, "android_id", value=ANDROID_ID)
    folder = record(tmp_path / "run", PACED, [CONSENT], [read], sendings(3, 8, 12))
    judged = judge_run(folder, first_party=["shop.example"])
    assert {one.verdict for one in judged.judgements} == {"consistent"}
