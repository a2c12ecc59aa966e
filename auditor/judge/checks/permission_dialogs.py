"""Permission dialogs that come too early, too often, or several at once.

What: a dialog before consent; dialogs again and again after a denial; one dialog for several kinds of permission.
Why: asking for a permission opens the data behind it; asking again disturbs; bundling leaves no choice.
Example: the location dialog is on screen before the user has seen the policy.
Law: the items of the chosen packs that have a `mark` predicate for `permission_dialog` (cn: CN-191:3.1, 3.2, 4.6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.judge.checks.markverdict import MarkVerdict
from auditor.judge.governing import Book
from auditor.judge.timeline import Moment, permission_names
from auditor.law import MarkFacts, Pack, mark_breaks
from auditor.model import Mark

KIND = "permission_dialog"


def find(before: Moment, mark: Mark, after: Moment, book: Book, packs: Sequence[Pack]) -> Iterator[MarkVerdict]:
    """One verdict for each law item that the dialog breaks."""
    if mark.kind != KIND:
        return
    names = permission_names(mark.detail.get("permission"))
    times = max((after.dialogs.get(name, ()) for name in names if name in after.denied_at), key=len, default=())
    facts = MarkFacts(
        kind=KIND,
        consent=before.consent,
        groups=len(names),
        repeats=len(times),
        repeats_window_s=(times[-1] - times[0]) / 1000 if times else 0.0,
    )
    for pack in packs:
        for rule in pack.rules:
            if rule.mark is None or not mark_breaks(rule, facts):
                continue
            yield MarkVerdict(
                check=rule.check,
                level=rule.level or "medium",
                subject="|".join(sorted(names)),
                rules=(rule,),
                certain=not rule.needs_person,
                template=rule.check,
                fill={"count": str(len(names) if rule.mark.groups_at_least else len(times))},
                fact=rule.text.en,
                permissions=names,
            )
