"""The scorer of the policy evaluation, on items small enough to count by hand; the development set is well formed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.errors import RuleFileError
from auditor.model import Condition, Statement
from benchmarks.policy import annotated, batches, development, fresh, matching
from benchmarks.policy.annotated import Held, Item, State
from benchmarks.policy.score import score
from benchmarks.policy.table import lines, misses

TEXT = "With your consent we collect your IMEI. We never share it with advertisers."


def statement(quote: str, **fields: object) -> Statement:
    """A statement about `quote` in TEXT."""
    start = TEXT.index(quote)
    base = {"id": quote, "quote": quote, "start": start, "end": start + len(quote), "actor": "first_party"}
    return Statement(**{**base, **fields})  # type: ignore[arg-type]


def held(kind: str, quote: str, **fields: object) -> Condition:
    """A condition that stands at `quote` in TEXT."""
    start = TEXT.index(quote)
    return Condition(kind=kind, start=start, end=start + len(quote), **fields)  # type: ignore[arg-type]


ITEM = Item(
    id="t-1",
    text=TEXT,
    states=(
        State(
            kind="practice",
            action="collect",
            data_types=("imei",),
            conditions=(Held("consent", quote="With your consent"),),
        ),
        State(
            kind="promise",
            action="share",
            polarity="negative",
            data_types=("imei",),
            conditions=(Held("never", quote="never"),),
            also={"kind": ["prohibition"]},
        ),
    ),
)
NOTHING = Item(id="t-2", text="Welcome!", states=())


def test_a_perfect_reading_scores_one_everywhere() -> None:
    read = (
        statement(
            "we collect your IMEI",
            kind="practice",
            action="collect",
            data_types=("imei",),
            conditions=(held("consent", "With your consent"),),
        ),
        statement(
            "We never share it",
            kind="prohibition",
            action="share",
            polarity="negative",
            data_types=("imei",),
            conditions=(held("never", "never"),),
        ),
    )
    found = score([ITEM, NOTHING], lambda item: read if item is ITEM else ())
    for measure in (
        "recall, specific",
        "precision, specific",
        "type f1",
        "polarity",
        "kind",
        "condition recall",
        "condition precision",
        "spans",
        "english collection recall",
        "english collection precision",
    ):
        assert found.value(measure) == 1.0, measure
    assert found.value("non-statements read") == 0.0
    assert found.misses == []


def test_every_kind_of_error_is_counted_once() -> None:
    read = (
        statement(
            "we collect your IMEI",
            kind="practice",
            action="access",
            polarity="negative",
            data_types=("imei", "imsi"),
            conditions=(held("login", "With your consent"),),
        ),
        statement("We never share it", kind="practice", action="store", data_types=("email_address",)),
    )
    found = score([ITEM, NOTHING], lambda item: read)
    assert found.value("recall, specific") == 0.5
    assert found.value("precision, specific") == 0.25, "1 of 2 in the item, none of the 2 in the greeting"
    assert found.value("type recall") == 1.0
    assert found.value("type precision") == 1 / 6
    assert found.value("polarity") == 0.0
    assert found.value("action") == 0.0, "access answers collect, but is not the word"
    assert found.value("condition recall") == 0.0
    assert found.value("non-statements read") == 1.0
    causes = {cause for cause, _, _ in found.misses}
    assert causes == {
        "missed statement",
        "extra statement",
        "wrong type",
        "wrong polarity",
        "wrong action",
        "missed condition consent",
        "extra condition login",
        "non-statement read",
    }
    assert "missed statement (1)" in list(misses(found))
    assert any(line.startswith("recall, specific") and "0.500!" in line for line in lines({"set": found}))


def test_statements_are_paired_by_action_group_and_types_and_not_by_polarity() -> None:
    collected = statement("we collect your IMEI", kind="practice", action="use", data_types=("imei",))
    shared = statement("We never share it", kind="practice", action="transfer", data_types=("imei",))
    pairs = matching.pair(ITEM.states, (shared, collected))
    assert [pair.statement for pair in pairs] == [collected, shared]
    other = statement("We never share it", kind="practice", action="share", data_types=("imsi",))
    assert matching.pair(ITEM.states[1:], (other,)) == []


def test_a_second_reading_is_accepted() -> None:
    state = State(
        kind="practice",
        action="store",
        data_types=("phone_number",),
        conditions=(Held("user_action", "call", quote="With your consent"),),
        also={
            "action": ["collect"],
            "data_types": ["contact_info"],
            "conditions": [
                {"kind": "feature", "value": "calls", "quote": "With your consent"},
                {"kind": "if", "value": "advertisers", "quote": "advertisers"},
            ],
        },
    )
    read = statement(
        "we collect your IMEI",
        kind="practice",
        action="collect",
        data_types=("contact_info",),
        conditions=(held("feature", "With your consent", value="calls"), held("if", "advertisers", value="other")),
    )
    found = score([Item(id="t-3", text=TEXT, states=(state,))], lambda item: (read,))
    assert found.misses == []
    assert found.value("condition recall") == 1.0


def test_values_in_words_need_the_place_or_the_words_and_permissions_their_name() -> None:
    state = State(
        kind="practice",
        action="collect",
        conditions=(
            Held("user_action", "tap Share", quote="share it"),
            Held("permission_granted", "location", quote="With your consent"),
        ),
    )
    read = statement(
        "we collect your IMEI",
        kind="practice",
        action="collect",
        conditions=(
            held("user_action", "IMEI", value="you tap share"),
            held("permission_granted", "With your consent", value="camera"),
        ),
    )
    paired = matching.conditions(state, read, TEXT)
    assert [asked.kind for asked, _ in paired.met] == ["user_action"]
    assert [asked.kind for asked in paired.missed] == ["permission_granted"]
    assert [found.kind for found in paired.extra] == ["permission_granted"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{id: x-1, text: abc, states: [{kind: practise, action: collect}]}", "unknown kind 'practise'"),
        ("{id: x-1, text: abc, states: [{kind: claim, action: use, data_types: [imie]}]}", "unknown data type 'imie'"),
        (
            "{id: x-1, text: abc, states: [{kind: claim, action: use, conditions: [{kind: never, quote: d}]}]}",
            "does not stand in the text",
        ),
        ("{id: x-1, text: abc, states: [{kind: claim, action: use, also: {kinds: []}}]}", "unknown field 'kinds'"),
        ("{id: x-1, text: abc, states: []}\n- {id: x-1, text: abc, states: []}", "stands twice"),
    ],
)
def test_a_faulty_item_is_named(tmp_path: Path, line: str, fault: str) -> None:
    file = tmp_path / "items.yaml"
    file.write_text(f"- {line}\n")
    with pytest.raises(RuleFileError) as raised:
        annotated.load([file])
    assert str(raised.value).startswith("items.yaml: x-1: ")
    assert fault in str(raised.value)


def test_a_changed_set_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zh.yaml").write_text("[]\n")
    sums = tmp_path / annotated.SUMS
    sums.write_text("37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570  zh.yaml\n")
    annotated.check_sums(tmp_path)
    (tmp_path / "zh.yaml").write_text("[] \n")
    with pytest.raises(RuleFileError, match=r"zh\.yaml is not the file"):
        annotated.check_sums(tmp_path)


def test_the_development_set_is_large_and_well_formed() -> None:
    items = development()
    by_language = {code: [item for item in items if item.language == code] for code in ("zh", "en")}
    assert all(len(rows) >= 200 for rows in by_language.values())
    for rows in by_language.values():
        assert 0.15 <= sum(not item.states for item in rows) / len(rows) <= 0.25
    kinds = [held.kind for item in items for state in item.states for held in state.conditions]
    for kind in annotated.CONDITIONS - {"any_of"}:
        assert kinds.count(kind) >= 10, kind


@pytest.mark.parametrize(("unseen", "least"), [(fresh, 200), (batches, 700)])
def test_the_sets_that_were_unseen_once_are_well_formed(unseen: Callable[[], list[Item]], least: int) -> None:
    items = unseen()
    assert len(items) >= least
    assert not {item.id for item in items} & {item.id for item in development()}
    for item in items:
        for state in item.states:
            for held in state.conditions:
                assert held.quote in item.text, item.id
