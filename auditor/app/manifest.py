"""Reads what the manifest says: name, versions, permissions, components, launcher, category."""

from typing import Any

import msgspec

from auditor.app.archive import Archive
from auditor.app.reader import open_apk
from auditor.errors import ApkError
from auditor.model import Component

ANDROID = "{http://schemas.android.com/apk/res/android}"
MAX_TEXT = 1_000
MAX_LISTED = 20_000

# android:appCategory, from the documentation of ApplicationInfo.
CATEGORIES = {
    "0": "game",
    "1": "audio",
    "2": "video",
    "3": "image",
    "4": "social",
    "5": "news",
    "6": "maps",
    "7": "productivity",
    "8": "accessibility",
}
_KINDS = {
    "activity": "activity",
    "activity-alias": "activity",
    "service": "service",
    "receiver": "receiver",
    "provider": "provider",
}
_ASKING = ("uses-permission", "uses-permission-sdk-23", "uses-permission-sdk-m")


class ManifestFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The manifest's share of `AppFacts`; `application` is the class that starts first ("" when none is named)."""

    package: str
    version_name: str
    version_code: int
    label: str
    min_sdk: int
    target_sdk: int
    permissions: tuple[str, ...]
    components: tuple[Component, ...]
    launcher: str | None
    category: str | None
    application: str


def read_identity(archive: Archive) -> tuple[str, int, str]:
    """Package, version code and the name of the split, "" for a base; `ApkError` as `read_manifest`."""
    _, root = _opened(archive, False)
    return _text(root.get("package")), _number(root, "versionCode", 0), _text(root.get("split"))


def _opened(archive: Archive, resources: bool) -> tuple[Any, Any]:
    """The APK as androguard reads it and the root of its manifest, which names a package."""
    if not archive.has("AndroidManifest.xml"):
        raise ApkError(f"{archive.path.name} has no AndroidManifest.xml, so it is no APK; give an .apk file.")
    try:
        apk = open_apk(archive.slim(resources), analyse=True)
        root = apk.get_android_manifest_xml() if apk.is_valid_APK() else None
    except ApkError:
        raise
    except Exception as error:  # see open_apk
        raise ApkError(_unreadable(archive, str(error) or type(error).__name__)) from error
    package = _text(root.get("package")) if root is not None else ""
    if root is None or not package:
        raise ApkError(_unreadable(archive, "it names no package"))
    return apk, root


def read_manifest(archive: Archive) -> ManifestFacts:
    """Facts of AndroidManifest.xml. `ApkError` when it is missing, no binary XML, or names no package."""
    resources = archive.has("resources.arsc")
    apk, root = _opened(archive, resources)
    package = _text(root.get("package"))
    application = root.find("application")
    components = _components(application, package)
    sdk = root.find("uses-sdk")
    min_sdk = _number(sdk, "minSdkVersion", 1)
    return ManifestFacts(
        package=package,
        version_name=_resolved(apk, _get(root, "versionName"), resources),
        version_code=_number(root, "versionCode", 0),
        label=_resolved(apk, _get(application, "label"), resources) or package,
        min_sdk=min_sdk,
        target_sdk=_number(sdk, "targetSdkVersion", min_sdk),
        permissions=tuple(sorted({_get(e, "name") for tag in _ASKING for e in root.findall(tag)} - {""}))[:MAX_LISTED],
        components=components,
        launcher=next((c.name for c in components if c.launcher), None),
        category=CATEGORIES.get(_get(application, "appCategory")),
        application=_absolute(_get(application, "name"), package),
    )


def _unreadable(archive: Archive, why: str) -> str:
    return f"The manifest of {archive.path.name} cannot be read ({why[:200]}); the APK is damaged, fetch it again."


def _components(application: Any, package: str) -> tuple[Component, ...]:
    """All components; the launcher is the first enabled activity that answers MAIN with LAUNCHER."""
    found: list[Component] = []
    has_launcher = False
    for element in application if application is not None else ():
        kind = _KINDS.get(str(element.tag))
        name = _absolute(_get(element, "name"), package)
        if kind is None or not name:
            continue
        enabled = _get(element, "enabled") != "false"
        launcher = kind == "activity" and enabled and not has_launcher and _is_launcher(element)
        has_launcher = has_launcher or launcher
        exported = _get(element, "exported")
        found.append(
            Component(
                kind=kind,
                name=name,
                # before API 31 the default is: exported when it has an intent filter
                exported=exported == "true" or (exported == "" and element.find("intent-filter") is not None),
                launcher=launcher,
            )
        )
        if len(found) >= MAX_LISTED:
            break
    return tuple(found)


def _is_launcher(activity: Any) -> bool:
    for intent in activity.findall("intent-filter"):
        actions = {_get(e, "name") for e in intent.findall("action")}
        categories = {_get(e, "name") for e in intent.findall("category")}
        if "android.intent.action.MAIN" in actions and "android.intent.category.LAUNCHER" in categories:
            return True
    return False


def _absolute(name: str, package: str) -> str:
    if not name:
        return ""
    if name.startswith("."):
        return package + name
    return name if "." in name else f"{package}.{name}"


def _get(element: Any, name: str) -> str:
    return _text(element.get(ANDROID + name)) if element is not None else ""


def _text(value: object) -> str:
    return str(value)[:MAX_TEXT] if value is not None else ""


def _number(element: Any, name: str, default: int) -> int:
    text = _get(element, name)
    try:
        return int(text, 0)
    except ValueError:
        return default


def _resolved(apk: Any, value: str, resources: bool) -> str:
    """Text of a resource reference such as @7f110000; the empty string when it cannot be told."""
    if not value.startswith("@"):
        return value
    if not resources:
        return ""
    try:
        return _text(apk.get_res_value(value))
    except Exception:  # see open_apk; the label is no need
        return ""
