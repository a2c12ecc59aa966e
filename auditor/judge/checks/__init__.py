"""Checks beside the policy's sentences: one file each, its docstring says what, why, an example and the law, and is its
page in docs/checks.md.

A check of marks has `find(before, mark, after, docket) -> Iterator[MarkVerdict]`, asked once per mark; a cross-check
has `survey(run, docket) -> Iterator[SurveyVerdict]`, asked once per run, and what it says is for a person to review.
Cross-checks are named as their file is; law rules name them in `surveys`.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.judge.checks import (
    background_access,
    consent_request,
    dense_reads,
    fixed_identifiers,
    permission_dialogs,
    refused_service,
    undeclared_permission,
    unlisted_sdk,
    unnecessary_data,
    unused_permission,
)
from auditor.judge.checks.markverdict import Docket, MarkVerdict, SurveyVerdict, WholeRun
from auditor.judge.timeline import Moment
from auditor.model import Mark

OF_MARKS = (consent_request, permission_dialogs, refused_service)
OF_RUNS = (
    background_access,
    dense_reads,
    fixed_identifiers,
    undeclared_permission,
    unlisted_sdk,
    unnecessary_data,
    unused_permission,
)


def find(before: Moment, mark: Mark, after: Moment, docket: Docket) -> Iterator[MarkVerdict]:
    """What every check says of one mark."""
    for check in OF_MARKS:
        yield from check.find(before, mark, after, docket)


def survey(run: WholeRun, docket: Docket) -> Iterator[SurveyVerdict]:
    """What every cross-check says of a run."""
    for check in OF_RUNS:
        yield from check.survey(run, docket)


__all__ = ["OF_MARKS", "OF_RUNS", "Docket", "MarkVerdict", "SurveyVerdict", "WholeRun", "find", "survey"]
