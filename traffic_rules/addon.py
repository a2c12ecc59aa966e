"""Write what passes through mitmdump as JSON lines, with bodies by digest; on a desk phone answer every request too.

Runs inside mitmdump (11.0.2 to 12.x) and imports only mitmproxy and the standard library, so that any mitmproxy can
be used. One line is one finished exchange in the shape of the host's `Flow` record; what could not be read (pinned
TLS, no HTTP, refused WebSocket, QUIC, too large) is a line too, with `unread` and the number of bytes.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from mitmproxy import connection, ctx, dns, http, tcp, tls, udp
from mitmproxy.proxy import server_hooks
from mitmproxy.version import VERSION

HEADER_LIMIT = 200
TEXT_LIMIT = 65_536
PENDING_LIMIT = 10_000
NXDOMAIN = 3
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
ANSWERS = (
    ("json", "application/json", b"{}"),
    ("text/html", "text/html; charset=utf-8", b"<!doctype html><title></title>"),
    ("javascript", "text/javascript", b""),
    ("text/css", "text/css", b""),
    ("xml", "application/xml", b"<r/>"),
    ("image/", "image/gif", PIXEL),
    ("protobuf", "application/x-protobuf", b""),
    ("text/plain", "text/plain", b""),
)


class FlowRecorder:
    """The addon. Options: auditor_out (folder), auditor_bodies (folder), auditor_answer, auditor_parent, limits."""

    def __init__(self) -> None:
        self.count = 0
        self.body_bytes = 0
        self.pending: dict[str, http.HTTPFlow] = {}
        self.tunnels: dict[str, dict[str, Any]] = {}
        self.first_bytes: dict[str, bytes] = {}

    def load(self, loader: Any) -> None:
        loader.add_option("auditor_out", str, "", "Folder for flows.jsonl and ready.json.")
        loader.add_option("auditor_bodies", str, "", "Folder for bodies by SHA-256; default: bodies below auditor_out.")
        loader.add_option("auditor_answer", bool, False, "Answer every request; open no connection upstream.")
        loader.add_option("auditor_prefix", str, "F", "Start of every flow id.")
        loader.add_option("auditor_parent", int, 0, "Process to end with; confdir and auditor_out go then.")
        loader.add_option("auditor_body_limit", int, 16 << 20, "Bytes kept of one body.")
        loader.add_option("auditor_total_limit", int, 2 << 30, "Bytes kept of all bodies.")
        loader.add_option("auditor_flow_limit", int, 200_000, "Lines written at most.")

    # ------------------------------------------------------------ life

    async def running(self) -> None:
        addons_of_master: Any = ctx.master.addons
        proxy = addons_of_master.get("proxyserver")
        ports = [address[1] for address in proxy.listen_addrs()] if proxy else []
        if not ports:
            return  # mitmdump ends by itself and has said why
        ready = {"ports": ports, "version": VERSION, "pid": os.getpid()}
        write_whole(Path(ctx.options.auditor_out) / "ready.json", json.dumps(ready).encode())
        if ctx.options.auditor_parent:
            self.watch = asyncio.create_task(self.end_with_parent(ctx.options.auditor_parent))

    async def end_with_parent(self, parent: int) -> None:
        while os.getppid() == parent:
            await asyncio.sleep(1)
        for folder in (os.path.expanduser(ctx.options.confdir), ctx.options.auditor_out):
            shutil.rmtree(folder, ignore_errors=True)
        master: Any = ctx.master
        master.shutdown()

    def done(self) -> None:
        for flow in list(self.pending.values()):
            self.write_http(flow, "no answer before the capture ended")

    # ------------------------------------------------------------ HTTP

    def request(self, flow: http.HTTPFlow) -> None:
        self.used(flow.client_conn)
        if len(self.pending) < PENDING_LIMIT:
            self.pending[flow.id] = flow
        if ctx.options.auditor_answer:
            flow.response = answer(flow.request)

    def http_connect(self, flow: http.HTTPFlow) -> None:
        self.tunnel(flow.client_conn).update(host=flow.request.host, port=flow.request.port)

    def response(self, flow: http.HTTPFlow) -> None:
        if ctx.options.auditor_answer and "websocket" in flow.request.headers.get("upgrade", "").lower():
            self.write_http(flow, "WebSocket not opened: the proxy answers by itself")
        else:
            self.write_http(flow, None)

    def error(self, flow: http.HTTPFlow) -> None:
        if flow.id in self.pending or flow.request.timestamp_end is None:
            self.used(flow.client_conn)
            self.write_http(flow, f"exchange broke off: {flow.error.msg if flow.error else 'no reason given'}")

    def websocket_end(self, flow: http.HTTPFlow) -> None:
        if flow.websocket is None:
            return
        sent = [m.content for m in flow.websocket.messages if m.from_client]
        received = [m.content for m in flow.websocket.messages if not m.from_client]
        record = self.http_record(flow)
        record["at"] = milliseconds(flow.websocket.timestamp_end or time.time())
        record["method"] = "WEBSOCKET"
        self.add_streams(record, b"\n".join(sent), b"\n".join(received))
        self.write(record)

    def write_http(self, flow: http.HTTPFlow, unread: str | None) -> None:
        self.pending.pop(flow.id, None)
        record = self.http_record(flow)
        self.add_body(record, "request", flow.request)
        if flow.response is not None:
            response = flow.response
            record["response"] = {
                "line": bounded(f"{response.http_version} {response.status_code} {response.reason or ''}".strip()),
                "headers": header_list(response.headers),
            }
            self.add_body(record, "response", response)
        if len(flow.request.headers.fields) > HEADER_LIMIT:
            note(record, f"only the first {HEADER_LIMIT} headers were kept", 0)
        if len(flow.request.path) > TEXT_LIMIT:
            note(record, "address cut", len(flow.request.path) - TEXT_LIMIT)
        if unread:
            note(record, unread, 0)
        self.write(record)

    def http_record(self, flow: http.HTTPFlow) -> dict[str, Any]:
        request = flow.request
        address = flow.server_conn.peername
        return {
            "at": milliseconds(request.timestamp_start),
            "host": bounded(request.pretty_host),
            "ip": address[0] if address else "",
            "port": request.port,
            "scheme": request.scheme,
            "method": bounded(request.method),
            "path": bounded(request.path),
            "tls": (flow.client_conn.tls_version or "unknown") if request.scheme == "https" else "none",
            "request": {
                "line": bounded(f"{request.method} {request.path} {request.http_version}"),
                "headers": header_list(request.headers),
            },
        }

    # ------------------------------------------------------------ TLS that we cannot read

    def tls_established_client(self, data: tls.TlsData) -> None:
        tunnel = self.tunnel(data.context.client)
        tunnel.setdefault("host", server_name(data))
        tunnel.setdefault("port", server_port(data))
        tunnel["tls"] = data.conn.tls_version or "unknown"

    def tls_failed_client(self, data: tls.TlsData) -> None:
        reason = data.conn.error or "no reason given"
        self.used(data.context.client)
        pinned = "does not trust" in reason or "certificate" in reason.lower()
        what = "the app refused the proxy's certificate" if pinned else "the TLS handshake failed"
        self.write(
            {
                "at": milliseconds(time.time()),
                "host": bounded(server_name(data)),
                "port": server_port(data),
                "scheme": "tls",
                "tls": "pinned" if pinned else "failed",
                "unread": bounded(f"{what}: {reason}")[:500],
            }
        )

    def client_disconnected(self, client: connection.Client) -> None:
        tunnel = self.tunnels.pop(client.id, None)
        self.first_bytes.pop(client.id, None)
        if tunnel and "tls" in tunnel and not tunnel.get("used"):
            self.write(
                {
                    "at": milliseconds(time.time()),
                    "host": bounded(tunnel["host"]),
                    "port": tunnel["port"],
                    "scheme": "tls",
                    "tls": tunnel["tls"],
                    "unread": "closed after the TLS handshake before any request: pinning, or a spare connection",
                }
            )

    # ------------------------------------------------------------ what is not HTTP

    def next_layer(self, data: Any) -> None:
        if len(self.first_bytes) < PENDING_LIMIT:
            # When no connection goes out, mitmproxy ends a stream that is not HTTP at once and hands on no message.
            self.first_bytes[data.context.client.id] = data.data_client()[:TEXT_LIMIT]

    def server_connect(self, data: server_hooks.ServerConnectionHookData) -> None:
        if ctx.options.auditor_answer:
            data.server.error = "the proxy answers by itself and opens no connection"

    def tcp_end(self, flow: tcp.TCPFlow) -> None:
        self.write_stream(flow, "not HTTP")

    def tcp_error(self, flow: tcp.TCPFlow) -> None:
        self.write_stream(flow, "not HTTP")

    def udp_end(self, flow: udp.UDPFlow) -> None:
        self.write_stream(flow, datagram_kind(flow))

    def udp_error(self, flow: udp.UDPFlow) -> None:
        self.write_stream(flow, datagram_kind(flow))

    def dns_request(self, flow: dns.DNSFlow) -> None:
        if ctx.options.auditor_answer:
            flow.response = flow.request.fail(NXDOMAIN)

    def write_stream(self, flow: tcp.TCPFlow | udp.UDPFlow, why: str) -> None:
        self.used(flow.client_conn)
        early = self.first_bytes.pop(flow.client_conn.id, b"")
        sent = b"".join(m.content for m in flow.messages if m.from_client) or early
        received = b"".join(m.content for m in flow.messages if not m.from_client)
        tunnel = self.tunnels.get(flow.client_conn.id, {})
        address = flow.server_conn.address or ("", 0)
        record: dict[str, Any] = {
            "at": milliseconds(flow.timestamp_created),
            "host": bounded(str(flow.client_conn.sni or tunnel.get("host") or address[0])),
            "ip": flow.server_conn.peername[0] if flow.server_conn.peername else "",
            "port": address[1],
            "scheme": flow.type,
            "tls": flow.client_conn.tls_version or "none",
            "request": {},
        }
        self.add_streams(record, sent, received)
        note(record, why, len(sent) + len(received))
        self.write(record)

    # ------------------------------------------------------------ writing

    def tunnel(self, client: connection.Client) -> dict[str, Any]:
        if client.id not in self.tunnels and len(self.tunnels) >= PENDING_LIMIT:
            return {}
        return self.tunnels.setdefault(client.id, {})

    def used(self, client: connection.Client) -> None:
        self.tunnel(client)["used"] = True

    def add_body(self, record: dict[str, Any], part: str, message: http.Message) -> None:
        self.keep(record, part, message.raw_content or b"")

    def add_streams(self, record: dict[str, Any], sent: bytes, received: bytes) -> None:
        self.keep(record, "request", sent)
        if received:
            record["response"] = {}
            self.keep(record, "response", received)

    def keep(self, record: dict[str, Any], part: str, content: bytes) -> None:
        """Store a body below its digest and put digest and full size into the record."""
        record[part]["size"] = len(content)
        room = max(0, min(ctx.options.auditor_body_limit, ctx.options.auditor_total_limit - self.body_bytes))
        if len(content) > room:
            note(record, f"body of the {part} cut at {room} bytes", len(content) - room)
            content = content[:room]
        if not content:
            return
        digest = hashlib.sha256(content).hexdigest()
        folder = Path(ctx.options.auditor_bodies or Path(ctx.options.auditor_out) / "bodies")
        target = folder / digest
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(target, content)
            self.body_bytes += len(content)
        record[part]["body"] = digest

    def write(self, record: dict[str, Any]) -> None:
        self.count += 1
        limit = ctx.options.auditor_flow_limit
        if self.count > limit + 1:
            return
        if self.count == limit + 1:
            record = {"at": record["at"], "host": "", "unread": f"more than {limit} exchanges: the rest was not kept"}
        record["id"] = f"{ctx.options.auditor_prefix}{self.count}"
        with open(Path(ctx.options.auditor_out) / "flows.jsonl", "a", encoding="utf-8") as lines:
            lines.write(json.dumps(record, ensure_ascii=True) + "\n")


def answer(request: http.Request) -> http.Response:
    """The proxy's own answer: 200 with the smallest body of a type that the request accepts."""
    accept = request.headers.get("accept", "").lower()
    kind, body = "application/json", b"{}"
    for word, answer_kind, answer_body in ANSWERS:
        if word in accept:
            kind, body = answer_kind, answer_body
            break
    return http.Response.make(200, b"" if request.method == "HEAD" else body, {"content-type": kind})


def datagram_kind(flow: udp.UDPFlow) -> str:
    return "QUIC" if flow.server_conn.address and flow.server_conn.address[1] == 443 else "UDP"


def server_name(data: tls.TlsData) -> str:
    address = data.context.server.address
    return data.context.client.sni or (str(address[0]) if address else "")


def server_port(data: tls.TlsData) -> int:
    address = data.context.server.address
    return int(address[1]) if address else 0


def header_list(headers: Any) -> list[list[str]]:
    fields = headers.fields[:HEADER_LIMIT]
    return [
        [bounded(name.decode("utf-8", "backslashreplace")), bounded(value.decode("utf-8", "backslashreplace"))]
        for name, value in fields
    ]


def bounded(text: str) -> str:
    """Text that is valid UTF-8 and not longer than the limit."""
    return text[:TEXT_LIMIT].encode("utf-8", "backslashreplace").decode("utf-8")


def milliseconds(seconds: float) -> int:
    return int(seconds * 1000)


def note(record: dict[str, Any], why: str, size: int) -> None:
    record["unread"] = f"{record['unread']}; {why}" if record.get("unread") else why
    record["unread_bytes"] = record.get("unread_bytes", 0) + size


def write_whole(target: Path, content: bytes) -> None:
    """Write a file that is never seen half written."""
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    os.replace(name, target)


addons = [FlowRecorder()]
