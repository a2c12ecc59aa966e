"""Files and cookies of recorded runs: what is kept, since when, by whom, and what could not be read."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auditor.evidence import seal, verify
from auditor.judge.runjudge import judge_run
from auditor.model import Flow, Judgement, Message
from auditor.runs import Recorder, Run

from .runs import ANDROID_ID, SDK, T0, event, record

CONSENT = (5_000, "consent_accept", {"text": "Agree"})
START = (0, "start", {})
HOME = "/data/data/com.example.shop"
PREFS = f"{HOME}/shared_prefs/a.xml"
NAMED: list[dict[str, Any]] = [{"id": "P001", "data_types": ["android_id"]}]
SILENT: list[dict[str, Any]] = [{"id": "P001", "data_types": ["contacts"]}]
CODED = base64.b64encode(ANDROID_ID.encode()).decode()
CONTENT = f'<map><string name="id">{CODED}</string></map>'.encode()


def stored(folder: Path) -> list[Judgement]:
    found = [one for one in judge_run(folder).judgements if one.sighting and one.sighting.action == "store"]
    assert all(one.sighting for one in found)
    return found


def test_a_value_in_a_file_is_stored_and_leads_back_to_its_read(tmp_path: Path) -> None:
    events = [event(1, 6_000, "android_id", value=ANDROID_ID)]
    files = [(5_500, 8_000, 9_000, PREFS, CONTENT)]
    folder = record(tmp_path / "run", SILENT, [START, CONSENT], events, files=files, language="en")
    (one,) = stored(folder)
    assert one.sighting is not None
    assert (one.verdict, one.certain, one.sighting.encoding) == ("omitted", True, "base64")
    assert (one.sighting.evidence, one.sighting.host, one.sighting.at) == (("D1", "E1"), PREFS, T0 + 8_000)
    assert f"the app stored the Android ID (Base64) in {PREFS}" in one.sentence["en"]
    judged = judge_run(folder)
    assert [(hit.source, hit.part, hit.chain) for hit in judged.hits] == [("D1", "file", ("prefs:id", "base64"))]
    assert (judged.coverage.files, judged.coverage.unread_files) == (1, ())
    assert [one.data_type for one in judged.findings if not one.review and one.recipient is None] == ["android_id"] * 2


def test_what_may_be_collected_may_be_kept_unless_the_policy_says_otherwise(tmp_path: Path) -> None:
    files = [(5_500, 8_000, 9_000, PREFS, CONTENT)]
    ban = {"id": "P002", "action": "store", "polarity": "negative", "kind": "promise", "data_types": ["android_id"]}
    coded = {"id": "P002", "action": "store", "data_types": ["android_id"], "protection": ["encrypted"]}
    verdicts = []
    for number, more in enumerate(([], [{**ban, "conditions": [{"kind": "never"}]}], [coded])):
        (one,) = stored(record(tmp_path / str(number), [*NAMED, *more], [START, CONSENT], files=files))
        verdicts.append((one.verdict, one.certain))
    assert verdicts == [("consistent", True), ("violation", True), ("violation", True)]


@pytest.mark.parametrize(
    ("since", "changed", "verdict"),
    [(1_000, 4_000, "violation"), (1_000, 8_000, "consistent"), (5_500, 8_000, "consistent")],
    ids=["before consent", "before or after", "after consent"],
)
def test_the_mildest_of_all_moments_at_which_it_may_have_been_counts(
    tmp_path: Path, since: int, changed: int, verdict: str
) -> None:
    files = [(since, changed, 9_000, PREFS, CONTENT)]
    folder = record(tmp_path / "run", NAMED, [START, CONSENT], files=files, language="en", law=["eprivacy"])
    (one,) = stored(folder)
    assert one.verdict == verdict


def test_a_first_read_after_consent_shows_that_it_was_kept_after_it(tmp_path: Path) -> None:
    conditional = [{"id": "P001", "data_types": ["android_id"], "action": "store", "conditions": [
        {"kind": "user_action", "value": "find stores", "necessary": True}]}]  # fmt: skip
    marks = [START, CONSENT, (7_000, "tap", {"text": "Find stores"}), (60_000, "tap", {"text": "Help"})]
    files = [(0, 200_000, 300_000, PREFS, CONTENT)]
    verdicts = []
    for number, at in enumerate((6_000, 190_000)):
        events = [event(1, at, "android_id", value=ANDROID_ID)]
        (one,) = stored(record(tmp_path / str(number), conditional, marks, events, files=files, language="en"))
        verdicts.append(one.verdict)
    assert verdicts == ["consistent", "violation"]


def test_a_file_that_is_written_again_is_sighted_once_in_each_installation(tmp_path: Path) -> None:
    later = CONTENT.replace(b"</map>", b'<int name="n" value="1"/></map>')
    marks = [START, CONSENT, (10_000, "permission", {"permission": "LOCATION", "result": "revoked"})]
    marks += [(20_000, "install", {}), (20_100, "start", {})]
    files = [
        (5_500, 8_000, 9_000, PREFS, CONTENT),
        (9_000, 12_000, 13_000, PREFS, later),
        (13_000, 14_000, 15_000, f"{HOME}/databases/b", ANDROID_ID.encode()),
        (20_000, 21_000, 22_000, PREFS, CONTENT),
    ]
    found = stored(record(tmp_path / "run", NAMED, marks, files=files))
    assert [one.sighting.evidence for one in found if one.sighting] == [("D1",), ("D3",), ("D4",)]


def test_who_keeps_it_is_who_read_it_and_unknown_where_several_did(tmp_path: Path) -> None:
    files = [(5_500, 8_000, 9_000, PREFS, CONTENT)]
    theirs = {"id": "P001", "actor": "third_party", "recipients": ["Example Analytics"], "data_types": ["android_id"]}
    read_by_sdk, read_by_app = (event(n, 6_000 + n, "android_id", caller=who, value=ANDROID_ID) for n, who in
                                ((1, SDK), (2, event(0, 0, "x").caller)))  # fmt: skip
    found = []
    for number, events in enumerate(([read_by_sdk], [read_by_app], [read_by_sdk, read_by_app], [])):
        folder = record(tmp_path / str(number), [theirs], [START, CONSENT], events, files=files)
        (one,) = stored(folder)
        assert one.sighting is not None
        found.append((one.sighting.actor, one.sighting.actor_name, one.verdict, one.certain))
    assert found == [
        ("third_party", "Example Analytics", "consistent", True),
        ("first_party", "", "omitted", True),
        ("unknown", "", "consistent", False),
        ("first_party", "", "omitted", True),
    ]


def test_what_could_not_be_read_is_counted_and_a_later_copy_makes_it_good(tmp_path: Path) -> None:
    keeps = [{"id": "P001", "action": "store", "data_types": ["android_id"], "checkable": ["file"]}]
    files = [
        (0, 8_000, 9_000, f"{HOME}/files/big", "larger than 8 MiB"),
        (0, 8_000, 9_000, f"{HOME}/files/late", "more than 400 files at once"),
        (0, 8_000, 12_000, f"{HOME}/files/late", b"late"),
    ]
    coverage = judge_run(record(tmp_path / "some", keeps, [START, CONSENT], files=files)).coverage
    assert (coverage.files, coverage.unread_files) == (1, ((f"{HOME}/files/big", "larger than 8 MiB", 0),))
    assert coverage.statements[0].why == "nothing of it was stored: android_id"
    closed = judge_run(record(tmp_path / "none", keeps, [START, CONSENT], files=[(0, 1, 2, HOME, "closed")])).coverage
    assert closed.statements[0].why == "no files of the app could be read"
    none = judge_run(record(tmp_path / "old", keeps, [START])).coverage
    assert none.statements[0].why == "no files of the app were seen"


def test_a_known_value_in_a_path_is_masked(tmp_path: Path) -> None:
    files = [(5_500, 8_000, 9_000, f"{HOME}/files/{ANDROID_ID}.dat", CONTENT)]
    folder = record(tmp_path / "run", SILENT, [START, CONSENT], files=files)
    (one,) = stored(folder)
    assert one.sighting is not None
    assert one.sighting.host == f"{HOME}/files/[16 characters].dat"
    assert ANDROID_ID not in str(msgspec.to_builtins(judge_run(folder).findings))


def test_cookies_that_are_set_and_sent_back_are_stored(tmp_path: Path) -> None:
    folder = record(tmp_path / "run", NAMED, [START, CONSENT])
    manifest = Run.open(folder).manifest
    with_cookie = (("Cookie", f"other=1; uid={CODED}"),)
    setting = Message(headers=(("Set-Cookie", f"uid={CODED}; Path=/; Secure"), ("Set-Cookie", f"once={ANDROID_ID}")))
    recorder = Recorder(folder, manifest)
    for number, (host, request, response) in enumerate(
        [
            ("www.example-shop.example", Message(), setting),
            ("www.example-shop.example", Message(headers=with_cookie), None),
            ("other.example", Message(headers=with_cookie), None),
        ],
        1,
    ):
        flow = Flow(id=f"F{number}", at=T0 + 6_000 + number, host=host, scheme="https", tls="TLSv1.3", path="/",
                    request=request, response=response, phase="accept_allow")  # fmt: skip
        recorder.flow(flow)
    recorder.close()
    judged = judge_run(folder, first_party=["example-shop.example"])
    found = [one for one in judged.judgements if one.sighting and one.sighting.action == "store"]
    assert [(s.host, s.evidence, s.actor, s.encoding, s.certain, one.verdict)
            for one in found if (s := one.sighting)] == [
        ("cookie once (www.example-shop.example)", ("F1",), "first_party", "clear", False, "consistent"),
        ("cookie uid (www.example-shop.example)", ("F1", "F2"), "first_party", "base64", True, "consistent"),
        ("cookie uid (other.example)", ("F3",), "unknown", "base64", False, "consistent"),
    ]  # fmt: skip
    assert [hit.part for hit in judged.hits if hit.source == "F1"] == ["set-cookie", "set-cookie"]


def test_the_seal_covers_the_files(tmp_path: Path) -> None:
    folder = record(tmp_path / "run", NAMED, [START], files=[(0, 1, 2, PREFS, CONTENT)])
    seal(folder)
    assert verify(folder).intact
    (copy,) = (folder / "files").iterdir()
    copy.write_bytes(b"another")
    assert verify(folder).changed == (f"files/{copy.name}",)
