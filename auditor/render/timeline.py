"""Places sightings, calls and marks of each phase on a line of time, in bins, so that any number can be drawn."""

import math
from collections.abc import Callable, Iterator

import msgspec

from auditor.model import Mark
from auditor.render.material import Material
from auditor.render.strips import step_text
from auditor.render.words import Words, span

WIDTH = 900
BINS = 150
MAX_MARKS = 40
LABEL_ROOM = 120.0
TOLD_MARKS = frozenset(
    {
        "start",
        "dialog_shown",
        "permission_dialog",
        "permission",
        "consent_accept",
        "consent_refuse",
        "consent_withdraw",
        "explicit_consent",
        "tap",
        "crash",
        "exit",
        "app_exit",
        "home",
        "background",
        "foreground",
        "login",
        "register",
        "login_wall",
    }
)


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """Sightings of one verdict in one bin; `x` and `r` in pixels."""

    x: float
    r: float
    verdict: str
    lane: int
    title: str


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """A mark; `label` only where there is room for it, `anchor` is that of the label."""

    x: float
    kind: str
    title: str
    label: str = ""
    anchor: str = "middle"


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    x: float
    height: float
    title: str


class PhaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One phase: `length` as text, dots in lanes by verdict, ticks of marks, bars of hooked calls."""

    phase: str
    label: str
    length: str
    sightings: int
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    axis: tuple[tuple[float, str], ...]


LANES = ("violation", "omitted", "weak", "ambiguous", "vague", "not_checkable", "consistent")


def phase_rows(material: Material, words: Words) -> tuple[PhaseRow, ...]:
    """A row for each phase in which anything is recorded, in order of time."""
    lanes = lanes_of(material)
    return tuple(_row(material, words, lanes, phase, start) for phase, start in material.phase_starts.items())


def lanes_of(material: Material) -> tuple[str, ...]:
    """The verdicts that occur, gravest first: one lane each."""
    seen = set(material.sightings["verdict"])
    return tuple(verdict for verdict in LANES if verdict in seen)


def _row(material: Material, words: Words, lanes: tuple[str, ...], phase: str, start: int) -> PhaseRow:
    marks = [mark for mark in material.run.marks if mark.phase == phase]
    sightings = material.sightings[material.sightings["phase"] == phase]
    events = material.events[material.events["phase"] == phase]
    flows = material.flows[material.flows["phase"] == phase]
    ends = [mark.at for mark in marks]
    ends += [int(table["at"].max()) for table in (sightings, events, flows) if not table.empty]
    length = max(1000, max(ends, default=start) - start)

    def place(at: int) -> float:
        return round(max(0, min(at - start, length)) / length * WIDTH, 1)

    def bin_of(at: int) -> int:
        return min(BINS - 1, max(0, (at - start) * BINS // length))

    dots = []
    if not sightings.empty:
        binned = sightings.assign(bin=sightings["at"].map(bin_of))
        for (verdict, place_bin), group in binned.groupby(["verdict", "bin"], sort=True):
            count = int(group["count"].sum())
            kinds = words.data_types(tuple(dict.fromkeys(group["data_type"]))[:6])
            lane = lanes.index(str(verdict)) if verdict in lanes else 0
            dots.append(
                Dot(
                    x=round((int(str(place_bin)) + 0.5) * WIDTH / BINS, 1),
                    r=round(3.5 + min(4.5, 1.5 * math.log10(count)), 1),
                    verdict=str(verdict),
                    lane=lane,
                    title=f"{words.name('verdicts', str(verdict))}: {kinds} × {count}",
                )
            )
    bars = []
    if not events.empty:
        calls = events.assign(bin=events["at"].map(bin_of)).groupby("bin", sort=True)["count"].sum()
        most = int(calls.max())
        for place_bin, calls_there in calls.items():
            bars.append(
                Bar(
                    x=round(int(str(place_bin)) * WIDTH / BINS, 1),
                    height=round(2 + 12 * math.log1p(int(calls_there)) / math.log1p(most), 1),
                    title=f"{words('timeline.calls')}: {int(calls_there)}",
                )
            )
    return PhaseRow(
        phase=phase,
        label=words.phase(phase),
        length=span(length),
        sightings=int(sightings["count"].sum()) if not sightings.empty else 0,
        dots=tuple(dots),
        ticks=tuple(_ticks([m for m in marks if m.kind in TOLD_MARKS][:MAX_MARKS], place, start, words)),
        bars=tuple(bars),
        axis=tuple((round(WIDTH * part / 4, 1), span(length * part // 4)) for part in range(5)),
    )


def _ticks(marks: list[Mark], place: Callable[[int], float], start: int, words: Words) -> Iterator[Tick]:
    free_from = -LABEL_ROOM
    for mark in sorted(marks, key=lambda m: m.at):
        x = place(mark.at)
        label = ""
        if x >= free_from and _kind(mark) != "other":
            label = words.name("marks", mark.kind)
            free_from = x + LABEL_ROOM
        anchor = "start" if x < LABEL_ROOM / 2 else "end" if x > WIDTH - LABEL_ROOM / 2 else "middle"
        yield Tick(x=x, kind=_kind(mark), title=_mark_title(mark, start, words), label=label, anchor=anchor)


def _kind(mark: Mark) -> str:
    if "consent" in mark.kind:
        return "consent"
    if "permission" in mark.kind:
        return "permission"
    return "crash" if mark.kind in ("crash", "exit", "app_exit") else "other"


def _mark_title(mark: Mark, start: int, words: Words) -> str:
    return " ".join(
        part for part in (span(mark.at - start), words.name("marks", mark.kind), step_text(mark, words)) if part
    )
