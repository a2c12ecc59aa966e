"""The native half of the framework, unpacked once: its library, fonts and tables, shared by all processes."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from auditor.desk import jars
from auditor.errors import DeviceError

ARTIFACT = "nativeruntime-dist-compat"
WANTED = ("fonts/", "hyphen-data/", "icu/", "native/linux/x86_64/")
LARGEST_BYTES = 400 << 20


def folder() -> Path:
    """Where it lies, unpacked now where that was not done or is not whole.

    Raises `DeviceError` when the jar is not there or is larger than it can be.
    """
    pin = next(pin for pin in jars.pins().framework if pin.parts[1] == ARTIFACT)
    source = jars.folder() / pin.filename
    target = jars.folder() / f"{source.stem}-{pin.sha256[:12]}"
    try:
        with zipfile.ZipFile(source) as archive:
            entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
            if not all(_is_there(target, entry) for entry in entries):
                _unpack(archive, entries, target)
    except (OSError, zipfile.BadZipFile) as error:
        raise DeviceError(f"{source} cannot be unpacked ({error}); remove it, and it is fetched again.") from None
    return target


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and entry.filename.startswith(WANTED) and ".." not in PurePosixPath(entry.filename).parts


def _is_there(target: Path, entry: zipfile.ZipInfo) -> bool:
    try:
        return (target / entry.filename).stat().st_size == entry.file_size
    except OSError:
        return False


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], target: Path) -> None:
    if sum(entry.file_size for entry in entries) > LARGEST_BYTES:
        raise OSError(27, "File too large")
    scratch = Path(tempfile.mkdtemp(prefix=".native-", dir=target.parent))
    try:
        for entry in entries:
            archive.extract(entry, scratch)
        shutil.rmtree(target, ignore_errors=True)
        try:
            os.rename(scratch, target)
        except OSError:
            # Another phone was faster; what it made is the same.
            if not all(_is_there(target, entry) for entry in entries):
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
