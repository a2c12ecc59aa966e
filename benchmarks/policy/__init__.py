"""The policy room: how fast it compiles, and how well it reads sentences that were annotated by hand.

`python -m benchmarks policy` prints the speed table, then the evaluation of the development set and, beside it, of the
frozen set, which nobody looks at while working on the rules; where the two differ, the frozen one is the truth. The
third set and the batches of fifty were written unseen, scored once, and then worked on like the first.
`--misses` lists the misses of all but the frozen set by cause; `--no-speed` leaves the first table out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from auditor.errors import RuleFileError
from benchmarks.policy import annotated, speed, table
from benchmarks.policy.score import score

HERE = Path(__file__).parent
DEVELOPMENT = HERE / "sentences"
FROZEN = HERE / "frozen"
FRESH = HERE / "fresh"
BATCHES = HERE / "batches"


def development() -> list[annotated.Item]:
    """The items that the rules are worked out on."""
    return annotated.load(sorted(DEVELOPMENT.glob("**/*.yaml")))


def fresh() -> list[annotated.Item]:
    """The items that were unseen once; their figures at first sight stand in docs/policy.md."""
    return annotated.load(sorted(FRESH.glob("*.yaml")))


def batches() -> list[annotated.Item]:
    """As `fresh`: items of batches of fifty, each written by somebody who did not know the rules."""
    return annotated.load(sorted(BATCHES.glob("*.yaml")))


def frozen() -> list[annotated.Item] | None:
    """The items that no rule was made for, checked by digest; None where they are not there."""
    if not (FROZEN / annotated.SUMS).is_file():
        return None
    annotated.check_sums(FROZEN)
    return annotated.load(sorted(FROZEN.glob("*.yaml")))


def main() -> int:
    """Print the tables; 1 when a goal is missed, 2 when a set cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks policy")
    parser.add_argument(
        "--misses", action="store_true", help="list the misses of every set but the frozen one by cause"
    )
    parser.add_argument("--no-speed", action="store_true", help="leave the speed table out")
    options = parser.parse_args()
    failed = 0 if options.no_speed else speed.main()
    try:
        ours, later, written, theirs = development(), fresh(), batches(), frozen()
    except RuleFileError as error:
        print(error, file=sys.stderr)
        return 2
    scores = {"development": score(ours), "fresh": score(later), "batches": score(written)}
    if theirs is None:
        print("The frozen set is not there; the development set stands alone.", file=sys.stderr)
    else:
        scores["frozen"] = score(theirs)
    for line in table.lines(scores):
        print(line)
    if options.misses:
        for name in ("development", "fresh", "batches"):
            for line in table.misses(scores[name]):
                print(line)
    return failed or int(not table.reached(scores.get("frozen", scores["development"])))
