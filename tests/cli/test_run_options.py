"""`auditor run` hands the list of SDKs and the type of app to the audit, and refuses wrong ones before it starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click import BadParameter
from click.testing import CliRunner

from auditor.cli import session
from auditor.cli.run import command as run
from auditor.errors import DeviceError, UsageError
from auditor.model import Judged


@pytest.fixture
def inputs(tmp_path: Path) -> tuple[str, ...]:
    for name in ("app.apk", "policy.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    return str(tmp_path / "app.apk"), "--policy", str(tmp_path / "policy.txt")


@pytest.fixture
def audits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    """The options of every audit that was asked for; none is made."""
    asked: list[Any] = []

    class Done:
        judged = Judged(law=("cn",))

        def conclude(self, fail_on: str) -> int:
            return 0

    def pretend(apk: Path, policy: Path, options: Any, **given: Any) -> Done:
        asked.append(options)
        return Done()

    monkeypatch.setattr(session, "run_audit", pretend)
    return asked


def call(*arguments: str) -> str:
    result = CliRunner().invoke(run, arguments, standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.stderr


def test_what_is_supplied_reaches_the_audit(inputs: tuple[str, ...], audits: list[Any], tmp_path: Path) -> None:
    file = tmp_path / "sdks.csv"
    file.write_text("name,company,data types,purpose\nExample Push,Example Ltd.,oaid; xyzzy,push\n", encoding="utf-8")
    told = call(*inputs, "--sdk-list", str(file), "--app-type", "网上购物", "--law", "cn,masvs")
    (options,) = audits
    assert options.app_type == "shopping"
    assert options.law == ("cn", "masvs")
    assert [row.data_types for row in options.sdks.rows] == [("oaid",)]
    assert "no data type is known for: xyzzy" in told
    assert "the type of the app is unknown" not in told


def test_an_unknown_type_is_said_when_nothing_is_supplied(inputs: tuple[str, ...], audits: list[Any]) -> None:
    assert "the type of the app is unknown" in call(*inputs)
    assert audits[0].sdks is None


@pytest.mark.parametrize(("option", "value"), [("--app-type", "shoping"), ("--sdk-list", "sdks.yaml")])
def test_wrong_ones_are_told_before_anything_starts(
    inputs: tuple[str, ...], audits: list[Any], tmp_path: Path, option: str, value: str
) -> None:
    (tmp_path / "sdks.yaml").write_text("sdks: []\n", encoding="utf-8")
    given = str(tmp_path / value) if value.endswith("yaml") else value
    with pytest.raises(UsageError):
        call(*inputs, option, given)
    assert audits == []


def test_several_levels_are_audited_each_in_a_folder_of_its_own(
    inputs: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[int, Path]] = []

    class Done:
        judged = Judged(law=("cn",))

        def __init__(self, api: int) -> None:
            self.api = api

        def conclude(self, fail_on: str) -> int:
            return 1 if self.api == 28 else 0

    def pretend(apk: Path, policy: Path, options: Any, **given: Any) -> Done:
        asked.append((given["api"], given["out"]))
        if given["api"] == 30:
            raise DeviceError("no such phone")
        return Done(given["api"])

    monkeypatch.setattr(session, "run_audit", pretend)
    result = CliRunner().invoke(run, [*inputs, "--api", "28,34", "--out", str(tmp_path / "r")], standalone_mode=False)
    assert result.return_value == 1
    assert asked == [(28, tmp_path / "r" / "api-28"), (34, tmp_path / "r" / "api-34")]
    asked.clear()
    with pytest.raises(DeviceError):
        call(*inputs, "--api", "30,34")
    assert [api for api, _ in asked] == [30, 34]


@pytest.mark.parametrize("given", [("--api", "28,x"), ("--api", ""), ("--api", "28,34", "--device", "emulator-5554")])
def test_levels_that_cannot_be_are_refused(inputs: tuple[str, ...], audits: list[Any], given: tuple[str, ...]) -> None:
    with pytest.raises((BadParameter, UsageError)):
        call(*inputs, *given)
    assert audits == []
