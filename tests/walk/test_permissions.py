from __future__ import annotations

import pytest

from auditor.walk import permissions
from auditor.walk.screen import parse

from .screens import dump, window

CONTROLLER = "com.android.permissioncontroller"
IDS = {
    "要允许“相机店”获取此设备的位置信息吗？": f"{CONTROLLER}:id/permission_message",
    "仅在使用该应用时允许": f"{CONTROLLER}:id/permission_allow_foreground_only_button",
    "仅限这一次": f"{CONTROLLER}:id/permission_allow_one_time_button",
    "不允许": f"{CONTROLLER}:id/permission_deny_button",
}
QUESTION, *BUTTONS = IDS


@pytest.mark.parametrize("example", permissions.dialogs().examples, ids=lambda example: example.message)
def test_example_of_the_questions(example: permissions.Example) -> None:
    assert permissions.asked_for(example.message) == example.permission


def test_dialog_is_known_by_its_resource_ids() -> None:
    dialog = permissions.find(parse(dump(window([QUESTION], BUTTONS, CONTROLLER, IDS))))
    assert dialog is not None
    assert dialog.permission == "location"
    assert dialog.answer("allow").label == "仅在使用该应用时允许"  # type: ignore[union-attr]
    assert dialog.answer("deny").label == "不允许"  # type: ignore[union-attr]


def test_dialog_of_a_maker_is_known_by_its_words() -> None:
    dialog = permissions.find(
        parse(dump(window(["允许小店访问您的通讯录吗？"], ["拒绝", "允许"], "com.lbe.security.miui")))
    )
    assert dialog is not None and dialog.permission == "contacts"
    assert dialog.answer("deny").label == "拒绝"  # type: ignore[union-attr]


def test_the_apps_own_dialog_with_the_same_words_is_none() -> None:
    assert permissions.find(parse(dump(window(["允许小店访问您的位置吗？"], ["拒绝", "允许"], "com.shop")))) is None


def test_candidates_are_what_the_app_declares() -> None:
    declared = ("android.permission.INTERNET", "android.permission.READ_PHONE_NUMBERS")
    assert permissions.candidates("phone_state", declared) == ("android.permission.READ_PHONE_NUMBERS",)
    assert permissions.candidates(None, declared) == ()


def test_granted_permissions_are_read_from_dumpsys() -> None:
    listed = """    runtime permissions:
      android.permission.READ_CONTACTS: granted=true, flags=[ USER_SET]
      android.permission.ACCESS_FINE_LOCATION: granted=false, flags=[ USER_SET]
"""
    assert permissions.granted(listed) == {"android.permission.READ_CONTACTS"}
