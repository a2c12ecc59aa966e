"""What the commands that read a policy share about corrections: the option."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

option: Callable[[Any], Any] = click.option(
    "--corrections",
    "corrected_by",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="YAML of corrections of the reading; default: FILE.corrections.yaml beside the policy, where there is one.",
)
