"""`ls`, `cat`, `rm`, `mkdir`, `touch`, `stat`, `md5sum`, `grep` and others on the phone's own file tree."""

from __future__ import annotations

import hashlib
import os
import re
import stat as modes
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.desk.shell.io import Command, Io

if TYPE_CHECKING:
    from auditor.desk.phone import Phone


def _split(arguments: list[str]) -> tuple[set[str], list[str]]:
    """Letters of the options, and the rest."""
    letters: set[str] = set()
    rest: list[str] = []
    for word in arguments:
        if word.startswith("-") and len(word) > 1 and not rest:
            letters |= set(word[1:])
        else:
            rest.append(word)
    return letters, rest


async def _each(name: str, paths: list[str], io: Io, steps: Iterator[None]) -> int:
    """Go through the paths, saying what fails and going on."""
    code = 0
    for path in paths:
        try:
            next(steps)
        except StopIteration:
            break
        except OSError as error:
            await io.err(f"{name}: {path}: {os.strerror(error.errno or 5)}\n")
            code = 1
    return code


async def ls(phone: Phone, arguments: list[str], io: Io) -> int:
    """`ls [-l] [-a] [-d] PATH...`."""
    letters, paths = _split(arguments)
    code = 0
    for path in paths or ["/"]:
        try:
            found = phone.tree.stat(path)
            if modes.S_ISDIR(found.st_mode) and "d" not in letters:
                entries = [(n, f) for n, f in phone.tree.list(path) if "a" in letters or not n.startswith(".")]
            else:
                entries = [(path, found)]
        except OSError as error:
            await io.err(f"ls: {path}: {os.strerror(error.errno or 5)}\n")
            code = 1
            continue
        for name, facts in entries:
            await io.out(_long(name, facts) if "l" in letters else name + "\n")
    return code


def _long(name: str, facts: os.stat_result) -> str:
    moment = time.strftime("%Y-%m-%d %H:%M", time.gmtime(facts.st_mtime))
    return f"{modes.filemode(facts.st_mode)} {facts.st_nlink} shell shell {facts.st_size:8d} {moment} {name}\n"


async def cat(phone: Phone, arguments: list[str], io: Io) -> int:
    """`cat [FILE...]`."""
    if not arguments:
        while part := await io.read():
            await io.out(part)
        return 0
    code = 0
    for path in arguments:
        try:
            for part in phone.tree.read(path):
                await io.out(part)
        except ConnectionError:
            raise
        except OSError as error:
            await io.err(f"cat: {path}: {os.strerror(error.errno or 5)}\n")
            code = 1
    return code


async def rm(phone: Phone, arguments: list[str], io: Io) -> int:
    """`rm [-r] [-f] PATH...`."""
    letters, paths = _split(arguments)
    code = 0
    for path in paths:
        try:
            phone.tree.remove(path, recursive=bool(letters & {"r", "R"}))
        except OSError as error:
            if not (isinstance(error, FileNotFoundError) and "f" in letters):
                await io.err(f"rm: {path}: {os.strerror(error.errno or 5)}\n")
                code = 1
    return code


async def mkdir(phone: Phone, arguments: list[str], io: Io) -> int:
    """`mkdir [-p] PATH...`."""
    letters, paths = _split(arguments)

    def steps() -> Iterator[None]:
        for path in paths:
            phone.tree.make_folder(path, parents="p" in letters)
            yield

    return await _each("mkdir", paths, io, steps())


async def touch(phone: Phone, arguments: list[str], io: Io) -> int:
    """Make empty files."""

    def steps() -> Iterator[None]:
        for path in arguments:
            with phone.tree.write(path, append=True):
                yield

    return await _each("touch", arguments, io, steps())


async def digest(phone: Phone, arguments: list[str], io: Io, kind: str) -> int:
    """`md5sum` and `sha256sum`."""
    code = 0
    for path in arguments:
        try:
            found = hashlib.new(kind, usedforsecurity=False)
            for part in phone.tree.read(path):
                found.update(part)
            await io.out(f"{found.hexdigest()}  {path}\n")
        except OSError as error:
            await io.err(f"{kind}sum: {path}: {os.strerror(error.errno or 5)}\n")
            code = 1
    return code


async def md5sum(phone: Phone, arguments: list[str], io: Io) -> int:
    """MD5 of files."""
    return await digest(phone, arguments, io, "md5")


async def sha256sum(phone: Phone, arguments: list[str], io: Io) -> int:
    """SHA-256 of files."""
    return await digest(phone, arguments, io, "sha256")


async def grep(phone: Phone, arguments: list[str], io: Io) -> int:
    """`grep [-viEFcq] TEXT [FILE]`: the text is taken as it is, but for `A|B`; prints as it reads."""
    letters, rest = _split(arguments)
    if not rest:
        return 2
    words = rest[0].replace("\\|", "|").split("|")
    flags = re.IGNORECASE if "i" in letters else 0
    pattern = re.compile("|".join(re.escape(word) for word in words), flags)
    if rest[1:]:
        io.given = phone.tree.read_bytes(rest[1])
    count = 0
    async for line in io.lines():
        if bool(pattern.search(line)) == ("v" in letters):
            continue
        count += 1
        if "q" in letters:
            break
        if "c" not in letters:
            await io.out(line + "\n")
    if "c" in letters:
        await io.out(f"{count}\n")
    return 0 if count else 1


async def head(phone: Phone, arguments: list[str], io: Io) -> int:
    """`head [-n N] [FILE]`."""
    return await _some_lines(phone, arguments, io, first=True)


async def tail(phone: Phone, arguments: list[str], io: Io) -> int:
    """`tail [-n N] [FILE]`."""
    return await _some_lines(phone, arguments, io, first=False)


async def _some_lines(phone: Phone, arguments: list[str], io: Io, first: bool) -> int:
    count, paths = 10, list(arguments)
    match = re.fullmatch(r"-n?(\d*)", paths[0]) if paths else None
    if match:
        paths.pop(0)
        number = match.group(1) or (paths.pop(0) if paths else "")
        if not number.isdigit():
            await io.err("head: bad number\n")
            return 1
        count = int(number)
    if first and not paths:
        left = count
        while left > 0 and (part := await io.read()):
            lines = part.splitlines(keepends=True)[:left]
            left -= sum(line.endswith(b"\n") for line in lines)
            await io.out(b"".join(lines))
        return 0
    lines = (await _whole(phone, paths, io)).splitlines(keepends=True)
    await io.out(b"".join(lines[:count] if first else lines[max(0, len(lines) - count) :]))
    return 0


async def wc(phone: Phone, arguments: list[str], io: Io) -> int:
    """`wc [-l] [-c] [FILE]`."""
    letters, paths = _split(arguments)
    data = await _whole(phone, paths, io)
    await io.out(f"{len(data) if 'c' in letters else data.count(10)}\n")
    return 0


async def _whole(phone: Phone, paths: list[str], io: Io) -> bytes:
    if paths:
        return phone.tree.read_bytes(paths[0])
    held = bytearray()
    while part := await io.read():
        held += part
        if len(held) > 64 << 20:
            raise OSError(27, "File too large")
    return bytes(held)


COMMANDS: dict[str, Command] = {
    "ls": ls, "cat": cat, "rm": rm, "mkdir": mkdir, "touch": touch, "md5sum": md5sum, "sha256sum": sha256sum,
    "grep": grep, "head": head, "tail": tail, "wc": wc,
}  # fmt: skip
