"""The evaluation as text: figures beside their goals, conditions by kind, misses by cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from benchmarks.policy.score import Ratio, Score

# measure, goal (None: none stated), is less better
MEASURES: tuple[tuple[str, float | None, bool], ...] = (
    ("recall, specific", 0.85, False),
    ("precision, specific", 0.90, False),
    ("recall, specific, zh", None, False),
    ("recall, specific, en", None, False),
    ("recall, specific, practices", None, False),
    ("recall, specific, bans", None, False),
    ("precision, specific, zh", None, False),
    ("precision, specific, en", None, False),
    ("recall, all", None, False),
    ("precision, all", None, False),
    ("type f1", 0.85, False),
    ("type recall", None, False),
    ("type precision", None, False),
    ("polarity", 0.97, False),
    ("action", None, False),
    ("actor", None, False),
    ("kind", None, False),
    ("modality", None, False),
    ("condition recall", 0.80, False),
    ("condition precision", None, False),
    ("necessary", None, False),
    ("spans", None, False),
    ("non-statements read", 0.03, True),
    ("english collection precision", 0.95, False),
    ("english collection recall", 0.75, False),
)


def reached(score: Score) -> bool:
    """Are all goals met?"""
    return all(_good(score.value(name), goal, less) for name, goal, less in MEASURES)


def lines(scores: dict[str, Score]) -> Iterator[str]:
    """One column for each set, then the conditions by kind."""
    yield f"{'measure':<30}{'goal':>7}" + "".join(f"{name:>22}" for name in scores)
    yield f"{'items':<30}{'':>7}" + "".join(f"{score.items:>22}" for score in scores.values())
    for name, goal, less in MEASURES:
        aim = "" if goal is None else f"{'≤' if less else '≥'}{goal:.2f}"
        yield f"{name:<30}{aim:>7}" + "".join(_cell(score, name, goal, less) for score in scores.values())
    yield ""
    yield f"{'condition':<30}{'':>7}" + "".join(f"{name + ': recall, precision':>34}" for name in scores)
    for kind in sorted(
        {kind for score in scores.values() for kind in (*score.condition_recall, *score.condition_precision)}
    ):
        cells = "".join(f"{_by_kind(score, kind):>34}" for score in scores.values())
        yield f"{kind:<37}{cells}"


def misses(score: Score) -> Iterator[str]:
    """Causes, the most frequent first, each with its items."""
    by_cause: dict[str, list[str]] = defaultdict(list)
    for cause, item, detail in score.misses:
        by_cause[cause].append(f"{item}: {detail}" if detail else item)
    for cause, cases in sorted(by_cause.items(), key=lambda row: (-len(row[1]), row[0])):
        yield ""
        yield f"{cause} ({len(cases)})"
        for case in cases:
            yield f"  {case}"


def _good(value: float | None, goal: float | None, less: bool) -> bool:
    if value is None or goal is None:
        return True
    return value <= goal if less else value >= goal


def _cell(score: Score, name: str, goal: float | None, less: bool) -> str:
    value = score.value(name)
    if value is None:
        return f"{'-':>22}"
    ratio = score.ratios.get(name)
    counts = f"{ratio.hits}/{ratio.total}" if ratio else ""
    return f"{value:.3f}{' ' if _good(value, goal, less) else '!'} {counts:>9}".rjust(22)


def _by_kind(score: Score, kind: str) -> str:
    return ", ".join(_share(row.get(kind)) for row in (score.condition_recall, score.condition_precision))


def _share(ratio: Ratio | None) -> str:
    if ratio is None or ratio.value is None:
        return "-"
    return f"{ratio.value:.2f} ({ratio.hits}/{ratio.total})"
