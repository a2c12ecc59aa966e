"""Reads a hand-written trace: one JSON object a line, into marks and sightings. Strict: a wrong line is named.

Shape and words: docs/judging.md. `t` is in seconds from the app's start and never decreases. A field that is not known
may be missing; a name that looks like a mistyped field, an unknown kind, action, data type or other word is an error.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from auditor import vocabulary
from auditor.errors import TraceError
from auditor.judge import tracewords as words
from auditor.model import Mark

LONGEST_LINE = 1_000_000
MOST_LINES = 2_000_000
LATEST_S = 10.0**8


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `marks` that it makes, in order, and the fields of its sighting, if it is one."""

    number: int
    at: int
    kind: str
    marks: tuple[Mark, ...]
    fields: dict[str, Any]


def read(lines: Iterable[str | bytes]) -> Iterator[Line]:
    """Every line of a trace, checked. Empty lines are left out and counted.

    Raises `TraceError` naming line, field and the nearest valid word.
    """
    before = 0.0
    decoder = msgspec.json.Decoder()
    for number, raw in enumerate(lines, 1):
        if number > MOST_LINES:
            raise TraceError(f"the trace has more than {MOST_LINES} lines; split it.")
        text = raw.encode() if isinstance(raw, str) else raw
        text = text.removeprefix(b"\xef\xbb\xbf") if number == 1 else text
        if not text.strip():
            continue
        given = _object(text, number, decoder)
        t = _seconds(given, number)
        if t < before:
            raise TraceError(f"line {number}: t goes back from {before:g} to {t:g}; sort the lines by t.")
        before = t
        yield _line(given, number, round(t * 1000))


def _object(text: bytes, number: int, decoder: msgspec.json.Decoder[Any]) -> dict[str, Any]:
    if len(text) > LONGEST_LINE:
        raise TraceError(f"line {number}: longer than {LONGEST_LINE} bytes.")
    try:
        given = decoder.decode(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise TraceError(f"line {number}: not JSON ({error}); write one object a line.") from None
    if not isinstance(given, dict):
        raise TraceError(f"line {number}: not an object; write one object {{...}} a line.")
    return given


def _seconds(given: dict[str, Any], number: int) -> float:
    t = given.get("t")
    if isinstance(t, bool) or not isinstance(t, int | float) or not math.isfinite(t) or not 0 <= t <= LATEST_S:
        raise TraceError(f"line {number}: t must be seconds from the app's start, a number from 0 on, not {_show(t)}.")
    return float(t)


def _line(given: dict[str, Any], number: int, at: int) -> Line:
    kind = given.get("kind")
    if kind not in words.FIELDS:
        raise TraceError(f"line {number}: kind {_show(kind)} is not known.{_near(kind, words.FIELDS)}")
    fields = words.FIELDS[kind] | words.COMMON
    _mistyped(given, fields, number)
    for name, value in given.items():
        if name in fields:
            _check(name, value, number, kind)
    if kind == "permission":
        for name in ("permission", "result"):
            if given.get(name) is None:
                raise TraceError(f"line {number}: a permission line needs the field {name}.")
    if kind == "ui" and given.get("action") is None:
        raise TraceError(f"line {number}: a ui line needs the field action: {', '.join(sorted(words.ACTIONS))}.")
    return Line(number, at, str(kind), tuple(_marks(given, number, at)), given)


def _mistyped(given: dict[str, Any], fields: frozenset[str], number: int) -> None:
    for name in given:
        if name not in fields and name not in words.ALL_FIELDS:
            close = difflib.get_close_matches(name, sorted(fields - set(given)), n=1, cutoff=0.8)
            if close:
                raise TraceError(f"line {number}: the field '{name[:40]}' is not known. Did you mean '{close[0]}'?")


def _check(name: str, value: Any, number: int, kind: str) -> None:
    if value is None:
        return
    valid = words.WORDS.get((kind, name)) or words.WORDS.get(("", name))
    if name == "data_type":
        known = vocabulary.load()
        if value not in known.types:
            near = known.nearest(value) if isinstance(value, str) else None
            hint = f" Did you mean '{near}'?" if near else ""
            raise TraceError(f"line {number}: data_type {_show(value)} is not known.{hint}")
    elif name in ("caller", "party"):
        _party(name, value, number)
    elif valid is not None:
        if value not in valid:
            raise TraceError(f"line {number}: {name} {_show(value)} is not known.{_near(value, valid)}")
    elif name in words.BOOLEANS:
        if not isinstance(value, bool):
            raise TraceError(f"line {number}: {name} must be true or false, not {_show(value)}.")
    elif name in words.NUMBERS:
        whole = name == "count"
        good = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        if not good or not (1 if whole else 0) <= value <= 10**9:
            wanted = "a whole number from 1 on" if whole else "a number of seconds from 0 on"
            raise TraceError(f"line {number}: {name} must be {wanted}, not {_show(value)}.")
    elif name in words.LISTS:
        if not isinstance(value, list) or len(value) > 1000 or not all(isinstance(one, str) and one for one in value):
            raise TraceError(f"line {number}: {name} must be a list of names, not {_show(value)}.")
        if name != "embeds" and value:
            _permission(value, number, most=1000)
    elif name == "permission":
        _permission(value, number)
    elif name in words.TEXTS and not isinstance(value, str):
        raise TraceError(f"line {number}: {name} must be text, not {_show(value)}.")


def _permission(value: Any, number: int, most: int = 100) -> None:
    names = value if isinstance(value, list) else [value]
    if not names or len(names) > most or not all(isinstance(name, str) and name for name in names):
        raise TraceError(f"line {number}: permission must be a name or a list of names, not {_show(value)}.")
    for name in names:
        short = name.rpartition(".")[2]
        plain = vocabulary.permissions()
        if short.isupper() or short in plain:
            continue
        raise TraceError(
            f"line {number}: permission {_show(name)} is not known.{_near(name, words.permission_names())}"
        )


def _party(name: str, value: Any, number: int) -> None:
    side, colon, category = value.partition(":") if isinstance(value, str) else ("", "", "")
    if side not in words.PARTIES or (colon and side != "third_party"):
        raise TraceError(f"line {number}: {name} {_show(value)} is not known.{_near(value, words.PARTIES)}")
    if colon and category not in words.party_classes():
        raise TraceError(
            f"line {number}: {name} has the unknown class {_show(category)}.{_near(category, words.party_classes())}"
        )


def _marks(given: dict[str, Any], number: int, at: int) -> Iterator[Mark]:
    kind, name = given["kind"], f"L{number}"
    foreground = given.get("foreground")
    if isinstance(foreground, bool):
        yield Mark(id=name, at=at, kind="foreground" if foreground else "background")
    if kind == "ui":
        keep = ("text", "permission", "count", "window_s", "preticked", "refusable")
        detail = {key: given[key] for key in keep if given.get(key) is not None}
        action = given["action"]
        yield Mark(id=name, at=at, kind="home" if action == "press_home" else action, detail=detail)
    elif kind == "permission":
        detail = {"permission": given["permission"], "result": given["result"]}
        yield Mark(id=name, at=at, kind="permission", detail=detail)


def _show(value: Any) -> str:
    text = "missing" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _near(value: Any, valid: Iterable[str]) -> str:
    choices = sorted(valid)
    close = difflib.get_close_matches(value, choices, n=1, cutoff=0.5) if isinstance(value, str) else []
    return f" Did you mean '{close[0]}'?" if close else f" Known are: {', '.join(choices[:30])}."
