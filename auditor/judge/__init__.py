"""The judgement: every observed collection against the statement that governs it. Pure functions of files."""

from auditor.judge.tracejudge import judge_trace

__all__ = ["judge_trace"]
