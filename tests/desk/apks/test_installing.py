import msgspec
import pytest

from auditor.desk.apks.apk import Apk
from auditor.desk.apks.installing import InstallError, Options, check_app, check_neighbours, check_set, check_update

APP = Apk(
    package="com.a", label="A", version_name="2", version_code="2", min_sdk=21, target_sdk=34, debuggable=False,
    permissions=[], own_permissions=["com.a.P"], activities=[], launcher=None, dex=["classes.dex"],
    native_libraries=[], signers=["aa"], authorities=["com.a.files"],
)  # fmt: skip
ABIS = ("x86_64", "arm64-v8a")


def changed(**fields):
    return msgspec.structs.replace(APP, **fields)


def refused(check, *arguments):
    with pytest.raises(InstallError) as error:
        check(*arguments)
    return str(error.value)


@pytest.mark.parametrize(
    ("fields", "options", "expected"),
    [
        ({"min_sdk": 35}, {}, "INSTALL_FAILED_OLDER_SDK: Requires newer sdk version #35 (current version is #34)"),
        ({"test_only": True}, {}, "INSTALL_FAILED_TEST_ONLY: Failed to install test-only apk."),
        ({"needs_splits": True}, {}, "INSTALL_FAILED_MISSING_SPLIT: Missing split for com.a"),
        ({"native_libraries": ["lib/mips/liba.so"]}, {}, "INSTALL_FAILED_NO_MATCHING_ABIS: Failed to extract native"),
        (
            {"native_libraries": ["lib/x86_64/liba.so"]}, {"abi": "arm64-v8a"}, "INSTALL_FAILED_NO_MATCHING_ABIS: ",
        ),
    ],
)  # fmt: skip
def test_apps_that_the_phone_cannot_take(fields, options, expected):
    assert refused(check_app, changed(**fields), False, Options(**options), 34, ABIS).startswith(expected)


def test_apps_that_it_can_take():
    check_app(changed(test_only=True), False, Options(test=True), 34, ABIS)
    check_app(changed(needs_splits=True), True, Options(), 34, ABIS)
    check_app(changed(native_libraries=["lib/mips/a.so", "lib/arm64-v8a/a.so"]), False, Options(), 34, ABIS)


@pytest.mark.parametrize(
    ("new", "old", "options", "expected"),
    [
        ({}, {}, {"replace": False}, "INSTALL_FAILED_ALREADY_EXISTS: Attempt to re-install com.a without first"),
        ({"signers": ["bb"]}, {}, {}, "INSTALL_FAILED_UPDATE_INCOMPATIBLE: Existing package com.a signatures do not"),
        (
            {"version_code": "1"}, {}, {},
            "INSTALL_FAILED_VERSION_DOWNGRADE: Downgrade detected: Update version code 1 is older than current 2",
        ),
        ({"version_code": "1"}, {}, {"downgrade": True}, "INSTALL_FAILED_VERSION_DOWNGRADE: "),
    ],
)  # fmt: skip
def test_updates_that_cannot_be(new, old, options, expected):
    assert refused(check_update, changed(**new), changed(**old), Options(**options)).startswith(expected)


def test_updates_that_can_be():
    check_update(changed(version_code="3"), APP, Options())
    check_update(APP, APP, Options())
    check_update(changed(version_code="1"), changed(debuggable=True), Options(downgrade=True))


def test_neighbours_with_the_same_names():
    other = changed(package="com.b", own_permissions=[], signers=["bb"])
    assert refused(check_neighbours, APP, [APP, other]) == (
        "INSTALL_FAILED_CONFLICTING_PROVIDER: Can't install because provider name com.a.files (in package com.a) is"
        " already used by com.b"
    )
    other = changed(package="com.b", authorities=[], signers=["bb"])
    assert refused(check_neighbours, APP, [other]) == (
        "INSTALL_FAILED_DUPLICATE_PERMISSION: Package com.a attempting to redeclare permission com.a.P already owned by"
        " com.b"
    )
    check_neighbours(APP, [changed(package="com.b", authorities=[])])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"package": "com.b"}, "split x package com.b inconsistent with com.a"),
        ({"version_code": "3"}, "split x version code 3 inconsistent with 2"),
        ({"signers": ["bb"]}, "split x signatures are inconsistent"),
    ],
)
def test_splits_of_something_else(fields, expected):
    split = changed(split="x", **fields)
    assert refused(check_set, [APP, split], None) == f"INSTALL_FAILED_INVALID_APK: {expected}"
    assert refused(check_set, [split], APP) == f"INSTALL_FAILED_INVALID_APK: {expected}"
