"""`auditor policy compile|text|explain|diff|lint FILE`: the policy room at the command line."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from auditor.cli import correcting, policydiff, policylint
from auditor.errors import UsageError
from auditor.model import Condition, Contract, Statement
from auditor.policy import read_and_compile, read_text

_COLOURS = {
    "prohibition": "red",
    "promise": "green",
    "practice": "yellow",
    "permission_scope": "magenta",
    "right": "cyan",
    "consequence": "blue",
}


@click.group()
def command() -> None:
    """Compile a privacy policy into testable statements."""


@command.command("compile")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the contract as JSON.")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the JSON to this file.")
@correcting.option
def compile_(file: Path, as_json: bool, out: Path | None, corrected_by: Path | None) -> int:
    """Compile FILE (text, Markdown, HTML, PDF or DOCX) into statements with conditions."""
    contract, _ = read_and_compile(file, corrected_by)
    if out is not None:
        out.write_bytes(_json(contract))
        click.echo(f"{len(contract.statements)} statements written to {out}", err=True)
    if as_json:
        sys.stdout.write(_json(contract).decode())
    elif out is None:
        _table(contract)
    say_warnings(contract)
    return 0


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
def text(file: Path) -> int:
    """Print the decoded document whose characters every offset counts."""
    sys.stdout.write(read_text(file))
    return 0


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write one HTML page instead.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the page; default: the policy's.")
@correcting.option
def explain(file: Path, html: Path | None, lang: str | None, corrected_by: Path | None) -> int:
    """Print FILE with its statements in colour, each followed by what was read from it.

    \b
    Example:
      auditor policy explain policy.txt --html policy.html
    """
    contract, document = read_and_compile(file, corrected_by)
    if html is not None:
        _write_page(contract, document, html, lang)
        return 0
    console = Console(soft_wrap=True, highlight=False)
    position = 0
    for statement in contract.statements:
        if statement.start >= position:
            console.print(Text(document[position : statement.start], style="dim"), end="")
        colour = _COLOURS.get(statement.kind, "white")
        shown = document[max(position, statement.start) : statement.end]
        console.print(Text(shown, style=colour), end="")
        console.print(Text(f" [{statement.id} {summary(statement)}] ", style=f"bold {colour}"), end="")
        position = max(position, statement.end)
    console.print(Text(document[position:], style="dim"))
    return 0


def _write_page(contract: Contract, document: str, out: Path, lang: str | None) -> None:
    from auditor.policy.lint import lint
    from auditor.render import explained

    language = lang or ("zh" if contract.document.language.startswith("zh") else "en")
    lacks = [(one.message[language], one.statement) for one in lint(contract, document)]
    try:
        out.write_text(explained.render(contract, document, language, lacks), encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}).") from None
    click.echo(f"{len(contract.statements)} statements explained in {out}", err=True)


command.add_command(policydiff.command)
command.add_command(policylint.command)


def _json(contract: Contract) -> bytes:
    return msgspec.json.format(msgspec.json.encode(contract), indent=2) + b"\n"


def _table(contract: Contract) -> None:
    document = contract.document
    table = Table(
        title=f"{document.name}: {len(contract.statements)} statements, {document.language}, "
        f"{document.characters} characters"
    )
    for column in ("id", "section", "statement", "reading"):
        table.add_column(column, overflow="fold")
    for statement in contract.statements:
        quote = Text(statement.quote if len(statement.quote) <= 120 else statement.quote[:119] + "…")
        table.add_row(statement.id, Text(statement.section), quote, Text(summary(statement)))
    console = Console()
    console.print(table)
    for conflict in contract.conflicts:
        console.print(Text(f"{conflict.kind}: {conflict.explanation}"))


def say_warnings(contract: Contract) -> None:
    """What the reader could not read or leaves open, on stderr."""
    for warning in contract.warnings:
        click.echo(f"warning: {warning}", err=True)


def summary(statement: Statement) -> str:
    """One line: kind, who does what with which data, under which conditions."""
    act = ("not " if statement.polarity == "negative" else "") + statement.action
    parts = [statement.kind, statement.actor, act, ", ".join(statement.data_types) or "-"]
    if statement.recipients:
        parts.append("to " + ", ".join(statement.recipients))
    if statement.conditions:
        parts.append("if " + " and ".join(describe(condition) for condition in statement.conditions))
    parts += [word for word in (statement.locality, *statement.protection) if word]
    if statement.origin != "text":
        parts.append(statement.origin)
    return " · ".join(parts)


def describe(condition: Condition) -> str:
    """`only permission_granted:location`, `unless:consent`, `permission_revoked:location → must_stop`."""
    if condition.kind == "any_of":
        return "(" + " or ".join(describe(part) for part in condition.any_of) + ")"
    words = condition.kind if condition.value is None else f"{condition.kind}:{condition.value}"
    return ("only " if condition.necessary else "") + words + (f" → {condition.then}" if condition.then else "")
