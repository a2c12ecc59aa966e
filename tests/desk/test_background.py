import asyncio

from auditor.desk.background import Background


def test_what_goes_on_is_counted_until_it_ends():
    async def scene():
        background, go = Background(), asyncio.Event()

        async def work():
            await go.wait()

        background.start(work())
        before = len(background)
        go.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return before, len(background)

    assert asyncio.run(scene()) == (1, 0)


def test_the_handler_of_a_connection_is_one_of_them_and_all_are_ended():
    async def scene():
        background, ended = Background(), []

        async def handle():
            background.hold_current()
            try:
                await asyncio.sleep(3600)
            finally:
                ended.append("handler")

        async def fail():
            raise OSError("not told to who ends it")

        handler = asyncio.create_task(handle())
        background.start(fail())
        await asyncio.sleep(0)
        async with asyncio.timeout(10):
            await background.end()
        return ended, handler.cancelled(), len(background)

    assert asyncio.run(scene()) == (["handler"], True, 0)
