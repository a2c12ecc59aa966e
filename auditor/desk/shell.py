"""The phone's shell: `;`, `&&`, `||`, `|`, quotes, `$?` and redirections over the phone's own commands.

Nothing of the host runs.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from auditor.errors import AuditorError

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

LONGEST_COMMAND = 256 * 1024
LARGEST_PIPED = 64 << 20
OPERATORS = (";", "&&", "||", "|", "&")
NOT_FOUND = 127


class Channel(Protocol):
    """Where a command line comes from: an ADB stream, or a test."""

    async def read(self) -> bytes: ...

    async def write(self, data: bytes, *, error: bool = False) -> None: ...


@dataclass
class Io:
    """The standard streams of one command."""

    channel: Channel
    piped: bytes | None = None
    captured: bytearray | None = None
    file: Callable[[bytes], None] | None = None
    errors_to: str = "channel"
    errors: bytearray = field(default_factory=bytearray)

    async def read(self) -> bytes:
        """The next bytes of standard input, `b""` at its end."""
        if self.piped is not None:
            found, self.piped = self.piped, b""
            return found
        return await self.channel.read()

    async def out(self, data: str | bytes) -> None:
        """Write to standard output."""
        raw = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
        if self.file is not None:
            self.file(raw)
        elif self.captured is not None:
            if len(self.captured) + len(raw) > LARGEST_PIPED:
                raise OSError(27, "File too large")
            self.captured += raw
        else:
            await self.channel.write(raw)

    async def err(self, text: str) -> None:
        """Write to standard error."""
        if self.errors_to == "channel":
            await self.channel.write(text.encode("utf-8", "surrogateescape"), error=True)
        elif self.errors_to == "output":
            await self.out(text)


Command = Callable[["Phone", list[str], Io], Awaitable[int]]


class ShellSyntaxError(ValueError):
    """A line that this shell does not understand."""


@dataclass
class Simple:
    """One command with its redirections."""

    words: list[str]
    output: str | None = None
    append: bool = False
    errors_to: str = "channel"
    input: str | None = None


@dataclass
class Step:
    """A pipeline, and when it runs: always (`;`), after success (`&&`), after failure (`||`)."""

    pipeline: list[Simple]
    when: str = ";"


def parse(line: str) -> list[Step]:
    """Split a command line.

    Raises `ShellSyntaxError` for quotes left open and for what this shell does not do (`$(...)`, back quotes, loops).
    """
    if len(line) > LONGEST_COMMAND:
        raise ShellSyntaxError("line too long")
    steps: list[Step] = []
    when, pipeline, words = ";", list[Simple](), list[str]()
    last = ";"

    def end_command(needed: bool) -> None:
        nonlocal words
        if words:
            pipeline.append(_simple(words))
        elif needed:
            raise ShellSyntaxError("unexpected operator")
        words = []

    for word, is_operator in _split(line):
        if not is_operator or word not in OPERATORS:
            words.append(word if not is_operator else "\0" + word)
            continue
        end_command(needed=word in ("|", "&&", "||") or last == "|")
        last = word
        if word == "|":
            continue
        if pipeline:
            steps.append(Step(pipeline, when))
        when, pipeline = (";" if word == "&" else word), []
    end_command(needed=last in ("|", "&&", "||"))
    if pipeline:
        steps.append(Step(pipeline, when))
    return steps


_TOKEN = re.compile(r"\s*(&&|\|\||2>&1|&>|2>>|2>|1>|>>|[;|&<>]|\n)", re.S)


def _split(line: str) -> list[tuple[str, bool]]:
    """Words and operators; quotes and backslashes as in a POSIX shell."""
    found: list[tuple[str, bool]] = []
    at = 0
    while at < len(line):
        if line[at] in " \t\r":
            at += 1
            continue
        match = _TOKEN.match(line, at)
        if match:
            token = match.group(1)
            found.append((";" if token == "\n" else token, True))
            at = match.end()
            continue
        end = _end_of_word(line, at)
        raw = line[at:end]
        if "`" in raw or "$(" in raw:
            raise ShellSyntaxError("command substitution is not supported by this phone's shell")
        try:
            pieces = shlex.split(raw, posix=True)
        except ValueError as error:
            raise ShellSyntaxError(str(error).lower()) from None
        found.append((pieces[0] if pieces else "", False))
        at = end
    return found


def _end_of_word(line: str, start: int) -> int:
    quote = ""
    at = start
    while at < len(line):
        letter = line[at]
        if quote:
            if letter == "\\" and quote == '"':
                at += 1
            elif letter == quote:
                quote = ""
        elif letter == "\\":
            at += 1
        elif letter in "'\"":
            quote = letter
        elif letter in " \t\r\n;|&<>":
            break
        at += 1
    return min(at, len(line))


def _simple(words: list[str]) -> Simple:
    simple = Simple([])
    rest = iter(words)
    for word in rest:
        if not word.startswith("\0"):
            simple.words.append(word)
            continue
        operator = word[1:]
        if operator == "2>&1":
            simple.errors_to = "output"
            continue
        target = next(rest, "")
        if not target or target.startswith("\0"):
            raise ShellSyntaxError(f"no file after {operator}")
        if operator in ("2>", "2>>"):
            simple.errors_to = "nowhere"
        elif operator == "<":
            simple.input = target
        else:
            simple.output, simple.append = target, operator == ">>"
            if operator == "&>":
                simple.errors_to = "output"
    return simple


async def run(phone: Phone, line: str, channel: Channel) -> int:
    """Run a command line on the phone and return its exit code."""
    try:
        steps = parse(line)
    except ShellSyntaxError as error:
        await channel.write(f"/system/bin/sh: syntax error: {error}\n".encode(), error=True)
        return 2
    code = 0
    for step in steps:
        if (step.when == "&&" and code) or (step.when == "||" and not code):
            continue
        code = await _run_pipeline(phone, step.pipeline, channel, code)
    return code


async def _run_pipeline(phone: Phone, pipeline: list[Simple], channel: Channel, last: int) -> int:
    piped: bytes | None = None
    code = 0
    for position, simple in enumerate(pipeline):
        io = Io(channel, piped=piped, errors_to=simple.errors_to)
        if position < len(pipeline) - 1:
            io.captured = bytearray()
        words = [word.replace("$?", str(last)) for word in simple.words]
        try:
            if simple.input is not None:
                io.piped = phone.tree.read_bytes(simple.input) if simple.input != "/dev/null" else b""
            code = await _run_into(phone, simple, words, io)
        except OSError as error:
            await io.err(f"/system/bin/sh: {error.strerror or error}\n")
            code = 1
        piped = bytes(io.captured or b"")
    return code


async def _run_into(phone: Phone, simple: Simple, words: list[str], io: Io) -> int:
    if simple.output is None:
        return await _run_command(phone, words, io)
    if simple.output == "/dev/null":
        io.file = lambda _data: None
        return await _run_command(phone, words, io)
    with phone.tree.write(simple.output, append=simple.append) as write:
        io.file = write
        return await _run_command(phone, words, io)


async def _run_command(phone: Phone, words: list[str], io: Io) -> int:
    while words and re.fullmatch(r"[A-Za-z_]\w*=.*", words[0], re.S):
        words = words[1:]
    if not words:
        return 0
    name = words[0].rpartition("/")[2]
    command = commands().get(name)
    if command is None:
        await io.err(f"/system/bin/sh: {words[0]}: inaccessible or not found\n")
        return NOT_FOUND
    try:
        return await command(phone, words[1:], io)
    except AuditorError as error:
        await io.err(f"Error: {error}\n")
        return 1


def commands() -> dict[str, Command]:
    """Every command by name."""
    from auditor.desk import shell_activity, shell_desk, shell_files, shell_input, shell_packages, shell_system

    found: dict[str, Command] = {}
    for module in (shell_activity, shell_desk, shell_files, shell_input, shell_packages, shell_system):
        found.update(module.COMMANDS)
    return found
