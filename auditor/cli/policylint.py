"""`auditor policy lint FILE`: what a reader or a law would miss."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from auditor.cli import correcting
from auditor.policy import read_and_compile
from auditor.policy.lint import Lint, lint

MOST_PLACES = 5


@click.command("lint")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the sentences; default: the policy's.")
@click.option("--strict", is_flag=True, help="Exit code 1 when something is missed.")
@click.option("--json", "as_json", is_flag=True, help="Print what is missed as JSON.")
@correcting.option
def command(file: Path, lang: str | None, strict: bool, as_json: bool, corrected_by: Path | None) -> int:
    """Say what a reader or a law would miss in FILE: umbrella terms, open lists, paths and lists that are not there.

    \b
    Example:
      auditor policy lint policy.txt --lang en
    """
    contract, text = read_and_compile(file, corrected_by)
    found = lint(contract, text)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode({"schema": 1, "lints": found}), indent=1).decode())
        return int(strict and bool(found))
    language = lang or ("zh" if contract.document.language.startswith("zh") else "en")
    by_id: dict[str, list[Lint]] = {}
    for one in found:
        by_id.setdefault(one.id, []).append(one)
    for name, group in by_id.items():
        for one in group[:MOST_PLACES]:
            law = f" ({', '.join(one.law)})" if one.law else ""
            place = "" if one.start is None else f" @{one.start}" + (f" {one.statement}" if one.statement else "")
            click.echo(f"{name}{place}: {one.message[language]}{law}")
            if one.quote:
                click.echo(f"    {_short(one.quote)}")
        if len(group) > MOST_PLACES:
            click.echo(f"{name}: {len(group) - MOST_PLACES} more places (--json names them)")
    click.echo(f"{len(found)} remarks of {len(by_id)} kinds", err=True)
    return int(strict and bool(found))


def _short(quote: str) -> str:
    plain = " ".join(quote.split())
    return plain if len(plain) <= 160 else plain[:159] + "…"
