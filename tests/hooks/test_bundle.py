"""The committed bundle is what the sources give."""

import json
from pathlib import Path

import pytest

from auditor.errors import HookError
from auditor.runtime import bundle

HOOKS = Path(__file__).parents[2] / "hooks"


def test_the_bundle_is_built_from_the_sources() -> None:
    if not (HOOKS / "node_modules" / "frida-java-bridge").is_dir():
        pytest.skip("not rebuilt: run `npm ci` in hooks/ to have the node modules")
    assert bundle.build(HOOKS) == bundle.text(), "run `python -m auditor.runtime.bundle`"


def test_a_build_without_node_modules_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(HookError, match="npm ci"):
        bundle.build(tmp_path)


def test_the_lock_pins_versions_and_names_no_registry() -> None:
    lock = json.loads((HOOKS / "package-lock.json").read_text())
    modules = {name: entry for name, entry in lock["packages"].items() if name}
    assert modules["node_modules/frida-java-bridge"]["version"] == "7.0.13"
    assert all(entry["integrity"].startswith("sha512-") for entry in modules.values())
    assert all("resolved" not in entry for entry in modules.values())


def test_the_bridge_comes_with_its_licence() -> None:
    assert "LGPL" in (HOOKS / "bundles" / "NOTICE.txt").read_text()
