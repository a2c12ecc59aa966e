"""`auditor verify`: was a file of a run changed since its audit ended?"""

from __future__ import annotations

from pathlib import Path

import click


@click.command("verify")
@click.argument("run", type=click.Path(path_type=Path))
def command(run: Path) -> int:
    """Compare the run folder RUN with the digests in its manifest; exit code 1 when something differs.

    The seal's own digest is printed: note it elsewhere, and nobody can exchange files and digests unnoticed.

    \b
    Example:
      auditor verify runs/com.cornershop.demo-20261123-101500
    """
    from auditor.evidence import verify

    found = verify(run)
    for word, names in (("changed", found.changed), ("missing", found.missing), ("added", found.added)):
        for name in names:
            click.echo(f"{word}: {name}")
    click.echo(f"{'intact' if found.intact else 'NOT as recorded'}: {found.files} files, seal {found.seal}")
    return 0 if found.intact else 1
