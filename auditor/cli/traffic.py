"""`auditor traffic`: search recorded traffic for known values, with no phone and no run."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.group("traffic")
def command() -> None:
    """Search recorded traffic for known values.

    Example: auditor traffic scan traffic.har --identity identity.yaml --json
    """


@command.command("scan")
@click.argument("har", metavar="FILE.har", type=click.Path(path_type=Path))
@click.option("--identity", required=True, type=click.Path(path_type=Path), help="YAML file with the values to find.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object for each hit.")
def scan(har: Path, identity: Path, as_json: bool) -> None:
    """Find the values of an identity file in the requests of a HAR file, through every encoding.

    Example: auditor traffic scan traffic.har --identity identity.yaml
    """
    from auditor.search.har import read_har
    from auditor.search.identities import read_identities
    from auditor.search.requests import search_request
    from auditor.search.searcher import Searcher

    searcher = Searcher(read_identities(identity))
    requests = read_har(har)
    rows = []
    for number, request in enumerate(requests):
        for hit in search_request(searcher, url=request.url, headers=request.headers, body=request.body):
            row = {"request": number, "id": hit.value_id, "part": hit.part, "chain": list(hit.chain)}
            rows.append({**row, "offset": hit.offset, "confidence": hit.confidence})
    for name in searcher.unsearched:
        click.echo(f"auditor: '{name}' has less than three characters and was not searched for.", err=True)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        chain = " > ".join(map(str, row["chain"])) or "clear"  # type: ignore[call-overload]
        url = requests[int(str(row["request"]))].url[:100]
        click.echo(f"{row['request']}  {row['id']}  {row['part']}  {chain}  ({row['confidence']})  {url}")
    click.echo(f"{len(rows)} hits in {len(requests)} requests.", err=True)
