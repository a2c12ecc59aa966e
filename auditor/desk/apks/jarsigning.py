"""JAR signing, the first scheme: the signature file's digest of the manifest, and the manifest's of every entry.

Source: JAR File Specification, "Signed JAR File"; Android keeps it for APKs that target a level below 30.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zipfile
from pathlib import Path

from auditor.errors import ApkError

SIGNATURE_FILE = re.compile(r"META-INF/[^/]+\.(RSA|DSA|EC)", re.IGNORECASE)


class SignatureError(ApkError):
    """The APK is not signed, or its signature does not fit it."""


def signers(path: Path) -> list[str]:
    """SHA-256 (lower hex) of each signer's certificate, sorted. Raises `SignatureError`."""
    from androguard.core.apk import APK

    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if SIGNATURE_FILE.fullmatch(name)]
        if not names:
            raise SignatureError("it is not signed")
        found = APK(str(path), skip_analysis=True)
        certificates = []
        for name in names:
            try:
                der = found.get_certificate_der(name)
            except Exception as error:
                # The parser of signatures answers broken input with errors of many kinds.
                raise SignatureError(f"{name} is broken ({type(error).__name__})") from None
            if der is None:
                raise SignatureError(f"the signature in {name} does not verify")
            certificates.append(hashlib.sha256(der).hexdigest())
            _check_manifest(archive, name)
    return sorted(certificates)


def _check_manifest(archive: zipfile.ZipFile, name: str) -> None:
    stem = name.rpartition(".")[0]
    try:
        said = _headers(archive.read(f"{stem}.SF"))[0]
        manifest = archive.read("META-INF/MANIFEST.MF")
    except KeyError as error:
        raise SignatureError(f"{error.args[0]}, so that {name} signs nothing") from None
    if {"2", "3"} & set(re.findall(r"\d+", said.get("x-android-apk-signed", ""))):
        raise SignatureError(f"{stem}.SF says that a newer signature scheme was there, and it was stripped")
    _compare(said, "-digest-manifest", manifest, "META-INF/MANIFEST.MF")
    entries = {section["name"]: section for section in _headers(manifest)[1:] if "name" in section}
    for entry in archive.namelist():
        if entry.startswith("META-INF/") or entry.endswith("/"):
            continue
        if entry not in entries:
            raise SignatureError(f"{entry[:80]} is not in the signed manifest")
        _compare(entries[entry], "-digest", archive.read(entry), entry[:80])


def _compare(said: dict[str, str], ending: str, content: bytes, what: str) -> None:
    for key, kind in (("sha-512", "sha512"), ("sha-256", "sha256"), ("sha1", "sha1"), ("sha-1", "sha1")):
        expected = said.get(key + ending)
        if expected is not None:
            if base64.b64encode(hashlib.new(kind, content, usedforsecurity=False).digest()).decode() != expected:
                raise SignatureError(f"the digest of {what} does not verify")
            return
    raise SignatureError(f"there is no digest of {what}")


def _headers(raw: bytes) -> list[dict[str, str]]:
    """The sections of a manifest, names in lower case."""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").replace("\n ", "")
    return [
        {name.lower(): value for name, _, value in (line.partition(": ") for line in section.split("\n")) if name}
        for section in re.split(r"\n\n+", text)
    ]
