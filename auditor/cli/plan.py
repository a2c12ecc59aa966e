"""`auditor plan`: what an audit would test."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("plan")
@click.argument("apk", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--policy", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--plan", "kind", type=click.Choice(["quick", "full"]), default="quick", show_default=True)
def command(apk: Path, policy: Path, kind: str) -> int:
    """Show the phases of an audit, the longest it takes, and the statements that a run can exercise.

    \b
    Example:
      auditor plan shop.apk --policy policy.txt
    """
    from auditor.audit import check
    from auditor.walk import plan

    facts, contract = check(apk, policy)
    phases = plan.phases(kind, facts)
    click.echo(f"{facts.package} {facts.version_name}, target SDK {facts.target_sdk}, launcher {facts.launcher}")
    if facts.packer:
        click.echo(f"Hardened by {facts.packer}: what its code does may stay unseen.")
    for phase in phases:
        start = "fresh install" if phase.fresh else "goes on"
        revoke = ", permissions revoked" if phase.revoke else ""
        click.echo(
            f"  {phase.name:14} {start}{revoke}, consent {phase.consent}, permissions {phase.permissions}, "
            f"at most {phase.taps} taps in {phase.seconds:.0f} s"
        )
    click.echo(f"At most {plan.longest_s(phases) / 60:.0f} minutes.")
    checkable = [statement for statement in contract.statements if statement.checkable]
    click.echo(f"{len(contract.statements)} statements, {len(checkable)} of which a run can exercise:")
    for statement in checkable:
        conditions = ", ".join(
            condition.kind + (f":{condition.value}" if condition.value else "") for condition in statement.conditions
        )
        types = ", ".join(statement.data_types)
        sign = "not " if statement.polarity == "negative" else ""
        click.echo(f"  {statement.id}  {sign}{statement.action} {types}" + (f"  [{conditions}]" if conditions else ""))
    return 0
