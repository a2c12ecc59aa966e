"""`auditor app inspect`: facts of an APK."""

import json
from pathlib import Path

import click

from auditor.model import AppFacts


@click.group("app")
def command() -> None:
    """Facts of an APK, read without running it."""


@command.command("inspect")
@click.argument("apk", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the facts as JSON.")
def inspect_command(apk: Path, as_json: bool) -> None:
    """Print what APK says of itself: permissions, components, SDKs, packer, callable privacy APIs.

    \b
    Example:
      auditor app inspect shop.apk --json
    """
    from auditor.app import inspect

    facts = inspect(apk, need_launcher=False)
    if as_json:
        import msgspec

        click.echo(json.dumps(msgspec.to_builtins(facts), ensure_ascii=False, indent=1))
    else:
        for line in _lines(facts):
            click.echo(line)


def _lines(facts: AppFacts) -> list[str]:
    signer = facts.certificate.organization or facts.certificate.subject or "unknown"
    lines = [
        f"{facts.label} {facts.version_name} ({facts.version_code})",
        f"  package       {facts.package}",
        f"  SHA-256       {facts.sha256}",
        f"  size          {facts.size:,} bytes",
        f"  signed by     {signer}, certificate SHA-256 {facts.certificate.sha256 or 'not readable'}",
        f"  Android       API {facts.min_sdk} and later, made for {facts.target_sdk}",
        f"  launcher      {facts.launcher or 'none: this app cannot be started'}",
        f"  category      {facts.category or 'not declared'}",
        f"  packer        {facts.packer or 'none known'}",
        f"  components    {_counted(facts)}",
        f"  permissions   {len(facts.permissions)}, dangerous {len(facts.dangerous)}",
    ]
    for permission in facts.dangerous:
        note = "  (no use found in the code)" if permission in facts.unused else ""
        lines.append(f"    {permission}{note}")
    lines.append(f"  SDKs          {len(facts.sdks)}")
    lines += [f"    {sdk.name} ({sdk.company}): {sdk.why}" for sdk in facts.sdks]
    lines.append(f"  native        {len(facts.native_libraries)} libraries")
    lines += [f"    {name}" for name in facts.native_libraries]
    lines.append(f"  callable privacy APIs  {len(facts.privacy_apis)}")
    lines += [f"    {name}" for name in facts.privacy_apis]
    return lines


def _counted(facts: AppFacts) -> str:
    kinds = ("activity", "service", "receiver", "provider")
    return ", ".join(f"{sum(c.kind == kind for c in facts.components)} {kind}" for kind in kinds)
