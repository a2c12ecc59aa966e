"""`auditor explain`: why a finding is a finding, with the timeline around it."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.errors import UsageError


@click.command("explain")
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("finding")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the sentences; default: the policy's.")
def command(run: Path, finding: str, lang: str | None) -> int:
    """Explain a FINDING of a RUN: its sentence, the statements considered, every condition with its facts, and what
    happened around it. FINDING is a fingerprint or its beginning.

    \b
    Example:
      auditor explain runs/com.example.shop-1 3f2a
    """
    from auditor.judge.explain import explain
    from auditor.rulefiles import nearest
    from auditor.runs import Run

    opened = Run.open(run)
    matching = [one for one in opened.judged.findings if one.fingerprint.startswith(finding)]
    if not matching:
        known = {one.fingerprint for one in opened.judged.findings}
        raise UsageError(
            f"the run has no finding {finding}.{nearest(finding, known)} `auditor judge {run}` lists them."
        )
    if len({one.fingerprint for one in matching}) > 1:
        raise UsageError(f"{len(matching)} findings begin with {finding}; give more of the fingerprint.")
    for one in matching:
        click.echo(explain(opened, one, lang or opened.contract.document.language))
    return 0
