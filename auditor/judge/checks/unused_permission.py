"""A permission is declared and not used.

What: the manifest declares a dangerous permission, and the app's code shows no call, type or address that needs it.
Why: a permission nobody needs opens data nobody needs; it is also what an SDK that comes later would find open.
Example: a reader of news declares READ_CONTACTS, and nothing in its code reads contacts.
Law: items that name `unused_permission` (cn: CN-191:4.1, CN-MIIT-337:7, GBT-41391:6.5; masvs: MASVS-PRIVACY-1).
Always for a person: reflection, native code and code that is loaded later are not seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.judge.checks.markverdict import Docket, SurveyVerdict, WholeRun
from auditor.judge.timeline import permission_names
from auditor.vocabulary import permission_of_type

NAME = "unused_permission"


def survey(run: WholeRun, docket: Docket) -> Iterator[SurveyVerdict]:
    """One item for each plain permission of which no part is used; what the run read counts as used."""
    if run.app is None:
        return
    unused = set(run.app.unused)
    used = {permission_of_type(seen.sighting.data_type) for seen in run.observed if seen.is_read}
    used |= set(permission_names([name for name in run.app.permissions if name not in unused]))
    for name in sorted(set(permission_names(sorted(unused))) - used):
        yield SurveyVerdict(check=NAME, level="low", subject=name, permissions=(name,))
