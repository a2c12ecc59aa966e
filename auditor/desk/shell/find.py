"""`find` and `stat` on the phone's own file tree, as far as a list of an app's files needs them."""

from __future__ import annotations

import os
import stat as modes
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from auditor.desk.shell.io import Command, Io

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

MOST_ENTRIES = 200_000
DEEPEST = 64
KINDS = {"f": modes.S_ISREG, "d": modes.S_ISDIR, "l": modes.S_ISLNK}
FIELDS: dict[str, Callable[[str, os.stat_result], str]] = {
    "%s": lambda path, facts: str(facts.st_size),
    "%n": lambda path, facts: path,
    "%Y": lambda path, facts: str(int(facts.st_mtime)),
    "%Z": lambda path, facts: str(int(facts.st_ctime)),
    "%X": lambda path, facts: str(int(facts.st_atime)),
    "%a": lambda path, facts: f"{modes.S_IMODE(facts.st_mode):o}",
    "%A": lambda path, facts: modes.filemode(facts.st_mode),
    "%i": lambda path, facts: str(facts.st_ino),
    "%%": lambda path, facts: "%",
}
PLAIN_FORM = "  File: %n\n  Size: %s\tInode: %i\nAccess: (%a/%A)\nModify: %Y\nChange: %Z"


class _UsageError(Exception):
    """What these commands do not do."""


async def find(phone: Phone, arguments: list[str], io: Io) -> int:
    """`find PATH... [-type f|d|l] [-name PATTERN] [-newer FILE] [-exec stat -c FORMAT {} +]`."""
    count = next((n for n, word in enumerate(arguments) if word.startswith("-")), len(arguments))
    try:
        kind, pattern, newer, form = _asked(phone, arguments[count:])
    except _UsageError as error:
        await io.err(f"find: {error}\n")
        return 1
    code = 0
    for root in arguments[:count] or ["."]:
        try:
            entries = list(_walk(phone, root))
        except OSError as error:
            await io.err(f"find: {root}: {os.strerror(error.errno or 5)}\n")
            code = 1
            continue
        for path, facts in entries:
            if (kind and not KINDS[kind](facts.st_mode)) or facts.st_mtime_ns <= newer:
                continue
            if pattern is None or fnmatchcase(path.rpartition("/")[2], pattern):
                await io.out((path if form is None else _formatted(form, path, facts)) + "\n")
    return code


def _asked(phone: Phone, words: list[str]) -> tuple[str, str | None, int, str | None]:
    """Kind, pattern of the name, time (ns) that a file must be younger than, format of `stat`."""
    kind, pattern, newer, form = "", None, -1, None
    rest = list(words)
    while rest:
        option = rest.pop(0)
        if option == "-exec" and rest[:2] == ["stat", "-c"] and rest[3:] in (["{}", "+"], ["{}", ";"]):
            form, rest = rest[2], []
            continue
        if option not in ("-type", "-name", "-newer") or not rest:
            raise _UsageError(f"bad option or nothing after it: {option}")
        value = rest.pop(0)
        if option == "-type" and value not in KINDS:
            raise _UsageError(f"bad -type {value}")
        if option == "-type":
            kind = value
        elif option == "-name":
            pattern = value
        else:
            try:
                newer = phone.tree.stat(value).st_mtime_ns
            except OSError as error:
                raise _UsageError(f"{value}: {os.strerror(error.errno or 5)}") from None
    return kind, pattern, newer, form


def _walk(phone: Phone, root: str) -> Iterator[tuple[str, os.stat_result]]:
    """Everything below `root`, itself first, folders before what is in them; links are not followed."""
    waiting = [(root, phone.tree.stat(root), 0)]
    for _ in range(MOST_ENTRIES):
        if not waiting:
            return
        path, facts, depth = waiting.pop()
        yield path, facts
        if modes.S_ISDIR(facts.st_mode) and depth < DEEPEST:
            try:
                below = phone.tree.list(path)
            except OSError:
                continue
            waiting += [(f"{path.rstrip('/')}/{name}", one, depth + 1) for name, one in reversed(below)]


def _formatted(form: str, path: str, facts: os.stat_result) -> str:
    made, rest = "", form
    while rest:
        field = FIELDS.get(rest[:2])
        made += field(path, facts) if field else rest[0]
        rest = rest[2:] if field else rest[1:]
    return made


async def stat(phone: Phone, arguments: list[str], io: Io) -> int:
    """`stat [-c FORMAT] PATH...`; of the format %a %A %i %n %s %X %Y %Z."""
    form, paths = PLAIN_FORM, arguments
    if arguments[:1] == ["-c"] and len(arguments) > 1:
        form, paths = arguments[1], arguments[2:]
    code = 0
    for path in paths:
        try:
            await io.out(_formatted(form, path, phone.tree.stat(path)) + "\n")
        except OSError as error:
            await io.err(f"stat: {path}: {os.strerror(error.errno or 5)}\n")
            code = 1
    return code


COMMANDS: dict[str, Command] = {"find": find, "stat": stat}
