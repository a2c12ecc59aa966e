"""`auditor doctor`: can this machine audit, and if not, what to do."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

import click

from auditor.config import cache_dir
from auditor.errors import AuditorError

NEEDED_BYTES = 2 << 30


@dataclass(frozen=True)
class Finding:
    """One line. state: ok, missing, wrong."""

    name: str
    state: str
    what: str


def _python() -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise AuditorError(f"Python {version}; use 3.11, 3.12 or 3.13.")
    old = "; 3.12 or newer gets a mitmproxy with later security fixes" if sys.version_info[:2] == (3, 11) else ""
    return version + old


def _packages() -> str:
    names = ("frida", "mitmproxy", "androguard", "adbutils", "pandas")
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


def _adb() -> str:
    import adbutils

    return _said([adbutils.adb_path(), "version"]).splitlines()[0]


def _java() -> str:
    from auditor.desk.seal.seal import java_home

    return _said([str(java_home() / "bin" / "java"), "-version"]).splitlines()[0]


def _sandbox() -> str:
    from auditor.desk.seal.seal import check

    check("bwrap")
    return "apps can be sealed"


def _frida() -> str:
    import frida

    probe = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        frida.attach(probe.pid).detach()
    except frida.PermissionDeniedError:
        raise AuditorError(
            "Frida may not attach to your own processes; set `sysctl -w kernel.yama.ptrace_scope=0`."
        ) from None
    except Exception as error:  # Frida raises many kinds; each means that hooks will not work here
        raise AuditorError(f"Frida cannot attach to a process ({error}).") from None
    finally:
        probe.kill()
        probe.wait()
    return "attaches to a process"


def _disk() -> str:
    free = shutil.disk_usage(cache_dir()).free
    if free < NEEDED_BYTES:
        raise AuditorError(f"{free >> 20} MiB free in {cache_dir()}; at least {NEEDED_BYTES >> 20} are needed.")
    return f"{free >> 30} GiB free in {cache_dir()}"


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    return (done.stdout + done.stderr).strip()


CHECKS: dict[str, Callable[[], str]] = {
    "python": _python,
    "packages": _packages,
    "adb": _adb,
    "java": _java,
    "sandbox": _sandbox,
    "frida": _frida,
    "disk": _disk,
}


def examine() -> list[Finding]:
    """Run every check; none stops the others."""
    found = []
    for name, check in CHECKS.items():
        try:
            found.append(Finding(name, "ok", check()))
        except AuditorError as error:
            found.append(Finding(name, "wrong", str(error)))
        except (ImportError, OSError, subprocess.SubprocessError, importlib.metadata.PackageNotFoundError) as error:
            found.append(Finding(name, "missing", f"{error}; install again with `make demo`."))
    return found


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON array on stdout.")
def command(as_json: bool) -> int:
    """Check Python, packages, adb, Java, sandbox, Frida and disk; each line says what to do.

    \b
    Example:
      auditor doctor
    """
    found = examine()
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in found], indent=1))
    else:
        for finding in found:
            click.echo(f"{finding.state:8}{finding.name:10}{finding.what}")
    return 3 if any(finding.state != "ok" for finding in found) else 0
