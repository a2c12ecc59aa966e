"""Values are found through every layer, with the chain that leads to them, and nothing is found that is not there."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import random
import zlib
from collections.abc import Callable
from urllib.parse import quote

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model import Identity
from auditor.search import Searcher

IMEI = "867530912345678"
ANDROID_ID = "9774d56d682e549c"
MAC = "02:5e:10:ab:3c:d1"
PHONE = "+8613812345678"
EMAIL = "q7w2k9@post.example"
NAME = "欧阳若兰7"
VALUES = [
    Identity(id="imei", data_type="imei", value=IMEI),
    Identity(id="android_id", data_type="android_id", value=ANDROID_ID),
    Identity(id="mac", data_type="mac_address", value=MAC),
    Identity(id="phone", data_type="phone_number", value=PHONE),
    Identity(id="email", data_type="contact_email", value=EMAIL),
    Identity(id="name", data_type="contact_name", value=NAME),
    Identity(id="place", data_type="location_precise", value="31.230412,121.473701"),
    Identity(id="model", data_type="device_model", value="DP-K7Q2M"),
    Identity(id="code", data_type="sms_code", value="4711"),
    Identity(id="os", data_type="os_version", value="14"),
]
SEARCHER = Searcher(VALUES)


def found(data: bytes, **more: str) -> list[tuple[str, list[str], int, str]]:
    return [(h.value_id, list(h.chain), h.offset, h.confidence) for h in SEARCHER.search(data, **more)]


def chains(data: bytes, value: str, **more: str) -> list[list[str]]:
    return [chain for name, chain, _, _ in found(data, **more) if name == value]


def test_the_chain_of_the_design_is_found() -> None:
    digest = base64.b64encode(hashlib.md5(IMEI.encode()).digest()).decode()
    body = gzip.compress(json.dumps({"v": 1, "d": {"m": digest}}).encode())
    assert found(body) == [("imei", ["gzip", "json:$.d.m", "base64", "md5"], 0, "certain")]


@pytest.mark.parametrize(
    ("data", "value", "chain"),
    [
        (b"x " + IMEI.encode() + b" y", "imei", []),
        (f'{{"a":"{IMEI}"}}'.encode(), "imei", ["json:$.a"]),
        (f'{{"a":{IMEI}}}'.encode(), "imei", ["json:$.a"]),
        (f'{{"a b":[{{"c":"{IMEI}"}}]}}'.encode(), "imei", ['json:$["a b"][0].c']),
        (f'{{"a":1}}\n{{"a":"{IMEI}"}}\n'.encode(), "imei", ["json:$[1].a"]),
        (f'{{"a":"x","a":"{IMEI}","a":"y"}}'.encode(), "imei", ["json:$.a"]),
        (f"v=1&imei={IMEI}".encode(), "imei", ["form:imei"]),
        (f"v=1&mac={quote(MAC)}".encode(), "mac", ["form:mac", "url"]),
        (quote(f"<mac>{MAC}</mac>").encode(), "mac", ["url"]),
        (quote(quote(f"<mac>{MAC}</mac>")).encode(), "mac", ["url", "url"]),
        (MAC.replace(":", "").upper().encode(), "mac", ["upper", "no_separators"]),
        (MAC.replace(":", "-").encode(), "mac", ["separators"]),
        (b"tel:13812345678;", "phone", ["without_country_code"]),
        (b"tel:138 1234 5678;", "phone", ["separators", "without_country_code"]),
        (b"tel:008613812345678;", "phone", ["with_country_code"]),
        (b"id:" + ANDROID_ID.upper().encode(), "android_id", ["upper"]),
        (b"id:" + IMEI[:14].encode() + b",", "imei", ["without_check_digit"]),
        (IMEI.encode().hex().encode(), "imei", ["hex"]),
        (IMEI.encode().hex().upper().encode(), "imei", ["hex"]),
        (hashlib.md5(IMEI.encode()).hexdigest().encode(), "imei", ["md5"]),
        (hashlib.md5(IMEI.encode()).hexdigest().upper().encode(), "imei", ["md5"]),
        (hashlib.md5(IMEI.encode()).hexdigest()[8:24].encode(), "imei", ["md5_16"]),
        (hashlib.sha1(ANDROID_ID.encode()).digest(), "android_id", ["sha1"]),
        (hashlib.sha256(b"13812345678").hexdigest().encode(), "phone", ["sha256", "without_country_code"]),
        (
            hashlib.md5(MAC.replace(":", "").upper().encode()).hexdigest().encode(),
            "mac",
            ["md5", "upper", "no_separators"],
        ),
        (base64.b64encode(EMAIL.encode()), "email", ["base64"]),
        (base64.urlsafe_b64encode(b"\xfb\xff" + EMAIL.encode()), "email", ["base64"]),
        (base64.encodebytes(b"word " * 20 + IMEI.encode()), "imei", ["base64"]),
        (json.dumps({"n": NAME}).encode(), "name", ["json:$.n"]),
        (json.dumps({"n": NAME}, ensure_ascii=False).encode(), "name", ["json:$.n"]),
        (
            json.dumps({"a": json.dumps({"b": json.dumps([IMEI])})}).encode(),
            "imei",
            ["json:$.a", "json:$.b", "json:$[0]"],
        ),
        (IMEI.encode("utf-16-le"), "imei", ["utf-16"]),
    ],
    ids=lambda argument: None if isinstance(argument, str) else repr(argument)[:40],
)
def test_a_value_is_found_with_its_chain(data: bytes, value: str, chain: list[str]) -> None:
    assert chains(data, value) == [chain]


@pytest.mark.parametrize("lead", [b"", b"a", b"ab"])
def test_base64_is_found_at_every_alignment_inside_what_cannot_be_decoded(lead: bytes) -> None:
    encoded = base64.b64encode(lead + IMEI.encode() + b"tail").rstrip(b"=")
    assert ["base64"] in chains(b"{" + b"!" + encoded + b"=%", "imei")


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
    ],
)
def test_content_codings_are_undone_by_name_and_without_one(coding: str, pack: Callable[[bytes], bytes]) -> None:
    body = pack(f'{{"a":"{IMEI}","b":"{"some more text, so that it is worth while " * 3}"}}'.encode())
    assert chains(body, "imei", content_encoding=coding) == [[coding, "json:$.a"]]
    assert chains(body, "imei") == [[coding, "json:$.a"]]


def test_a_wrong_content_encoding_hides_nothing() -> None:
    assert chains(f'{{"a":"{IMEI}"}}'.encode(), "imei", content_encoding="br") == [["json:$.a"]]


def test_multipart_parts_are_named_and_their_own_encodings_undone() -> None:
    part = gzip.compress(f'{{"a":"{IMEI}"}}'.encode())
    body = (
        b'--xYz\r\nContent-Disposition: form-data; name="meta"\r\n\r\n' + ANDROID_ID.encode() + b"\r\n"
        b'--xYz\r\nContent-Disposition: form-data; name="log"; filename="l.gz"\r\nContent-Type: a/gzip\r\n\r\n'
        + part
        + b"\r\n--xYz--\r\n"
    )
    expected = [
        ("android_id", ["multipart:meta"], 0, "certain"),
        ("imei", ["multipart:log", "gzip", "json:$.a"], 0, "certain"),
    ]
    assert sorted(found(body, content_type="multipart/form-data; boundary=xYz")) == expected
    assert sorted(found(body)) == expected


def test_protobuf_fields_are_numbered_and_numbers_read() -> None:
    def varint(number: int) -> bytes:
        out = b""
        while number > 127:
            out, number = out + bytes([number & 127 | 128]), number >> 7
        return out + bytes([number])

    inner = b"\x08" + varint(int(IMEI)) + b"\x12\x10" + ANDROID_ID.encode()
    message = b"\x08\x96\x01\x1a" + varint(len(inner)) + inner
    assert ("imei", ["protobuf:3.1"], 0, "certain") in found(message)
    assert chains(message, "android_id") == [["protobuf:3.2"]]


def test_parts_of_a_request_are_read_by_their_own_rules() -> None:
    token = base64.b64encode(EMAIL.encode()).decode()
    assert chains(f"/a/{ANDROID_ID}/b?m={quote(MAC)}&x=1#f".encode(), "mac", part="url") == [["query:m", "url"]]
    assert found(f"/a/{ANDROID_ID}/b?m=1".encode(), part="url") == [("android_id", [], 3, "certain")]
    assert chains(f"a=1; uid={token}; b=2".encode(), "email", part="cookie") == [["cookie:uid", "base64"]]
    assert chains(f"Bearer {token}".encode(), "email", part="header:authorization") == [["base64"]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"lat":31.230412,"lng":121.473701}', [("place", ["json:$.lat"], 0, "certain")]),
        (b'{"lat":31.2304,"lng":121.4737}', [("place", ["json:$.lat", "rounded:4"], 0, "certain")]),
        (b'{"lat":31.230,"lng":121.474}', [("place", ["json:$.lat", "rounded:3"], 0, "likely")]),
        (b'{"lat":31.230412000000001,"lng":121.473701}', [("place", ["json:$.lat"], 0, "certain")]),
        (b"ll=31.230412,121.473701", [("place", ["form:ll"], 0, "certain")]),
        (b'{"pos":[121.473701,31.230412]}', [("place", ["json:$.pos[0]"], 0, "certain")]),
        (b'{"latE6":31230412,"lonE6":121473701}', [("place", ["json:$.latE6"], 0, "certain")]),
        (b'{"lat":31.23,"lng":121.47}', []),
        (b'{"lat":31.230912,"lng":121.473201}', []),
        (b'{"lat":31.230412}', [("place", ["json:$.lat", "latitude"], 0, "weak")]),
        (b'{"price":31.230,"other":5.500}', []),
    ],
)
def test_a_position_is_two_coordinates_near_each_other(body: bytes, expected: list[object]) -> None:
    assert found(body) == expected


def test_short_values_count_only_as_a_whole_field_and_are_weak() -> None:
    assert found(b'{"code":"4711","n":14}') == [("code", ["json:$.code"], 0, "weak")]
    assert found(b'{"t":"at 4711 m","order":"A4711B","n":147114}') == []
    assert found(b"4711 4711") == []
    assert SEARCHER.unsearched == ("os",)


def test_a_number_inside_a_longer_number_is_worth_less() -> None:
    assert found(b"n: 913812345678999") == [("phone", ["without_country_code"], 4, "likely")]
    assert found(b"n: 13812345678,") == [("phone", ["without_country_code"], 3, "certain")]


def test_a_middling_value_is_likely_in_text_and_certain_as_a_field() -> None:
    assert found(b"Linux; DP-K7Q2M Build/1")[0][3] == "likely"
    assert found(b'{"model":"DP-K7Q2M"}')[0][3] == "certain"
    assert found(b"XDP-K7Q2MX") == [("model", [], 1, "weak")]


# ---------------------------------------------------------------- random chains

Layer = tuple[str, Callable[[bytes], bytes]]
LAYERS: dict[str, Layer] = {
    "gzip": ("gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "zstd": ("zstd", zstandard.compress),
    "base64": ("base64", base64.b64encode),
    "base64url": ("base64", lambda data: base64.urlsafe_b64encode(data).rstrip(b"=")),
    "hex": ("hex", lambda data: data.hex().encode()),
    "multipart": ("multipart:f", lambda data: in_multipart(data)),
}
TEXT_LAYERS: dict[str, Layer] = {
    "json": ("json:$.k", lambda data: json.dumps({"v": 2, "k": data.decode()}).encode()),
    "form": ("form:k", lambda data: b"v=2&k=" + quote(data, safe="").encode()),
}
DIGESTS = {
    "": lambda data: data,
    "md5": lambda data: hashlib.md5(data).hexdigest().encode(),
    "sha1": lambda data: hashlib.sha1(data).hexdigest().encode(),
    "sha256": lambda data: hashlib.sha256(data).hexdigest().upper().encode(),
}


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(VALUES[:6]),
    st.sampled_from(sorted(DIGESTS)),
    st.lists(st.sampled_from(sorted(LAYERS) + sorted(TEXT_LAYERS)), max_size=5),
)
def test_a_value_in_a_random_chain_of_layers_is_found_with_this_chain(
    value: Identity, digest: str, names: list[str]
) -> None:
    data = DIGESTS[digest](value.value.encode())
    expected = [digest] if digest else []
    for name in names:
        text = is_utf8(data)
        if name in TEXT_LAYERS and not text:
            continue
        step, wrap = TEXT_LAYERS.get(name) or LAYERS[name]
        if name == "form" and quote(data, safe="").encode() != data:
            expected.insert(0, "url")
        expected.insert(0, step)
        data = wrap(data)
    assert expected in chains(data, value.id), (expected, found(data))


def in_multipart(data: bytes) -> bytes:
    boundary = b"b" + str(len(data)).encode()  # never the one of a multipart inside
    head = b"--" + boundary + b'\r\nContent-Disposition: form-data; name="f"\r\n\r\n'
    return head + data + b"\r\n--" + boundary + b"--\r\n"


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=4_000))
def test_any_bytes_are_searched_without_an_error_and_without_a_hit(data: bytes) -> None:
    assert found(data) == []
    for part in ("url", "cookie", "header:x"):
        assert found(data, part=part, content_type="multipart/form-data; boundary=a", content_encoding="gzip, br") == []


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.integers() | st.text() | st.floats(allow_nan=False),
        lambda s: st.lists(s) | st.dictionaries(st.text(), s),
    )
)
def test_any_json_is_searched_without_a_certain_hit(tree: object) -> None:
    assert [hit for hit in found(json.dumps(tree).encode()) if hit[3] == "certain"] == []


def test_large_random_and_large_plain_bodies_give_no_hit() -> None:
    rng = random.Random(5)
    assert found(rng.randbytes(3_000_000)) == []
    words = [f"word{rng.randrange(10**9)}" for _ in range(100_000)]
    assert found(json.dumps({"words": words}).encode()) == []
    assert found(base64.b64encode(rng.randbytes(600_000))) == []


@pytest.mark.parametrize("size", [100, 5_000, 1_000_000])
def test_a_nested_value_is_found_at_any_place_of_a_large_body(size: int) -> None:
    rng = random.Random(size)
    token = base64.b64encode(zlib.compress(json.dumps({"id": ANDROID_ID}).encode())).decode()
    for _ in range(5):
        lead, tail = rng.randrange(size), rng.randrange(size)
        body = json.dumps(
            {"a": "plain words " * (lead // 12), "p": "x" * (lead % 9), "t": token, "b": "ab " * (tail // 3)}
        )
        assert chains(body.encode(), "android_id") == [["json:$.t", "base64", "deflate", "json:$.id"]]


# ---------------------------------------------------------------- hostile input


def test_a_compression_bomb_is_cut() -> None:
    bomb = gzip.compress(b"\0" * (80 << 20))
    assert found(bomb) == []
    assert found(gzip.compress(gzip.compress(b"\0" * (60 << 20)))) == []
    assert found(brotli.compress(b"\0" * (60 << 20), quality=1), content_encoding="br") == []


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        b"%" * 100_000,
        b"a=" * 50_000,
        b"&" * 100_000 + b"=%41",
        b"--" + b"x" * 500_000,
        b"--a\r\nContent-Disposition: form-data; name*=x''%ff\r\n\r\n" * 1_000,
        b"QUFB" * 100_000,
        b"41" * 100_000,
        b"\x0a\x7f" * 50_000,
        b"\x1f\x8b\x08" * 20_000,
        b"(\xb5/\xfd" * 20_000,
    ],
    ids=lambda data: repr(data[:12]),
)
def test_hostile_bodies_end_soon_and_give_nothing(data: bytes) -> None:
    assert found(data) == []
    assert found(data, content_type="multipart/form-data; boundary=a", part="body") == []


@pytest.mark.timeout(120)
@pytest.mark.parametrize("form", ["text", "json", "tokens"])
def test_a_body_full_of_values_ends_soon(form: str) -> None:
    token = base64.b64encode(f"imei={IMEI}".encode()).decode()
    body = {
        "text": f"{IMEI} {token} " * 10_000,
        "json": json.dumps([{"a": IMEI, "b": MAC}] * 5_000),
        "tokens": json.dumps({"t": f"{IMEI} {token}.{hashlib.md5(MAC.encode()).hexdigest()} " * 5_000}),
    }[form]
    hits = found(body.encode())
    assert 100 < len(hits) <= 10_000


def test_deep_nesting_stops_at_the_limit() -> None:
    data = IMEI.encode()
    for _ in range(6):
        data = base64.b64encode(data)
    assert chains(data, "imei") == [["base64"] * 6]
    for _ in range(4):
        data = base64.b64encode(data)
    assert chains(data, "imei") == []


def test_the_search_is_deterministic() -> None:
    body = json.dumps({"a": IMEI, "b": [MAC, PHONE], "c": base64.b64encode(os.urandom(40)).decode()}).encode()
    assert (
        found(body)
        == found(body)
        == [(h.value_id, list(h.chain), h.offset, h.confidence) for h in Searcher(VALUES).search(body)]
    )
