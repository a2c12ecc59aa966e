"""The committed APKs are what their sources say."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "demo", *sorted((ROOT / "tests" / "apks").iterdir())]


def build_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("demo_build", ROOT / "demo" / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.phone
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_apk_is_built_from_its_sources(folder: Path) -> None:
    build = build_module()
    missing = build.missing_tools()
    if missing and not os.environ.get("CI"):
        pytest.skip(f"{', '.join(missing)} not installed: the APK is not rebuilt")
    rebuilt = build.build(folder)
    committed = (folder / f"{folder.name}.apk").read_bytes()
    assert build.entries(rebuilt) == build.entries(committed), f"run: python demo/build.py {folder}"
    assert rebuilt == committed


def test_framework_mapped_files_are_aligned_and_uncompressed() -> None:
    import struct
    import zipfile

    apk = ROOT / "demo" / "demo.apk"
    data = apk.read_bytes()
    with zipfile.ZipFile(apk) as archive:
        entry = archive.getinfo("resources.arsc")
    name, extra = struct.unpack("<HH", data[entry.header_offset + 26 : entry.header_offset + 30])
    assert entry.compress_type == zipfile.ZIP_STORED
    assert (entry.header_offset + 30 + name + extra) % 4 == 0


def test_demo_shows_the_policies_it_is_audited_against() -> None:
    entries = build_module().entries((ROOT / "demo" / "demo.apk").read_bytes())
    assert entries["res/raw/policy.txt"] == (ROOT / "demo" / "policy.en.txt").read_bytes()
    assert entries["res/raw-zh/policy.txt"] == (ROOT / "demo" / "policy.zh.txt").read_bytes()


def test_missing_tool_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    build = build_module()
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(build.BuildError, match="aapt2 and apksigner not found"):
        build.build(ROOT / "demo")
