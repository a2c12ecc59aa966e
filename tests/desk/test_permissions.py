import pytest

from auditor.desk import permissions


@pytest.mark.parametrize("example", permissions.table().examples, ids=lambda e: f"{e.permission}@{e.api}")
def test_the_table_answers_its_own_examples(example):
    assert permissions.protection(example.permission, example.api) == example.protection


def test_only_normal_permissions_come_with_the_install():
    declared = [f"android.permission.{name}" for name in ("INTERNET", "READ_CONTACTS", "REBOOT")] + ["my.own"]
    assert permissions.granted_at_install(declared, 34, 34, ["my.own"]) == {"android.permission.INTERNET", "my.own"}


def test_apps_for_old_androids_get_runtime_permissions_at_install():
    declared = ["android.permission.READ_CONTACTS", "android.permission.REBOOT"]
    assert permissions.granted_at_install(declared, 34, 22) == {"android.permission.READ_CONTACTS"}


def test_a_permission_the_platform_does_not_know_is_never_given():
    assert permissions.protection("com.example.UNKNOWN", 34) == "signature"
    assert not permissions.is_changeable("com.example.UNKNOWN", 34)


def test_split_permissions_come_along_by_level_and_target():
    fine = ["android.permission.ACCESS_FINE_LOCATION"]
    names = [f"android.permission.ACCESS_{kind}_LOCATION" for kind in ("BACKGROUND", "COARSE", "FINE")]
    assert permissions.requested(fine, 28, 28) == fine
    assert permissions.requested(fine, 29, 28) == names
    assert permissions.requested(fine, 29, 29) == names[1:]
    storage = ["android.permission.WRITE_EXTERNAL_STORAGE"]
    assert "android.permission.READ_MEDIA_IMAGES" in permissions.requested(storage, 33, 32)
    assert "android.permission.READ_MEDIA_IMAGES" not in permissions.requested(storage, 33, 33)


def test_what_a_granted_permission_implies_is_granted_with_it():
    connect = "android.permission.BLUETOOTH_CONNECT"
    old = permissions.requested(["android.permission.BLUETOOTH"], 31, 30)
    assert connect in permissions.granted_at_install(old, 31, 30, implicit=[connect])
    assert connect not in permissions.granted_at_install(old, 31, 30)
    assert permissions.requested(["android.permission.BLUETOOTH"], 31, 31) == ["android.permission.BLUETOOTH"]
