"""What `run` and `judge` share about what the user supplies beside the policy: a list of SDKs, the type of the app."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from auditor.judge.sdklist import SdkList
    from auditor.model import Judged

sdk_list_option: Callable[[Any], Any] = click.option(
    "--sdk-list",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="YAML or CSV of SDKs (name, company, data types, purpose) that the policy leaves to another page.",
)
app_type_option: Callable[[Any], Any] = click.option(
    "--app-type",
    default="",
    metavar="TYPE",
    help="One of the 39 types of app with known necessary data, e.g. shopping; without it they are not compared.",
)
law_date_option: Callable[[Any], Any] = click.option(
    "--law-date",
    default="",
    metavar="YYYY-MM-DD",
    callback=lambda context, parameter, value: _day(value),
    help="Judge by the law in force on this day. Default: the day of the run; for a trace the newest.",
)


def _day(text: str) -> str:
    from auditor.law import is_day

    if text and not is_day(text):
        raise click.BadParameter(f"'{text[:40]}' is no day; write it as 2021-11-01.")
    return text


def read_sdk_list(file: Path | None) -> SdkList | None:
    """The list of the file that was named; what it says in words that are not known is told on stderr."""
    if file is None:
        return None
    from auditor.judge import sdklist

    found = sdklist.read(file)
    if found.unknown:
        shown = ", ".join(found.unknown[:10])
        click.echo(f"auditor: {file.name}: no data type is known for: {shown}.", err=True)
    return found


def check_app_type(name: str) -> str:
    """The id of the type that was named, in any of its names; empty when none was. Raises `UsageError` otherwise."""
    from auditor.law import apptypes

    kind = apptypes.find(name)
    return kind.id if kind else ""


def say_left_out(judged: Judged) -> None:
    """Say on stderr which law packs were not in force on the day whose law it is."""
    if judged.law_left_out:
        told = ", ".join(judged.law_left_out)
        click.echo(f"auditor: not in force on {judged.law_date}, so not judged by: {told}.", err=True)


def say_unknown_type(app_type: str, law: tuple[str, ...]) -> None:
    """Say on stderr that the type of the app was not told, where a chosen law pack asks for it."""
    from auditor.law import load_packs

    asked = any("unnecessary_data" in rule.surveys for pack in load_packs(law) for rule in pack.rules)
    if asked and not app_type:
        click.echo(
            "auditor: the type of the app is unknown, so data were not compared with what it needs; "
            "name it with --app-type.",
            err=True,
        )
