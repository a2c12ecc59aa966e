import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.desk.log import LogLine
from auditor.desk.shell.logcat import LogcatError, read_query

LINE = LogLine(at=1_700_000_000.123456, pid=42, priority="W", tag="Net", message="slow")


@pytest.mark.parametrize(
    ("form", "modifiers", "expected"),
    [
        ("brief", [], "W/Net     (   42): slow"),
        ("process", [], "W(   42) slow  (Net)"),
        ("tag", [], "W/Net     : slow"),
        ("raw", [], "slow"),
        ("time", [], "11-14 22:13:20.123 W/Net     (   42): slow"),
        ("threadtime", [], "11-14 22:13:20.123    42    42 W Net     : slow"),
        ("threadtime", ["year", "usec"], "2023-11-14 22:13:20.123456    42    42 W Net     : slow"),
        ("threadtime", ["epoch"], "         1700000000.123    42    42 W Net     : slow"),
        ("long", [], "[ 11-14 22:13:20.123    42:   42 W/Net      ]\nslow\n"),
    ],
)
def test_formats_are_logcats_own(form, modifiers, expected):
    assert LINE.format(form, frozenset(modifiers)) == expected


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], True),
        (["Net:W", "*:S"], True),
        (["Net:E", "*:S"], False),
        (["Net:S"], False),
        (["Other:V", "*:S"], False),
        # Without *:S a filter says something of its own tag alone.
        (["Other:V"], True),
        (["*:E"], False),
        (["*:W"], True),
        (["-s", "Net"], True),
        (["-s", "Other"], False),
        (["--pid=42"], True),
        (["--pid", "41"], False),
        (["-e", "sl.w"], True),
        (["--regex=fast"], False),
        (["-T", "11-14 22:13:20.000"], True),
        (["-T", "2023-11-14 22:13:20.000"], True),
        (["-T", "1700000001.000"], False),
        (["-b", "all", "-v", "color", "-D"], True),
    ],
)
def test_filters(arguments, wanted):
    query = read_query(arguments)
    if arguments[:1] == ["-T"] and arguments[1].startswith("11-"):
        assert query.since is not None
        query.since = 0.0
    assert query.wants(LINE) is wanted


@pytest.mark.parametrize(
    "arguments", [["--what"], ["-v", "odd"], ["-t", "yesterday"], ["--pid", "x"], ["Net:Q"], ["-e", "("]]
)
def test_what_logcat_does_not_take_is_said(arguments, on_phone):
    with pytest.raises(LogcatError):
        read_query(arguments)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=5))
def test_any_words_are_a_query_or_refused(arguments):
    try:
        read_query(arguments).wants(LINE)
    except LogcatError as error:
        assert str(error)


class Watcher:
    """A client that reads until it has seen enough, and goes."""

    def __init__(self, until):
        self.output, self.until, self.left = b"", until, asyncio.Event()

    async def read(self):
        return b""

    async def write(self, data, *, error=False):
        self.output += data
        if self.until in self.output:
            self.left.set()

    async def gone(self):
        await self.left.wait()


def test_it_follows_until_the_client_goes_or_the_pipe_is_closed(on_phone):
    from auditor.desk.shell.shell import run

    async def scene(desk):
        log = desk.phone.device.write_log
        log(7, "I", "A", "before")
        client = Watcher(b"third")
        following = asyncio.create_task(run(desk.phone, "logcat -v tag A:I *:S", client))
        piped = asyncio.create_task(desk.sh("logcat -v raw | grep ond | head -n 1"))
        for word in ("second", "noise", "third"):
            await asyncio.sleep(0)
            log(7, "V" if word == "noise" else "I", "A", word)
        assert await asyncio.wait_for(following, 10) == 130
        assert (
            client.output == b"--------- beginning of main\nI/A       : before\nI/A       : second\nI/A       : third\n"
        )
        typed = await asyncio.wait_for(piped, 10)
        assert (typed.text, typed.errors) == ("second\n", b"")

    on_phone(scene)


def test_counts_and_clearing(on_phone):
    async def scene(desk):
        for word in ("one", "two", "three"):
            desk.phone.device.write_log(7, "I", "A", word)
        assert (await desk.sh("logcat -t 2 -v raw")).text == "--------- beginning of main\ntwo\nthree\n"
        assert (await desk.sh("logcat -d -m 1 -v raw")).text == "--------- beginning of main\none\n"
        assert (await desk.sh("logcat -dvraw -e t")).text.endswith("\ntwo\nthree\n")
        assert (await desk.sh("logcat -c; logcat -d | wc -l")).text == "1\n"
        refused = await desk.sh("logcat --what")
        assert (refused.code, refused.errors) == (1, b"logcat: unknown option '--what'\n")

    on_phone(scene)
