"""A real mitmdump on loopback: what it answers, records, counts as unread, and leaves behind (nothing)."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import http.client
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.capture import Proxy, unread
from auditor.errors import ProxyError
from auditor.model import Flow

pytestmark = pytest.mark.phone
HOST = "collect.tallyhall.example"


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with Proxy.start(bodies=tmp_path_factory.mktemp("bodies")) as running:
        yield running


def wait_for(proxy: Proxy, since: int, count: int = 1, seconds: float = 60) -> list[Flow]:
    deadline = time.monotonic() + seconds
    while len(proxy.flows(since)) < count:
        assert time.monotonic() < deadline, f"only {proxy.flows(since)}; {proxy.stderr}"
        assert proxy.running(), proxy.stderr
        time.sleep(0.02)
    return proxy.flows(since)


def https(proxy: Proxy, context: ssl.SSLContext) -> http.client.HTTPSConnection:
    connection = http.client.HTTPSConnection("127.0.0.1", proxy.port, context=context, timeout=60)
    connection.set_tunnel(HOST, 443)
    return connection


def trusting(proxy: Proxy) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(proxy.ca_pem))


def test_https_is_answered_and_recorded_with_its_body_as_sent(proxy: Proxy) -> None:
    since = len(proxy.flows())
    body = gzip.compress(b'{"a":1}')
    with contextlib.closing(https(proxy, trusting(proxy))) as client:
        client.request(
            "POST", "/v1?q=1", body, {"Content-Encoding": "gzip", "Cookie": "a=b", "Accept": "application/json"}
        )
        answer = client.getresponse()
        assert (answer.status, answer.read(), answer.headers["content-type"]) == (200, b"{}", "application/json")
    (flow,) = wait_for(proxy, since)
    assert (flow.host, flow.port, flow.scheme, flow.method, flow.path) == (HOST, 443, "https", "POST", "/v1?q=1")
    assert flow.tls.startswith("TLSv1.")
    assert flow.unread is None
    assert flow.request.body == hashlib.sha256(body).hexdigest()
    assert flow.request.size == len(body)
    assert ("Cookie", "a=b") in flow.request.headers
    assert flow.response is not None
    assert flow.response.line == "HTTP/1.1 200 OK"
    assert abs(flow.at - time.time() * 1000) < 120_000


def test_bodies_lie_below_their_digest(tmp_path: Path) -> None:
    with Proxy.start(bodies=tmp_path) as proxy:
        client = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=60)
        client.request("POST", "http://plain.example/x", b"hello")
        assert client.getresponse().read() == b"{}"
        (flow,) = wait_for(proxy, 0)
        client.close()
    assert (tmp_path / str(flow.request.body)).read_bytes() == b"hello"
    assert flow.tls == "none"


def test_an_app_that_refuses_the_certificate_is_counted(proxy: Proxy) -> None:
    since = len(proxy.flows())
    with (
        pytest.raises(ssl.SSLCertVerificationError),
        contextlib.closing(https(proxy, ssl.create_default_context())) as client,
    ):
        client.request("GET", "/")
    (flow,) = wait_for(proxy, since)
    assert (flow.host, flow.tls) == (HOST, "pinned")
    assert "refused the proxy's certificate" in str(flow.unread)
    (entry,) = unread([flow])
    assert (entry.source, entry.name, entry.state, entry.count) == ("proxy", HOST, "unread", 1)


def test_a_connection_closed_after_the_handshake_is_counted(proxy: Proxy) -> None:
    since = len(proxy.flows())
    client = https(proxy, trusting(proxy))
    client.connect()
    client.close()
    (flow,) = wait_for(proxy, since)
    assert flow.host == HOST
    assert "before any request" in str(flow.unread)


def test_what_is_not_http_is_counted_and_its_first_bytes_kept(proxy: Proxy) -> None:
    since = len(proxy.flows())
    payload = b"\x10\x20\x00\x04MQTT 867530912345678"
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=60) as client:
            client.sendall(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode())
            assert client.recv(100).startswith(b"HTTP/1.1 200")
            client.sendall(payload)
            assert client.recv(100) == b""
        server.settimeout(0.5)
        with pytest.raises(TimeoutError):
            server.accept()
    (flow,) = wait_for(proxy, since)
    assert (flow.scheme, flow.port, flow.unread, flow.unread_bytes) == ("tcp", port, "not HTTP", len(payload))
    assert flow.request.body == hashlib.sha256(payload).hexdigest()


def test_no_connection_goes_out_for_a_request_either(proxy: Proxy) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        client = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=60)
        client.request("GET", f"http://127.0.0.1:{port}/")
        assert client.getresponse().status == 200
        client.close()
        server.settimeout(0.5)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_websocket_is_refused_and_counted(proxy: Proxy) -> None:
    since = len(proxy.flows())
    client = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=60)
    headers = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "x" * 22 + "==",
        "Sec-WebSocket-Version": "13",
    }
    client.request("GET", "http://ws.example/chat", headers=headers)
    assert client.getresponse().status == 200
    client.close()
    (flow,) = wait_for(proxy, since)
    assert "WebSocket" in str(flow.unread)


def test_with_upstream_requests_go_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, Proxy.start(answer=False) as proxy:
        client = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=60)
        client.request("GET", f"http://127.0.0.1:{server.getsockname()[1]}/real")
        server.settimeout(60)
        connection, _ = server.accept()
        with connection:
            assert connection.recv(1000).startswith(b"GET /real HTTP/1.1")
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nreal")
            assert client.getresponse().read() == b"real"
        (flow,) = wait_for(proxy, 0)
        client.close()
        assert flow.ip == "127.0.0.1"


def test_a_body_is_cut_at_the_limit_and_the_rest_counted() -> None:
    with Proxy.start(options=("auditor_body_limit=1000",)) as proxy:
        client = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=60)
        client.request("POST", "http://plain.example/", b"x" * 5000)
        client.getresponse().read()
        (flow,) = wait_for(proxy, 0)
        client.close()
    assert (flow.request.size, flow.unread_bytes) == (5000, 4000)
    assert flow.unread == "body of the request cut at 1000 bytes"


def test_a_taken_port_is_said_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(ProxyError, match=f"Port {port} on 127.0.0.1 is taken"):
            Proxy.start(port=port)


def test_a_wrong_mitmdump_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProxyError, match="cannot be started"):
        Proxy.start(mitmdump=tmp_path / "nothing")
    with pytest.raises(ProxyError, match="ended before it listened"):
        Proxy.start(mitmdump=Path("/bin/false"))


def test_after_stop_nothing_is_left() -> None:
    proxy = Proxy.start()
    pem, pid = proxy.ca_pem, proxy.pid
    assert b"BEGIN CERTIFICATE" in pem.read_bytes()
    assert b"PRIVATE KEY" not in pem.read_bytes()
    proxy.stop()
    proxy.stop()
    assert not pem.parent.parent.exists()
    assert not proxy.running()
    assert proxy.flows() == []
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_mitmdump_and_its_key_go_when_their_parent_is_killed() -> None:
    code = "from auditor.capture import Proxy\np = Proxy.start()\nprint(p.pid, p.ca_pem, flush=True)\ninput()\n"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pid, pem = parent.stdout.readline().split()
        assert Path(pem).exists()
        parent.kill()
    deadline = time.monotonic() + 60
    while Path(pem).parent.parent.exists() or Path(f"/proc/{pid}/cmdline").exists():
        assert time.monotonic() < deadline, "mitmdump outlived its parent"
        time.sleep(0.05)
