"""Rule files: YAML into typed records, with errors that name the file, the key and the nearest valid word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec
import yaml

from auditor.errors import RuleFileError

T = TypeVar("T")
LARGEST = 16 * 1024 * 1024

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(source: Path | Traversable, kind: type[T]) -> T:
    """Read one YAML file as `kind`.

    Raises `RuleFileError` with one sentence: file, place, and what would be valid.
    """
    name = getattr(source, "name", str(source))
    try:
        raw = source.read_bytes()
    except OSError as error:
        raise RuleFileError(f"{source}: cannot be read ({error.strerror}).") from None
    if len(raw) > LARGEST:
        raise RuleFileError(f"{name}: larger than {LARGEST // 2**20} MiB; split the file.")
    return parse(raw, kind, name)


def parse(raw: bytes | str, kind: type[T], name: str) -> T:
    """As `load`, for text at hand; `name` is what an error calls it."""
    try:
        _refuse_aliases(raw)
        tree = yaml.load(raw, Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        problem = " ".join(str(error).split())
        raise RuleFileError(f"{name}: not valid YAML: {problem[:300]}") from None
    try:
        return msgspec.convert(tree, kind)
    except msgspec.ValidationError as error:
        raise RuleFileError(f"{name}: {_explain(str(error), kind)}") from None


def load_folder(folder: Traversable, kind: type[T], suffix: str = ".yaml") -> Iterator[tuple[str, T]]:
    """Every rule file of a folder, by name: (file name, record)."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(suffix):
            yield entry.name, load(entry, kind)


def nearest(word: str, valid: list[str] | set[str]) -> str:
    """` Did you mean X?` for a mistyped word, or the empty string."""
    close = difflib.get_close_matches(word, sorted(valid), n=1, cutoff=0.5)
    return f" Did you mean '{close[0]}'?" if close else ""


def _refuse_aliases(raw: bytes | str) -> None:
    """Without aliases a few lines of YAML cannot grow into gigabytes."""
    if (b"*" if isinstance(raw, bytes) else "*") not in raw:  # type: ignore[operator]
        return
    for event in yaml.parse(raw, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) and event.start_mark:
            raise yaml.YAMLError(f"line {event.start_mark.line + 1}: aliases (*) are not allowed")


def _explain(problem: str, kind: Any) -> str:
    unknown = re.search(r"unknown field `(\w+)`", problem)
    if unknown:
        return problem + "." + nearest(unknown.group(1), set(_fields(kind)))
    return problem + "."


def _fields(kind: Any, within: tuple[Any, ...] = ()) -> Iterator[str]:
    if kind in within:
        return
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        for field in msgspec.structs.fields(kind):
            yield field.encode_name
            yield from _fields(field.type, (*within, kind))
    for argument in get_args(kind):
        yield from _fields(argument, within)
