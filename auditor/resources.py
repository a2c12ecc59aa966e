"""Data that ships with the package: hook catalogue, traffic rules, report templates, the phone's jar, the demo."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

_kept = ExitStack()
atexit.register(_kept.close)


def data(room: str) -> Traversable:
    """The shipped folder `room`: hooks, traffic_rules, reports, deskphone or demo."""
    return resources.files(f"auditor._data.{room}")


@cache
def path(room: str, name: str) -> Path:
    """A shipped file as a path in the file system, for programs that cannot read a package."""
    return _kept.enter_context(resources.as_file(data(room).joinpath(name)))
