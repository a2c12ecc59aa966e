"""What a phone shows of itself in files: `looks.yaml` written out for one app's process."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

import msgspec

from auditor import rulefiles
from auditor.desk.seal.seal import Bind

PROGRAMS = "/system/bin"
CLOSED, OPEN = 0o000, 0o444


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the phone."""

    path: str
    inside: Literal["bind", "own"]
    source: str
    text: str
    since: int = 99


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `looks.yaml`."""

    files: tuple[File, ...]
    programs: tuple[str, ...]
    absent: tuple[str, ...]
    links: dict[str, str]


@cache
def table() -> Table:
    """Read `looks.yaml`."""
    return rulefiles.load(resources.files("auditor.desk.seal") / "looks.yaml", Table)


def write(folder: Path, facts: Mapping[str, str], api: int) -> list[Bind]:
    """Write the files of a phone below `folder`, closed where apps may not read them; returns the binds.

    A file that is bound lies at its own path below the folder, and so does one that the process answers for.
    """
    for file in table().files:
        target = folder / file.path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        target.write_text(_filled(file.text, facts), "utf-8")
        target.chmod(CLOSED if api >= file.since else OPEN)
    programs = folder / PROGRAMS.lstrip("/")
    programs.mkdir(parents=True, exist_ok=True)
    for name in table().programs:
        (programs / name).touch(0o755)
    bound = [file.path for file in table().files if file.inside == "bind" and not file.path.startswith("/sys/")]
    # What this machine's kernel lacks below /proc has no place to be shown at, and is not there for the app either.
    bound = [path for path in bound if not path.startswith("/proc/") or Path(path).exists()]
    places = [*bound, PROGRAMS, "/sys"]
    return [Bind(host=folder / place.lstrip("/"), inside=place) for place in places]


def links() -> list[tuple[str, str]]:
    """Symbolic links of the file tree: place and target."""
    return list(table().links.items())


def _filled(text: str, facts: Mapping[str, str]) -> str:
    return re.sub(r"\{([\w.]+)\}", lambda found: facts.get(found.group(1), ""), text)


def facts(properties: Mapping[str, str], identity: Mapping[str, object], package: str, uid: int) -> dict[str, str]:
    """What the texts may name."""
    lines = [f"{name}={value}" for name, value in sorted(properties.items()) if name.startswith("ro.")]
    return {
        **properties,
        "build_properties": "\n".join(line for line in lines if not line.startswith("ro.serialno=")) + "\n",
        "mac": str(identity.get("wifi_mac") or "02:00:00:00:00:00"),
        "bssid": str(identity.get("bssid") or "02:00:00:00:00:00"),
        "package": package, "comm": package[-15:], "uid": str(uid),
    }  # fmt: skip
