"""The ZIP file that an APK is, looked at before anything unpacks it: its directory may claim what it likes."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

MOST_ENTRIES = 200_000
LARGEST_MANIFEST = 64 << 20
LARGEST_CODE = 2 << 30
MOST_NESTED = 100
MOST_ELEMENTS = 100_000
# Chunks of a binary XML file: frameworks/base/libs/androidfw/include/androidfw/ResourceTypes.h.
CHUNK = struct.Struct("<HHI")
START_ELEMENT, END_ELEMENT = 0x0102, 0x0103
END = b"PK\x05\x06"
END_RECORD = struct.Struct("<4s4H2IH")


class ArchiveError(ValueError):
    """Why a file is no archive for this phone, with Android's code."""

    def __init__(self, why: str, code: str = "INSTALL_PARSE_FAILED_NOT_APK") -> None:
        super().__init__(why)
        self.code = code


def check_archive(path: Path) -> None:
    """Raise `ArchiveError` for a file that is no ZIP, has no manifest, or whose directory claims too much."""
    try:
        _check_end(path)
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive.infolist())
            with archive.open("AndroidManifest.xml") as manifest:
                _check_nesting(manifest.read(LARGEST_MANIFEST + 1))
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, struct.error, UnicodeDecodeError):
        raise ArchiveError("is no APK or is cut off") from None


def _check_end(path: Path) -> None:
    """The directory's own claims, before it is read into memory."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        tail = file.read()
    found = tail.rfind(END)
    if found < 0:
        raise ArchiveError("is no APK or is cut off")
    _, _, _, _, entries, length, offset, _ = END_RECORD.unpack_from(tail, found)
    if offset + length > size:
        raise ArchiveError("has a directory that is larger than the file")
    if entries > MOST_ENTRIES:
        raise ArchiveError(f"has more than {MOST_ENTRIES} entries")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise ArchiveError(f"has more than {MOST_ENTRIES} entries")
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if name in seen:
            raise ArchiveError(f"has the entry {name[:80]!r} twice")
        seen.add(name)
        if "/" not in name and name.endswith(".dex") and entry.file_size > LARGEST_CODE:
            raise ArchiveError(f"claims {entry.file_size} bytes for {name[:80]!r}")
    manifest = next((entry for entry in entries if entry.filename == "AndroidManifest.xml"), None)
    if manifest is None:
        raise ArchiveError("has no AndroidManifest.xml", "INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION")
    if manifest.file_size > LARGEST_MANIFEST:
        raise ArchiveError(
            f"has an AndroidManifest.xml larger than {LARGEST_MANIFEST >> 20} MiB",
            "INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION",
        )


def _check_nesting(manifest: bytes) -> None:
    """Refuse a binary manifest nested to exhaust its readers; what is no such file at all is left to them."""
    depth = elements = 0
    at = 8
    while at + 8 <= len(manifest):
        kind, _, length = CHUNK.unpack_from(manifest, at)
        if length < 8:
            return
        depth += {START_ELEMENT: 1, END_ELEMENT: -1}.get(kind, 0)
        elements += kind == START_ELEMENT
        if depth > MOST_NESTED or elements > MOST_ELEMENTS:
            raise ArchiveError(
                f"has a manifest of more than {MOST_NESTED} levels or {MOST_ELEMENTS} elements",
                "INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION",
            )
        at += length
