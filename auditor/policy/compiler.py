"""The policy room's one job: a document in, a contract out. Deterministic, no network, linear in length."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from auditor import vocabulary
from auditor.expressions import expression
from auditor.model import Contract, Document, Statement, UnknownTerm
from auditor.policy import (
    apart,
    asides,
    attached,
    checkable,
    clauses,
    conflicts,
    consents,
    details,
    language,
    listed_on,
    lists,
    names,
    others,
    people,
    permits,
    reading,
    references,
    scripts,
    sdks,
    sections,
    sentences,
    spans,
    statements,
    strange,
    tensions,
    terms,
)
from auditor.policy.drafts import Context, Draft
from auditor.policy.sections import Block

MOST_STATEMENTS = 20_000
_QUESTION = expression(r"如何|怎样|怎么|哪些|^how\b|^what\b|^why\b|^when\b|^who\b|^your rights|\?$|？$", re.I)
_TELLS = expression(r"(?:了|过)(?:哪些|什么)[^？?]*[。；;！!]\s*$")
_CLAUSES = expression(r"，.*[。：:]\s*$|, .*\.\s*$")
_OFFERS = expression(r"您(?:可以?|有权|享有)|\byou (?:may|can|have)\b", re.I)
_TITLE = expression(
    r"(?:(?:[A-Z][\w'’-]*|of|the|and|to|for|in|with|by|or|an?|on|your|our|from),? (?:& )?){3,15}[A-Z][\w'’-]*$"
)
_LABEL = expression(r"[：:]\s*$")
_ENDS = expression(r"[。.！!？?；;：:]\s*[”\"）)]*\s*$")


def compile_file(path: Path) -> Contract:
    """Compile a text, Markdown or HTML policy. Raises `PolicyError` (exit code 2) with one sentence."""
    return _compile(reading.read(Path(path)))


def compile_text(text: str, name: str = "policy.txt") -> Contract:
    """Compile a policy at hand; offsets count the characters of `text`. Raises `PolicyError`."""
    return _compile(reading.of_text(text, name))


def read_text(path: Path) -> str:
    """The decoded document whose characters every offset counts. Raises `PolicyError`."""
    return reading.read(Path(path)).text


def _compile(source: reading.Source) -> Contract:
    spoken = language.detect(source.text, source.name)
    read = scripts.simplified(source.text)
    work = _Work(source.text, read, spoken)
    for block in sections.blocks(read):
        work.block(block)
    drafts = [draft for draft in work.drafts if draft.start < draft.end]
    drafts.sort(key=lambda draft: (draft.start, draft.end))
    if len(drafts) > MOST_STATEMENTS:
        work.warnings.append(f"Only the first {MOST_STATEMENTS} statements are kept.")
        drafts = drafts[:MOST_STATEMENTS]
    numbered = [_record(source.text, draft, index) for index, draft in enumerate(drafts, start=1)]
    narrowed = conflicts.narrowing(numbered)
    found = tuple(msgspec.structs.replace(s, narrows=narrowed.get(s.id, ())) for s in numbered)
    refs = references.find(source.text, read, spoken)
    if not found:
        work.warnings.append("No statement about personal data was found; is this the whole policy?")
    return Contract(
        document=Document(
            name=source.name,
            sha256=source.sha256,
            language=spoken,
            characters=len(source.text),
            effective=details.effective(read, spoken),
        ),
        statements=found,
        conflicts=(*conflicts.find(found), *tensions.find(found)),
        references=refs,
        sdks=sdks.merge(work.tables.done(), found),
        unknown_terms=tuple(work.unknown.values())[:500],
        warnings=tuple(work.warnings + references.warnings(refs)),
    )


class _Work:
    """Goes through the blocks in order and gathers drafts; `spoken` is the language of the section it is in."""

    def __init__(self, original: str, text: str, spoken: str) -> None:
        self.text = text
        self.spoken = spoken
        self.aliases = names.aliases(text)
        self.people = people.find(text)
        self.drafts: list[Draft] = []
        self.warnings: list[str] = []
        self.unknown: dict[str, UnknownTerm] = {}
        self.context = Context()
        self.lists = lists.Lists()
        self.tables = sdks.Tables(original)

    def block(self, block: Block) -> None:
        """Read one block: a table row, a heading, or sentences."""
        if self.tables.take(block):
            return
        body = self.text[block.start : block.end]
        self.spoken = language.of_piece(body, self.spoken)
        self.lists.enter(block)
        if self._is_heading(block, body):
            self.context.topic, self.context.told = self._topic(body), []
            return
        before = block.start
        for start, end in sentences.split(self.text, block.start, block.end):
            if self.text[start:end].strip():
                self._sentence(block, start, end, self.text[before:start])
                before = start

    def _is_heading(self, block: Block, body: str) -> bool:
        if _TITLE.match(body) and not self.lists.open:
            return True
        if _ENDS.search(body) or len(body) > 60 or (self.spoken == "en" and len(body.split()) > 12):
            asked = _QUESTION.search(body) and not _TELLS.search(body)
            return bool(asked) and len(body) <= 60 and not _CLAUSES.search(body)
        if _QUESTION.search(body):
            return True
        return not self.lists.open

    def _topic(self, text: str) -> tuple[str, ...]:
        """Types that a heading or label speaks of, also by the name of their permission."""
        spoken = language.of_piece(text, self.spoken)
        found = dict.fromkeys(t.type for t in terms.lexicon(spoken).find(text))
        self.context.permission = permits.named_in(text, spoken)
        if self.context.permission and not found:
            found = dict.fromkeys([permits.PERMISSION_TYPES.get(self.context.permission, self.context.permission)])
        return tuple(t for t in found if t in vocabulary.load().types)

    def _sentence(self, block: Block, start: int, end: int, before: str) -> None:
        piece, first = self.text[start:end], not before
        sentence = clauses.read(piece, start, language.of_piece(piece, self.spoken), self.people, before)
        opens = _LABEL.search(piece) is not None
        goes_on = listed_on.leads(sentence, self.context.told) if opens else []
        if (
            opens
            and len(piece) <= 40
            and not _OFFERS.search(piece)
            and not goes_on
            and not statements.predicates(sentence)
        ):
            self.context.topic, self.context.types = self._topic(piece), ()
            self.lists.labelled = True
            return
        if first and block.marked:
            label = spans.label_end(sentence, first=True)
            self.context.permission = None
            self.context.topic = self._topic(piece[:label]) if label else ()
            if label:
                self.context.types = ()
        drafts = self._drafts(sentence, first=first and block.marked)
        own = drafts
        drafts = self.lists.inherit(sentence, drafts, block)
        if drafts and not own:
            self.context.listed(drafts[0].data_types)
        leads = drafts
        drafts = [
            d for d in drafts if not lists.only_leads(sentence, d) and (d.kind == "exception" or not self.lists.silent)
        ]
        for draft in drafts:
            draft.section = "/".join(block.path) or block.heading
            attached.name_permission(draft, self.context.permission)
            draft.recipients = names.complete(draft, self.text, self.aliases)
        self.drafts += drafts
        self.lists.after(sentence, leads or goes_on, block)
        self.context.told = drafts
        self.lists.labelled = False
        self._note_unknown(sentence, drafts)

    def _drafts(self, sentence: clauses.Sentence, *, first: bool) -> list[Draft]:
        whole = asides.opening(sentence)
        if whole is not None:
            return [whole]
        if others.explains(sentence):
            return []
        told = apart.also(sentence, statements.of_sentence(sentence, self.context, first=first))
        practices = others.left_out(sentence, told)
        if consents.exempts(sentence, practices):
            practices = practices[:3]
            for draft in practices:
                draft.end = sentence.offset + len(sentence.text.rstrip().rstrip("。.;；：:"))
                draft.kind, draft.polarity, draft.conditions = "exception", "positive", []
            leads = sentence.text.rstrip().endswith(("：", ":"))
            return practices if practices and leads else [consents.exemption(sentence)]
        practices = consents.told_before(sentence, practices)
        if not any(draft.own_types for draft in practices):
            offered = lists.offered(sentence)
            if offered is not None:
                practices = ([d for d in practices if d.data_types != ["personal_info"]] and practices) or []
                practices = [offered, *practices]
                self.context.types = tuple(offered.data_types)
        beside = asides.beside(sentence, practices, self.context)
        return [*practices, *beside] or listed_on.drafts(sentence, self.context.told)

    def _note_unknown(self, sentence: clauses.Sentence, drafts: list[Draft]) -> None:
        for draft in drafts:
            if draft.kind != "practice":
                continue
            for low, high in strange.nouns(sentence, draft.start - sentence.offset, draft.end - sentence.offset):
                term = sentence.text[low:high]
                self.unknown.setdefault(
                    term.lower(), UnknownTerm(term=term, start=sentence.offset + low, end=sentence.offset + high)
                )


def _record(text: str, draft: Draft, index: int) -> Statement:
    return Statement(
        id=f"P{index:03d}",
        quote=text[draft.start : draft.end],
        start=draft.start,
        end=draft.end,
        section=draft.section,
        kind=draft.kind,
        actor=draft.actor,
        action=draft.action,
        polarity=draft.polarity,
        modality=draft.modality,
        data_types=tuple(draft.data_types),
        conditions=tuple(draft.conditions),
        purpose=draft.purpose,
        recipients=draft.recipients,
        locality=draft.locality,
        protection=draft.protection,
        retention=draft.retention,
        list_open=draft.list_open,
        checkable=checkable.ways(draft),
    )
