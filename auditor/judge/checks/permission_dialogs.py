"""Permission dialogs that come too early, too often, or several at once.

What: a dialog before consent; dialogs again and again after a denial; one dialog for several kinds of permission.
Why: asking for a permission opens the data behind it; asking again disturbs; bundling leaves no choice.
Example: the location dialog is on screen before the user has seen the policy.
Law: the items of the chosen packs that have a `mark` predicate for `permission_dialog` (cn: CN-191:3.1, 3.2, 4.6).
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.judge.checks.markverdict import Docket, MarkVerdict
from auditor.judge.timeline import Moment, permission_names
from auditor.law import MarkFacts, Rule, mark_breaks
from auditor.model import Mark

KIND = "permission_dialog"


def find(before: Moment, mark: Mark, after: Moment, docket: Docket) -> Iterator[MarkVerdict]:
    """One verdict for each check whose law items the dialog breaks."""
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
    for (check, certain), rules in _broken(docket, facts).items():
        bundled = any(rule.mark and rule.mark.groups_at_least for rule in rules)
        yield MarkVerdict(
            check=check,
            level=rules[0].level or "medium",
            subject="|".join(sorted(names)),
            rules=rules,
            certain=certain,
            template=check,
            fill={"count": str(len(names) if bundled else len(times))},
            fact=rules[0].text.en,
            permissions=names,
        )


def _broken(docket: Docket, facts: MarkFacts) -> dict[tuple[str, bool], tuple[Rule, ...]]:
    """The broken rules by their check; certain where one of them needs no person."""
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in (rule for pack in docket.packs for rule in pack.rules if mark_breaks(rule, facts)):
        found[rule.check] = (*found.get(rule.check, ()), rule)
    return {(check, not all(rule.needs_person for rule in rules)): rules for check, rules in found.items()}
