from __future__ import annotations

from auditor import tables
from auditor.model import Caller, Event, Flow, Judgement, Message, Sighting


def sighting(**more: object) -> Sighting:
    base: dict[str, object] = {"id": "S1", "data_type": "imei", "action": "collect", "actor": "first_party", "at": 5}
    return Sighting(**{**base, **more})  # type: ignore[arg-type]


def test_a_row_for_each_judged_sighting_and_none_for_promises() -> None:
    table = tables.sightings_table(
        [
            Judgement(id="J1", sighting=sighting(tls=True), verdict="violation", law=("A:1", "B:2")),
            Judgement(id="J2", sighting=None, verdict="violation"),
        ]
    )
    assert list(table["id"]) == ["J1"]
    assert table.iloc[0]["law"] == "A:1 B:2"
    assert table.iloc[0]["tls"] == "true"


def test_empty_tables_keep_their_columns() -> None:
    assert list(tables.sightings_table([]).columns) == tables.SIGHTINGS
    assert list(tables.events_table([]).columns) == tables.EVENTS
    assert list(tables.flows_table([]).columns) == tables.FLOWS
    assert len(tables.sum_sightings(tables.sightings_table([]))) == 0
    assert len(tables.sum_events(tables.events_table([]))) == 0
    assert len(tables.sum_hosts(tables.flows_table([]))) == 0


def test_sightings_of_one_matter_are_summed_and_certain_ones_stay_apart() -> None:
    judgements = [
        Judgement(id="J1", sighting=sighting(at=9, count=4), verdict="omitted"),
        Judgement(id="J2", sighting=sighting(at=5), verdict="omitted"),
        Judgement(id="J3", sighting=sighting(at=6), verdict="omitted", certain=False),
    ]
    summed = tables.sum_sightings(tables.sightings_table(judgements))
    assert [(row["count"], row["first"], row["last"], row["certain"]) for _, row in summed.iterrows()] == [
        (5, 5, 9, True),
        (1, 6, 6, False),
    ]


def test_calls_are_counted_not_events() -> None:
    caller = Caller(kind="sdk", name="Tally")
    rows = [
        Event(id="E1", at=1, hook="h", api="A.b", count=20, stack=1, caller=caller),
        Event(id="E2", at=2, hook="h", api="A.b", count=3, stack=2, caller=caller),
    ]
    summed = tables.sum_events(tables.events_table(rows))
    assert (summed.iloc[0]["count"], summed.iloc[0]["stacks"], summed.iloc[0]["caller"]) == (23, 2, "Tally")


def test_hosts_say_how_much_was_not_read() -> None:
    rows = [
        Flow(id="F1", at=1, host="a.example", request=Message(size=10)),
        Flow(id="F2", at=2, host="a.example", unread="pinned", request=Message(size=5)),
    ]
    host = tables.sum_hosts(tables.flows_table(rows)).iloc[0]
    assert (host["count"], host["sent"], host["closed"], host["unread"]) == (2, 15, 1, "pinned")
