from __future__ import annotations

import pytest

from auditor.errors import UsageError
from auditor.model import AppFacts
from auditor.walk import plan


def facts(target_sdk: int = 34, dangerous: tuple[str, ...] = ("android.permission.CAMERA",)) -> AppFacts:
    return AppFacts(package="com.shop", sha256="", target_sdk=target_sdk, dangerous=dangerous)


def test_phases_come_in_the_order_of_the_run_folder() -> None:
    assert [p.name for p in plan.phases("quick", facts())] == ["refuse", "accept_deny", "accept_allow", "revoked"]
    assert [p.fresh for p in plan.phases("full", facts())] == [True, True, True, False]


@pytest.mark.parametrize("app", [facts(dangerous=()), facts(target_sdk=22)])
def test_app_that_asks_for_nothing_is_not_denied_anything(app: AppFacts) -> None:
    assert [p.name for p in plan.phases("quick", app)] == ["refuse", "accept_allow"]


def test_full_plan_looks_further() -> None:
    assert plan.longest_s(plan.phases("full", facts())) > 2 * plan.longest_s(plan.phases("quick", facts()))


def test_unknown_plan_is_refused() -> None:
    with pytest.raises(UsageError, match="choose quick or full"):
        plan.phases("thorough", facts())
