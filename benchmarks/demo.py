"""Wall time of the demo's audit with everything cached, against the same audit that boots every start from nothing.

`python -m benchmarks demo`: the goal is under 60 s on two cores.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from auditor import resources, rulefiles
from auditor.audit import Options
from auditor.cli.demo import Expectation, differences
from auditor.cli.session import run_audit

GOAL_S = 60.0


def main() -> int:
    """Print the seconds of an audit each way; exit code 1 when the goal is missed or a verdict is another."""
    _audit(Options())  # jars, translation, the file cache
    cold, _ = _audit(Options(ahead=False))
    ahead, wrong = _audit(Options())
    print(f"every start from nothing       {cold:6.1f} s")
    print(f"the next start prepared ahead  {ahead:6.1f} s   goal {GOAL_S:.0f} s")
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    return 0 if ahead < GOAL_S and not wrong else 1


def _audit(options: Options) -> tuple[float, list[str]]:
    expectation = rulefiles.load(resources.data("demo").joinpath("expected.yaml"), Expectation)
    demo = resources.path("demo", "demo.apk"), resources.path("demo", "policy.zh.txt")
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        outcome = run_audit(
            *demo, options, serial=None, api=34, sandbox="bwrap", out=Path(folder, "run"), lang="zh"
        )  # fmt: skip
        return time.monotonic() - began, list(differences(expectation, outcome.judged))
