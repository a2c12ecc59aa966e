"""`auditor rules`: are all rule files of this installation well-formed and do their examples hold?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click

from auditor.errors import RuleFileError


def _hooks() -> Iterator[str]:
    from auditor.runtime import catalogue

    catalogue.load()
    yield from ()


def _parties() -> Iterator[str]:
    from auditor.parties import Parties

    Parties.load()
    yield from ()


def _endpoints() -> Iterator[str]:
    from auditor.search.endpoints import Endpoints

    Endpoints.load()
    yield from ()


def _vocabulary() -> Iterator[str]:
    from auditor import vocabulary

    vocabulary.load()
    yield from ()


def _law() -> Iterator[str]:
    from auditor.judge.examples import failing_examples
    from auditor.law import load_packs

    for pack in load_packs(("cn", "eu", "masvs")):
        yield from failing_examples(pack)


CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "hooks": _hooks,
    "parties": _parties,
    "endpoints": _endpoints,
    "vocabulary": _vocabulary,
    "law": _law,
}


@click.group("rules")
def command() -> None:
    """Check rule files."""


@command.command("check")
def check() -> int:
    """Load every rule file; a wrong one is named with its place, a failing example in full. Exit code 2 then.

    \b
    Example:
      auditor rules check
    """
    wrong = 0
    for name, run in CHECKS.items():
        try:
            problems = list(run())
        except RuleFileError as error:
            problems = [str(error)]
        for problem in problems:
            click.echo(f"{name}: {problem}", err=True)
        wrong += len(problems)
        click.echo(f"{name:12}{'ok' if not problems else f'{len(problems)} wrong'}")
    return 2 if wrong else 0
