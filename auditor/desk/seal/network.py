"""The network of one sealed process, as the phone sees it from outside.

Names are answered from one block, every address is local, the usual ports lead to the proxy as `CONNECT name:port`,
and whatever else is sent is refused by the kernel and told to the ledger. Nothing leaves the machine but through the
proxy that the phone is set to.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from auditor.desk.background import Background
from auditor.desk.holes import Kind
from auditor.desk.seal import dns
from auditor.desk.seal.joining import DNS_PORT, IP_PKTINFO
from auditor.desk.seal.relay import MOST_CONNECTIONS, pump

log = logging.getLogger(__name__)

# HTTP and HTTPS with their usual second ports, MQTT and XMPP with and without TLS.
PORTS = (80, 443, 8080, 8443, 1883, 8883, 5222, 5223)
ADDRESS = "192.168.1.105"
CONNECT_S = 30.0
WAITING = 64
# Packets read at a turn, and turns a second: a flood is counted by the kernel and not by the phone.
PACKETS, PAUSE_S = 64, 0.05
MOST_PORTS, MOST_HOSTS = 10, 200
TCP, UDP, ICMP = 6, 17, 1
UNREACHABLE = 3
PROTOCOLS = {TCP: "tcp", UDP: "udp", ICMP: "icmp"}

Proxy = Callable[[], tuple[str, int] | None]
Note = Callable[[Kind, str, str], dict[str, Any]]


class Network:
    """Serves the sockets that `joining.py` made, from `start` to `stop`."""

    def __init__(self, sockets: list[socket.socket], proxy: Proxy, note: Note) -> None:
        self._watching, self._asked, *self._ports = sockets
        self._proxy, self._note = proxy, note
        self._names = dns.Names()
        self._listening = False
        self._tasks = Background()
        self._noted: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}

    def start(self) -> None:
        """Answer from now on."""
        loop = asyncio.get_running_loop()
        for one in (self._watching, self._asked, *self._ports):
            one.setblocking(False)
        loop.add_reader(self._asked, self._answer)
        loop.add_reader(self._watching, self._watch)
        self.refresh()

    def refresh(self) -> None:
        """Take note of a proxy that was set or unset: without one, connections are refused."""
        loop = asyncio.get_running_loop()
        wanted = self._proxy() is not None
        if wanted == self._listening:
            return
        for port in self._ports:
            if wanted:
                port.listen(WAITING)
                loop.add_reader(port, self._accept, port)
            else:
                loop.remove_reader(port)
                # On a socket that listens this is the way back to one that refuses; it stays bound.
                port.shutdown(socket.SHUT_RDWR)
        self._listening = wanted

    async def stop(self) -> None:
        """Close everything."""
        loop = asyncio.get_running_loop()
        for one in (self._watching, self._asked, *self._ports):
            loop.remove_reader(one)
            one.close()
        await self._tasks.end()

    # ------------------------------------------------------------ names

    def _answer(self) -> None:
        for _ in range(PACKETS):
            try:
                message, ancillary, _, asker = self._asked.recvmsg(4096, 128)
            except OSError:
                return
            # The answer comes from the server that was asked, whichever that was.
            server = next((data[8:12] for _, kind, data in ancillary if kind == IP_PKTINFO), b"\x7f\0\0\1")
            source = [(socket.IPPROTO_IP, IP_PKTINFO, struct.pack("=I4s4s", 0, server, bytes(4)))]
            with suppress(OSError):
                self._asked.sendmsg([self.resolve(message)], source, 0, asker)

    def resolve(self, message: bytes) -> bytes:
        """The answer to a DNS message."""
        asked = dns.question(message)
        if asked is None:
            return dns.reply(message[:12].ljust(12, b"\0"), None, dns.FORMAT_ERROR)
        if asked.kind not in (dns.A, dns.AAAA):
            kind = dns.KINDS.get(asked.kind, str(asked.kind))
            self._refuse("dns", kind, asked.name, "the phone answers for addresses of hosts alone")
        if asked.name == "localhost" or asked.name.endswith(".localhost"):
            return dns.reply(message, asked, dns.NO_ERROR, "127.0.0.1" if asked.kind == dns.A else None)
        if self._proxy() is None:
            return dns.reply(message, asked, dns.SERVER_FAILURE)
        if asked.kind != dns.A:
            return dns.reply(message, asked, dns.NO_ERROR)
        address = self._names.address(asked.name)
        return dns.reply(message, asked, dns.NO_ERROR if address else dns.SERVER_FAILURE, address)

    # ------------------------------------------------------------ the way out

    def _accept(self, port: socket.socket) -> None:
        with suppress(OSError):
            connection, _ = port.accept()
            connection.setblocking(False)
            self._tasks.start(self._carry(connection))

    async def _carry(self, connection: socket.socket) -> None:
        address, port = connection.getsockname()
        target = self._proxy()
        try:
            if target is None or address.startswith("127.") or len(self._tasks) > MOST_CONNECTIONS:
                _reset(connection)
                return
            reader, writer = await asyncio.open_connection(sock=connection)
            out_reader, out_writer = await asyncio.open_connection(*target)
            try:
                async with asyncio.timeout(CONNECT_S):
                    opened = await _ask_for_tunnel(out_reader, out_writer, f"{self._names.host(address)}:{port}")
                if opened:
                    await asyncio.gather(pump(reader, out_writer), pump(out_reader, writer))
                else:
                    _reset(connection)
            finally:
                out_writer.close()
                writer.close()
        except (OSError, TimeoutError, asyncio.CancelledError):
            connection.close()

    # ------------------------------------------------------------ what is refused

    def _watch(self) -> None:
        """Read some packets, then leave the loop to others for a moment."""
        for _ in range(PACKETS):
            try:
                packet, address = self._watching.recvfrom(128)
            except OSError:
                return
            if address[0] == "lo":
                self._see(packet)
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._watching)
        loop.call_later(PAUSE_S, self._watch_again)

    def _watch_again(self) -> None:
        if self._watching.fileno() >= 0:
            asyncio.get_running_loop().add_reader(self._watching, self._watch)

    def _see(self, packet: bytes) -> None:
        if len(packet) < 20 or packet[0] >> 4 != 4:
            return
        header, protocol = (packet[0] & 0xF) * 4, packet[9]
        target = socket.inet_ntoa(packet[16:20])
        port = int.from_bytes(packet[header + 2 : header + 4], "big") if protocol in (TCP, UDP) else 0
        if target.startswith("127.") or target == ADDRESS:
            return
        if protocol == ICMP and packet[header : header + 1] == bytes([UNREACHABLE]):
            return
        if protocol == UDP and port == DNS_PORT:
            return
        if protocol == TCP and port in PORTS and self._listening:
            return
        why = "the phone has no way out: no proxy is set"
        if self._listening:
            why = "only TCP to the usual ports leaves the phone, by its proxy"
        self._refuse(PROTOCOLS.get(protocol, f"protocol {protocol}"), str(port or ""), self._names.host(target), why)

    def _refuse(self, kind: str, port: str, host: str, why: str) -> None:
        """Tell the ledger, each host and port once with a count; a scan of ports is one line after the first few."""
        if len(self._noted) >= MOST_HOSTS and (kind, host) not in self._noted:
            host = "other hosts"
        ports = self._noted.setdefault((kind, host), {})
        if len(ports) >= MOST_PORTS and port not in ports:
            port = "other ports"
        if port not in ports:
            name = f"{kind} {port} {host}" if kind == "dns" else f"{kind} {host}:{port}".rstrip(":")
            ports[port] = self._note(Kind.NETWORK_REFUSED, name, why)
            ports[port]["count"] = 0
        ports[port]["count"] += 1


def _reset(connection: socket.socket) -> None:
    """Close a connection so that the other side sees it broken."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


async def _ask_for_tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: str) -> bool:
    """`CONNECT` to a proxy; whether it agreed."""
    writer.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode("ascii", "backslashreplace"))
    await writer.drain()
    try:
        answer = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return False
    return answer.split(b" ", 2)[1:2] == [b"200"]
