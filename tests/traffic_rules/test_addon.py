"""The addon alone, with mitmproxy's own test flows: no process, no socket."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mitmproxy import http
from mitmproxy.test import taddons, tflow

from auditor import resources
from auditor.capture import read_flow
from auditor.model import Flow


@pytest.fixture
def addon(tmp_path: Path) -> Iterator[Any]:
    spec = importlib.util.spec_from_file_location("auditor_addon", resources.path("traffic_rules", "addon.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    recorder = module.FlowRecorder()
    with taddons.context(recorder) as context:
        context.configure(recorder, auditor_out=str(tmp_path), auditor_answer=True)
        context.options.update(auditor_out=str(tmp_path), auditor_answer=True)
        recorder.context = context
        recorder.folder = tmp_path
        recorder.answer = module.answer
        yield recorder


def lines(addon: Any) -> list[Flow]:
    path = addon.folder / "flows.jsonl"
    return [read_flow(line) for line in path.read_bytes().splitlines(keepends=True)] if path.exists() else []


def request(**headers: str) -> http.Request:
    return http.Request.make("GET", "https://api.example/x", b"", headers)


@pytest.mark.parametrize(
    ("accept", "kind", "body"),
    [
        ("", "application/json", b"{}"),
        ("*/*", "application/json", b"{}"),
        ("text/html,application/xhtml+xml,*/*", "text/html; charset=utf-8", b"<!doctype html><title></title>"),
        ("application/x-protobuf", "application/x-protobuf", b""),
        ("application/json, text/plain", "application/json", b"{}"),
    ],
)
def test_the_answer_fits_what_is_accepted(addon: Any, accept: str, kind: str, body: bytes) -> None:
    answer = addon.answer(request(accept=accept))
    assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, kind, body)


def test_an_image_is_answered_by_an_image(addon: Any) -> None:
    assert addon.answer(request(accept="image/webp,*/*")).content.startswith(b"GIF89a")


def test_a_flow_becomes_one_line_with_its_bodies(addon: Any) -> None:
    flow = tflow.tflow(req=http.Request.make("POST", "http://api.example/p?q=1", b"hello", {"X-A": "1"}))
    addon.request(flow)
    assert flow.response is not None
    addon.response(flow)
    (line,) = lines(addon)
    assert (line.id, line.host, line.scheme, line.path, line.tls) == ("F1", "api.example", "http", "/p?q=1", "none")
    assert line.request.body == hashlib.sha256(b"hello").hexdigest()
    assert (addon.folder / "bodies" / line.request.body).read_bytes() == b"hello"
    assert ("X-A", "1") in line.request.headers


def test_hostile_headers_and_addresses_stay_bounded_and_valid(addon: Any) -> None:
    flow = tflow.tflow(req=http.Request.make("GET", "http://api.example/" + "a" * 200_000))
    flow.request.headers = http.Headers([(b"x-%d" % n, b"\xff\xfe\n" + b"v" * 100_000) for n in range(300)])
    addon.request(flow)
    addon.response(flow)
    (line,) = lines(addon)
    assert len(line.request.headers) == 200
    assert len(line.path) == 65_536
    assert "address cut" in str(line.unread)
    assert "first 200 headers" in str(line.unread)


def test_a_request_without_an_answer_is_written_at_the_end(addon: Any) -> None:
    addon.context.options.update(auditor_answer=False)
    flow = tflow.tflow()
    addon.request(flow)
    assert lines(addon) == []
    addon.done()
    (line,) = lines(addon)
    assert line.response is None
    assert line.unread == "no answer before the capture ended"


def test_an_exchange_that_breaks_off_is_written_once(addon: Any) -> None:
    flow = tflow.tflow(err=True)
    addon.pending[flow.id] = flow
    addon.error(flow)
    addon.error(flow)
    (line,) = lines(addon)
    assert "broke off" in str(line.unread)


def test_streams_and_datagrams_are_counted(addon: Any) -> None:
    addon.tcp_end(tflow.ttcpflow())
    datagrams = tflow.tudpflow()
    datagrams.server_conn.address = ("quic.example", 443)
    addon.udp_end(datagrams)
    tcp, quic = lines(addon)
    assert tcp.unread == "not HTTP"
    assert tcp.unread_bytes > 0
    assert quic.unread == "QUIC"


def test_websocket_messages_are_kept_as_a_body(addon: Any) -> None:
    flow = tflow.twebsocketflow()
    addon.websocket_end(flow)
    (line,) = lines(addon)
    assert line.method == "WEBSOCKET"
    sent = b"\n".join(message.content for message in flow.websocket.messages if message.from_client)
    assert line.request.body == hashlib.sha256(sent).hexdigest()


def test_lines_end_at_the_limit_with_one_that_says_so(addon: Any) -> None:
    addon.context.options.update(auditor_flow_limit=3)
    for _ in range(10):
        flow = tflow.tflow()
        addon.request(flow)
        addon.response(flow)
    found = lines(addon)
    assert len(found) == 4
    assert "more than 3 exchanges" in str(found[-1].unread)


def test_the_total_of_bodies_is_bounded(addon: Any) -> None:
    addon.context.options.update(auditor_total_limit=100)
    for number in range(5):
        flow = tflow.tflow(req=http.Request.make("POST", "http://api.example/", bytes([65 + number]) * 60))
        addon.request(flow)
        addon.response(flow)
    assert sum(file.stat().st_size for file in (addon.folder / "bodies").iterdir()) <= 100
    assert sum(line.unread_bytes for line in lines(addon)) >= 200


def test_nothing_goes_upstream_while_answering(addon: Any) -> None:
    class Data:
        server = tflow.tserver_conn()

    Data.server.error = None
    addon.server_connect(Data)
    assert "answers by itself" in Data.server.error
    assert json.dumps(Data.server.error)
