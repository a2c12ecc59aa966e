"""The walk as strips of film: what was on the screen in each pass, and what was done on it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from auditor.model import Mark
from auditor.render.material import Material
from auditor.render.words import Words, span

SHOWN_FRAMES = 40
SHOWN_STEPS = 12
SHOWN_TEXT = 80
SAME_MS = 2_000
STEPS = frozenset(
    {
        "consent_accept",
        "consent_refuse",
        "consent_withdraw",
        "explicit_consent",
        "guardian_consent",
        "tap",
        "text",
        "permission",
        "home",
        "background",
        "foreground",
        "screen_off",
        "register",
        "login",
        "logout",
        "account_deleted",
        "login_wall",
        "crash",
        "exit",
        "app_exit",
    }
)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What was done, or what happened, on a screen."""

    kind: str
    at: str
    text: str


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """A screen; `screen` is the id of the mark with its picture, empty for steps before the first screen."""

    screen: str
    at: str
    kind: str
    label: str
    caption: str
    steps: tuple[Step, ...]
    more_steps: int


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    """One pass of the walk, e.g. fresh install and consent refused."""

    name: str
    label: str
    frames: tuple[Frame, ...]
    more: int


def strips(material: Material, words: Words) -> tuple[Strip, ...]:
    """A strip for each pass of which a screenshot was kept, in order of time."""
    passes: dict[str, list[Mark]] = {}
    for mark in sorted(material.run.marks, key=lambda m: m.at):
        if mark.phase:
            passes.setdefault(mark.phase.partition(":")[0], []).append(mark)
    found = []
    for name, marks in passes.items():
        frames = list(_frames(marks, material.run.folder, words))
        if any(frame.screen for frame in frames):
            shown = tuple(frames[:SHOWN_FRAMES])
            found.append(Strip(name=name, label=words.walk_pass(name), frames=shown, more=len(frames) - len(shown)))
    return tuple(found)


def _frames(marks: list[Mark], folder: Path, words: Words) -> Iterator[Frame]:
    start = marks[0].at
    shown: Mark | None = None
    picture = b""
    steps: list[Mark] = []
    for mark in marks:
        if mark.screenshot:
            digest = _digest(folder, mark.screenshot)
            # the same picture once more is the same screen, of which more is now known
            same = shown is not None and not steps and digest == picture and mark.at - shown.at <= SAME_MS
            if not same and (shown is not None or steps):
                yield _frame(shown, steps, start, words)
                steps = []
            shown, picture = mark, digest
        elif mark.kind in STEPS:
            steps.append(mark)
    if shown is not None or steps:
        yield _frame(shown, steps, start, words)


def _frame(mark: Mark | None, steps: list[Mark], start: int, words: Words) -> Frame:
    once: dict[tuple[str, str], str] = {}
    for step in steps:
        once.setdefault((step.kind, step_text(step, words)), span(step.at - start))
    rows = tuple(
        Step(kind=kind, text=" ".join(p for p in (words.name("marks", kind), text) if p), at=at)
        for (kind, text), at in once.items()
    )
    return Frame(
        screen=mark.id if mark else "",
        at=span(mark.at - start) if mark else "",
        kind=mark.kind if mark else "",
        label=words.name("marks", mark.kind) if mark and mark.kind != "screen" else "",
        caption=_caption(mark) if mark else "",
        steps=rows[:SHOWN_STEPS],
        more_steps=max(0, len(rows) - SHOWN_STEPS),
    )


def _caption(mark: Mark) -> str:
    text = str(mark.detail.get("text") or "")
    return (text or str(mark.detail.get("screen") or "").rpartition("/")[2])[:SHOWN_TEXT]


def step_text(mark: Mark, words: Words) -> str:
    """What a mark says, in words: the label tapped, the permission and what became of it, why it crashed."""
    detail = mark.detail
    named = detail.get("permission")
    if named:
        names = [named] if isinstance(named, str) else list(named)
        text = words.joined(dict.fromkeys(words.permission(str(name)) for name in names[:6]))
        result = words.name("results", str(detail.get("result") or ""))
        return words("state.permission", name=text, result=result) if result else text
    text = str(detail.get("text") or detail.get("why") or "")
    return f"“{text[:SHOWN_TEXT]}”" if detail.get("text") else text[:SHOWN_TEXT]


def _digest(folder: Path, name: str) -> bytes:
    path = (folder / name).resolve()
    try:
        return hashlib.sha256(path.read_bytes()).digest() if path.is_relative_to(folder.resolve()) else b""
    except OSError:
        return name.encode()
