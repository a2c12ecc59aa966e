import asyncio
import struct
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.desk.adb.packets import (
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
        await client.send(Packet(b"OPEN", 3, 0, b"no-such-service:\0"))
        assert await client.receive() == Packet(b"CLSE", 0, 3)
        assert await client.service("root:", local=5) == b"adbd cannot run as root in production builds\n"
        assert b"does not restart" in await client.service("reboot:bootloader", local=6)
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


def test_a_client_that_does_not_wait_or_does_not_greet_is_dropped(on_phone, monkeypatch):
    monkeypatch.setattr("auditor.desk.adb.adbd.GREETING_S", 0.2)

    async def scene(desk):
        await desk.phone.start()
        port = desk.phone.daemon.port
        silent = Client(*await asyncio.open_connection("127.0.0.1", port))
        good = await Client.connect(port)
        flooding = await Client.connect(port)
        await flooding.send(Packet(b"OPEN", 1, 0, b"exec:logcat\0"))
        opened = await flooding.receive()
        for _ in range(4):
            flooding.writer.write(Packet(b"WRTE", 1, opened.first, bytes(LARGEST_PAYLOAD)).encode(checksum=False))
        while not flooding.reader.at_eof():
            try:
                await flooding.receive()
            except (asyncio.IncompleteReadError, ConnectionError):
                break
        assert await silent.closed()
        # Answers to streams that are not there, or are another's, change nothing.
        for packet in (Packet(b"OKAY", 9, 99), Packet(b"CLSE", 9, 99), Packet(b"OPEN", 0, 0, b"shell:id\0")):
            await good.send(packet)
        assert await good.receive() == Packet(b"CLSE", 0, 0)
        await good.send(Packet(b"WRTE", 9, 99, b"x"))
        assert await good.receive() == Packet(b"CLSE", 0, 9)
        assert await good.service("shell:whoami") == b"shell\n"

    on_phone(scene)


def test_a_slow_reader_blocks_nobody_and_its_log_ends_when_it_goes(on_phone):
    async def scene(desk):
        await desk.phone.start()
        port = desk.phone.daemon.port
        (desk.phone.tree.root / "sdcard" / "big").write_bytes(bytes(8 << 20))
        slow = await Client.connect(port)
        for local, name in ((1, b"exec:cat /sdcard/big\0"), (2, b"shell:logcat\0")):
            await slow.send(Packet(b"OPEN", local, 0, name))
        for number in range(500):
            desk.phone.device.write_log(1, "I", "flood", f"{number} " + "x" * 1000)
        quick = await Client.connect(port)
        assert await quick.service("shell:whoami") == b"shell\n"
        assert (await slow.receive()).command == b"OKAY"
        slow.writer.transport.abort()
        while len(desk.phone.daemon._tasks) > 1:
            await asyncio.sleep(0.01)

    on_phone(scene)


def test_reversed_ports_are_listed_and_taken_back(on_phone):
    async def scene(desk):
        await desk.phone.start()
        port = desk.phone.daemon.port
        one, two = await Client.connect(port), await Client.connect(port)
        assert await one.service("reverse:forward:tcp:7001;tcp:7002") == b"OKAY"
        assert await one.service("reverse:forward:norebind:tcp:7001;tcp:9") == b"FAIL001dcannot rebind existing socket"
        free = await one.service("reverse:forward:tcp:0;tcp:7003")
        assert free == b"OKAY000540000"
        refused = await two.service("reverse:forward:localabstract:x;tcp:1")
        assert refused.startswith(b"FAIL") and b"only tcp:PORT" in refused
        listed = f"{desk.phone.serial} tcp:7001 tcp:7002\n{desk.phone.serial} tcp:40000 tcp:7003\n"
        assert await two.service("reverse:list-forward") == f"{len(listed):04x}{listed}".encode()
        assert await one.service("reverse:killforward:tcp:7001") == b"OKAY"
        assert await one.service("reverse:killforward:tcp:7001") == b"FAIL001dlistener 'tcp:7001' not found"
        one.writer.close()
        while desk.phone.reversed:
            await asyncio.sleep(0.01)
        assert await two.service("reverse:killforward-all") == b"OKAY"

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


def sync_request(kind, name):
    return kind + struct.pack("<I", len(name)) + name


def test_sync_in_its_second_form(on_phone):
    async def scene(desk):
        await desk.phone.start()
        client = await Client.connect(desk.phone.daemon.port)
        path = b"/sdcard/b.txt"
        request = sync_request(b"SND2", path) + struct.pack("<4sII", b"SND2", 0o100644, 0)
        request += b"DATA" + struct.pack("<I", 5) + b"hello" + b"DONE" + struct.pack("<I", 1_600_000_000)
        request += sync_request(b"STA2", path) + sync_request(b"LST2", b"/none")
        request += sync_request(b"RCV2", path) + struct.pack("<4sI", b"RCV2", 0)
        request += sync_request(b"LIS2", b"/sdcard")
        # Refused ones, after which the stream ends: a link, and compressed data.
        link = sync_request(b"SEND", b"/sdcard/link,40960") + b"DONE" + bytes(4)
        packed = sync_request(b"RCV2", path) + struct.pack("<4sI", b"RCV2", 1)
        held = []
        for local, sent in enumerate((request + b"QUIT" + bytes(4), link, packed), 1):
            await client.send(Packet(b"OPEN", local, 0, b"sync:\0"))
            opened = await client.receive()
            await client.send(Packet(b"WRTE", local, opened.first, sent))
            held.append(b"")
            while (packet := await client.receive()).command != b"CLSE":
                if packet.command == b"WRTE":
                    held[-1] += packet.payload
                    await client.send(Packet(b"OKAY", local, packet.first))
        stat = struct.Struct("<4sIQQIIIIQqqq")
        assert held[0].startswith(b"OKAY" + bytes(4))
        found = stat.unpack(held[0][8 : 8 + stat.size])
        assert (found[0], found[1], found[8], found[10]) == (b"STA2", 0, 5, 1_600_000_000)
        missing = stat.unpack(held[0][8 + stat.size : 8 + 2 * stat.size])
        assert missing[:2] == (b"LST2", 2)
        rest = held[0][8 + 2 * stat.size :]
        assert rest.startswith(b"DATA" + struct.pack("<I", 5) + b"hello" + b"DONE" + bytes(4) + b"DNT2")
        assert held[1].startswith(b"FAIL") and held[1].endswith(b"only plain files can be pushed to this phone")
        assert held[2].startswith(b"FAIL") and b"plain data" in held[2]

    on_phone(scene)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=40),
            st.builds(
                sync_request,
                st.sampled_from([b"STAT", b"STA2", b"LIST", b"LIS2", b"RECV", b"RCV2", b"SEND", b"SND2", b"QUIT"]),
                st.sampled_from([b"/sdcard/x,33188", b"/../../etc/passwd", b"/sdcard", b"\0", b"\xff" * 9, b""]),
            ),
            st.sampled_from([b"DATA\4\0\0\0abcd", b"DONE\0\0\0\0", b"DATA\xff\xff\xff\xff"]),
        ),
        max_size=8,
    )
)
def test_any_sync_requests_are_answered_or_ended(parts):
    import tempfile
    from pathlib import Path

    from auditor.desk.adb import sync
    from auditor.desk.adb.streams import Stream
    from auditor.desk.files import Tree

    class Wire:
        def __init__(self):
            self.sent = b""

        async def send(self, packet):
            if packet.command == b"WRTE":
                self.sent += packet.payload
                stream.acknowledge(1)

    async def scene(root):
        await asyncio.wait_for(sync.serve(stream, Tree(root)), 20)

    with tempfile.TemporaryDirectory() as root:
        wire = Wire()
        stream = Stream(wire, 1, 1)
        stream.feed(b"".join(parts))
        stream.end()
        stream.closed = False
        with suppress(EOFError):
            asyncio.run(scene(Path(root)))
        assert wire.sent[:4] in (b"", b"STAT", b"STA2", b"DENT", b"DNT2", b"DONE", b"DATA", b"FAIL", b"OKAY")
        assert not (Path(root) / "etc" / "passwd").exists()


@given(st.binary(max_size=300))
def test_any_bytes_to_the_daemon_leave_it_standing(raw):
    from auditor.desk.adb.adbd import Daemon

    async def scene():
        def service(name, connection):
            async def swallow(stream):
                while await stream.read():
                    pass

            return swallow

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
