"""`expected.yaml` is complete and speaks the product's words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor import vocabulary
from auditor.model import AppFacts
from auditor.walk import plan

DEMO = Path(__file__).parents[2] / "demo"
VERDICTS = {"consistent", "violation", "omitted", "vague", "ambiguous", "weak", "not_checkable"}
DANGEROUS = ("android.permission.ACCESS_FINE_LOCATION",)


def expected() -> dict[str, Any]:
    content = yaml.safe_load((DEMO / "expected.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def known_phases() -> set[str]:
    phases = plan.phases("quick", AppFacts(package="p", sha256="", target_sdk=34, dangerous=DANGEROUS))
    return {name for phase in phases for name in (phase.name, phase.before)} - {"revoked:before"}


@pytest.mark.parametrize("row", expected()["expected"], ids=lambda row: f"{row['data_type']}-{row['verdict']}")
def test_row_uses_known_words(row: dict[str, Any]) -> None:
    assert row["data_type"] in vocabulary.load().types
    assert row["verdict"] in VERDICTS
    assert set(row["phases"]) <= known_phases()
    assert row["action"] in {"collect", "share", "store"}
    assert row["level"] in {"high", "medium", "low", None}
    assert (row["level"] is not None) == (row["verdict"] in {"violation", "omitted"} and not row["attempt"])
    assert row["why"]


def test_every_phase_is_spoken_of() -> None:
    rows = expected()["expected"] + expected()["never"]
    assert {phase for row in rows for phase in row.get("phases", ())} == known_phases()


def test_the_demo_shows_every_verdict_that_its_issue_names() -> None:
    shown = {(row["data_type"], row["verdict"], row["attempt"]) for row in expected()["expected"]}
    assert shown >= {
        ("android_id", "violation", False),
        ("imei", "violation", True),
        ("clipboard", "omitted", False),
        ("location_precise", "consistent", False),
        ("location_precise", "violation", False),
        ("contact_phone", "violation", False),
        ("phone_number", "weak", False),
        ("device_model", "consistent", False),
        ("installed_apps", "vague", False),
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [("policy.zh.txt", ("剪贴板", "剪切板", "应用列表")), ("policy.en.txt", ("clipboard", "installed app"))],
)
def test_policy_keeps_silent_about_what_is_omitted(name: str, words: tuple[str, ...]) -> None:
    text = (DEMO / name).read_text(encoding="utf-8")
    assert not [word for word in words if word in text.casefold()]
