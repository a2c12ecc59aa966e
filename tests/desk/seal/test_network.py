"""The network of a sealed process: names, the way to the proxy, and what is refused."""

import ast
import asyncio
import struct

import pytest

from auditor.desk.seal import dns
from tests.desk import sealed_python


def query(name, kind=dns.A):
    labels = b"".join(bytes([len(part)]) + part for part in name.split(b"."))
    return struct.pack(">HHHHHH", 7, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">HH", kind, 1)


def test_a_query_is_read_and_answered():
    message = query(b"Api.Example.com")
    asked = dns.question(message)
    assert (asked.name, asked.kind) == ("api.example.com", dns.A)
    answer = dns.reply(message, asked, dns.NO_ERROR, "198.18.0.1")
    assert answer[:4] == b"\0\x07\x81\x80"
    assert struct.unpack(">HHHH", answer[4:12]) == (1, 1, 0, 0)
    assert answer[12 : 12 + len(asked.raw)] == asked.raw
    assert answer[-4:] == bytes([198, 18, 0, 1])


@pytest.mark.parametrize("broken", [
    b"", b"\0" * 11, query(b"a.b")[:-3], b"\0\7\x81\x80" + query(b"a.b")[4:], query(b"a\r\nHost: evil"),
    query(b"a" * 63 + b"." + b"a" * 63 + b"." + b"a" * 63 + b"." + b"a" * 63), query(b"a.b")[:12] + b"\xc0\x0c\0\1\0\1",
])  # fmt: skip
def test_what_is_no_query_for_a_host_is_not_understood(broken):
    assert dns.question(broken) is None


def test_a_host_keeps_its_address_and_is_found_by_it():
    names = dns.Names()
    first, second = names.address("a.example"), names.address("b.example")
    assert (first, second, names.address("a.example")) == ("198.18.0.1", "198.18.0.2", "198.18.0.1")
    assert (names.host(second), names.host("8.8.8.8")) == ("b.example", "8.8.8.8")


PROBE = """
import socket, struct, sys
def attempt(name, action):
    try:
        print(name, "got", action(), flush=True)
    except OSError as error:
        print(name, "denied", error.errno, flush=True)
def exchange(host, port):
    with socket.create_connection((host, port), 10) as connection:
        connection.sendall(b"hello\\n")
        return connection.recv(100).decode()
def send(host, port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.connect((host, port))
        out.send(b"x")
        out.settimeout(5)
        return out.recv(10)
def own_server():
    own = socket.socket()
    own.bind(("127.0.0.1", 0))
    own.listen()
    with socket.create_connection(own.getsockname(), 5):
        return "connected"
def ask(server, name):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.settimeout(5)
        out.connect((server, 53))
        out.send(name)
        return out.recv(512)[-4:].hex()
attempt("name", lambda: socket.gethostbyname("api.example.com"))
attempt("again", lambda: socket.gethostbyname("API.example.com"))
attempt("by_name", lambda: exchange("api.example.com", 443))
attempt("by_address", lambda: exchange("203.0.113.9", 8883))
attempt("other_port", lambda: exchange("api.example.com", 4444))
attempt("udp", lambda: send("203.0.113.9", 443))
attempt("own", own_server)
attempt("hard_dns", lambda: ask("8.8.8.8", bytes.fromhex(sys.argv[1])))
attempt("text", lambda: ask("127.0.0.1", bytes.fromhex(sys.argv[2])))
scanned = 0
for port in range(2000, 2060):
    try:
        socket.create_connection(("10.0.0.1", port), 5)
    except OSError:
        scanned += 1
print("scanned", scanned, flush=True)
with open("/proc/net/dev") as cards:
    print("cards", sorted(row.split(":")[0].strip() for row in cards if ":" in row), flush=True)
"""


class Proxy:
    """Agrees to every tunnel, keeps what it was asked, and echoes."""

    def __init__(self):
        self.asked = []

    async def serve(self, reader, writer):
        self.asked.append((await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0].decode())
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        writer.write(b"echo " + await reader.readline())
        await writer.drain()
        writer.close()


@pytest.mark.phone
def test_code_that_knows_no_proxy_is_caught_and_all_else_is_refused_and_told(tmp_path):
    async def scene():
        proxy = Proxy()
        server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
        async with server:
            target = server.sockets[0].getsockname()
            command, _ = sealed_python.line(
                tmp_path, PROBE, query(b"hard.example.com").hex(), query(b"secret.example.com", 16).hex()
            )
            async with sealed_python.running(command, lambda: target) as (started, _, ledger):
                results, output = await sealed_python.said(started)
                # The last packets are read a moment after the process has ended.
                async with asyncio.timeout(10):
                    while sum(entry["count"] for entry in ledger) < 63:
                        await asyncio.sleep(0.02)
                return proxy.asked, results, output, ledger

    asked, results, output, ledger = asyncio.run(scene())
    assert results.get("name") == results.get("again") == "got 198.18.0.1", output
    assert results["by_name"] == results["by_address"] == "got echo hello", output
    assert asked == ["CONNECT api.example.com:443 HTTP/1.1", "CONNECT 203.0.113.9:8883 HTTP/1.1"]
    assert results["other_port"] == "denied 111"
    assert results["udp"] == "denied 111"
    assert results["own"] == "got connected"
    assert results["hard_dns"] == "got c6120002"
    assert results["scanned"] == "60"
    assert "'lo'" in results["cards"] and set(ast.literal_eval(results["cards"].strip())) <= {"lo", "wlan0"}
    told = {entry["name"]: entry["count"] for entry in ledger}
    assert {entry["kind"] for entry in ledger} == {"network_refused"}
    assert told.pop("tcp api.example.com:4444") == 1
    assert told.pop("udp 203.0.113.9:443") == 1
    assert told.pop("dns TXT secret.example.com") == 1
    # A scan is a few lines and one for the rest, and every try is counted.
    assert "tcp 10.0.0.1:2000" in told and "tcp 10.0.0.1:other ports" in told
    assert set(told) == {"tcp 10.0.0.1:other ports", *(f"tcp 10.0.0.1:{port}" for port in range(2000, 2010))}
    assert sum(told.values()) == 60


REFUSED = """
import socket, sys
def attempt(name, action):
    try:
        print(name, "got", action(), flush=True)
    except OSError as error:
        print(name, "denied", error.errno, flush=True)
attempt("name", lambda: socket.gethostbyname("api.example.com"))
attempt("before", lambda: socket.create_connection(("203.0.113.9", 443), 5))
sys.stdin.close()
while True:
    try:
        socket.create_connection(("203.0.113.9", 443), 5)
        break
    except OSError:
        pass
print("open after", flush=True)
while True:
    try:
        socket.create_connection(("203.0.113.9", 443), 5).close()
    except OSError:
        break
print("shut again", flush=True)
"""


@pytest.mark.phone
def test_without_a_proxy_connections_are_refused_as_soon_as_it_is_unset(tmp_path):
    async def scene():
        proxy = Proxy()
        server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
        async with server:
            command, _ = sealed_python.line(tmp_path, REFUSED)
            targets = [None]
            async with sealed_python.running(command, lambda: targets[-1]) as (started, network, ledger):
                lines = [await started.process.stdout.readline() for _ in range(2)]
                targets.append(server.sockets[0].getsockname())
                network.refresh()
                lines.append(await started.process.stdout.readline())
                targets.append(None)
                network.refresh()
                lines.append(await started.process.stdout.readline())
                return lines, ledger

    lines, ledger = asyncio.run(scene())
    assert lines[0].startswith(b"name denied")
    assert lines[1:] == [b"before denied 111\n", b"open after\n", b"shut again\n"]
    assert ledger[0]["name"] == "tcp 203.0.113.9:443"
    assert ledger[0]["why"] == "the phone has no way out: no proxy is set"
