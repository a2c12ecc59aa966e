"""Service refused because the user refused a permission.

What: the app exits, or goes no further without a login, within half a minute of a denial.
Why: policies promise that refusing one thing leaves the rest usable; regulators demand it for what is not necessary.
Example: "refusing the location permission does not affect other functions", and the app closes on the denial.
Law: the items with a `mark` predicate for `app_exit` or `login_wall` (cn: CN-191:4.2, and whether the permission was
necessary for the function is for a person to see). With a promise in the policy the verdict is certain, and where the
type of the app is told (`--app-type`) and its basic function needs nothing of that permission (cn: CN-NECESSARY:4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.judge.checks.markverdict import Docket, MarkVerdict
from auditor.judge.governing import Book
from auditor.judge.timeline import Moment
from auditor.law import MarkFacts, mark_breaks
from auditor.model import Mark, Statement
from auditor.vocabulary import permissions

KINDS = frozenset({"app_exit", "login_wall"})
SOON_S = 30.0


def find(before: Moment, mark: Mark, after: Moment, docket: Docket) -> Iterator[MarkVerdict]:
    """At most one verdict per mark, with the promise and the law items it breaks."""
    if mark.kind not in KINDS or not before.denied_at:
        return
    latest = max(before.denied_at.values())
    age = (mark.at - latest) / 1000
    several = None if before.several_denied_at is None else (mark.at - before.several_denied_at) / 1000
    denied = tuple(sorted(name for name, at in before.denied_at.items() if at == latest))
    kind = docket.app_type
    facts = MarkFacts(
        kind=mark.kind,
        consent=before.consent,
        denied_age_s=age,
        several_denied_age_s=several,
        necessary=any(kind.needs_permission(name) for name in denied) if kind else None,
    )
    broken = [rule for pack in docket.packs for rule in pack.rules if mark_breaks(rule, facts)]
    promise = _promise(docket.book, denied) if age <= SOON_S else None
    if not broken and promise is None:
        return
    yield MarkVerdict(
        check="service_refused",
        level="medium",
        subject=f"{mark.kind}:{'|'.join(denied)}",
        rules=tuple(sorted(broken, key=lambda rule: rule.printed)),
        statement=promise,
        certain=promise is not None or not all(rule.needs_person for rule in broken),
        template="service_refused",
        fill={"age": f"{age:.1f}", "exit": mark.kind},
        fact=f"{mark.kind} {age:.1f} s after {', '.join(denied)} was denied",
        permissions=denied,
    )


def _promise(book: Book, denied: Sequence[str]) -> Statement | None:
    """The first promise that refusing what was denied, or anything, does not end the service."""
    opened = {name for plain in denied if plain in permissions() for name in permissions()[plain].data_types} | set(
        denied
    )
    for one in book.contract.statements:
        if one.action != "refuse_service" or one.polarity != "negative":
            continue
        named = {name for name in one.data_types if not book.words.is_umbrella(name)}
        if not named or any(
            book.words.covers(name, other) or book.words.covers(other, name) for name in named for other in opened
        ):
            return one
    return None
