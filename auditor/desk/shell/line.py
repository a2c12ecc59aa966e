"""A line of the phone's shell as steps: `;`, `&&`, `||`, `|`, quotes and redirections."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass

LONGEST_COMMAND = 256 * 1024
OPERATORS = (";", "&&", "||", "|", "&")


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
