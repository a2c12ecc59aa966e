"""Waivers: findings that somebody has answered for, by fingerprint, until a day. They stay, marked, and fail no build.

A file looks like this (a fingerprint of digits alone needs its quotes):

    waivers:
    - fingerprint: "3f2a90c1d4e5b6a7"
      reason: The position is needed for a rescue call; approved with ticket 118.
      owner: privacy@shop.example
      expires: 2027-01-31
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec

from auditor import rulefiles
from auditor.errors import RuleFileError
from auditor.model import Judged, Waiver, WaiverUse

USED, EXPIRED, UNMATCHED = "used", "expired", "unmatched"

_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fingerprint: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]
    reason: _Text
    owner: _Text
    expires: datetime.date


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    waivers: tuple[_Row, ...]


def read(file: Path) -> tuple[Waiver, ...]:
    """The waivers of a file, in its order. Raises `RuleFileError` where a field is missing or wrong, or a fingerprint
    stands there twice.
    """
    found: dict[str, Waiver] = {}
    for row in rulefiles.load(file, _File).waivers:
        if not row.reason.strip() or not row.owner.strip():
            raise RuleFileError(f"{file.name}: the waiver of {row.fingerprint} needs a reason and an owner.")
        if row.fingerprint in found:
            raise RuleFileError(f"{file.name}: {row.fingerprint} is waived twice.")
        found[row.fingerprint] = Waiver(
            fingerprint=row.fingerprint,
            reason=" ".join(row.reason.split()),
            owner=" ".join(row.owner.split()),
            expires=row.expires.isoformat(),
        )
    return tuple(found.values())


def used(waivers: Iterable[Waiver], fingerprints: Iterable[str], today: str) -> tuple[WaiverUse, ...]:
    """What became of each waiver on the day `today` (ISO, UTC). It holds to the end of the day on which it expires."""
    present = set(fingerprints)
    return tuple(
        WaiverUse(
            waiver=one,
            state=EXPIRED if one.expires < today else USED if one.fingerprint in present else UNMATCHED,
        )
        for one in waivers
    )


def apply(judged: Judged, waivers: Sequence[Waiver], today: str) -> Judged:
    """The judgement with its findings marked. Waivers given before are forgotten."""
    uses = used(waivers, (finding.fingerprint for finding in judged.findings), today)
    holding = _holding(uses)
    findings = tuple(
        msgspec.structs.replace(finding, waiver=holding.get(finding.fingerprint)) for finding in judged.findings
    )
    return msgspec.structs.replace(judged, findings=findings, waivers=uses)


def apply_to_trace(result: Mapping[str, Any], waivers: Sequence[Waiver], today: str) -> dict[str, Any]:
    """As `apply`, for what `judge_trace` returns: findings and review items get `waiver`, the whole gets `waivers`."""
    listed = [*result["findings"], *result["review"]]
    uses = used(waivers, (finding["fingerprint"] for finding in listed), today)
    holding = {name: msgspec.to_builtins(one) for name, one in _holding(uses).items()}
    marked = {
        part: [{**finding, "waiver": holding.get(finding["fingerprint"])} for finding in result[part]]
        for part in ("findings", "review")
    }
    return {**result, **marked, "waivers": [msgspec.to_builtins(use) for use in uses]}


def complaints(uses: Iterable[WaiverUse]) -> Iterator[str]:
    """One sentence for each waiver that does nothing, and why."""
    for use in uses:
        one = use.waiver
        if use.state == EXPIRED:
            yield f"the waiver of {one.fingerprint} ({one.owner}) expired on {one.expires} and holds no more."
        elif use.state == UNMATCHED:
            yield f"the waiver of {one.fingerprint} ({one.owner}) matches no finding; is the matter settled?"


def _holding(uses: Iterable[WaiverUse]) -> dict[str, Waiver]:
    return {use.waiver.fingerprint: use.waiver for use in uses if use.state == USED}
