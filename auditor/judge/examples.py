"""Contracts written in short, and the examples that law rules carry, run against the judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from auditor.errors import RuleFileError
from auditor.judge.tracejudge import judge_trace
from auditor.law import Pack, Rule
from auditor.model import Contract, Document, PolicySdk, Reference, Statement

_DEFAULTS = {
    "kind": "practice",
    "actor": "first_party",
    "action": "collect",
    "checkable": ["api", "traffic"],
    "quote": "…",
}


def short_contract(
    statements: Sequence[Mapping[str, Any]],
    language: str = "en",
    references: Sequence[Mapping[str, Any]] = (),
    sdks: Sequence[Mapping[str, Any]] = (),
) -> Contract:
    """A contract from the fields that matter; the others are those of "we collect X". Raises `RuleFileError`."""
    try:
        return Contract(
            document=Document(name="example", sha256="", language=language, characters=0),
            statements=tuple(_statement(given, number) for number, given in enumerate(statements, 1)),
            references=tuple(msgspec.convert(one, Reference) for one in references),
            sdks=tuple(msgspec.convert(one, PolicySdk) for one in sdks),
        )
    except msgspec.ValidationError as error:
        raise RuleFileError(f"a statement of the example does not fit: {error}.") from None


def _statement(given: Mapping[str, Any], number: int) -> Statement:
    row = {"id": f"P{number:03d}", **_DEFAULTS, **given}
    start = number * 10_000
    return msgspec.convert({"start": start, "end": start + len(row["quote"]), **row}, Statement)


def failing_examples(pack: Pack) -> Iterator[str]:
    """One sentence for each example of a pack's rules that does not break exactly the lines it says."""
    for rule in pack.rules:
        for number, example in enumerate(rule.examples, 1):
            broken = _broken_lines(pack, rule, number - 1)
            if broken != sorted(example.breaks):
                yield f"{rule.id}, example {number}: breaks lines {broken}, not {sorted(example.breaks)}"


def _broken_lines(pack: Pack, rule: Rule, index: int) -> list[int]:
    example = rule.examples[index]
    made = short_contract(example.statements, "en", sdks=example.sdks)
    lines = [msgspec.json.encode(line) for line in example.trace]
    result = judge_trace(made, lines, packs=(pack,), app_type=example.app_type)
    broken = {verdict["line"] for verdict in result["verdicts"] if rule.printed in verdict["law"]}
    listed = (found for found in result["review"] if found["check"] in rule.surveys and rule.printed in found["law"])
    return sorted(broken.union(*(found["lines"] for found in listed)))
