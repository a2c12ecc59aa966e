"""The phone's shell: runs the steps of a line over the phone's own commands, with `$?`, pipes and redirections.

Nothing of the host runs.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from auditor.desk.shell.io import Channel, Command, Io, Pipe
from auditor.desk.shell.line import ShellSyntaxError, Simple, parse
from auditor.errors import AuditorError

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

NOT_FOUND = 127
BROKEN_PIPE = 141


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
