"""The jars that the phone is made of: pinned by coordinate and SHA-256, fetched once through jgo, then used offline.

They lie flat in `cache_dir()/jars`. A file is trusted when its size and time are those of the stamp written after its
digest was checked; else the digest is taken again, and a file that does not have it is fetched anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path

import msgspec

from auditor import rulefiles
from auditor.config import cache_dir, private
from auditor.errors import DeviceError, NetworkError

# Called with (name of the file, bytes that just arrived, bytes of all files to fetch).
Progress = Callable[[str, int, int], None]

TIMEOUT_S = 30
# The level of a phone when none is asked for.
DEFAULT_LEVEL = 34


class Pin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One jar: Maven coordinate, digest and size of the file as it is served."""

    coordinate: str
    sha256: str
    bytes: int

    @property
    def parts(self) -> tuple[str, str, str, str]:
        """Group, artifact, version, packaging (jar or aar)."""
        coordinate, _, packaging = self.coordinate.partition("@")
        group, artifact, version = coordinate.split(":")
        return group, artifact, version, packaging or "jar"

    @property
    def filename(self) -> str:
        """The name of the file in the folder of jars."""
        _, artifact, version, packaging = self.parts
        return f"{artifact}-{version}.{packaging}"


class Pins(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `jars.yaml`."""

    framework: list[Pin]
    translate: list[Pin]
    android: dict[int, list[Pin]]

    def of_level(self, api: int) -> list[Pin]:
        """Every jar that a phone of this API level needs, each once."""
        if api not in self.android:
            levels = ", ".join(str(level) for level in sorted(self.android))
            raise DeviceError(f"This desk phone has no Android of API level {api}; choose one of: {levels}.")
        wanted = [*self.framework, *self.android[api], *self.translate]
        return list({pin.filename: pin for pin in wanted}.values())


@cache
def pins() -> Pins:
    """Read `jars.yaml`."""
    return rulefiles.load(resources.files("auditor.desk") / "jars.yaml", Pins)


def folder() -> Path:
    """Where the jars lie."""
    return private(cache_dir() / "jars")


def class_path(wanted: list[Pin]) -> list[str]:
    """File names for a class path, in the order of the pins; of an .aar its classes.jar."""
    return [_classes_name(pin) for pin in wanted]


def prepare(progress: Progress | None = None, *levels: int) -> Path:
    """Have every jar of the API levels on disk, whole and with the right digest, and return their folder.

    Raises `NetworkError` when a jar is missing and cannot be fetched.
    """
    target = folder()
    needed = [pin for level in levels or (DEFAULT_LEVEL,) for pin in pins().of_level(level)]
    wanted = list({pin.filename: pin for pin in needed}.values())
    with _locked(target):
        stamps = _read_stamps(target)
        missing = [pin for pin in wanted if not _whole(target, pin, stamps)]
        total = sum(pin.bytes for pin in missing)
        for pin in missing:
            _fetch(target, pin, progress, total)
            stamps[pin.filename] = _stamp(target / pin.filename, pin)
            _write_stamps(target, stamps)
        for pin in wanted:
            if pin.parts[3] == "aar":
                _take_classes(target, pin)
        _write_stamps(target, stamps)
    return target


def _whole(target: Path, pin: Pin, stamps: dict[str, list[object]]) -> bool:
    path = target / pin.filename
    try:
        stamp = _stamp(path, pin)
    except FileNotFoundError:
        return False
    if stamps.get(pin.filename) == stamp:
        return True
    if stamp[0] != pin.bytes or sha256(path) != pin.sha256:
        return False
    stamps[pin.filename] = stamp
    return True


def _stamp(path: Path, pin: Pin) -> list[object]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, pin.sha256]


def _fetch(target: Path, pin: Pin, progress: Progress | None, total: int) -> None:
    # Imported here: jgo pulls in requests, which a start with every jar in place does not need.
    import requests
    from jgo.maven import MavenContext, PythonResolver

    @contextmanager
    def watch(_name: str, _size: int) -> Iterator[Callable[[int], None]]:
        yield lambda count: progress(pin.filename, count, total) if progress else None

    group, artifact, version, packaging = pin.parts
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=target) as scratch:
        resolver = PythonResolver(progress_callback=watch)
        context = MavenContext(resolver=resolver, repo_cache=Path(scratch), timeout=TIMEOUT_S)
        component = context.project(group, artifact).at_version(version)
        try:
            found = resolver.download(component.artifact(packaging=packaging))
        except (requests.RequestException, RuntimeError, OSError) as error:
            raise NetworkError(
                f"{pin.coordinate} is needed for the desk phone and could not be fetched from Maven Central"
                f" ({type(error).__name__}); connect to the network once and try again, or copy the folder of jars"
                f" of another machine to {target}."
            ) from None
        if found is None or sha256(found) != pin.sha256:
            raise NetworkError(
                f"{pin.coordinate} came from the network with another SHA-256 than the pinned one;"
                " try again, and do not trust the network if it happens twice."
            )
        os.replace(found, target / pin.filename)


def _take_classes(target: Path, pin: Pin) -> None:
    """Put the classes.jar of an .aar beside it."""
    out = target / _classes_name(pin)
    source = target / pin.filename
    if out.exists() and out.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return
    with (
        zipfile.ZipFile(source) as archive,
        archive.open("classes.jar") as classes,
        tempfile.NamedTemporaryFile(dir=target, delete=False) as scratch,
    ):
        shutil.copyfileobj(classes, scratch)
    os.replace(scratch.name, out)


def _classes_name(pin: Pin) -> str:
    return pin.filename.removesuffix(".aar") + ".jar" if pin.parts[3] == "aar" else pin.filename


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_stamps(target: Path) -> dict[str, list[object]]:
    try:
        return msgspec.json.decode((target / "checked.json").read_bytes(), type=dict[str, list[object]])
    except (OSError, msgspec.DecodeError):
        return {}


def _write_stamps(target: Path, stamps: dict[str, list[object]]) -> None:
    scratch = target / "checked.json.new"
    scratch.write_text(json.dumps(stamps, sort_keys=True), "utf-8")
    os.replace(scratch, target / "checked.json")


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Two commands that start at once fetch each jar once."""
    with (target / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
