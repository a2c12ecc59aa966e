import asyncio
import tempfile
from pathlib import Path

from auditor.desk.seal.relay import Relay


def run(scene):
    async def whole():
        with tempfile.TemporaryDirectory() as folder:
            async with asyncio.timeout(30):
                await scene(Path(folder, "proxy.sock"))

    asyncio.run(whole())


def test_bytes_go_to_the_proxy_and_back():
    async def scene(path):
        async def shout(reader, writer):
            writer.write((await reader.read()).upper())
            writer.write_eof()

        proxy = await asyncio.start_server(shout, "127.0.0.1", 0)
        relay = Relay(path, lambda: proxy.sockets[0].getsockname())
        await relay.start()
        reader, writer = await asyncio.open_unix_connection(path)
        writer.write(b"hello")
        writer.write_eof()
        assert await reader.read() == b"HELLO"
        await relay.stop()
        proxy.close()
        assert not path.exists()

    run(scene)


def test_without_a_proxy_there_is_no_way_out():
    async def scene(path):
        relay = Relay(path, lambda: None)
        await relay.start()
        reader, writer = await asyncio.open_unix_connection(path)
        assert await reader.read() == b""
        writer.close()
        await relay.stop()

    run(scene)


def test_a_proxy_that_is_gone_closes_the_connection():
    async def scene(path):
        closed = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
        address = closed.sockets[0].getsockname()
        closed.close()
        await closed.wait_closed()
        relay = Relay(path, lambda: address)
        await relay.start()
        reader, _writer = await asyncio.open_unix_connection(path)
        assert await reader.read() == b""
        await relay.stop()

    run(scene)
