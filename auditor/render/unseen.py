"""What the audit did not see, and why. It is what keeps a report without findings from reading as a clean bill."""

from collections.abc import Iterable

import msgspec

from auditor.model import LedgerEntry
from auditor.render import holes
from auditor.render.material import Material
from auditor.render.words import Words, moment

PHASES = ("refuse", "accept_deny", "accept_allow", "revoked")
HOOK_STATES = ("declared", "armed", "fired", "failed", "not_applicable")
FRAMES = 30


class Hole(msgspec.Struct, frozen=True, kw_only=True):
    """One gap; `when` is the phase and time (UTC) of the first case, `stack` who asked for it, as far as known."""

    name: str
    why: str
    count: int
    when: str = ""
    stack: tuple[str, ...] = ()


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The holes of one kind, with what it means for the verdicts."""

    kind: str
    name: str
    means: str
    items: tuple[Hole, ...]


class Unseen(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was not observed. `gaps` are one short phrase a kind of gap, for the first screen.

    `means` says of each kind of gap what it means for the verdicts.
    """

    hooks: dict[str, int]
    failed: tuple[Hole, ...]
    hosts: tuple[tuple[str, str, int], ...]
    searched: int
    files: tuple[tuple[str, str, int], ...]
    types: tuple[tuple[str, str], ...]
    phases: tuple[str, ...]
    walked: int
    holes: tuple[Group, ...]
    means: dict[str, str]
    idle_sdks: tuple[str, ...]
    crashes: tuple[Hole, ...]
    never_asked: int
    not_asked: tuple[str, ...]
    packer: str
    native: int
    not_exercised: int
    checkable: int
    complete: bool
    why: str
    gaps: tuple[str, ...]


def collect(material: Material, words: Words) -> Unseen:
    """The gaps of a run, from coverage, hook ledger, phone ledger and app facts."""
    coverage = material.judged.coverage
    manifest = material.run.manifest
    app = material.run.app
    hooks = hook_counts(material)
    failed = _hook_failures(coverage.hooks_failed, words)
    groups = _groups(coverage.holes, words)
    walked = {phase.partition(":")[0] for phase in (*coverage.phases, *material.phase_starts)}
    missing = _not_walked(material, walked, words)
    crashes = _crashes(material, words)
    not_exercised = sum(c.state == "not_exercised" for c in coverage.statements)
    complete = coverage.complete and manifest.state == "complete"
    packer = (app.packer if app else None) or ""
    unread = tuple((host, words.name("unread", why), size) for host, why, size in coverage.unread_hosts)
    unread_files = tuple((path, words.phrase(why), size) for path, why, size in coverage.unread_files)
    gaps = []
    if missing:
        gaps.append(words("unseen.phases") + words("colon") + " · ".join(missing))
    if failed:
        gaps.append(words("summary.coverage_hooks_failed", count=len(failed)))
    if unread:
        gaps.append(words("summary.coverage_unread", count=len({host for host, _, _ in unread})))
    if unread_files:
        gaps.append(words("summary.coverage_files", count=len(unread_files)))
    for group in groups:
        gaps.append(f"{group.name}{words('colon')}{len(group.items)}")
    if coverage.unreadable_types:
        gaps.append(words("summary.coverage_types", count=len(coverage.unreadable_types)))
    if crashes:
        gaps.append(words("summary.coverage_crashes", count=sum(crash.count for crash in crashes)))
    if packer:
        gaps.append(words("summary.coverage_packed", name=packer))
    return Unseen(
        hooks=hooks,
        failed=failed,
        hosts=unread,
        searched=coverage.files,
        files=unread_files,
        types=tuple((words.data_type(name), words.phrase(why)) for name, why in coverage.unreadable_types),
        phases=missing,
        walked=len(PHASES) - len(missing),
        holes=groups,
        means={name: kind.means.in_(words.language) for name, kind in holes.kinds().items()},
        idle_sdks=tuple(s.name for s in (app.sdks if app else ()) if s.id not in material.running_sdks),
        crashes=crashes,
        never_asked=len(material.unasked) if material.never_asked else 0,
        not_asked=tuple(
            words.walk_pass(name) for name in PHASES if name in material.unasked and not material.never_asked
        ),
        packer=packer,
        native=len(app.native_libraries) if app else 0,
        not_exercised=not_exercised,
        checkable=len(coverage.statements),
        complete=complete,
        why=words.phrase(coverage.why or manifest.why),
        gaps=tuple(gaps),
    )


def hook_counts(material: Material) -> dict[str, int]:
    """How many hooks reached each state: one that fired was armed, and every one was declared.

    The judge counts each hook once, by the best state that it reached in any session.
    """
    best = material.judged.coverage.hooks
    counts = {state: best.get(state, 0) for state in HOOK_STATES}
    counts["declared"] = sum(best.values())
    counts["armed"] += counts["fired"]
    return counts


def _hook_failures(names: tuple[str, ...], words: Words) -> tuple[Hole, ...]:
    """Failed hooks; the judge names them as `id: why`."""
    parts = (text.partition(": ") for text in names)
    return tuple(Hole(name=name, why=words.phrase(why), count=1) for name, _, why in parts)


def _not_walked(material: Material, walked: set[str], words: Words) -> tuple[str, ...]:
    """Phases that were not walked, each with the reason where the walk noted one."""
    notes = [str(m.detail.get("why", "")) for m in material.run.marks if m.kind == "note"]
    found = []
    for phase in PHASES:
        if phase not in walked:
            why = next((note for note in notes if note.startswith(f"phase {phase} left out")), "")
            found.append(words.noted(words.phase(phase), words.phrase(why)))
    return tuple(found)


def _crashes(material: Material, words: Words) -> tuple[Hole, ...]:
    crashes = [mark for mark in material.run.marks if mark.kind == "crash"]
    entries = [
        LedgerEntry(source="phone", name=words.phase(m.phase), state="hole", why=str(m.detail.get("why", "")))
        for m in crashes
    ]
    return _merge(entries, words)


def _groups(entries: Iterable[LedgerEntry], words: Words) -> tuple[Group, ...]:
    """Holes by kind, in the order of the table of kinds."""
    entries = tuple(entries)
    found = []
    for kind in holes.kinds().values():
        items = _merge((entry for entry in entries if holes.kind_of(entry) == kind), words)
        if items:
            name, means = kind.name.in_(words.language), kind.means.in_(words.language)
            found.append(Group(kind=kind.id, name=name, means=means, items=items))
    return tuple(found)


def _merge(entries: Iterable[LedgerEntry], words: Words) -> tuple[Hole, ...]:
    """Entries of one name and reason as one, the most frequent first."""
    counts: dict[tuple[str, str], int] = {}
    first: dict[tuple[str, str], LedgerEntry] = {}
    for entry in entries:
        key = (entry.name, entry.why)
        counts[key] = counts.get(key, 0) + max(1, entry.count)
        first.setdefault(key, entry)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Hole(
            name=name[:300],
            why=words.phrase(why[:500]),
            count=count,
            when=_when(first[name, why], words),
            stack=tuple(frame[:300] for frame in first[name, why].stack[:FRAMES]),
        )
        for (name, why), count in ordered
    )


def _when(entry: LedgerEntry, words: Words) -> str:
    phase = words.phase(entry.phase) if entry.phase else ""
    return " · ".join(part for part in (phase, moment(entry.at) if entry.at else "") if part)
