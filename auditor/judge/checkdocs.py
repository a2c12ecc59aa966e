"""Writes docs/checks.md from the docstrings of the checks and the law packs: `python -m auditor.judge.checkdocs`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType

from auditor.judge import checks
from auditor.law import Pack, load_packs
from auditor.law.packs import shipped

HEAD = """# Checks beside the policy

Made from the docstrings in `auditor/judge/checks/` and from the law packs: `python -m auditor.judge.checkdocs > \
docs/checks.md`. A test compares.

A check of marks is asked once for each thing that happened to the app; a cross-check once for the whole run, and what \
it says is always for a person to review. A new check is one file with a docstring (what, why, example, law) and a row \
in `auditor/judge/checks/__init__.py`; a law rule names a cross-check in `surveys`, and its sentences stand in \
`auditor/judge/sentences.yaml`.
"""
_PARTS = re.compile(r"^(What|Why|Example|Law): ", re.MULTILINE)


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    packs = [load_packs((name,))[0] for name in shipped()]
    yield HEAD
    for title, modules in (("Checks of marks", checks.OF_MARKS), ("Cross-checks", checks.OF_RUNS)):
        yield f"## {title}\n"
        for module in modules:
            yield from _check(module, packs)
    yield "## Law packs\n"
    yield "`--law` takes these names and YAML files, several at once, comma-separated. *Settled*: rules that a run can"
    yield "break; *for a person*: items that a run does not settle, each with what to look at, listed in the report.\n"
    yield "| pack | what | in force from | settled | for a person | unverified |"
    yield "| --- | --- | --- | --- | --- | --- |"
    yield from (_row(pack) for pack in packs)


def _check(module: ModuleType, packs: list[Pack]) -> Iterator[str]:
    name = module.__name__.rpartition(".")[2]
    first, *parts = _PARTS.split(module.__doc__ or "")
    yield f"### {name}\n"
    yield " ".join(first.split()) + "\n"
    for title, text in zip(parts[::2], parts[1::2], strict=True):
        told = " ".join(text.split())
        yield f"- **{title}.** {told[:1].upper()}{told[1:]}"
    if module in checks.OF_RUNS:
        own = (rule for pack in packs if not pack.includes for rule in pack.rules if name in rule.surveys)
        yield f"- **Items.** {', '.join(dict.fromkeys(rule.printed for rule in own)) or 'none'}."
    yield ""


def _row(pack: Pack) -> str:
    people = [rule for rule in pack.rules if rule.effect == "person"]
    settled = {rule.printed for rule in pack.rules if rule.effect != "person"}
    open_items = {rule.printed for rule in people} - settled
    marked = {rule.printed for rule in pack.rules if rule.unverified}
    names = f" ({', '.join(pack.includes)})" if pack.includes else ""
    cells = (pack.id, pack.name.en + names, pack.effective, len(settled), len(open_items), len(marked))
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


if __name__ == "__main__":
    print(page(), end="")
