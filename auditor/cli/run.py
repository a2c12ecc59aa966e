"""`auditor run`: the main job."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import click

from auditor.cli import correcting, supplied, waiving
from auditor.cli import levels as api_levels

LEVELS = ("high", "medium", "low", "none")


@click.command("run")
@click.argument("apks", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="APK...")
@click.option("--policy", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="The app's privacy policy, Chinese or English: text, Markdown, HTML, PDF or DOCX.")
@correcting.option
@click.option("--device", metavar="SERIAL", help="A device that adb lists; default: a desk phone of its own.")
@api_levels.option
@click.option("--plan", type=click.Choice(["quick", "full"]), default="quick", show_default=True,
              help="quick: each visible control once; full: more screens, longer waits.")
@click.option("--law", metavar="PACKS",
              help="cn, eu, masvs, one instrument or a YAML file, comma-separated; default by the policy's language.")
@click.option("--out", type=click.Path(path_type=Path), help="Run folder to make; default runs/PACKAGE-TIME.")
@click.option("--fail-on", type=click.Choice(LEVELS), default="high", show_default=True,
              help="Exit code 1 from findings of this level on.")
@supplied.sdk_list_option
@supplied.app_type_option
@supplied.law_date_option
@waiving.option
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the report; default: the policy's.")
@click.option("--first-party", multiple=True, metavar="DOMAIN", help="A domain of the app's own company.")
@click.option("--sandbox", type=click.Choice(["bwrap", "none"]), default="bwrap", show_default=True,
              help="none runs foreign code with your own rights: only where bwrap is impossible.")
@click.option("--proxy-port", type=int, help="Port of the proxy on loopback; default: a free one.")
@click.option("--mitmdump", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Another mitmdump than the installed one.")
@click.option("--upstream", is_flag=True, help="Let the app's requests out to the network. Default: the proxy answers.")
def command(
    apks: tuple[Path, ...],
    policy: Path,
    corrected_by: Path | None,
    device: str | None,
    levels: tuple[int, ...],
    plan: str,
    law: str | None,
    out: Path | None,
    fail_on: str,
    sdk_list: Path | None,
    app_type: str,
    law_date: str,
    waiver_file: Path | None,
    lang: str | None,
    first_party: tuple[str, ...],
    sandbox: str,
    proxy_port: int | None,
    mitmdump: Path | None,
    upstream: bool,
) -> int:
    """Audit an app against its privacy policy, on the desk phone or on a device.

    APK is its .apk file; for an app in several, the base and its splits, a folder of them, or an archive (.apks, .xapk,
    .apkm). Only audit apps that you may test.

    \b
    Example:
      auditor run shop.apk --policy policy.txt --lang en
      auditor run base.apk split_config.en.apk --policy policy.txt
    """
    from auditor.app import one_app
    from auditor.audit import Options
    from auditor.cli.session import run_audit
    from auditor.errors import AuditorError, UsageError
    from auditor.law import expect_in_force

    waived = waiving.read(waiver_file)
    options = Options(
        plan=plan,
        law=tuple(pack.strip() for pack in law.split(",") if pack.strip()) if law else (),
        first_party=first_party,
        upstream=upstream,
        proxy_port=proxy_port,
        mitmdump=mitmdump,
        app_type=supplied.check_app_type(app_type),
        law_date=law_date,
        sdks=supplied.read_sdk_list(sdk_list),
    )
    expect_in_force(options.law, law_date)
    if device and len(levels) > 1:
        raise UsageError("--device has one Android level; give --api several only for the desk phone.")
    with tempfile.TemporaryDirectory(prefix="apks-") as scratch:
        app = one_app(apks, Path(scratch))
        given = replace(options, splits=app.splits)
        code = 0
        failed: AuditorError | None = None
        for api in levels:
            if len(levels) > 1:
                click.echo(f"API level {api}")
            try:
                outcome = run_audit(
                    app.base,
                    policy,
                    given,
                    serial=device,
                    api=api,
                    sandbox=sandbox,
                    out=out / f"api-{api}" if out and len(levels) > 1 else out,
                    lang=lang,
                    waived=waived,
                    corrected_by=corrected_by,
                )
                supplied.say_unknown_type(options.app_type, options.law or outcome.judged.law)
                supplied.say_left_out(outcome.judged)
                code = max(code, outcome.conclude(fail_on))
            except AuditorError as error:
                if api != levels[-1]:
                    click.echo(f"auditor: API level {api}: {error}", err=True)
                failed = failed or error
        if failed is not None:
            raise failed
        return code
