"""`auditor diff`: what differs between two judged runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.errors import IncompleteError, UsageError

if TYPE_CHECKING:
    from auditor.judge.diff import Change, Side
    from auditor.model import Judged, Manifest

SIGNS = {"new": "+", "gone": "-", "changed": "~"}


@click.command("diff")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True, help="Of the sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print the difference as JSON.")
def command(before: Path, after: Path, lang: str, as_json: bool) -> int:
    """Say what differs between two judgements: new, changed and gone findings and judgements.

    BEFORE and AFTER are run folders, or files that `auditor judge RUN --json` printed. Exit code 1 when a finding
    counts now that did not before, 4 when one of the runs is incomplete, else 0.

    \b
    Examples:
      auditor diff runs/com.example.shop-1 runs/com.example.shop-2
      auditor judge runs/com.example.shop-1 --policy new.txt --json > new.json
      auditor diff runs/com.example.shop-1 new.json
    """
    from auditor.judge.diff import compare
    from auditor.runs import pretty

    (first, one), (second, other) = _read(before), _read(after)
    found = compare(first, second, (one, other))
    if as_json:
        click.echo(pretty(found).decode(), nl=False)
    else:
        for given in found.inputs:
            click.echo(f"{given.what}: {given.before or '-'} -> {given.after or '-'}")
        _show("Findings", found.findings, lang)
        _show("Judgements", found.judgements, lang)
        if not found.findings and not found.judgements:
            click.echo("No finding and no judgement differs.")
    if found.not_walked:
        told = ", ".join(found.not_walked)
        click.echo(f"auditor: {after} has no phase {told}: what is gone there was not looked for.", err=True)
    for path, judged in ((before, first), (after, second)):
        if not judged.coverage.complete:
            raise IncompleteError(f"{path} is incomplete ({judged.coverage.why}); so is the difference.")
    return int(found.adds)


def _read(path: Path) -> tuple[Judged, Manifest | None]:
    import msgspec

    from auditor.model import Judged
    from auditor.runs import Run

    if not path.is_file():
        run = Run.open(path)
        return run.judged, run.manifest
    try:
        return msgspec.json.decode(path.read_bytes(), type=Judged), None
    except msgspec.MsgspecError as error:
        raise UsageError(f"{path} is no judgement: {error}; `auditor judge RUN --json` prints one.") from None


def _show(title: str, changes: Sequence[Change], lang: str) -> None:
    if not changes:
        return
    counts = {state: sum(one.state == state for one in changes) for state in SIGNS}
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    click.echo(f"{title}: {told}")
    for one in changes:
        side = one.after or one.before
        assert side is not None
        steps = " -> ".join(_words(each) for each in (one.before, one.after) if each)
        matter = " ".join(word for word in (one.data_type or "", one.action, one.phase) if word)
        click.echo(f" {SIGNS[one.state]} {one.fingerprint} {matter}: {steps}")
        click.echo(f"   {side.sentence.get(lang, '')}")


def _words(side: Side) -> str:
    notes = [
        side.level,
        "waived" if side.waived else "" if side.counts or not side.level else "for review",
        "attempt" if side.attempt else "",
        ", ".join(side.law),
    ]
    told = "; ".join(note for note in notes if note)
    return "/".join(side.verdicts) + (f" ({told})" if told else "")
