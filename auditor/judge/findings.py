"""Findings: judgements of one matter, with a fingerprint that neither time nor order can change."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from auditor import vocabulary
from auditor.model import Finding, Judgement, Sighting

RANK = {"low": 1, "medium": 2, "high": 3}

# What differs from run to run in the name of a file: numbers, digests.
_VARYING = re.compile(r"(?=[a-fA-F-]*\d)[0-9a-fA-F-]{8,}|\d{3,}")

# The gravest first: the first cause of a judgement that stands here names its check.
CHECKS = (
    "before_consent",
    "after_refusal",
    "after_withdrawal",
    "after_revocation",
    "banned",
    "on_device",
    "locality",
    "protection",
    "stop",
    "condition",
    "clear_text",
    "service_refused",
    "bundled_permissions",
    "frequency",
    "omitted",
)
# What a law pack calls one thing and the policy's own words another is one check, whatever packs were chosen.
_SAME = {"consent": "before_consent", "withdrawn": "after_withdrawal", "revoked": "after_revocation"}
HIGH = frozenset(CHECKS[: CHECKS.index("on_device") + 1])
_IDENTIFYING = ("device_id", "phone_number", "email_address")
_SENSITIVE = (
    "sensitive_info",
    "location_precise",
    "location_background",
    "location_track",
    "contacts",
    "sms",
    "call_log",
    "calendar",
    "photos",
    "microphone",
    "camera",
    "financial_info",
    "password",
    "sms_code",
)


@cache
def weighty() -> frozenset[str]:
    """Identifiers and sensitive data: sent to a third party without cover they make a finding high."""
    known = vocabulary.load()
    found: set[str] = set()
    for name in (*_IDENTIFYING, *_SENSITIVE):
        found |= {name} | known.descendants(name)
    return frozenset(found)


def check_of(verdict: str, causes: Iterable[str]) -> str:
    """The check that a judgement belongs to."""
    found = {_SAME.get(cause, cause) for cause in causes}
    return next((name for name in CHECKS if name in found), verdict)


def level_of(verdict: str, check: str, sighting: Sighting | None, in_flow: bool = False) -> str:
    """high, medium or low, as docs/judging.md says."""
    if verdict == "violation" and check in HIGH:
        return "high"
    if sighting is None:
        return "medium"
    shared = sighting.action == "share" and sighting.recipient_party == "third_party"
    if verdict in ("violation", "omitted") and shared and sighting.data_type in weighty():
        return "high"
    if verdict == "violation":
        return "medium"
    return "medium" if verdict == "omitted" and in_flow else "low"


def fingerprint(check: str, data_type: str | None, actor: str, recipient: str | None, phase: str) -> str:
    """16 hexadecimal digits that stay the same for the same matter in every run."""
    text = "\x1f".join((check, data_type or "", actor, recipient or "", phase))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A judgement with what its finding needs. `subject` tells judgements without a sighting apart; `at` in ms."""

    judgement: Judgement
    check: str
    level: str
    at: int
    try_counts: bool = False
    subject: str = ""
    phase: str = ""
    line: int = 0


def collect(drawn: Sequence[Drawn]) -> list[Finding]:
    """Group judgements into findings, sorted by level, then time.

    Certain violations and omissions are findings; uncertain ones, the other verdicts that a person should see,
    and attempts where no law item says that trying counts, have `review` set; consistent ones give none.
    """
    groups: dict[tuple[str, bool], list[Drawn]] = {}
    for one in drawn:
        judgement = one.judgement
        if judgement.verdict == "consistent":
            continue
        idle = judgement.attempt and not one.try_counts
        review = idle or not judgement.certain or judgement.verdict not in ("violation", "omitted")
        groups.setdefault((fingerprint_of(one), review), []).append(one)
    findings = [_finding(key, review, group) for (key, review), group in groups.items()]
    return sorted(findings, key=lambda one: (one.review, -RANK[one.level], one.first_seen, one.fingerprint))


def fingerprint_of(one: Drawn) -> str:
    """The fingerprint of the finding that a judgement belongs to."""
    seen = one.judgement.sighting
    if seen is None:
        return fingerprint(one.check, None, "", one.subject, one.phase)
    return fingerprint(one.check, seen.data_type, f"{seen.actor}:{seen.actor_name}", recipient_of(seen), phase(seen))


def recipient_of(sighting: Sighting) -> str | None:
    """Who or what gets it, as a fingerprint knows it: the owner, the party, or the place of what was stored."""
    stored = _VARYING.sub("*", sighting.host or "") or None if sighting.action == "store" else None
    return sighting.recipient or sighting.recipient_party or stored


def phase(sighting: Sighting | None) -> str:
    """The phase of the walk, or for a trace the state of consent, which is its phase."""
    return "" if sighting is None else sighting.phase or f"consent:{sighting.state.consent}"


def _finding(key: str, review: bool, group: list[Drawn]) -> Finding:
    first = max(group, key=lambda one: RANK[one.level])
    judgement, seen = first.judgement, first.judgement.sighting
    every = [one.judgement for one in group]
    return Finding(
        fingerprint=key,
        check=first.check,
        level=first.level,
        verdict=judgement.verdict,
        data_type=seen.data_type if seen else None,
        actor=(seen.actor_name or seen.actor) if seen else "",
        recipient=seen.recipient if seen else None,
        phase=seen.phase if seen else first.phase,
        certain=judgement.certain,
        attempt=all(one.attempt for one in every),
        judgements=tuple(one.id for one in every),
        statements=tuple(dict.fromkeys(name for one in every for name in one.statements)),
        law=tuple(sorted({item for one in every for item in one.law})),
        first_seen=min(one.at for one in group),
        count=sum(one.sighting.count if one.sighting else 1 for one in every),
        sentence=judgement.sentence,
        review=review,
    )
