"""The progress bar of the phone's jars, on stderr, only while something has to be fetched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.desk.jars import Progress


@contextmanager
def jar_progress() -> Iterator[Progress]:
    """A callback for `auditor.desk.prepare` and `start`; the bar appears with the first byte."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    bar = Bar(
        TextColumn("fetching the desk phone's jars"), BarColumn(), DownloadColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"), console=console,
    )  # fmt: skip
    task = None

    def show(name: str, count: int, total: int) -> None:
        nonlocal task
        if task is None:
            bar.start()
            task = bar.add_task("jars", total=total, name=name)
        bar.update(task, advance=count, name=name)

    try:
        yield show
    finally:
        if task is not None:
            bar.stop()
