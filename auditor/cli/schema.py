"""`auditor schema`: the JSON Schemas of what goes in and comes out."""

from __future__ import annotations

import json

import click


@click.command("schema")
@click.argument("name", type=click.Choice(["contract", "trace", "judgement"]))
def command(name: str) -> int:
    """Print the JSON Schema of a contract, of a line of a trace, or of a run's judgement.

    \b
    Example:
      auditor schema trace
    """
    import msgspec

    from auditor.judge import tracewords
    from auditor.model import Contract, Judged

    schema = tracewords.schema() if name == "trace" else msgspec.json.schema(Contract if name == "contract" else Judged)
    click.echo(json.dumps(schema, ensure_ascii=False, indent=1))
    return 0
