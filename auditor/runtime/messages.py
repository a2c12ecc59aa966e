"""What the agent sends, made into records. The app shares the agent's process: nothing in a message is trusted."""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec

from auditor.model import Event, LedgerEntry, Stack, Value
from auditor.runtime.callers import Callers, frames_of
from auditor.runtime.catalogue import Api

LONGEST_TEXT = 4096
MOST_VALUES = 100
MOST_HELD = 100_000
LARGEST = 2**53
DAY_MS = 86_400_000
MICROS = 1_000_000

# Ids are unique in a run, which may start the app several times.
_events = itertools.count(1)
_stacks = itertools.count(1)


class Noted(msgspec.Struct, frozen=True):
    """One hooked call as sent.

    Row, device ms, stack, outcome, monotonic us, thread, exception, arguments, values (text and full length), count,
    window ms.
    """

    h: int
    t: float
    s: int
    o: Literal["returned", "empty", "placeholder", "denied", "threw"]
    m: float = 0
    th: str = ""
    x: str | None = None
    a: list[str] = []
    v: list[tuple[str, float]] = []
    n: int = 1
    w: float = 0


class Batch(msgspec.Struct, frozen=True, tag_field="type", tag="events"):
    """One message: `first` is the number of its first event, `stacks` the frames of stacks not spelled out before."""

    first: int
    stacks: list[tuple[int, list[str]]]
    events: list[Any]


class Hooked(msgspec.Struct, frozen=True):
    """A row's line in the agent's ledger."""

    id: str
    state: Literal["declared", "resolved", "armed", "fired", "failed", "not_applicable"]
    why: str = ""
    overloads: int = 0
    app: int = 0
    framework: int = 0
    nested: int = 0
    thinned: int = 0
    lost: int = 0


class Reader:
    """Turns the messages of one process into events and stacks, in order, each stack before its first event."""

    def __init__(
        self,
        rows: Sequence[Api],
        callers: Callers,
        process: str,
        on_event: Callable[[Event], None],
        on_stack: Callable[[Stack], None],
    ) -> None:
        self._rows = rows
        self._callers = callers
        self._process = process
        self._on_event = on_event
        self._on_stack = on_stack
        self._frames: dict[int, tuple[str, ...]] = {}
        self._ids: dict[tuple[str, ...], int] = {}
        self._held: dict[int, list[Noted]] = {}
        self._holding = 0
        self._numbered = 0
        self.offset_ms = 0
        self.received = 0
        self.missing = 0
        self.refused = 0
        self.fired: dict[str, int] = {}
        self.indirect: dict[str, int] = {}

    def message(self, payload: object) -> None:
        """Take one message. What does not fit is counted in `refused`, what never came in `missing`."""
        try:
            batch = msgspec.convert(payload, Batch)
        except (msgspec.ValidationError, RecursionError):
            self.refused += 1
            return
        if batch.first > self._numbered:
            self.missing += batch.first - self._numbered
        self._numbered = max(self._numbered, batch.first + len(batch.events))
        for number, frames in batch.stacks:
            self._spell(number, frames_of(frames))
        for raw in batch.events:
            self._take(raw)

    def finish(self) -> None:
        """Hand over the events whose stack was never spelled out (the process died between two messages)."""
        for number in list(self._held):
            self._spell(number, ())

    def _take(self, raw: object) -> None:
        try:
            noted = msgspec.convert(raw, Noted)
        except (msgspec.ValidationError, RecursionError):
            self.refused += 1
            return
        if not 0 <= noted.h < len(self._rows) or noted.n < 1:
            self.refused += 1
        elif noted.s in self._frames:
            self._emit(noted)
        elif self._holding < MOST_HELD:
            self._holding += 1
            self._held.setdefault(noted.s, []).append(noted)
        else:
            self.refused += 1

    def _spell(self, number: int, frames: tuple[str, ...]) -> None:
        if number not in self._frames:
            self._frames[number] = frames
        waiting = self._held.pop(number, [])
        self._holding -= len(waiting)
        for noted in waiting:
            self._emit(noted)

    def _stack(self, frames: tuple[str, ...]) -> int:
        known = self._ids.get(frames)
        if known is None:
            known = self._ids[frames] = next(_stacks)
            self._on_stack(Stack(id=known, frames=frames))
        return known

    def _emit(self, noted: Noted) -> None:
        row = self._rows[noted.h]
        frames = self._frames[noted.s]
        count = whole(noted.n)
        if row.direct and not self._callers.is_direct(frames, row.class_):
            self.indirect[row.id] = self.indirect.get(row.id, 0) + count
            return
        self.received += count
        self.fired[row.id] = self.fired.get(row.id, 0) + count
        self._on_event(
            Event(
                id=f"E{next(_events)}",
                at=self._host_time(noted.t),
                monotonic=whole(noted.m),
                process=self._process,
                thread=clean(noted.th, 64),
                hook=row.id,
                api=row.api,
                action=row.action,
                data_type=row.data_type,
                arguments=tuple(clean(text, LONGEST_TEXT) for text in noted.a[:MOST_VALUES]),
                outcome=noted.o,
                exception=None if noted.x is None else clean(noted.x, 600),
                values=tuple(value(text, whole(length)) for text, length in noted.v[:MOST_VALUES]),
                count=count,
                window_ms=whole(noted.w),
                stack=self._stack(frames),
                caller=self._callers.caller(frames, row.class_),
            )
        )

    def _host_time(self, device_ms: float) -> int:
        # An app can set no clock of ours, but it can write into the agent's memory.
        now = time.time_ns() // MICROS
        at = whole(device_ms) + self.offset_ms
        return at if abs(now - at) < DAY_MS else now


def value(text: str, length: int) -> Value:
    """A read value with its masked preview and the SHA-256 of the text kept; `length` is that of the whole."""
    kept = clean(text, LONGEST_TEXT)
    return Value(
        preview=mask(kept),
        sha256=hashlib.sha256(kept.encode("utf-8")).hexdigest(),
        length=max(length, len(kept)),
        text=kept,
    )


def mask(text: str) -> str:
    """A value fit for print: two characters at either end of a long one, none of a short one."""
    if len(text) <= 6:
        return "*" * len(text)
    return f"{text[:2]}{'*' * min(len(text) - 4, 12)}{text[-2:]}"


def whole(number: float) -> int:
    """A number from outside as a whole one that JSON can hold; what is no number is 0."""
    return int(min(max(number, 0), LARGEST)) if number == number else 0


def clean(text: str, limit: int) -> str:
    """Text that UTF-8 can hold, at most `limit` characters."""
    return text[:limit].encode("utf-8", "replace").decode("utf-8")


def ledger(
    hooked: Sequence[Hooked], fired: dict[str, int], at: int, indirect: dict[str, int] | None = None
) -> list[LedgerEntry]:
    """The hooks' lines for the run's ledger.

    A hook whose events arrived has fired, whatever the process last said; `indirect` calls are no events.
    """
    entries = []
    for line in hooked:
        passed_over = (indirect or {}).get(line.id, 0)
        count = max(line.app - passed_over, fired.get(line.id, 0))
        settled = "armed" if line.state == "fired" and not count else line.state
        state = "fired" if count and line.state in ("declared", "resolved", "armed") else settled
        notes = {
            "told by number only": line.thinned,
            "not noted": line.lost,
            "by the framework for itself": line.framework + passed_over,
            "inside another hooked call": line.nested,
        }
        why = "; ".join([line.why] * bool(line.why) + [f"{number} {what}" for what, number in notes.items() if number])
        entries.append(LedgerEntry(at=at, source="hook", name=line.id, state=state, why=clean(why, 600), count=count))
    return entries


def hooked(raw: object) -> list[Hooked]:
    """The agent's ledger; lines that do not fit are left out."""
    lines = []
    for line in raw if isinstance(raw, list) else []:
        try:
            lines.append(msgspec.convert(line, Hooked))
        except msgspec.ValidationError:
            continue
    return lines
