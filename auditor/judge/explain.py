"""A finding told in full: sentence, reasons, and the timeline around it."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.errors import RuleFileError
from auditor.judge.sentences import place
from auditor.law import Pack, load_packs
from auditor.model import Finding, Judgement, Mark, Sighting
from auditor.runs import Run

AROUND_MS = 15_000
MOST_JUDGEMENTS = 5
MOST_ROWS = 40

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
        "unverified": "条文未经核对",
        "waived": "{owner}已豁免至{expires}：{reason}",
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
        "unverified": "clause text to be checked against the source",
        "waived": "Waived by {owner} until {expires}: {reason}",
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
    if finding.waiver:
        one = finding.waiver
        yield say["waived"].format(owner=one.owner, expires=one.expires, reason=one.reason)
    yield from _law(run, finding, lang)
    by_id = {one.id: one for one in run.judged.judgements}
    judgements = [by_id[name] for name in finding.judgements if name in by_id]
    for judgement in judgements[:MOST_JUDGEMENTS]:
        yield ""
        yield from _judgement(run, finding, judgement, lang)
    if len(judgements) > MOST_JUDGEMENTS:
        yield say["more"].format(count=len(judgements) - MOST_JUDGEMENTS)


def _law(run: Run, finding: Finding, lang: str) -> Iterator[str]:
    """Each item with its clause and text; what a person looks at; a mark where the clause was not re-read."""
    say = _WORDS[lang]
    rules = [rule for pack in _packs(run) for rule in pack.rules]
    for item in finding.law:
        named = [rule for rule in rules if rule.printed == item]
        closest = [rule for rule in named if finding.check in (rule.check, *rule.surveys)]
        rule = next(iter([*closest, *named]), None)
        if rule is None:
            yield f"{say['law']}: {item}"
            continue
        note = f" ({say['unverified']})" if rule.unverified else ""
        yield f"{say['law']}: {item}, {rule.clause}: {getattr(rule.text, lang)}{note}"


def _packs(run: Run) -> tuple[Pack, ...]:
    """The packs that the run was judged by; none where a file of the user is no longer there."""
    try:
        return load_packs(run.judged.law, run.judged.law_date)
    except RuleFileError:
        return ()


def _judgement(run: Run, finding: Finding, judgement: Judgement, lang: str) -> Iterator[str]:
    say = _WORDS[lang]
    yield f"{judgement.id}: {judgement.sentence.get(lang, '')}"
    evidence = judgement.sighting.evidence if judgement.sighting else _surveyed(judgement)
    if evidence:
        yield f"  {say['evidence']}: {', '.join(evidence)}"
    if any(reason.question != "survey" for reason in judgement.reasons):
        yield f"  {say['why']}:"
    statements = {one.id: one for one in run.contract.statements}
    for name in dict.fromkeys(reason.statement for reason in judgement.reasons if reason.statement):
        if name in statements:
            yield f"    {name}: {place(statements[name], lang)}"
    for reason in judgement.reasons:
        if reason.question == "survey":
            continue
        parts = [
            reason.question,
            reason.statement or "",
            reason.condition or "",
            _HELD[lang][reason.held],
            "; ".join(reason.facts),
        ]
        yield "    - " + " | ".join(part for part in parts if part and part != "-")
    yield f"  {say['around']}:"
    yield from _around(run, finding, judgement)


def _surveyed(judgement: Judgement) -> tuple[str, ...]:
    """What a cross-check rests on."""
    return tuple(fact for reason in judgement.reasons if reason.question == "survey" for fact in reason.facts)


def _around(run: Run, finding: Finding, judgement: Judgement) -> Iterator[str]:
    """What happened to the app, and what else was seen, shortly before and after; the judged thing itself with >>>."""
    at = _moment(run, finding, judgement)
    seen = judgement.sighting
    rows = [(at, 1, f">>> {_told(seen)}" if seen else f">>> {finding.check}")]
    rows += [(mark.at, 0, _mark(mark)) for mark in run.marks]
    rows += [
        (other.sighting.at, 2, f"{_told(other.sighting)}: {other.verdict}")
        for other in run.judged.judgements
        if other.sighting and other.id != judgement.id
    ]
    near = sorted(row for row in rows if abs(row[0] - at) <= AROUND_MS)
    here = next(place for place, row in enumerate(near) if row[1] == 1)
    first = max(0, min(here - MOST_ROWS // 2, len(near) - MOST_ROWS))
    for when, _, text in near[first : first + MOST_ROWS]:
        yield f"    {(when - at) / 1000:+8.1f} s  {text}"


def _moment(run: Run, finding: Finding, judgement: Judgement) -> int:
    """When it was: the sighting's time, or that of the mark which the judgement speaks of."""
    if judgement.sighting:
        return judgement.sighting.at
    named = {fact for reason in judgement.reasons if reason.question == "mark" for fact in reason.facts}
    return next((mark.at for mark in run.marks if mark.id in named), finding.first_seen)


def _told(seen: Sighting) -> str:
    who = seen.actor_name or seen.actor
    where = f" -> {seen.host or seen.recipient}" if seen.host or seen.recipient else ""
    times = f" x{seen.count}" if seen.count > 1 else ""
    return f"[{seen.phase}] {who} {seen.action} {seen.data_type}{where}{times}" + (" (attempt)" if seen.attempt else "")


def _mark(mark: Mark) -> str:
    told = (str(mark.detail[key])[:60] for key in ("text", "permission", "result", "why") if mark.detail.get(key))
    return " ".join([f"[{mark.phase}]", mark.kind, *told])
