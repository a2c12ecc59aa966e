"""Joins the parts: sightings and marks in, judgements, findings and coverage out. Pure: no file, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from auditor.judge import checks
from auditor.judge.checks import Docket, MarkVerdict, SurveyVerdict, WholeRun
from auditor.judge.findings import RANK, Drawn, check_of, level_of
from auditor.judge.governing import Book
from auditor.judge.mentions import Mentions
from auditor.judge.observed import Observed
from auditor.judge.sentences import LANGUAGES, law_text, permission_name, place, sentence, survey_sentence, why, words
from auditor.judge.timeline import Moment
from auditor.judge.verdict import Verdict
from auditor.judge.verdicts import judge_sighting
from auditor.law import Pack
from auditor.law.apptypes import AppType
from auditor.model import Contract, Judgement, Mark, Reason

MOST_EVIDENCE = 20
# Verdicts that accuse, the graver last.
_ACCUSING = ("omitted", "violation")


@dataclass(frozen=True)
class Court:
    """What every judgement needs: the contract's book, law packs, the policy's text and the app's type where known."""

    book: Book
    packs: Sequence[Pack]
    mentions: Mentions
    lang: str
    app_type: AppType | None = None

    @classmethod
    def of(
        cls, contract: Contract, packs: Sequence[Pack], text: str = "", app_type: AppType | None = None
    ) -> Court:
        """Prepare to judge against a contract."""
        lang = contract.document.language if contract.document.language in LANGUAGES else "en"
        return cls(Book(contract), packs, Mentions(contract, text), lang, app_type)

    @property
    def docket(self) -> Docket:
        """What checks are given."""
        return Docket(self.book, self.packs, self.app_type)

    def sighting(self, seen: Observed, name: str) -> Drawn:
        """The judgement of one sighting; `name` becomes its id.

        Of one that may have been at several moments it is the mildest of all of them.
        """
        verdict = judge_sighting(seen, self.book, self.packs)
        for other in seen.instead:
            if verdict.word not in _ACCUSING:
                break
            again = judge_sighting(other, self.book, self.packs)
            if _gravity(other, again) < _gravity(seen, verdict):
                seen, verdict = other, again
        doubt = self._doubt(seen, verdict)
        if doubt:
            verdict.certain = False
            verdict.reasons.append(Reason(question="doubt", facts=(doubt,)))
        check = check_of(verdict.word, verdict.causes)
        judgement = Judgement(
            id=name,
            sighting=seen.sighting,
            verdict=verdict.word,
            attempt=seen.sighting.attempt,
            certain=verdict.certain,
            reasons=tuple(verdict.reasons),
            governing=verdict.governing.statement.id if verdict.governing else None,
            statements=tuple(verdict.statements),
            law=tuple(verdict.law),
            sentence={lang: sentence(seen, verdict, lang) for lang in LANGUAGES},
            why=why(seen, verdict, self.lang) or verdict.note,
        )
        level = level_of(verdict.word, check, seen.sighting, seen.in_flow)
        return Drawn(judgement, check, level, seen.sighting.at, verdict.counts_as_try, line=seen.line)

    def mark(self, before: Moment, mark: Mark, after: Moment, name: str, line: int = 0) -> Iterator[Drawn]:
        """The judgements of one mark: broken promises and law items that are no sighting, most marks have none."""
        for number, found in enumerate(checks.find(before, mark, after, self.docket)):
            yield self._mark(found, before, mark, name if number == 0 else f"{name}.{number + 1}", line)

    def _mark(self, found: MarkVerdict, before: Moment, mark: Mark, name: str, line: int) -> Drawn:
        said = {lang: self._mark_sentence(found, before, mark, lang) for lang in LANGUAGES}
        statements = (found.statement.id,) if found.statement else ()
        judgement = Judgement(
            id=name,
            sighting=None,
            verdict="violation",
            certain=found.certain,
            reasons=(
                Reason(
                    question="mark",
                    statement=statements[0] if statements else None,
                    condition=found.check,
                    held="not_held",
                    facts=(mark.id, found.fact),
                ),
            ),
            governing=statements[0] if statements else None,
            statements=statements,
            law=tuple(dict.fromkeys(rule.printed for rule in found.rules)),
            sentence=said,
            why=said[self.lang],
        )
        return Drawn(judgement, found.check, found.level, mark.at, subject=found.subject, phase=mark.phase, line=line)

    def survey(self, run: WholeRun) -> Iterator[Drawn]:
        """What the cross-checks say of a whole run: items for a person, ids X001 and up."""
        for number, found in enumerate(checks.survey(run, self.docket), 1):
            yield self._survey(found, run, f"X{number:03d}")

    def _survey(self, found: SurveyVerdict, run: WholeRun, name: str) -> Drawn:
        rules = tuple(rule for pack in self.packs for rule in pack.rules if found.check in rule.surveys)
        said = {lang: survey_sentence(found, rules, lang) for lang in LANGUAGES}
        first = found.seen[0] if found.seen else None
        evidence = tuple(dict.fromkeys(item for seen in found.seen for item in seen.sighting.evidence))
        judgement = Judgement(
            id=name,
            sighting=None,
            verdict=found.verdict,
            certain=False,
            reasons=(Reason(question="survey", condition=found.check, facts=evidence[:MOST_EVIDENCE]),),
            law=tuple(dict.fromkeys(rule.printed for rule in rules)),
            sentence=said,
            why=said[self.lang],
        )
        at = first.sighting.at if first else run.started
        line = first.line if first else run.app_line
        return Drawn(judgement, found.check, found.level, at, subject=found.subject, line=line)

    def _mark_sentence(self, found: MarkVerdict, before: Moment, mark: Mark, lang: str) -> str:
        say = words(lang)
        seconds = f"{max(0, mark.at - before.started) / 1000:.1f}"
        joined = ("、" if lang == "zh" else ", ").join(permission_name(name, lang) for name in found.permissions)
        fill = {"count": "", "age": "", **found.fill}
        fill["did"] = say["exit"].get(fill.get("exit", ""), "")
        parts = [say["marks"][found.template].format(when=say["when"].format(seconds=seconds), names=joined, **fill)]
        if found.statement:
            parts.append(place(found.statement, lang))
        if found.rules:
            parts.append(law_text(found.rules, lang))
        text: str = say["stop"].join(parts)
        return text[:1].upper() + text[1:] + str(say["stop"]).rstrip()

    def _doubt(self, seen: Observed, verdict: Verdict) -> str:
        """Why a person should look before anyone is accused; empty when nothing leaves doubt."""
        one = seen.sighting
        if one.actor == "unknown":
            return "the caller is unknown"
        if not one.certain:
            return one.doubt or "the observation leaves doubt"
        if verdict.word == "omitted":
            return self.mentions.elsewhere(seen)
        return ""


def _gravity(seen: Observed, verdict: Verdict) -> tuple[int, int]:
    """How much a verdict accuses: first by its word, then by its level."""
    accuses = _ACCUSING.index(verdict.word) + 1 if verdict.word in _ACCUSING else 0
    level = level_of(verdict.word, check_of(verdict.word, verdict.causes), seen.sighting, seen.in_flow)
    return accuses, RANK[level] if accuses else 0


def judge_observed(court: Court, observed: Iterable[Observed]) -> list[Drawn]:
    """Judge sightings in order; ids J00001 and up."""
    return [court.sighting(seen, f"J{number:05d}") for number, seen in enumerate(observed, 1)]
