"""The judgement: every observed collection against the statement that governs it. Pure functions of files."""

from auditor.judge.runjudge import judge_run
from auditor.judge.tracejudge import judge_trace

__all__ = ["judge_run", "judge_trace"]
