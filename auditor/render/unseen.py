"""What the audit did not see, and why. It is what keeps a report without findings from reading as a clean bill."""

import msgspec

from auditor.model import LedgerEntry
from auditor.render.material import Material
from auditor.render.words import Words

PHASES = ("refuse", "accept_deny", "accept_allow", "revoked")
HOOK_STATES = ("declared", "armed", "fired", "failed", "not_applicable")
SHOWN = 60


class Hole(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    why: str
    count: int


class Unseen(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was not observed. `gaps` are one short phrase a kind of gap, for the first screen."""

    hooks: dict[str, int]
    failed: tuple[Hole, ...]
    hosts: tuple[tuple[str, str, int], ...]
    types: tuple[tuple[str, str], ...]
    phases: tuple[str, ...]
    walked: int
    holes: tuple[Hole, ...]
    idle_sdks: tuple[str, ...]
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
    failed = _hook_failures(material, coverage.hooks_failed)
    holes = _merge(coverage.holes or [entry for entry in material.run.ledger if entry.state == "hole"])
    walked = {phase.partition(":")[0] for phase in (*coverage.phases, *material.phase_starts)}
    missing = tuple(words.phase(phase) for phase in PHASES if phase not in walked)
    not_exercised = sum(c.state == "not_exercised" for c in coverage.statements)
    complete = coverage.complete and manifest.state == "complete"
    packer = (app.packer if app else None) or ""
    unread = coverage.unread_hosts or _unread_hosts(material)
    gaps = []
    if missing:
        gaps.append(words("unseen.phases") + words("colon") + " · ".join(missing))
    if failed:
        gaps.append(words("summary.coverage_hooks_failed", count=len(failed)))
    if unread:
        gaps.append(words("summary.coverage_unread", count=len({host for host, _, _ in unread})))
    if holes:
        gaps.append(words("summary.coverage_holes", count=len(holes)))
    if coverage.unreadable_types:
        gaps.append(words("summary.coverage_types", count=len(coverage.unreadable_types)))
    if packer:
        gaps.append(words("summary.coverage_packed", name=packer))
    return Unseen(
        hooks=hooks,
        failed=failed,
        hosts=unread,
        types=tuple((words.data_type(name), words.phrase(why)) for name, why in coverage.unreadable_types),
        phases=missing,
        walked=len(PHASES) - len(missing),
        holes=holes,
        idle_sdks=tuple(s.name for s in (app.sdks if app else ()) if s.id not in material.running_sdks),
        packer=packer,
        native=len(app.native_libraries) if app else 0,
        not_exercised=not_exercised,
        checkable=len(coverage.statements),
        complete=complete,
        why=coverage.why or manifest.why,
        gaps=tuple(gaps),
    )


def hook_counts(material: Material) -> dict[str, int]:
    """How many hooks reached each state: one that fired was armed, and every one was declared.

    The judge counts each hook once, by the last state that it reached.
    """
    last = dict(material.judged.coverage.hooks)
    if not last:
        states = {entry.name: entry.state for entry in material.run.ledger if entry.source == "hook"}
        last = {state: sum(one == state for one in states.values()) for state in HOOK_STATES}
    counts = {state: last.get(state, 0) for state in HOOK_STATES}
    counts["declared"] = sum(last.values())
    counts["armed"] += counts["fired"]
    return counts


def _hook_failures(material: Material, names: tuple[str, ...]) -> tuple[Hole, ...]:
    """Failed hooks; the judge names them as `id: why`."""
    entries = [e for e in material.run.ledger if e.source == "hook" and e.state == "failed"]
    told = {entry.name for entry in entries}
    for text in names:
        name, _, why = text.partition(": ")
        if name not in told:
            entries.append(LedgerEntry(source="hook", name=name, state="failed", why=why))
    return _merge(entries)


def _unread_hosts(material: Material) -> tuple[tuple[str, str, int], ...]:
    closed = material.flows[material.flows["unread"] != ""]
    if closed.empty:
        return ()
    summed = closed.groupby(["host", "unread"])["unread_bytes"].sum()
    return tuple((str(key[0]), str(key[1]), int(count)) for key, count in summed.items() if isinstance(key, tuple))


def _merge(entries: tuple[LedgerEntry, ...] | list[LedgerEntry]) -> tuple[Hole, ...]:
    """Entries of one name and reason as one, the most frequent first."""
    counts: dict[tuple[str, str], int] = {}
    for entry in entries:
        key = (entry.name, entry.why)
        counts[key] = counts.get(key, 0) + max(1, entry.count)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Hole(name=name[:300], why=why[:500], count=count) for (name, why), count in ordered)
