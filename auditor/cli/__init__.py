"""The command line: one file per command, each loaded only when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from auditor import prepared
from auditor.errors import AuditorError

COMMANDS = {
    "demo": "Audit the demo app on the desk phone and compare with what it must give.",
    "run": "Audit an APK against its privacy policy.",
    "plan": "What an audit would test, and how long it takes.",
    "policy": "Compile, print and explain privacy policies.",
    "app": "Facts of an APK.",
    "phone": "Start, stop, list and check desk phones.",
    "judge": "Judge a recorded run again, or a hand-written trace.",
    "explain": "Why a finding is a finding.",
    "diff": "What differs between two judged runs.",
    "report": "Write the report of a run.",
    "traffic": "Search recorded traffic for known values.",
    "schema": "Print a JSON Schema.",
    "verify": "Check that no file of a run was changed.",
    "doctor": "Check that this machine can audit.",
    "rules": "Check rule files.",
    "runs": "List and prune run folders.",
}

WELCOME = """\
auditor: does this app collect personal data only as its own privacy policy says it does?

  auditor demo                                  a whole audit of a small demo app, nothing else needed
  auditor run APP.apk --policy POLICY.txt       audit an app; the report is one HTML file
  auditor policy explain POLICY.txt             how a policy is read

All commands: auditor --help.   Only audit apps that you may test."""


class LazyGroup(click.Group):
    """Each command lives in `auditor.cli.NAME`, as the click command that is called `command` there."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"auditor.cli.{cmd_name}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from auditor.rulefiles import nearest

            raise click.UsageError(error.message + nearest(args[0], set(COMMANDS)), ctx) from None


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="app-privacy-auditor", prog_name="auditor")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Does this app collect personal data only as its own privacy policy says it does?

    Exit codes: 0 done, nothing at or above --fail-on; 1 findings; 2 usage, policy, APK or rule file; 3 could not
    audit (device, app, Frida, proxy); 4 incomplete, verdicts partial; 70 bug; 130 interrupted.
    """
    if ctx.invoked_subcommand is None:
        click.echo(WELCOME)
        return
    from auditor.cli.kept import Kept

    prepared.keep_with(Kept())
    ctx.call_on_close(_keep_no_longer)


def _keep_no_longer() -> None:
    prepared.settle()
    prepared.keep_with(None)


def main(arguments: list[str] | None = None) -> Any:
    """Entry point: runs a command, turns what went wrong into one sentence and an exit code."""
    try:
        code = cli.main(args=arguments, prog_name="auditor", standalone_mode=False)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except AuditorError as error:
        click.echo(f"auditor: {error}", err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("auditor: interrupted.", err=True)
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        if os.environ.get("AUDITOR_TRACEBACK"):
            raise
        click.echo(
            f"auditor: a bug in auditor: {type(error).__name__}: {error}. "
            "Run again with AUDITOR_TRACEBACK=1 and report what it prints.",
            err=True,
        )
        code = 70
    sys.exit(code if isinstance(code, int) else 0)
