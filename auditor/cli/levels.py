"""`--api`: one Android level of the desk phone, or several with commas between."""

from __future__ import annotations

import click

DEFAULT = "34"


def _read(context: click.Context, parameter: click.Parameter, text: str) -> tuple[int, ...]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words or not all(word.isascii() and word.isdigit() for word in words):
        raise click.BadParameter(f"'{text}' is no list of API levels; give one like 34 or several like 28,34.")
    return tuple(dict.fromkeys(int(word) for word in words))


option = click.option(
    "--api", "levels", metavar="LEVEL[,LEVEL...]", default=DEFAULT, show_default=True, callback=_read,
    help="Android level of the desk phone, 28 to 35 without 32; several are done one after the other.",
)  # fmt: skip
