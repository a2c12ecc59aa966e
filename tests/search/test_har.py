"""HAR files and identity files, good and bad, and the command that joins them."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from auditor.cli.traffic import command
from auditor.errors import AuditorError, RuleFileError, UsageError
from auditor.model import Flow, Identity, Message
from auditor.search import Searcher, search_flow
from auditor.search.har import read_har
from auditor.search.identities import read_identities

IMEI = "867530912345678"
MAC = "02:00:5e:10:00:01"


def har(tmp_path: Path, *requests: dict[str, Any]) -> Path:
    path = tmp_path / "t.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": [{"request": one} for one in requests]}}))
    return path


def test_bodies_come_as_bytes_whatever_the_exporter_did(tmp_path: Path) -> None:
    packed = gzip.compress(b"hello")
    header = [{"name": "Content-Encoding", "value": "gzip"}]
    bodies = [
        {"postData": {"text": "中文"}},
        {"postData": {"text": base64.b64encode(packed).decode(), "encoding": "base64"}},
        {"postData": {"text": packed.decode("latin-1")}, "headers": header},
        {"postData": {"params": [{"name": "a", "value": "1 2"}]}},
        {},
    ]
    found = [request.body for request in read_har(har(tmp_path, *bodies))]
    assert found == ["中文".encode(), packed, packed, b"a=1+2", b""]


def test_cookies_and_the_media_type_become_headers_where_they_are_not(tmp_path: Path) -> None:
    cookies = [{"name": "u", "value": "1"}, {"name": "v", "value": "2"}]
    first, second = read_har(
        har(
            tmp_path,
            {"url": "https://a.example/", "cookies": cookies, "postData": {"mimeType": "text/plain", "text": "x"}},
            {"headers": [{"name": "Cookie", "value": "w=3"}], "cookies": cookies},
        )
    )
    assert first.headers == (("cookie", "u=1; v=2"), ("content-type", "text/plain"))
    assert second.headers == (("Cookie", "w=3"),)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"log":{}}', "[" * 100_000, "\x00\xff"])
def test_what_is_no_har_file_is_said_in_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.har"
    path.write_text(content)
    with pytest.raises(UsageError, match="not a HAR file") as error:
        read_har(path)
    assert error.value.exit_code == 2
    with pytest.raises(UsageError, match="cannot be read"):
        read_har(tmp_path / "missing.har")


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda s: (
            st.lists(s)
            | st.dictionaries(
                st.sampled_from(["request", "postData", "headers", "name", "value", "text", "params", "url"]), s
            )
        ),
    )
)
def test_any_entry_is_read_without_an_error(tmp_path_factory: pytest.TempPathFactory, entry: Any) -> None:
    path = tmp_path_factory.mktemp("har") / "t.har"
    path.write_text(json.dumps({"log": {"entries": [entry]}}))
    assert len(read_har(path)) == 1


def identities(tmp_path: Path, text: str) -> list[tuple[str, str, str]]:
    path = tmp_path / "identity.yaml"
    path.write_text(text)
    return [(one.id, one.data_type, one.value) for one in read_identities(path)]


def test_a_mapping_of_names_to_values_keeps_every_value_as_text(tmp_path: Path) -> None:
    text = f"imei: {IMEI}\nwifi_mac: {MAC}\nserial: 0012\nandroid_id: 1234567890123456\nphone: 12:34:56\nempty:\n"
    assert identities(tmp_path, text) == [
        ("imei", "imei", IMEI),
        ("wifi_mac", "mac_address", MAC),
        ("serial", "serial_number", "0012"),
        ("android_id", "android_id", "1234567890123456"),
        ("phone", "phone_number", "12:34:56"),
    ]


def test_the_phones_identity_file_gives_places_and_contacts(tmp_path: Path) -> None:
    text = json.dumps(
        {
            "location": {"latitude": 31.2304, "longitude": 121.4737, "accuracy": 12.0, "altitude": 8.0},
            "contacts": [{"name": "王小明", "phone": "+8613900001111", "email": "w@post.example"}],
            "accounts": [{"name": "a@b.example", "type": "com.example"}],
        }
    )
    assert identities(tmp_path, text) == [
        ("location", "location_precise", "31.2304,121.4737"),
        ("contacts1_name", "contact_name", "王小明"),
        ("contacts1_phone", "contact_phone", "+8613900001111"),
        ("contacts1_email", "contact_email", "w@post.example"),
        ("accounts1_name", "accounts_list", "a@b.example"),
    ]


@pytest.mark.parametrize("head", ["", "values:\n", "identity:\n"])
def test_a_list_of_values_names_its_types(tmp_path: Path, head: str) -> None:
    text = head + f"- {{id: a, data_type: imei, value: {IMEI}}}\n- {{id: wifi_mac, value: '{MAC}'}}\n"
    assert identities(tmp_path, text) == [("a", "imei", IMEI), ("wifi_mac", "mac_address", MAC)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no value to search for"),
        ("imei: ''", "no value to search for"),
        ("just text", "no value to search for"),
        ("- imei", "entry 1 needs id and value"),
        ("- {id: imei}", "entry 1 needs id and value"),
        ("a: &x 1\nb: *x", "aliases"),
        ("a: [", "not valid YAML"),
        ("a: \x00", "not valid YAML"),
    ],
)
def test_a_wrong_identity_file_is_said_in_one_sentence(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(RuleFileError, match=problem):
        identities(tmp_path, text)


@given(st.text(max_size=200))
def test_any_text_is_an_identity_file_or_one_sentence(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("identity") / "i.yaml"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        assert read_identities(path)
    except AuditorError as error:
        assert "\n" not in str(error)


def test_the_command_prints_a_row_for_each_hit(tmp_path: Path) -> None:
    archive = har(
        tmp_path,
        {"method": "GET", "url": f"https://a.example/?m={MAC.upper()}", "headers": [{"name": "X-Id", "value": IMEI}]},
        {
            "url": "https://a.example/",
            "postData": {"mimeType": "application/json", "text": json.dumps({"d": {"m": IMEI}})},
        },
    )
    values = tmp_path / "identity.yaml"
    values.write_text(f"imei: {IMEI}\nwifi_mac: {MAC}\nshort: 14\n")
    result = CliRunner().invoke(command, ["scan", str(archive), "--identity", str(values), "--json"])
    assert result.exit_code == 0
    assert "'short' has less than three characters" in result.stderr
    assert json.loads(result.stdout) == [
        {
            "request": 0,
            "id": "wifi_mac",
            "part": "url",
            "chain": ["query:m", "upper"],
            "offset": 0,
            "confidence": "certain",
        },
        {"request": 0, "id": "imei", "part": "header:X-Id", "chain": [], "offset": 0, "confidence": "certain"},
        {"request": 1, "id": "imei", "part": "body", "chain": ["json:$.d.m"], "offset": 0, "confidence": "certain"},
    ]
    plain = CliRunner().invoke(command, ["scan", str(archive), "--identity", str(values)])
    assert "1  imei  body  json:$.d.m  (certain)  https://a.example/" in plain.stdout
    assert "3 hits in 2 requests." in plain.stderr


def test_a_recorded_flow_is_searched_in_all_its_parts() -> None:
    searcher = Searcher([Identity(id="imei", data_type="imei", value=IMEI)])
    headers = (("cookie", f"u={IMEI}"), ("content-encoding", "gzip"), ("X-A", f"v {IMEI}"))
    flow = Flow(id="F7", at=1, host="a.example", path=f"/x?i={IMEI}", request=Message(headers=headers))
    hits = search_flow(searcher, flow, gzip.compress(IMEI.encode()))
    assert [(hit.source, hit.part, hit.chain) for hit in hits] == [
        ("F7", "url", ("query:i",)),
        ("F7", "header:X-A", ()),
        ("F7", "cookie", ("cookie:u",)),
        ("F7", "body", ("gzip",)),
    ]
