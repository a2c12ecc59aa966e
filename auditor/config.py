"""Where things are kept on this machine. All folders are the user's own and 0700."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import platformdirs


def private(folder: Path) -> Path:
    """Make the folder, readable by its owner alone, and return it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def cache_dir() -> Path:
    """Jars of the phone and translated apps; `AUDITOR_CACHE` moves it."""
    chosen = os.environ.get("AUDITOR_CACHE")
    return private(Path(chosen) if chosen else Path(platformdirs.user_cache_dir("auditor")))


def runtime_dir() -> Path:
    """Registry of the phones that are running; `AUDITOR_RUNTIME` moves it."""
    chosen = os.environ.get("AUDITOR_RUNTIME")
    return private(Path(chosen) if chosen else Path(tempfile.gettempdir()) / f"auditor-{os.getuid()}")


def runs_dir() -> Path:
    """Where `auditor run` puts a run folder when `--out` does not say: `runs/` in the current folder."""
    return Path("runs")
