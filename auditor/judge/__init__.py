"""The judgement: every observed collection against the statement that governs it. Pure functions of files.

`runjudge.judge_run` judges a run folder, `tracejudge.judge_trace` a hand-written trace. They are imported from there:
a trace does not wait for what only a run needs.
"""
