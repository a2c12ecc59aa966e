"""The request for consent is missing, cannot be refused, or its box is ticked in advance.

What: the walk looked for a request for consent at the start and found none; found one without a way to refuse; or the
box of agreeing was ticked when it was first shown.
Why: consent that nobody asked for, that cannot be refused or that the app gives to itself is none.
Example: "I have read and agree" is ticked on the first screen, and the only button says "Start".
Law: the items with a `mark` predicate for `consent_missing` or `consent_dialog` (cn: CN-191:1.2 and 3.4, PIPL:14;
eu: GDPR:4.11 and 7.4). That no request was found is for a person to confirm: the walk may not have known it.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.judge.checks.markverdict import Docket, MarkVerdict
from auditor.judge.timeline import Moment
from auditor.law import MarkFacts, mark_breaks
from auditor.model import Mark

# What the walk notes of the first screens.
NOT_FOUND = "no request for consent was found"
NO_REFUSAL = "the request for consent cannot be refused"


def find(before: Moment, mark: Mark, after: Moment, docket: Docket) -> Iterator[MarkVerdict]:
    """One verdict for each thing that is wrong with the request, with the law items it breaks."""
    facts = _facts(before, mark)
    if facts is None:
        return
    found: dict[str, MarkVerdict] = {}
    for rule in (rule for pack in docket.packs for rule in pack.rules if mark_breaks(rule, facts)):
        known = found.get(rule.check)
        found[rule.check] = MarkVerdict(
            check=rule.check,
            level=known.level if known else rule.level or "medium",
            subject=rule.check,
            rules=(*(known.rules if known else ()), rule),
            certain=not rule.needs_person or bool(known and known.certain),
            template=rule.check,
            fact=rule.text.en,
        )
    yield from found.values()


def _facts(before: Moment, mark: Mark) -> MarkFacts | None:
    why = mark.detail.get("why") if mark.kind == "note" else None
    if mark.kind == "consent_missing" or (why == NOT_FOUND and not before.consents):
        return MarkFacts(kind="consent_missing", consent=before.consent)
    if why == NO_REFUSAL:
        return MarkFacts(kind="consent_dialog", consent=before.consent, refusable=False)
    if mark.kind == "consent_dialog" or (mark.kind == "dialog_shown" and mark.detail.get("what") == "consent"):
        told = {name: mark.detail[name] for name in ("preticked", "refusable") if name in mark.detail}
        return MarkFacts(kind="consent_dialog", consent=before.consent, **told)
    return None
