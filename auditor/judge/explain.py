"""A finding told in full: sentence, reasons, and the timeline around it."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.judge.sentences import place
from auditor.model import Finding, Judgement, Mark
from auditor.runs import Run

AROUND_MS = 15_000
MOST_JUDGEMENTS = 5

_WORDS = {
    "zh": {
        "check": "检查项",
        "level": "级别",
        "review": "须人工复核",
        "law": "法规条目",
        "times": "次",
        "why": "理由",
        "around": "前后经过",
        "evidence": "证据",
        "more": "另有{count}项判定从略",
    },
    "en": {
        "check": "Check",
        "level": "level",
        "review": "for a person to review",
        "law": "Law",
        "times": "times",
        "why": "Why",
        "around": "Around it",
        "evidence": "Evidence",
        "more": "{count} more judgements left out",
    },
}
_HELD = {
    "zh": {"held": "成立", "not_held": "不成立", "unknown": "无法判断", "": "-"},
    "en": {"held": "held", "not_held": "did not hold", "unknown": "cannot be decided", "": "-"},
}


def explain(run: Run, finding: Finding, lang: str) -> str:
    """The explanation as text of several lines."""
    return "\n".join(_lines(run, finding, lang))


def _lines(run: Run, finding: Finding, lang: str) -> Iterator[str]:
    say = _WORDS[lang]
    review = f", {say['review']}" if finding.review else ""
    yield finding.sentence.get(lang, "")
    yield ""
    told = f"{finding.verdict}, {say['level']} {finding.level}{review}"
    yield f"{say['check']}: {finding.check} ({told}), {finding.count} {say['times']}"
    if finding.law:
        yield f"{say['law']}: {', '.join(finding.law)}"
    by_id = {one.id: one for one in run.judged.judgements}
    judgements = [by_id[name] for name in finding.judgements if name in by_id]
    for judgement in judgements[:MOST_JUDGEMENTS]:
        yield ""
        yield from _judgement(run, judgement, lang)
    if len(judgements) > MOST_JUDGEMENTS:
        yield say["more"].format(count=len(judgements) - MOST_JUDGEMENTS)


def _judgement(run: Run, judgement: Judgement, lang: str) -> Iterator[str]:
    say = _WORDS[lang]
    yield f"{judgement.id}: {judgement.sentence.get(lang, '')}"
    if judgement.sighting:
        yield f"  {say['evidence']}: {', '.join(judgement.sighting.evidence)}"
    yield f"  {say['why']}:"
    statements = {one.id: one for one in run.contract.statements}
    for name in dict.fromkeys(reason.statement for reason in judgement.reasons if reason.statement):
        if name in statements:
            yield f"    {name}: {place(statements[name], lang)}"
    for reason in judgement.reasons:
        parts = [
            reason.question,
            reason.statement or "",
            reason.condition or "",
            _HELD[lang][reason.held],
            "; ".join(reason.facts),
        ]
        yield "    - " + " | ".join(part for part in parts if part and part != "-")
    if judgement.sighting:
        at = judgement.sighting.at
        yield f"  {say['around']}:"
        told = False
        for mark in sorted(run.marks, key=lambda mark: mark.at):
            if abs(mark.at - at) <= AROUND_MS:
                if mark.at > at and not told:
                    told = True
                    yield f"    {0:+8.1f} s  >>> {judgement.sighting.data_type} {judgement.sighting.action}"
                yield f"    {(mark.at - at) / 1000:+8.1f} s  {_mark(mark)}"
        if not told:
            yield f"    {0:+8.1f} s  >>> {judgement.sighting.data_type} {judgement.sighting.action}"


def _mark(mark: Mark) -> str:
    told = (str(mark.detail[key])[:60] for key in ("text", "permission", "result", "why") if mark.detail.get(key))
    return " ".join([f"[{mark.phase}]", mark.kind, *told])
