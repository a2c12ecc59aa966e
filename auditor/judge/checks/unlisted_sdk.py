"""An SDK is embedded, called or sent to, and the policy's list of SDKs does not have it.

What: each third party behind code in the APK, a call or a flow is looked up among the policy's SDKs and recipients.
Why: a list of SDKs is a promise of completeness, and the one part of a policy that can be compared name by name.
Example: the policy lists a map SDK and a payment SDK; an advertising SDK is in the app and gets the OAID.
Law: items that name `unlisted_sdk` (cn: CN-191:2.1, PIPL:23, GBT-35273:9.7, GBT-41391:6.6; eu: GDPR:13.1).
A policy that leaves its list to a page that was not supplied gives no item: supply the list with `--sdk-list`. Where
the policy has no list at all, a recipient of a class that it names counts as told; where it names nobody, what an SDK
reads or gets is omitted already, and only the SDKs that did nothing are listed here.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.judge.checks.markverdict import Docket, SurveyVerdict, WholeRun
from auditor.judge.governing import Book
from auditor.judge.observed import Observed
from auditor.judge.recipients import GENERAL, NAMED, fit, recipient_names

NAME = "unlisted_sdk"


def survey(run: WholeRun, docket: Docket) -> Iterator[SurveyVerdict]:
    """One item for each third party that the policy does not name: sent to, called, or only embedded."""
    book = docket.book
    if book.list_missing:
        return
    told = _told(book)
    acting: dict[str, list[Observed]] = {}
    known: dict[tuple[tuple[str, ...], str | None], bool] = {}
    for seen in run.observed:
        names = _third_party(seen)
        who = (names, seen.sighting.recipient_class)
        if names and who not in known:
            known[who] = _listed(told, *who, book)
        if names and not known[who]:
            acting.setdefault(names[0], []).append(seen)
    for name, sightings in sorted(acting.items() if told else ()):
        sent = any(seen.in_flow for seen in sightings)
        yield SurveyVerdict(
            check=NAME,
            level="medium",
            subject=name,
            seen=tuple(sightings),
            data_types=tuple(sorted({seen.sighting.data_type for seen in sightings})),
            fill={"name": name},
            variant="sent" if sent else "called",
            verdict="omitted",
        )
    for sdk in run.app.sdks if run.app else ():
        names = tuple(name for name in (sdk.name, sdk.company) if name)
        if not _listed(told, names, None, book) and not any(name in acting for name in names):
            yield SurveyVerdict(
                check=NAME,
                level="low",
                subject=sdk.name,
                fill={"name": sdk.name},
                variant="embedded",
                verdict="omitted",
            )


def _third_party(seen: Observed) -> tuple[str, ...]:
    one = seen.sighting
    third = one.recipient_party == "third_party" if seen.in_flow else one.actor == "third_party"
    return recipient_names(one, seen.company) if third else ()


def _told(book: Book) -> tuple[str, ...]:
    rows = [name for row in book.contract.sdks for name in (row.name, row.company) if name]
    stated = [name for one in book.contract.statements if one.polarity == "positive" for name in one.recipients]
    return tuple(dict.fromkeys((*rows, *stated)))


def _listed(told: tuple[str, ...], names: tuple[str, ...], category: str | None, book: Book) -> bool:
    if not told:
        return False
    close = fit(told, names, category)
    return close == NAMED or (not book.contract.sdks and close < GENERAL)
