"""`logcat`: filters, formats, and following until the client goes or the reader behind the pipe has enough."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from auditor.desk.log import FORMATS, MODIFIERS, PRIORITIES, LogLine
from auditor.desk.shell.io import Command, Io

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

# Accepted and without effect: there is one buffer, and a terminal's colours and a zone are left to the reader.
NOTHING = {"-D": False, "--dividers": False, "-b": True, "--buffer": True, "--id": True, "-u": False, "--uid": True}
FORMATS_WITHOUT_EFFECT = ("color", "colour", "printable", "descriptive", "UTC", "uid", "zone")
LONG_NAMES = {"--format": "-v", "--regex": "-e", "--max-count": "-m", "--clear": "-c", "--last": "-L"}


class LogcatError(ValueError):
    """An option that logcat does not take, in its words."""


@dataclass
class Query:
    """What a `logcat` was asked for."""

    follow: bool = True
    clear: bool = False
    last: int | None = None
    since: float | None = None
    form: str = "threadtime"
    modifiers: set[str] = field(default_factory=set)
    pid: int | None = None
    pattern: re.Pattern[str] | None = None
    most: int | None = None
    silent: bool = False
    tags: dict[str, str] = field(default_factory=dict)

    def wants(self, line: LogLine) -> bool:
        """Whether the filters let a line through."""
        if self.since is not None and line.at < self.since:
            return False
        if self.pid is not None and line.pid != self.pid:
            return False
        least = self.tags.get(line.tag, self.tags.get("*", "S" if self.silent else "V"))
        if least == "S" or PRIORITIES.find(line.priority) < PRIORITIES.index(least):
            return False
        return self.pattern is None or self.pattern.search(line.message) is not None


def read_query(arguments: list[str]) -> Query:
    """The options of `logcat`; `LogcatError` for one that this phone does not know."""
    query = Query()
    words = iter(_spread(arguments))
    for word in words:
        if word == "-d":
            query.follow = False
        elif word in ("-c", "-s"):
            setattr(query, {"-c": "clear", "-s": "silent"}[word], True)
        elif word in ("-t", "-T"):
            query.follow = query.follow and word == "-T"
            _take_start(query, next(words, ""))
        elif word == "-v":
            _take_format(query, next(words, ""))
        elif word in ("--pid", "-m"):
            setattr(query, {"--pid": "pid", "-m": "most"}[word], _number(word, next(words, "")))
        elif word == "-e":
            try:
                query.pattern = re.compile(next(words, ""))
            except re.error as error:
                raise LogcatError(f"Invalid regex: {error}") from None
        elif word in NOTHING:
            if NOTHING[word]:
                next(words, None)
        elif word.startswith("-"):
            raise LogcatError(f"unknown option '{word[:80]}'")
        else:
            _take_filter(query, word)
    return query


def _spread(arguments: list[str]) -> Iterator[str]:
    """`--name=value`, `-vtime` and `-ds` as words of their own."""
    for word in arguments:
        if word.startswith("--"):
            name, equals, value = word.partition("=")
            yield LONG_NAMES.get(name, name)
            if equals:
                yield value
        elif cluster := re.fullmatch(r"-([dcsD]*)([vtTmeb]?)(.*)", word, re.S):
            switches, valued, value = cluster.groups()
            yield from (f"-{letter}" for letter in switches + valued)
            if value and valued:
                yield value
            elif value or len(word) == 1:
                raise LogcatError(f"unknown option '{word[:80]}'")
        else:
            yield word


def _take_filter(query: Query, word: str) -> None:
    for one in word.split():
        tag, _, level = one.rpartition(":") if re.fullmatch(r".*:[A-Za-z*]?", one) else (one, "", "V")
        level = level.upper() or "V"
        if level == "*":
            level = "V"
        if not tag or level not in PRIORITIES:
            raise LogcatError(f"Invalid filter expression '{one[:80]}'")
        query.tags[tag] = level


def _take_format(query: Query, name: str) -> None:
    for part in name.split(","):
        if part in FORMATS:
            query.form = part
        elif part in MODIFIERS:
            query.modifiers.add(part)
        elif part not in FORMATS_WITHOUT_EFFECT:
            raise LogcatError(f'Invalid parameter "{part[:80]}" to -v')


def _take_start(query: Query, text: str) -> None:
    """A number of lines, seconds since 1970 with a point, or `MM-DD hh:mm:ss.mmm` (UTC), with the year before it."""
    if text.isdigit():
        query.last = int(text)
    elif re.fullmatch(r"\d+\.\d+", text):
        query.since = float(text)
    else:
        year = time.gmtime().tm_year
        for form, whole in (("%Y-%m-%d %H:%M:%S.%f", text), ("%Y-%m-%d %H:%M:%S.%f", f"{year}-{text}")):
            with suppress(ValueError):
                query.since = datetime.strptime(whole, form).replace(tzinfo=UTC).timestamp()
                return
        raise LogcatError(f"-t/-T '{text[:80]}' not in time format")


def _number(option: str, text: str) -> int:
    if not text.isdigit():
        raise LogcatError(f"{option} '{text[:80]}' is no number")
    return int(text)


async def logcat(phone: Phone, arguments: list[str], io: Io) -> int:
    """`logcat [-d] [-c] [-t|-T N|TIME] [-v FORMAT] [-s] [-e REGEX] [-m N] [--pid N] [TAG:PRIORITY...]`."""
    try:
        query = read_query(arguments)
    except LogcatError as error:
        await io.err(f"logcat: {error}\n")
        return 1
    log = phone.device.log
    if query.clear:
        log.clear()
        return 0
    lines, number = log.since(0)
    lines = [line for line in lines if query.wants(line)]
    if query.last is not None:
        lines = lines[max(0, len(lines) - query.last) :] if query.last else []
    await io.out("--------- beginning of main\n")
    left = query.most
    gone = asyncio.ensure_future(io.gone())
    try:
        while True:
            lines = lines if left is None else lines[:left]
            modifiers = frozenset(query.modifiers)
            await io.out("".join(line.format(query.form, modifiers) + "\n" for line in lines))
            left = None if left is None else left - len(lines)
            if not query.follow or left == 0:
                return 0
            more = asyncio.ensure_future(log.wait(number))
            await asyncio.wait((gone, more), return_when=asyncio.FIRST_COMPLETED)
            more.cancel()
            if gone.done():
                return 130
            lines, number = log.since(number)
            lines = [line for line in lines if query.wants(line)]
    finally:
        gone.cancel()


COMMANDS: dict[str, Command] = {"logcat": logcat}
