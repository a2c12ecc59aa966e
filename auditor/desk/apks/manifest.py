"""The facts of an APK out of its manifest, as androguard reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.desk import permissions
from auditor.desk.apks.apk import LAUNCHER, MAIN, Activity, Apk, BadApkError, Receiver

if TYPE_CHECKING:
    from androguard.core.apk import APK

SPLIT_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,200}", re.ASCII)
NATIVE_LIBRARY = re.compile(r"lib/[^/]+/[^/]+\.so")


def facts(found: APK, api: int) -> Apk:
    """The facts of an opened APK as a phone of that API level takes them; signers are not read.

    Raises `BadApkError` for a split whose name is no file name.
    """
    main = found.get_main_activity()
    targets = {alias["name"]: alias.get("targetActivity") for alias in found.get_activity_aliases() if "name" in alias}
    activities = []
    for name in [*found.get_activities(), *targets]:
        kind = "activity-alias" if name in targets else "activity"
        filters = found.get_intent_filters(kind, name)
        real = _qualified(found.get_package(), str(targets.get(name) or name))
        activities.append(
            Activity(
                name=real, actions=filters.get("action", []), categories=filters.get("category", []),
                data=[{str(key): str(value) for key, value in one.items()} for one in filters.get("data", [])],
            )
        )  # fmt: skip
    launcher = next(
        (entry.name for entry in activities if MAIN in entry.actions and LAUNCHER in entry.categories),
        _qualified(found.get_package(), str(targets.get(main) or main)) if main else None,
    )
    target = _number(found.get_effective_target_sdk_version(), 1)
    declared = _permissions(found, api)
    requested = permissions.requested(declared, api, target)
    return Apk(
        package=found.get_package(),
        label=_label(found),
        version_name=str(found.get_androidversion_name() or ""),
        version_code=str(found.get_androidversion_code() or "0"),
        min_sdk=_number(found.get_min_sdk_version(), 1),
        target_sdk=target,
        debuggable=found.get_attribute_value("application", "debuggable") == "true",
        permissions=requested,
        implied_permissions=sorted(set(requested) - set(declared)),
        own_permissions=sorted(found.get_declared_permissions()),
        activities=activities,
        receivers=[
            Receiver(
                name=_qualified(found.get_package(), name),
                actions=found.get_intent_filters("receiver", name).get("action", []),
            )
            for name in found.get_receivers()
        ],
        launcher=launcher,
        dex=sorted(found.get_dex_names()),
        native_libraries=sorted({name for name in found.get_files() if NATIVE_LIBRARY.fullmatch(name)}),
        split=_split(found),
        needs_splits=_needs_splits(found),
        has_code=found.get_attribute_value("application", "hasCode") != "false",
        test_only=found.get_attribute_value("application", "testOnly") == "true",
        back_callbacks=found.get_attribute_value("application", "enableOnBackInvokedCallback") == "true",
        authorities=sorted(
            {
                name
                for item in found.find_tags("provider")
                for name in str(found.get_value_from_tag(item, "authorities") or "").split(";")
                if name
            }
        ),
    )


def _split(found: APK) -> str | None:
    """The name of a split, None for a base APK; `BadApkError` for one that is no file name."""
    name = found.get_android_manifest_xml().get("split")
    if name is None:
        return None
    if not SPLIT_NAME.fullmatch(name) or ".." in name:
        raise BadApkError("INSTALL_PARSE_FAILED_MANIFEST_MALFORMED", f"Invalid manifest split: {name[:80]!r}")
    return str(name)


def _needs_splits(found: APK) -> bool:
    """Whether the base says that it does not run without splits (bundletool, and the attribute of Android 9)."""
    manifest = found.get_android_manifest_xml()
    said = [found.get_value_from_tag(manifest, "isSplitRequired")]
    said += [
        found.get_value_from_tag(item, "value")
        for item in found.find_tags("meta-data")
        if found.get_value_from_tag(item, "name") == "com.android.vending.splits.required"
    ]
    return "true" in [str(value).lower() for value in said]


def _permissions(found: APK, api: int) -> list[str]:
    """`uses-permission` of the level: `maxSdkVersion` respected."""
    names = set()
    for tag, since in (("uses-permission", 1), ("uses-permission-sdk-23", 23)):
        for item in found.find_tags(tag):
            name = found.get_value_from_tag(item, "name")
            if name and api >= since and api <= _number(found.get_value_from_tag(item, "maxSdkVersion"), 10_000):
                names.add(str(name))
    return sorted(names)


def _label(found: APK) -> str:
    try:
        return str(found.get_app_name() or "")
    except Exception:
        return ""  # a broken resource table must not keep an app from being installed; Android shows the package then


def _number(text: object, default: int) -> int:
    try:
        return int(str(text), 0)
    except ValueError:
        return default


def _qualified(package: str, name: str) -> str:
    if name.startswith("."):
        return package + name
    return name if "." in name else f"{package}.{name}"
