import asyncio
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.desk.adb_packets import (
    COMMANDS,
    HEADER,
    LARGEST_PAYLOAD,
    VERSION_WITHOUT_CHECKSUM,
    BadPacketError,
    Packet,
    decode_header,
    read_packet,
)

numbers = st.integers(0, 2**32 - 1)


def parse(raw, checksum=True):
    async def read():
        reader = asyncio.StreamReader()
        reader.feed_data(raw)
        reader.feed_eof()
        return await read_packet(reader, checksum)

    return asyncio.run(read())


@given(st.sampled_from(COMMANDS), numbers, numbers, st.binary(max_size=200))
def test_a_packet_survives_the_wire(command, first, second, payload):
    packet = Packet(command, first, second, payload)
    assert parse(packet.encode()) == packet


@given(st.binary(min_size=24, max_size=24))
def test_garbage_is_refused_before_anything_is_read(raw):
    if raw[:4] in COMMANDS:
        return
    with pytest.raises(BadPacketError):
        decode_header(raw)


def test_a_wrong_checksum_and_a_huge_payload_are_refused():
    raw = bytearray(Packet(b"WRTE", 1, 2, b"abc").encode())
    raw[-1] ^= 1
    with pytest.raises(BadPacketError):
        parse(bytes(raw))
    assert parse(bytes(raw), checksum=False).payload == b"abb"
    magic = int.from_bytes(b"WRTE", "little") ^ 0xFFFFFFFF
    with pytest.raises(BadPacketError):
        decode_header(HEADER.pack(b"WRTE", 1, 2, LARGEST_PAYLOAD + 1, 0, magic))


class Client:
    """A client of the daemon, packet by packet."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def connect(cls, port, version=VERSION_WITHOUT_CHECKSUM):
        client = cls(*await asyncio.open_connection("127.0.0.1", port))
        await client.send(Packet(b"CNXN", version, LARGEST_PAYLOAD, b"host::features=shell_v2\0"))
        client.banner = await client.receive()
        return client

    async def send(self, packet):
        self.writer.write(packet.encode())
        await self.writer.drain()

    async def receive(self):
        return await read_packet(self.reader, checksum=False)

    async def service(self, name, local=1):
        """Open a service, take all it sends, return it."""
        await self.send(Packet(b"OPEN", local, 0, name.encode() + b"\0"))
        held = b""
        while True:
            packet = await self.receive()
            if packet.command == b"CLSE":
                return held
            if packet.command == b"WRTE":
                held += packet.payload
                await self.send(Packet(b"OKAY", local, packet.first))

    async def closed(self):
        return await self.reader.read() == b""


def test_shell_old_and_new_form(on_phone):
    async def scene(desk):
        await desk.phone.start()
        client = await Client.connect(desk.phone.daemon.port)
        assert client.banner.command == b"CNXN"
        assert b"device::ro.product.name=desk" in client.banner.payload
        assert await client.service("shell:echo hi; ls /none") == b"hi\nls: /none: No such file or directory\n"
        framed = await client.service("shell,v2,raw:echo hi; ls /none", local=2)
        assert framed.startswith(struct.pack("<BI", 1, 3) + b"hi\n" + struct.pack("<B", 2))
        assert framed.endswith(struct.pack("<BIB", 3, 1, 1))
        assert await client.service("no-such-service:", local=3) == b""
        assert await client.service("exec:echo raw", local=4) == b"raw\n"

    on_phone(scene)


def test_garbage_closes_one_client_and_leaves_the_others(on_phone):
    async def scene(desk):
        await desk.phone.start()
        port = desk.phone.daemon.port
        good = await Client.connect(port)
        for raw in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", bytes(24), Packet(b"OPEN", 1, 0, b"shell:id\0").encode()):
            bad = Client(*await asyncio.open_connection("127.0.0.1", port))
            bad.writer.write(raw)
            await bad.writer.drain()
            assert await bad.closed()
        assert (await good.service("shell:whoami")) == b"shell\n"
        assert (await (await Client.connect(port)).service("shell:whoami")) == b"shell\n"

    on_phone(scene)


def test_a_client_that_leaves_in_the_middle_does_no_harm(on_phone):
    async def scene(desk):
        await desk.phone.start()
        port = desk.phone.daemon.port
        leaving = await Client.connect(port)
        await leaving.send(Packet(b"OPEN", 1, 0, b"exec:cmd package install -S 5000\0"))
        await leaving.send(Packet(b"WRTE", 1, 1, b"part of it"))
        leaving.writer.close()
        assert (await (await Client.connect(port)).service("shell:whoami")) == b"shell\n"

    on_phone(scene)


def test_more_streams_than_allowed_are_closed_at_once(on_phone):
    async def scene(desk):
        await desk.phone.start()
        client = await Client.connect(desk.phone.daemon.port)
        for number in range(1, 66):
            await client.send(Packet(b"OPEN", number, 0, b"exec:cat\0"))
        answers = [await client.receive() for _ in range(65)]
        assert [a.command for a in answers].count(b"CLSE") == 1

    on_phone(scene)


def test_sync_pushes_lists_and_pulls(on_phone):
    async def scene(desk):
        await desk.phone.start()
        client = await Client.connect(desk.phone.daemon.port)
        path = b"/sdcard/a.txt"
        target = path + b",33188"
        request = b"SEND" + struct.pack("<I", len(target)) + target
        request += b"DATA" + struct.pack("<I", 5) + b"hello" + b"DONE" + struct.pack("<I", 0)
        for kind, name in ((b"STAT", path), (b"RECV", path), (b"RECV", b"/none"), (b"LIST", b"/sdcard")):
            request += kind + struct.pack("<I", len(name)) + name
        await client.send(Packet(b"OPEN", 1, 0, b"sync:\0"))
        opened = await client.receive()
        assert opened.command == b"OKAY"
        await client.send(Packet(b"WRTE", 1, opened.first, request + b"QUIT" + bytes(4)))
        held = b""
        while (packet := await client.receive()).command != b"CLSE":
            if packet.command == b"WRTE":
                held += packet.payload
                await client.send(Packet(b"OKAY", 1, packet.first))
        assert held.startswith(b"OKAY" + bytes(4) + b"STAT")
        assert struct.unpack("<I", held[16:20]) == (5,)
        assert b"DATA" + struct.pack("<I", 5) + b"hello" + b"DONE" in held
        assert b"FAIL" in held and b"No such file" in held
        assert b"DENT" in held and held.endswith(b"DONE" + bytes(16))

    on_phone(scene)


@given(st.binary(max_size=300))
def test_any_bytes_to_the_daemon_leave_it_standing(raw):
    from auditor.desk.adbd import Daemon

    async def scene():
        async def service(name, stream):
            while await stream.read():
                pass

        daemon = Daemon(service, lambda: "x")
        await daemon.start()
        client = await Client.connect(daemon.port)
        client.writer.write(raw)
        client.writer.write_eof()
        async with asyncio.timeout(20):
            await client.reader.read()
            assert (await Client.connect(daemon.port)).banner.command == b"CNXN"
        await daemon.stop()

    asyncio.run(scene())
