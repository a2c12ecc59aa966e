import asyncio

from auditor.desk.shell import terminal


class Keys:
    """A client that presses keys, one part after the other, and stays when they are through."""

    def __init__(self, *parts, ends=True):
        self.parts, self.output, self.errors = list(parts), b"", b""
        self.ends = ends
        self.written = asyncio.Event()

    async def read(self):
        if self.parts:
            part = self.parts.pop(0)
            return part if isinstance(part, bytes) else await part()
        if not self.ends:
            await asyncio.Event().wait()
        return b""

    async def write(self, data, *, error=False):
        if error:
            self.errors += data
        else:
            self.output += data
        self.written.set()

    async def gone(self):
        await asyncio.Event().wait()

    async def until(self, text):
        while text not in self.output:
            self.written.clear()
            await self.written.wait()


def test_lines_without_a_terminal(on_phone):
    async def scene(desk):
        keys = Keys(b"echo a", b" b\nfalse\nec", b"ho $?\nno_such\ncat\nrest of it\n")
        assert await terminal.interact(desk.phone, keys, terminal=False) == 0
        assert keys.output == b"a b\n1\nrest of it\n"
        assert b"no_such: inaccessible or not found" in keys.errors
        assert await terminal.interact(desk.phone, Keys(b"exit 7\necho no\n"), terminal=False) == 7
        assert await terminal.interact(desk.phone, Keys(b"false\n"), terminal=False) == 1

    on_phone(scene)


def test_a_terminal_echoes_mends_and_interrupts(on_phone):
    async def scene(desk):
        keys = Keys(ends=False)

        async def once_it_said_hi():
            await keys.until(b"hi\r\ndesk:/ $ ")
            return b"logcat\r"

        async def once_it_follows():
            await keys.until(b"beginning of main")
            return b"\x03"

        async def once_it_is_back():
            await keys.until(b"^C\r\ndesk:/ $ ")
            return b"exit\r"

        keys.parts = [b"echo hx\x7fi\r", once_it_said_hi, once_it_follows, once_it_is_back]
        assert await asyncio.wait_for(terminal.interact(desk.phone, keys, terminal=True), 20) == 130
        assert keys.output.startswith(b"desk:/ $ echo hx\b \bi\r\nhi\r\ndesk:/ $ logcat\r\n")
        left = Keys(b"\x04", ends=False)
        assert await asyncio.wait_for(terminal.interact(desk.phone, left, terminal=True), 20) == 0

    on_phone(scene)
