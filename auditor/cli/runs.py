"""`auditor runs`: list and prune run folders."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import click

from auditor.config import runs_dir
from auditor.errors import RunFolderError
from auditor.runs import Run, now

DAY = 24 * 3600 * 1000


@click.group("runs")
def command() -> None:
    """List and prune run folders."""


@command.command("list")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def list_runs(folder: Path | None) -> int:
    """One line for each run: time, state, package, verdict counts, folder.

    \b
    Example:
      auditor runs list
    """
    for run in _runs(folder or runs_dir()):
        made = time.strftime("%Y-%m-%d %H:%M", time.localtime(run.manifest.created / 1000))
        try:
            findings = f"{sum(not finding.review for finding in run.judged.findings)} findings"
        except RunFolderError:
            findings = "not judged"
        package = run.app.package if run.app else "?"
        click.echo(f"{made}  {run.manifest.state:9}  {package:40}  {findings:12}  {run.folder}")
    return 0


@command.command("prune")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--older-than", "days", type=click.IntRange(min=0), default=30, show_default=True, help="Days.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def prune(folder: Path | None, days: int, yes: bool) -> int:
    """Delete runs older than so many days. Only folders that hold a run are touched.

    \b
    Example:
      auditor runs prune --older-than 90
    """
    old = [run for run in _runs(folder or runs_dir()) if now() - run.manifest.created >= days * DAY]
    if not old:
        click.echo(f"No run is older than {days} days.")
        return 0
    for run in old:
        click.echo(run.folder)
    if yes or click.confirm(f"Delete these {len(old)} run folders?"):
        for run in old:
            shutil.rmtree(run.folder)
    return 0


def _runs(folder: Path) -> list[Run]:
    found = []
    for candidate in sorted(folder.iterdir()) if folder.is_dir() else []:
        try:
            run = Run.open(candidate)
            found.append((run.manifest.created, run))
        except RunFolderError:
            continue
    return [run for _, run in sorted(found, key=lambda pair: pair[0])]
