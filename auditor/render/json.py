"""The JSON report: everything judged, with the facts it rests on, for other programs."""

import json
from typing import Any

import msgspec

from auditor.model import Judged
from auditor.runs import Run, seal_digest

SCHEMA = 1


def render(run: Run, judged: Judged) -> str:
    """One JSON object: `schema`, `manifest`, `app`, `contract`, `judged`, `seal`. Keys are sorted."""
    tree: dict[str, Any] = {
        "schema": SCHEMA,
        "manifest": msgspec.to_builtins(run.manifest),
        "app": msgspec.to_builtins(run.app),
        "contract": msgspec.to_builtins(run.contract),
        "judged": msgspec.to_builtins(judged),
        "seal": seal_digest(run.manifest),
    }
    return json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
