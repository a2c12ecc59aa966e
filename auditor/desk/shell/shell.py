"""The phone's shell: `;`, `&&`, `||`, `|`, quotes, `$?` and redirections over the phone's own commands.

Nothing of the host runs.
"""

from __future__ import annotations

import asyncio
import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.desk.shell.io import Channel, Command, Io, Pipe
from auditor.errors import AuditorError

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

LONGEST_COMMAND = 256 * 1024
OPERATORS = (";", "&&", "||", "|", "&")
NOT_FOUND = 127
BROKEN_PIPE = 141


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

    Raises `ShellSyntaxError` for open quotes, NUL, and what this shell does not do (`$(...)`, back quotes, loops).
    """
    if len(line) > LONGEST_COMMAND:
        raise ShellSyntaxError("line too long")
    if "\0" in line:
        raise ShellSyntaxError("a line holds no NUL")
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


class _Exit(Exception):
    """The line said `exit`."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


async def run(phone: Phone, line: str, channel: Channel) -> int:
    """Run a command line on the phone and return its exit code."""
    return (await run_step_by_step(phone, line, channel))[0]


async def run_step_by_step(phone: Phone, line: str, channel: Channel, code: int = 0) -> tuple[int, bool]:
    """As `run`, after a command that ended with `code`; the second is true when the line ended the shell (`exit`)."""
    try:
        steps = parse(line)
    except ShellSyntaxError as error:
        await channel.write(f"/system/bin/sh: syntax error: {error}\n".encode(), error=True)
        return 2, False
    try:
        for step in steps:
            if (step.when == "&&" and code) or (step.when == "||" and not code):
                continue
            code = await _run_pipeline(phone, step.pipeline, channel, code)
    except _Exit as left:
        return left.code, True
    return code, False


async def _run_pipeline(phone: Phone, pipeline: list[Simple], channel: Channel, last: int) -> int:
    """Run the commands of a pipeline at the same time; the code of the last one counts."""
    if len(pipeline) == 1:
        return await _run_one(phone, pipeline[0], Io(channel), last)
    pipes = [Pipe() for _ in pipeline[1:]]
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(_run_piped(phone, simple, Io(channel, source=source, target=target), last))
                for simple, source, target in zip(pipeline, [None, *pipes], [*pipes, None], strict=True)
            ]
    except BaseExceptionGroup as several:
        raise several.exceptions[0] from None
    return tasks[-1].result()


async def _run_piped(phone: Phone, simple: Simple, io: Io, last: int) -> int:
    try:
        return await _run_one(phone, simple, io, last)
    except BrokenPipeError:
        return BROKEN_PIPE
    except _Exit as left:
        return left.code
    finally:
        if io.source is not None:
            io.source.leave()
        if io.target is not None:
            await io.target.finish()


async def _run_one(phone: Phone, simple: Simple, io: Io, last: int) -> int:
    io.errors_to = simple.errors_to
    words = [word.replace("$?", str(last)) for word in simple.words]
    if words[:1] == ["exit"]:
        given = (words[1:] or [str(last)])[0]
        raise _Exit(int(given) & 0xFF if given.lstrip("-").isdigit() else 2)
    try:
        if simple.input is not None:
            io.given = phone.tree.read_bytes(simple.input) if simple.input != "/dev/null" else b""
        return await _run_into(phone, simple, words, io)
    except ConnectionError:
        raise
    except OSError as error:
        await io.err(f"/system/bin/sh: {error.strerror or error}\n")
        return 1


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
    if words[:1] == ["exec"]:
        words = words[1:]
    if not words:
        return 0
    name = words[0].rpartition("/")[2]
    command = phone.commands.get(name)
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
    from auditor.desk.shell import activity, desk, files, find, input, logcat, packages, permissions, state, system

    found: dict[str, Command] = {}
    for module in (activity, desk, files, find, input, logcat, packages, permissions, state, system):
        found.update(module.COMMANDS)
    return found
