"""`auditor phone`: desk phones, and whether an app starts on one."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.cli import levels as api_levels

if TYPE_CHECKING:
    from auditor.app import ApkSet

SANDBOX = click.option(
    "--sandbox", type=click.Choice(["bwrap", "none"]), default="bwrap", show_default=True,
    help="How apps are sealed; with none they have your rights on this machine.",
)  # fmt: skip
API = click.option("--api", type=int, default=34, show_default=True, help="Android level of the phone.")
LOCALE = click.option("--locale", default="zh-CN", show_default=True, help="Language of the phone.")


@click.group("phone")
def command() -> None:
    """Start, stop, list and check desk phones. Example: auditor phone start"""


@command.command("start")
@API
@LOCALE
@SANDBOX
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="ADB port on the loopback; default: a free one.")
def start_command(api: int, locale: str, sandbox: str, port: int) -> None:
    """Switch on a desk phone and print its serial number for adb."""
    from auditor import desk
    from auditor.cli.fetching import jar_progress

    with jar_progress() as progress:
        phone = desk.start(api=api, locale=locale, sandbox=sandbox, port=port, progress=progress)
    click.echo(phone.serial)
    click.echo(f"adb connect {phone.serial}; end it with: auditor phone stop {phone.serial}", err=True)


@command.command("prepare")
@api_levels.option
def prepare_command(levels: tuple[int, ...]) -> None:
    """Fetch the phone's jars into the cache, so that later starts at these levels need no network."""
    from auditor import desk
    from auditor.cli.fetching import jar_progress

    with jar_progress() as progress:
        click.echo(desk.prepare(progress, *levels))


@command.command("stop")
@click.argument("serials", nargs=-1, metavar="[SERIAL]...")
def stop_command(serials: tuple[str, ...]) -> None:
    """Switch off desk phones, by serial number, or all that are on."""
    from auditor import desk
    from auditor.errors import UsageError

    phones = {phone.serial: phone for phone in desk.running()}
    for serial in serials:
        if serial not in phones:
            known = ", ".join(phones) or "none is on"
            raise UsageError(f"No desk phone has the serial {serial}; those that are on: {known}.")
    if not phones:
        click.echo("no desk phone is on", err=True)
    for serial in dict.fromkeys(serials or phones):
        phones[serial].stop()
        click.echo(f"stopped {serial}", err=True)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(as_json: bool) -> None:
    """The desk phones that are on."""
    from auditor import desk

    rows = [
        {"serial": phone.serial, "pid": phone.pid, "api": phone.api, "sandbox": phone.sandbox}
        for phone in desk.running()
    ]
    if as_json:
        click.echo(json.dumps(rows))
    elif not rows:
        click.echo("no desk phone is on; start one with: auditor phone start", err=True)
    for row in [] if as_json else rows:
        click.echo(f"{row['serial']}  API {row['api']}  sandbox {row['sandbox']}  pid {row['pid']}")


@command.command("check")
@click.argument("apks", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="APK...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@api_levels.option
@LOCALE
@SANDBOX
def check_command(apks: tuple[Path, ...], as_json: bool, levels: tuple[int, ...], locale: str, sandbox: str) -> int:
    """Does each app start on the desk phone, and what is missing.

    APK is an .apk file, an archive of splits (.apks, .xapk, .apkm), or a folder of such. A base and its splits are one
    app. Exit code 3 if one does not start, or is packed, so that what starts is not its own code.
    """
    from auditor.app import gather

    with tempfile.TemporaryDirectory(prefix="apks-") as scratch:
        rows = _check(gather(apks, Path(scratch)), as_json, levels, locale, sandbox)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    return 0 if all(row["checkable"] for row in rows) else 3


def _check(
    apps: Sequence[ApkSet], as_json: bool, levels: tuple[int, ...], locale: str, sandbox: str
) -> list[dict[str, Any]]:
    from auditor import desk
    from auditor.cli.fetching import jar_progress

    known = {str(one.base): (one, _packer(one)) for one in apps}
    rows: list[dict[str, Any]] = []

    def tell(row: dict[str, Any]) -> None:
        one, row["packer"] = known[row["apk"]]
        row["apk"], row["splits"] = one.name, [split.name for split in one.splits]
        row["checkable"] = row["boots"] and row["packer"] is None
        if row["packer"] is not None:
            after = f"; {row['why']}" if row["why"] else ""
            row["why"] = f"packed by {row['packer']}: its own code is not run here, so it cannot be checked{after}"
        if not as_json:
            found = f"starts: {row['activity']}" if row["boots"] else f"does not start: {row['why']}"
            found = f"not checkable here: {row['why']}" if row["packer"] is not None else found
            click.echo(f"{row['apk']}: API {row['api']}: {found}")

    files = [one.files for one in apps]
    for api in levels:
        with jar_progress() as progress:
            rows += desk.check(files, api=api, locale=locale, sandbox=sandbox, progress=progress, each=tell)
    return rows


def _packer(one: ApkSet) -> str | None:
    from auditor.app import inspect
    from auditor.errors import ApkError

    try:
        return inspect(one.base, need_launcher=False, splits=one.splits).packer
    except ApkError:
        return None  # the row says already that the file is no APK
