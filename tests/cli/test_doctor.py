from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from auditor.cli import doctor
from auditor.errors import SandboxError


def test_every_check_has_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot_seal() -> str:
        raise SandboxError("set this")

    def not_there() -> str:
        raise FileNotFoundError("adb")

    checks = {"disk": lambda: "plenty", "sandbox": cannot_seal, "adb": not_there}
    monkeypatch.setattr(doctor, "CHECKS", checks)
    result = CliRunner().invoke(doctor.command, ["--json"], standalone_mode=False)
    assert result.return_value == 3
    assert [(line["name"], line["state"]) for line in json.loads(result.output)] == [
        ("disk", "ok"), ("sandbox", "wrong"), ("adb", "missing"),
    ]  # fmt: skip


@pytest.mark.phone
def test_this_machine_can_audit() -> None:
    found = {finding.name: finding for finding in doctor.examine()}
    assert [name for name, finding in found.items() if finding.state != "ok"] == []
