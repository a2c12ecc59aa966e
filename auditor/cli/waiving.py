"""What `run` and `judge` share about waivers: the option, the day, what is said on stderr."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from auditor.model import Waiver, WaiverUse

option: Callable[[Any], Any] = click.option(
    "--waivers",
    "waiver_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="YAML of findings that somebody answers for until a day; they stay and do not count for --fail-on.",
)


def read(file: Path | None) -> tuple[Waiver, ...]:
    """The waivers of the file that was named; none when none was."""
    if file is None:
        return ()
    from auditor.judge import waivers

    return waivers.read(file)


def today() -> str:
    """The day, UTC, in ISO form."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def say(uses: Iterable[WaiverUse]) -> None:
    """Say on stderr which waivers do nothing, and why."""
    from auditor.judge import waivers

    for sentence in waivers.complaints(uses):
        click.echo(f"auditor: {sentence}", err=True)


def note(waiver: Waiver | None) -> str:
    """What follows a waived finding in a list; empty for one that is not waived."""
    return f" (waived until {waiver.expires} by {waiver.owner}: {waiver.reason})" if waiver else ""
