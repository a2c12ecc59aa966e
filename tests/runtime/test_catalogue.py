"""The catalogue: what it must cover, and what a wrong file is told."""

import json
from pathlib import Path

import pytest

from auditor.errors import RuleFileError
from auditor.runtime import catalogue

ROW = "{id: a.b, class: a.B, method: b, data_type: imei, source: here"


def write(folder: Path, row: str, examples: str = "[]") -> Path:
    (folder / "x.yaml").write_text(f"category: x\napis:\n- {row}}}\nexamples: {examples}\n")
    return folder


def test_the_catalogue_covers_what_it_promises() -> None:
    rows = catalogue.load()
    assert len({(row.class_, row.method) for row in rows}) >= 100
    types = {row.data_type for row in rows}
    assert types >= {
        "imei", "imsi", "iccid", "phone_number", "serial_number", "android_id", "mac_address", "bssid", "ssid",
        "bluetooth_mac", "location_precise", "cell_tower", "contacts", "sms", "call_log", "calendar", "photos",
        "clipboard", "installed_apps", "camera", "microphone", "motion_sensors", "steps", "accounts_list",
        "ip_address", "google_ad_id", "oaid", "drm_id",
    }  # fmt: skip
    assert {row.action for row in rows} == {"access", "permission_request", "bookkeeping"}


def test_short_names_and_levels() -> None:
    rows = {row.id: row for row in catalogue.load()}
    assert rows["settings.android_id"].api == "Settings.Secure.getString"
    assert rows["microphone.prepare"].api == "AudioRecord.<init>"
    assert rows["telephony.imei"].level_range() == (26, 99)


def test_the_agent_gets_what_it_decides_by_and_no_more(tmp_path: Path) -> None:
    (row,) = next(iter(catalogue.read(write(tmp_path, ROW))))[1].apis
    assert json.loads(json.dumps(row.for_agent())) == {
        "id": "a.b", "class": "a.B", "method": "b", "overloads": [], "levels": [1, 99], "counts_when": [],
        "keep_arguments": [], "keep_result": {"as": "text", "read": [], "each": False, "of": "result"},
        "placeholders": [], "in_app": False, "is_read": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "examples", "complaint"),
    [
        (ROW.replace("imei", "imeii"), "[]", r"x.yaml: row a.b: no data type imeii. Did you mean 'imei'\?"),
        (ROW + ", levels: new", "[]", "levels 'new' should look like"),
        (ROW + ", keep_result: {read: ['getX()']}", "[]", r"'getX\(\)' is no step"),
        (ROW + ", counts_when: [{argument: 0, read: 'getX'}]", "[]", "'getX' is no step"),
        (ROW + ", colour: red", "[]", "colour"),
        (ROW.replace("data_type: imei, ", ""), "[]", "needs a data_type"),
        (ROW, "[{api: a.c}]", "an example is for a.c"),
        (ROW, "[{api: a.b, reads: [x]}]", "one text in reads for each condition"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, examples: str, complaint: str) -> None:
    with pytest.raises(RuleFileError, match=complaint):
        list(catalogue.read(write(tmp_path, row, examples)))


def test_an_id_stands_once(tmp_path: Path) -> None:
    write(tmp_path, ROW)
    (tmp_path / "y.yaml").write_bytes((tmp_path / "x.yaml").read_bytes())
    with pytest.raises(RuleFileError, match=r"y\.yaml: row a.b is already in x.yaml"):
        list(catalogue.read(tmp_path))
