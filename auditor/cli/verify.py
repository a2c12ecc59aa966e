"""`auditor verify`: was a file of the run changed?"""

from pathlib import Path

import click


@click.command("verify")
@click.argument("run", type=click.Path(path_type=Path))
@click.pass_context
def command(ctx: click.Context, run: Path) -> None:
    """Check that no file of RUN was changed since its audit ended.

    Exit code 1 when a file was changed, is missing or was added.
    """
    from auditor.evidence import verify
    from auditor.runs import Run

    result = verify(Run.open(run))
    for label, names in (("changed", result.changed), ("missing", result.missing), ("added", result.added)):
        for name in names:
            click.echo(f"{label}: {name}")
    if result.intact:
        click.echo(f"{result.files} files are as they were sealed.")
    click.echo(f"seal {result.seal}")
    ctx.exit(0 if result.intact else 1)
