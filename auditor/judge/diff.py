"""What differs between two judgements: of two versions of an app, of two policies, of two dates of the law.

Findings are compared by their fingerprint, judgements by their matter: data type, action, actor, recipient and phase.
Neither ids, nor times, nor counts, nor the numbers of statements make a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from auditor.judge.findings import RANK, fingerprint, phase, recipient_of
from auditor.model import Finding, Judged, Judgement, Manifest, Record

NEW, GONE, CHANGED = "new", "gone", "changed"
_ORDER = (NEW, CHANGED, GONE)


class Side(Record, frozen=True, kw_only=True):
    """One matter in one of the two judgements. `verdicts` are those of all its sightings; `level` is empty where it led
    to no finding, `counts` says whether a finding of it counts for `--fail-on`.
    """

    verdicts: tuple[str, ...]
    certain: bool = True
    attempt: bool = False
    level: str = ""
    counts: bool = False
    waived: bool = False
    law: tuple[str, ...] = ()
    sentence: dict[str, str] = msgspec.field(default_factory=dict)


class Change(Record, frozen=True, kw_only=True):
    """One matter that differs. state: new, gone, changed."""

    state: str
    fingerprint: str
    data_type: str | None
    action: str = ""
    actor: str = ""
    recipient: str | None = None
    phase: str = ""
    before: Side | None = None
    after: Side | None = None


class Input(Record, frozen=True, kw_only=True):
    """One thing that went into the judgements and is not the same."""

    what: str
    before: str
    after: str


class Difference(Record, frozen=True, kw_only=True):
    """All that differs. `not_walked`: phases of the first that the second has not; what is gone there was not looked
    for. `adds`: is there a finding that counts now and did not before?
    """

    schema: int = 1
    inputs: tuple[Input, ...] = ()
    not_walked: tuple[str, ...] = ()
    findings: tuple[Change, ...] = ()
    judgements: tuple[Change, ...] = ()
    adds: bool = False


def compare(
    before: Judged, after: Judged, recorded: tuple[Manifest | None, Manifest | None] = (None, None)
) -> Difference:
    """Compare two judgements. `recorded` are the manifests of their runs, where there are any."""
    findings = tuple(_changes(_findings(before), _findings(after)))
    return Difference(
        inputs=tuple(_inputs(before, after, *recorded)),
        not_walked=tuple(name for name in before.coverage.phases if name not in after.coverage.phases),
        findings=findings,
        judgements=tuple(_changes(_judgements(before), _judgements(after))),
        adds=any(_counts(one.after) and not _counts(one.before) for one in findings),
    )


def _counts(side: Side | None) -> bool:
    return side is not None and side.counts


def _inputs(before: Judged, after: Judged, first: Manifest | None, second: Manifest | None) -> Iterator[Input]:
    pairs = [
        ("law", ", ".join(before.law), ", ".join(after.law)),
        ("law of", before.law_date, after.law_date),
        ("not in force", ", ".join(before.law_left_out), ", ".join(after.law_left_out)),
    ]
    if first and second:
        pairs += [
            ("app", first.apk_sha256, second.apk_sha256),
            ("policy", first.policy_sha256, second.policy_sha256),
            ("device", _device(first), _device(second)),
            ("tool", first.tool, second.tool),
        ]
    for what, one, other in pairs:
        if one != other:
            yield Input(what=what, before=one, after=other)


def _device(manifest: Manifest) -> str:
    return " ".join(f"{name} {manifest.device[name]}" for name in ("model", "api") if name in manifest.device)


def _findings(judged: Judged) -> dict[str, Change]:
    """Findings by fingerprint; where certain and doubtful sightings share one, the certain speak."""
    by_id = {one.id: one for one in judged.judgements}
    found: dict[str, Change] = {}
    for finding in sorted(judged.findings, key=lambda one: not one.review):
        seen = next((by_id[name].sighting for name in finding.judgements if name in by_id), None)
        found[finding.fingerprint] = Change(
            state=NEW,
            fingerprint=finding.fingerprint,
            data_type=finding.data_type,
            action=seen.action if seen else finding.check,
            actor=finding.actor,
            recipient=finding.recipient,
            phase=finding.phase,
            after=_side((finding.verdict,), finding.certain, finding.attempt, finding, finding.law, finding.sentence),
        )
    return found


def _judgements(judged: Judged) -> dict[str, Change]:
    """Judgements by matter; those of marks by the finding that they led to."""
    finding_of = {name: finding for finding in judged.findings for name in finding.judgements}
    groups: dict[str, list[Judgement]] = {}
    for one in judged.judgements:
        groups.setdefault(_matter(one, finding_of.get(one.id)), []).append(one)
    return {matter: _told(matter, group, finding_of) for matter, group in groups.items()}


def _matter(one: Judgement, finding: Finding | None) -> str:
    seen = one.sighting
    if seen is None:
        return finding.fingerprint if finding else fingerprint("mark", None, "", one.governing, "")
    actor = f"{seen.actor}:{seen.actor_name}"
    return fingerprint(f"matter:{seen.action}", seen.data_type, actor, recipient_of(seen), phase(seen))


def _told(matter: str, group: list[Judgement], finding_of: Mapping[str, Finding]) -> Change:
    first, seen = group[0], group[0].sighting
    told = [finding_of[one.id] for one in group if one.id in finding_of]
    gravest = max(told, key=lambda one: (not one.review, RANK.get(one.level, 0)), default=None)
    return Change(
        state=NEW,
        fingerprint=matter,
        data_type=seen.data_type if seen else None,
        action=seen.action if seen else (gravest.check if gravest else ""),
        actor=(seen.actor_name or seen.actor) if seen else "",
        recipient=(seen.recipient or seen.recipient_party) if seen else None,
        phase=seen.phase if seen else (gravest.phase if gravest else ""),
        after=_side(
            tuple(sorted({one.verdict for one in group})),
            all(one.certain for one in group),
            all(one.attempt for one in group),
            gravest,
            sorted({item for one in group for item in one.law}),
            first.sentence,
        ),
    )


def _side(
    verdicts: tuple[str, ...],
    certain: bool,
    attempt: bool,
    finding: Finding | None,
    law: Iterable[str],
    sentence: dict[str, str],
) -> Side:
    return Side(
        verdicts=verdicts,
        certain=certain,
        attempt=attempt,
        level=finding.level if finding else "",
        counts=bool(finding and not finding.review and not finding.waiver),
        waived=bool(finding and finding.waiver),
        law=tuple(law),
        sentence=sentence,
    )


def _changes(before: Mapping[str, Change], after: Mapping[str, Change]) -> list[Change]:
    """New, changed and gone matters, each by level and fingerprint."""
    found = []
    for name in before.keys() | after.keys():
        old, new = before.get(name), after.get(name)
        here = new or old
        assert here is not None
        first, second = old.after if old else None, new.after if new else None
        if first is None or second is None or _compared(first) != _compared(second):
            state = NEW if first is None else GONE if second is None else CHANGED
            found.append(msgspec.structs.replace(here, state=state, before=first, after=second))
    return sorted(found, key=lambda one: (_ORDER.index(one.state), -_rank(one), one.fingerprint))


def _compared(side: Side) -> tuple[object, ...]:
    return side.verdicts, side.certain, side.attempt, side.level, side.counts, side.waived, side.law


def _rank(change: Change) -> int:
    return max(RANK.get(side.level, 0) for side in (change.before, change.after) if side)
