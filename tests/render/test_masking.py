from __future__ import annotations

import base64
import hashlib
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Flow, Hit, Identity, Message
from auditor.render.masking import Masker, mask
from auditor.render.requests import SHOWN, show_request
from auditor.runs import Run, sha256

VALUE = "+8613800138000"
MASKER = Masker([Identity(id="phone", data_type="phone_number", value=VALUE)])


@pytest.mark.parametrize(
    "form",
    [
        VALUE,
        "8613800138000",
        quote(VALUE, safe=""),
        hashlib.md5(VALUE.encode()).hexdigest(),
        hashlib.sha256(VALUE.encode()).hexdigest().upper(),
        base64.b64encode(VALUE.encode()).decode().rstrip("="),
        VALUE.encode().hex(),
    ],
)
def test_value_is_hidden_in_every_plain_form(form: str) -> None:
    hidden = MASKER.hide(f"before {form} after")
    assert form not in hidden
    assert hidden.startswith("before ") and hidden.endswith(" after")
    assert "•" in hidden


def test_both_coordinates_are_hidden_apart() -> None:
    masker = Masker([Identity(id="l", data_type="location_precise", value="31.230416,121.473701")])
    assert "31.230416" not in masker.hide("lat=31.230416")
    assert "121.473701" not in masker.hide("lon=121.473701")


def test_short_values_are_left_alone() -> None:
    masker = Masker([Identity(id="x", data_type="x", value="CN")])
    assert masker.hide("CN is a code") == "CN is a code"


def test_no_values_hide_nothing() -> None:
    assert Masker([]).split("text") == [("text", None)]
    assert Masker([]).split("") == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_stands_around_a_value_stays(before: str, after: str) -> None:
    pieces = MASKER.split(before + VALUE + after)
    assert VALUE not in "".join(text for text, _ in pieces)
    assert any(data_type == "phone_number" for _, data_type in pieces)


@given(st.text())
def test_mask_never_shows_a_value_whole(value: str) -> None:
    if value.strip("•"):
        assert mask(value) != value


@pytest.fixture
def run(tmp_path: object) -> Run:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "bodies").mkdir()
    return Run(folder)


def flow(run: Run, body: bytes, **headers: str) -> Flow:
    digest = sha256(body)
    (run.folder / "bodies" / digest).write_bytes(body)
    message = Message(headers=tuple(headers.items()), body=digest, size=len(body))
    return Flow(
        id="F1", at=0, host="a.example", method="POST", path=f"/x?p={quote(VALUE)}", scheme="https", request=message
    )


def hit(*chain: str) -> Hit:
    return Hit(
        source="F1",
        value_id="phone",
        data_type="phone_number",
        part="body",
        chain=chain,
        offset=0,
        confidence="certain",
    )


def shown(pieces: tuple[object, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def test_request_shows_the_place_of_the_value_masked(run: Run) -> None:
    view = show_request(run, flow(run, b"x" * 5000 + VALUE.encode() + b"y" * 5000), [hit()], MASKER)
    body = shown(view.body)
    assert len(body) <= SHOWN + 20
    assert "•" in body and VALUE not in body
    assert view.cut > 8000
    assert quote(VALUE) not in shown(view.line)


def test_value_inside_an_encoding_keeps_the_body_out(run: Run) -> None:
    inner = base64.b64encode(b'{"a":1,"phone":"' + VALUE.encode() + b'"}')
    view = show_request(run, flow(run, inner), [hit("base64", "json:$.phone")], MASKER)
    assert view.body == ()
    assert view.hidden == "base64 → json:$.phone"


def test_gzip_body_is_shown_unpacked(run: Run) -> None:
    import gzip

    view = show_request(run, flow(run, gzip.compress(b"phone=" + VALUE.encode())), [hit("gzip")], MASKER)
    assert shown(view.body).startswith("phone=")
    assert any(piece.masked == "phone_number" for piece in view.body)


def test_cookies_and_tokens_are_not_shown(run: Run) -> None:
    view = show_request(run, flow(run, b"", Cookie="sid=abcdef", Authorization="Bearer abc"), [], MASKER)
    assert [shown(text) for _, text in view.headers] == ["•••", "•••"]


def test_broken_gzip_is_no_error(run: Run) -> None:
    view = show_request(run, flow(run, b"\x1f\x8b\x08broken"), [hit("gzip")], MASKER)
    assert view.hidden == "gzip"
