"""What a reader or a law would miss in a policy: each lint is a row of `lints.yaml` or one small function here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources

import msgspec

from auditor import rulefiles, vocabulary
from auditor.errors import RuleFileError
from auditor.expressions import expression
from auditor.model import Contract, Statement
from auditor.policy import scripts, sections, words

_TAKES = frozenset(["collect", "access", "use", "upload", "share", "transfer", "publish", "store"])
_SDK = expression(r"(?<![A-Za-z])SDKs?(?![A-Za-z])|软件开发工具包|software development kits?", re.I)
_SECTION = expression(
    r"\bsections? (?P<en>\d{1,2})(?![\d.]*\d)(?! of the)"
    r"|本(?:政策|隐私政策|协议|声明|指引)第(?P<zh>[一二三四五六七八九十\d]{1,3})(?:条|章|部分|节)",
    re.I,
)
_LEADS = expression(r"[：:]\s?$|以下|下列|如下|following|below", re.I)
_TITLE = expression(r"以下|下称|简称|本(?:政策|声明|隐私|指引|协议)|[(（][^)）]{0,30}polic", re.I)


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lint: what it says, which law asks for it, what must be present, and texts that have and have not the fault."""

    id: str
    en: str
    zh: str
    examples: list[str]
    near_misses: list[str]
    law: tuple[str, ...] = ()
    present: dict[str, str] = {}
    conditions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    retention: bool = False
    effective: bool = False


class _Rows(msgspec.Struct, forbid_unknown_fields=True):
    lints: list[Row]


class Lint(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is missed; `start` and `end` are None where it concerns the document as a whole."""

    id: str
    message: dict[str, str]
    law: tuple[str, ...] = ()
    statement: str | None = None
    quote: str = ""
    start: int | None = None
    end: int | None = None


class _Place(msgspec.Struct, frozen=True):
    what: str
    start: int
    end: int
    statement: str | None = None


@cache
def rows() -> tuple[Row, ...]:
    """Every lint, in the order in which they are told. Raises `RuleFileError` where the file does not fit."""
    found = rulefiles.load(resources.files("auditor.policy").joinpath("lints.yaml"), _Rows).lints
    for row in found:
        for kind in row.conditions:
            words.check(kind, words.CONDITIONS, "condition", f"lints.yaml: {row.id}")
        for action in row.actions:
            words.check(action, words.ACTIONS, "action", f"lints.yaml: {row.id}")
        if not (row.present or row.effective) and row.id not in _FUNCTIONS:
            raise RuleFileError(f"lints.yaml: '{row.id}' has neither patterns nor a function.")
    return tuple(found)


def lint(contract: Contract, text: str) -> tuple[Lint, ...]:
    """What is missed in a compiled policy; `text` is its decoded document."""
    read = scripts.simplified(text)
    found: list[Lint] = []
    for row in rows():
        if row.id in _FUNCTIONS:
            found += [_at(row, place, text) for place in _FUNCTIONS[row.id](contract, read)]
        elif not _is_there(row, contract, read):
            found.append(Lint(id=row.id, message={"en": row.en, "zh": row.zh}, law=row.law))
    return tuple(found)


def _is_there(row: Row, contract: Contract, text: str) -> bool:
    if row.effective and contract.document.effective is not None:
        return True
    for s in contract.statements:
        if s.action in row.actions or any(c.kind in row.conditions for c in s.conditions):
            return True
        if row.retention and s.retention:
            return True
    pattern = row.present.get("zh" if contract.document.language.startswith("zh") else "en")
    return pattern is not None and re.search(pattern, text, re.I) is not None


def _at(row: Row, place: _Place, text: str) -> Lint:
    message = {"en": row.en.replace("{what}", place.what), "zh": row.zh.replace("{what}", place.what)}
    return Lint(
        id=row.id,
        message=message,
        law=row.law,
        statement=place.statement,
        quote=text[place.start : place.end],
        start=place.start,
        end=place.end,
    )


def _of(statement: Statement, what: str) -> _Place:
    return _Place(what, statement.start, statement.end, statement.id)


def _takes(contract: Contract) -> Iterator[Statement]:
    for s in contract.statements:
        if s.action in _TAKES and s.polarity == "positive" and s.kind in {"practice", "permission_scope"}:
            yield s


def _umbrella_only(contract: Contract, text: str) -> Iterator[_Place]:
    known = vocabulary.load()
    for s in _takes(contract):
        leads = _LEADS.search(text, max(s.start, s.end - 12), s.end + 2)
        if s.action == "collect" and s.data_types and not leads and all(known.is_umbrella(t) for t in s.data_types):
            yield _of(s, ", ".join(s.data_types))


def _open_list(contract: Contract, text: str) -> Iterator[_Place]:
    for s in _takes(contract):
        if s.list_open and s.data_types:
            yield _of(s, ", ".join(s.data_types[-3:]))


def _sdk_list_missing(contract: Contract, text: str) -> Iterator[_Place]:
    spoken = next(_SDK.finditer(text), None)
    if spoken and not contract.sdks:
        yield _Place(spoken.group(), spoken.start(), spoken.end())


def _sdk_incomplete(contract: Contract, text: str) -> Iterator[_Place]:
    for sdk in contract.sdks:
        if not (sdk.data_types and sdk.purpose):
            yield _Place(sdk.name, sdk.start, sdk.end)


def _undefined_reference(contract: Contract, text: str) -> Iterator[_Place]:
    """Documents and sections that are not there; a title with its short form behind it is the policy's own."""
    for reference in contract.references:
        at = text.find(scripts.simplified(reference.quote))
        own = reference.what == "other_policy" and _TITLE.search(text, at + len(reference.quote), at + 60)
        if reference.what in {"sdk_list", "other_policy"} and not reference.supplied and at >= 0 and not own:
            yield _Place(reference.quote, at, at + len(reference.quote))
    tops = {sections.value(block.path[0]) for block in sections.blocks(text) if block.path}
    if len(tops) < 2:
        return
    for match in _SECTION.finditer(text):
        if sections.value(match.group("en") or match.group("zh")) not in tops:
            yield _Place(match.group(), match.start(), match.end())


def _contradiction(contract: Contract, text: str) -> Iterator[_Place]:
    by_id = {s.id: s for s in contract.statements}
    for conflict in contract.conflicts:
        first = by_id.get(conflict.statements[0]) if conflict.statements else None
        if first is not None:
            yield _of(first, conflict.explanation)


_FUNCTIONS: dict[str, Callable[[Contract, str], Iterator[_Place]]] = {
    "umbrella_only": _umbrella_only,
    "open_list": _open_list,
    "sdk_list_missing": _sdk_list_missing,
    "sdk_incomplete": _sdk_incomplete,
    "undefined_reference": _undefined_reference,
    "contradiction": _contradiction,
}
