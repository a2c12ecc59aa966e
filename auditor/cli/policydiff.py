"""`auditor policy diff OLD NEW`: what another version of a policy says that the first did not."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from auditor.cli.judge import read_policy
from auditor.policy import diff

SIGNS = {diff.APPEARED: "+", diff.VANISHED: "-", diff.CHANGED: "~"}


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the difference as JSON.")
def command(old: Path, new: Path, as_json: bool) -> int:
    """Say which statements appeared, vanished or changed between two versions of a policy, by meaning, not by line.

    OLD and NEW are policies, or contracts that `policy compile --json` printed. `wider` marks what takes more of the
    user's data than before.

    \b
    Example:
      auditor policy diff policy-2025.txt policy-2026.txt
    """
    found = diff.compare(read_policy(old)[0], read_policy(new)[0])
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
        return 0
    counts = {state: sum(change.state == state for change in found.changes) for state in SIGNS}
    for change in found.changes:
        _show(change)
    click.echo(", ".join(f"{count} {state}" for state, count in counts.items()), err=True)
    return 0


def _show(change: diff.Change) -> None:
    act = ("not " if change.polarity == "negative" else "") + change.action
    parts = [change.state, change.actor, act, ", ".join(change.data_types) or "-"]
    if change.recipients:
        parts.append("to " + ", ".join(change.recipients))
    click.echo(f"{SIGNS[change.state]} " + " · ".join(parts) + (f" [{change.effect}]" if change.effect else ""))
    for one in change.differences:
        click.echo(f"    {one.field}: {', '.join(one.old) or '-'} -> {', '.join(one.new) or '-'}")
    for label, sides in (("old", change.old), ("new", change.new)):
        for side in sides[:4]:
            click.echo(f"    {label} {side.id}: {_short(side.quote)}")


def _short(quote: str) -> str:
    plain = " ".join(quote.split())
    return plain if len(plain) <= 160 else plain[:159] + "…"
