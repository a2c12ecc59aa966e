"""Judges a recorded run: the same folder, policy, rules and law give the same bytes, with no phone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import msgspec

from auditor.judge import senders, sightings, stored
from auditor.judge.checks import WholeRun
from auditor.judge.coverage import failed_hooks, hook_states, statement_coverage, unreadable_types
from auditor.judge.findings import Drawn, collect, weighty
from auditor.judge.judging import Court, judge_observed
from auditor.judge.observed import Observed
from auditor.judge.sdklist import SdkList, supply
from auditor.judge.searched import known_values, search_run
from auditor.judge.timeline import Timeline, permission_names
from auditor.law import apptypes, default_packs, expect_in_force, load_packs, not_in_force
from auditor.model import AppFacts, Contract, Coverage, Event, Flow, Judged, LedgerEntry, Mark, StoredFile
from auditor.runs import Run

MOST_HITS = 50_000
DIALOG_MS = 5_000
_PERMISSION = re.compile(r"[A-Za-z][\w.]*\.permission\.[A-Z_]+")


def judge_run(
    folder: Path,
    *,
    policy: Contract | None = None,
    law: Sequence[str] = (),
    first_party: Sequence[str] = (),
    text: str | None = None,
    app_type: str = "",
    sdks: SdkList | None = None,
    law_date: str = "",
) -> Judged:
    """Judge the run in `folder`. `policy` replaces the recorded contract (`text` is then its decoded text), `law` the
    packs of the policy's language, `first_party` names domains of the app's company besides those of the run's options,
    `app_type` the type of app instead of theirs; `sdks` is the list that the policy leaves to another page. `law_date`:
    the day (ISO) whose law it is, instead of that of the run's options or else the day on which the run began (UTC).

    Raises `RunFolderError` when the folder is no run, `RuleFileError` for an unknown pack, `UsageError` for an unknown
    type of app.
    """
    run = Run.open(folder)
    contract = policy or run.contract
    if sdks is not None:
        contract = supply(contract, sdks)
    words = text if text is not None else ("" if policy else run.policy_text)
    options = run.manifest.options
    day = law_date or str(options.get("law_date") or "") or _day(run.manifest.created)
    named = tuple(law) or tuple(options.get("law") or ())
    names = named or default_packs(contract.document.language)
    packs = load_packs(names, day)
    expect_in_force(named, day)
    court = Court.of(contract, packs, words, apptypes.find(app_type or str(options.get("app_type") or "")))
    timeline = Timeline(run.marks, begun=run.manifest.created)
    planted = {one.data_type for one in run.identities}
    calls = sightings.of_events(run.events(), timeline, weighty() - planted)
    reads = calls.observed
    declared = (*first_party, *(options.get("first_party") or ()))
    owners = senders.Owners(contract, words, run.app, declared)
    known = known_values(run, calls.values)
    found = search_run(run, known)
    sent = senders.of_flows(found.sent, timeline, owners, sightings.first_reads(reads), len(reads))
    kept = stored.of_files(found.files, timeline, stored.Reads.of(reads, run.app), known, len(reads) + len(sent))
    count = len(reads) + len(sent) + len(kept)
    kept += stored.of_cookies(found.answers, found.sent, timeline, owners, count)
    observed = sorted([*reads, *sent, *kept], key=lambda seen: (seen.sighting.at, seen.sighting.id))
    drawn = [
        *_marks(court, [*timeline.marks, *_request_marks(calls.requests, timeline, run.app)], run.manifest.created),
        *judge_observed(court, observed),
    ]
    drawn.sort(key=lambda one: (one.at, one.judgement.id))
    started = timeline.marks[0].at if timeline.marks else run.manifest.created
    surveyed = list(court.survey(WholeRun(observed, run.app, started=started)))
    return Judged(
        law=tuple(pack.id for pack in packs),
        law_date=day,
        law_left_out=not_in_force(names, day),
        judgements=tuple(one.judgement for one in (*drawn, *surveyed)),
        findings=tuple(collect([*drawn, *surveyed])),
        hits=tuple(islice(found.hits(), MOST_HITS)),
        coverage=_coverage(run, court, timeline, observed, drawn),
    )


def _day(at: int) -> str:
    """The day of a time (UTC, ISO); empty where the run does not tell when it was."""
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat() if at > 0 else ""


def _marks(court: Court, marks: Iterable[Mark], begun: int) -> Iterator[Drawn]:
    timeline = Timeline(marks, begun=begun)
    for place, mark in enumerate(timeline.marks):
        yield from court.mark(timeline.moments[place], mark, timeline.moments[place + 1], f"M:{mark.id}")


def _request_marks(requests: Sequence[Event], timeline: Timeline, app: AppFacts | None) -> Iterator[Mark]:
    """Requests for permissions that no dialog on the screen stands for: several kinds at once, or none shown.

    What the app does not declare Android denies by itself and asks nobody: that opens nothing and is no request.
    """
    shown = [mark.at for mark in timeline.marks if mark.kind == "permission_dialog"]
    for event in requests:
        names = tuple(dict.fromkeys(name for text in event.arguments for name in _PERMISSION.findall(text)))
        granted = timeline.at(event.at).permissions
        asked = [
            name
            for name in names
            if granted.get(permission_names(name)[0]) != "granted" and (app is None or name in app.permissions)
        ]
        near = any(abs(at - event.at) <= DIALOG_MS for at in shown)
        if asked and (len(permission_names(asked)) > 1 or not near):
            yield Mark(
                id=event.id, at=event.at, kind="permission_dialog", phase=event.phase, detail={"permission": asked}
            )


def _coverage(
    run: Run, court: Court, timeline: Timeline, observed: Sequence[Observed], drawn: Sequence[Drawn]
) -> Coverage:
    manifest, ledger, marks = run.manifest, run.ledger, timeline.marks
    times = [mark.at for mark in marks] + [seen.sighting.at for seen in observed]
    phases = dict.fromkeys(mark.phase for mark in marks if mark.phase)
    why = manifest.why if manifest.state == "partial" else ""
    if manifest.state == "recording":
        why = "the run was never finished"
    elif not marks and not why:
        why = "the run has no marks: consent, permissions and phases are not known"
    api = manifest.device.get("api")
    return Coverage(
        statements=tuple(
            statement_coverage(court, observed, drawn, moments=timeline.moments, no_files=_no_files(run.files))
        ),
        hooks=hook_states(ledger),
        hooks_failed=failed_hooks(ledger),
        unread_hosts=_unread(run.flows(), ledger),
        files=len({file.path for file in run.files if file.sha256}),
        unread_files=stored.unread(run.files, timeline),
        holes=_holes(ledger),
        unreadable_types=unreadable_types(api) if isinstance(api, int) else (),
        screens=sum(mark.kind == "screen" for mark in marks),
        phases=tuple(phases),
        minutes=round((max(times) - min(times)) / 60_000, 2) if times else 0.0,
        complete=not why,
        why=why,
    )


def _unread(flows: Iterable[Flow], ledger: Iterable[LedgerEntry]) -> tuple[tuple[str, str, int], ...]:
    total: dict[tuple[str, str], int] = {}
    for flow in flows:
        if flow.unread:
            total[flow.host, flow.unread] = total.get((flow.host, flow.unread), 0) + flow.unread_bytes
    for entry in ledger:
        if entry.source == "proxy" and entry.state == "unread":
            total.setdefault((entry.name, entry.why), 0)
    return tuple((host, why, size) for (host, why), size in sorted(total.items()))


def _no_files(files: Sequence[StoredFile]) -> str:
    """Why what the app stores was not seen; empty when a file of it was read."""
    if any(file.sha256 for file in files):
        return ""
    return "no files of the app could be read" if files else "no files of the app were seen"


def _holes(ledger: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """What the phone could not do, each once, the first with the sum of their counts."""
    found: dict[tuple[str, str, str], LedgerEntry] = {}
    for entry in ledger:
        if entry.state == "hole":
            key = (entry.kind, entry.name, entry.why)
            count = max(1, entry.count) + (found[key].count if key in found else 0)
            found[key] = msgspec.structs.replace(found.get(key, entry), count=count)
    return tuple(found.values())
