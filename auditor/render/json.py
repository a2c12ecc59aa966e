"""The JSON report: everything judged, with the facts it rests on, for other programs."""

import json
from typing import Any

import msgspec

from auditor.model import Judged
from auditor.render import holes
from auditor.runs import Run, seal_digest

SCHEMA = 1


def render(run: Run, judged: Judged) -> str:
    """One JSON object: `schema`, `manifest`, `app`, `contract`, `judged`, `unseen`, `seal`. Keys are sorted.

    `unseen` has one object for each kind of gap of this run: `kind`, `count`, `cases` (texts), and in both languages
    its `name` and what it `means` for the verdicts.
    """
    tree: dict[str, Any] = {
        "schema": SCHEMA,
        "manifest": msgspec.to_builtins(run.manifest),
        "app": msgspec.to_builtins(run.app),
        "contract": msgspec.to_builtins(run.contract),
        "judged": msgspec.to_builtins(judged),
        "unseen": [
            {
                "kind": kind.id,
                "count": len(cases),
                "cases": cases,
                "name": msgspec.to_builtins(kind.name),
                "means": msgspec.to_builtins(kind.means),
            }
            for kind, cases in holes.gaps(run, judged)
        ],
        "seal": seal_digest(run.manifest),
    }
    return json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
