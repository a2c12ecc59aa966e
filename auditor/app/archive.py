"""Reads entries of an APK's ZIP archive with every size bounded, as Android reads them.

An APK is hostile input: it may claim sizes that it does not have, or unpack to far more than it claims. Nothing here
trusts a claimed size; reading stops at the limit.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from auditor.errors import ApkError

MAX_FILE = 4 * 1024**3
MAX_ENTRIES = 200_000
MAX_MANIFEST = 16 * 1024**2
MAX_RESOURCES = 64 * 1024**2
MAX_DEX = 256 * 1024**2
MAX_DEX_TOTAL = 1024**3
MAX_SIGNATURE = 1024**2
CHUNK = 1024**2

_DEX = re.compile(r"classes([2-9]|[1-9]\d{1,2})?\.dex")
_SIGNATURE = re.compile(r"META-INF/[^/]+\.(RSA|DSA|EC)", re.IGNORECASE)
_NATIVE = re.compile(r"lib/[^/]+/[^/]+\.so")


class Archive:
    """An opened APK. Use as a context manager; all failures are `ApkError`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.size = path.stat().st_size
        except OSError as error:
            raise ApkError(f"{path} cannot be read ({error.strerror}); give the path of an APK file.") from error
        if path.is_dir():
            raise ApkError(f"{path} is a folder; give the path of an APK file.")
        if self.size > MAX_FILE:
            raise ApkError(f"{path.name} is larger than 4 GB, which no Android device installs; give another file.")
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
            raise ApkError(self._why_no_zip()) from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            self._zip.close()
            raise ApkError(f"{path.name} lists {len(entries)} files, more than any real APK; it is not read further.")
        self._entries = {entry.filename: entry for entry in entries}
        for entry in entries:
            # Android ignores the encryption flag and takes every method but "stored" for deflate; packers set both
            # wrongly on purpose to stop tools.
            entry.flag_bits &= ~0x1
            if entry.compress_type != zipfile.ZIP_STORED:
                entry.compress_type = zipfile.ZIP_DEFLATED

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._zip.close()

    def names(self) -> tuple[str, ...]:
        """All entry names, sorted."""
        return tuple(sorted(self._entries))

    def has(self, name: str) -> bool:
        """True when the archive lists this entry."""
        return name in self._entries

    def read(self, name: str, limit: int) -> bytes:
        """The entry's bytes; `ApkError` when it is broken or unpacks to more than `limit` bytes."""
        entry = self._entries.get(name)
        if entry is None:
            raise ApkError(f"{self.path.name} holds no {name}; give a complete APK.")
        out = io.BytesIO()
        try:
            with self._zip.open(entry) as source:
                while chunk := source.read(CHUNK):
                    out.write(chunk)
                    if out.tell() > limit:
                        raise ApkError(
                            f"{name} in {self.path.name} unpacks to more than {limit // 1024**2} MB and is not read; "
                            "the file is made to harm tools, give the original APK."
                        )
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise ApkError(
                f"{name} in {self.path.name} cannot be unpacked ({error}); the file is damaged, fetch the APK again."
            ) from error
        return out.getvalue()

    def dex_files(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of each classes*.dex, in Android's order; the sum is bounded."""
        total = 0
        for name in sorted((n for n in self._entries if _DEX.fullmatch(n)), key=lambda n: (len(n), n)):
            data = self.read(name, MAX_DEX)
            total += len(data)
            if total > MAX_DEX_TOTAL:
                raise ApkError(f"The code in {self.path.name} unpacks to more than 1 GB; it is not read further.")
            yield name, data

    def native_libraries(self) -> tuple[str, ...]:
        """Paths of the native libraries, sorted."""
        return tuple(name for name in self.names() if _NATIVE.fullmatch(name))

    def slim(self, resources: bool) -> bytes:
        """A clean small archive: manifest, signature blocks and, if asked and not too large, resources.

        The manifest reader gets this instead of the file, so that it never meets a size that was not checked.
        """
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as slim:
            slim.writestr("AndroidManifest.xml", self.read("AndroidManifest.xml", MAX_MANIFEST))
            if resources and self.has("resources.arsc"):
                slim.writestr("resources.arsc", self.read("resources.arsc", MAX_RESOURCES))
            for name in self.names():
                if _SIGNATURE.fullmatch(name):
                    slim.writestr(name, self.read(name, MAX_SIGNATURE))
        return out.getvalue()

    def _why_no_zip(self) -> str:
        with self.path.open("rb") as file:
            start = file.read(4)
        if not start:
            return f"{self.path.name} is empty; fetch the APK again."
        if start == b"PK\x03\x04":
            return f"{self.path.name} begins like an APK but its end is missing; it is truncated, fetch it again."
        return f"{self.path.name} is no APK (no ZIP archive); give an .apk file."
