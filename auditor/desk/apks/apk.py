"""What the phone must know of an APK before it can install it: read by androguard, in a process of its own.

An APK is foreign: a manifest made to hang or to fill the memory ends that process, not the phone.
"""

from __future__ import annotations

import asyncio
import re
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from auditor.desk import permissions
from auditor.desk.apks import signing
from auditor.desk.apks.archive import ArchiveError, check_archive
from auditor.errors import ApkError

TIME_LIMIT_S = 90
REFUSED = 2
MEMORY_BYTES = 4 << 30
PACKAGE_NAME = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)+", re.ASCII)
SPLIT_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,200}", re.ASCII)
NATIVE_LIBRARY = re.compile(r"lib/[^/]+/[^/]+\.so")
MAIN, LAUNCHER = "android.intent.action.MAIN", "android.intent.category.LAUNCHER"


class BadApkError(ApkError):
    """An APK that Android refuses to read; `code` is Android's word for it."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """An activity or an alias of one, with the actions and categories of its filters."""

    name: str
    actions: list[str] = []
    categories: list[str] = []
    data: list[dict[str, str]] = []

    def takes(self, uri: str) -> bool:
        """Whether one of its filters names the scheme of this URI and, if it names hosts, the host."""
        parts = urlsplit(uri)
        hosts = {str(one.get("host")) for one in self.data if one.get("host")}
        schemes = {one.get("scheme") for one in self.data}
        return parts.scheme in schemes and (not hosts or (parts.hostname or "") in hosts or "*" in hosts)


class Receiver(msgspec.Struct, frozen=True, kw_only=True):
    """A receiver of the manifest with the actions of its filters."""

    name: str
    actions: list[str] = []


class Apk(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of an APK."""

    package: str
    label: str
    version_name: str
    version_code: str
    min_sdk: int
    target_sdk: int
    debuggable: bool
    permissions: list[str]
    implied_permissions: list[str] = []
    own_permissions: list[str]
    activities: list[Activity]
    receivers: list[Receiver] = []
    launcher: str | None
    dex: list[str]
    native_libraries: list[str]
    signers: list[str] = []
    split: str | None = None
    needs_splits: bool = False
    has_code: bool = True
    test_only: bool = False
    back_callbacks: bool = False
    authorities: list[str] = []

    @property
    def abis(self) -> list[str]:
        """The ABIs that it has native libraries for."""
        return sorted({name.split("/")[1] for name in self.native_libraries})

    def with_split(self, other: Apk) -> Apk:
        """The whole app when a split is added: its components, permissions and libraries are the app's."""
        return msgspec.structs.replace(
            self,
            activities=self.activities + [found for found in other.activities if found not in self.activities],
            launcher=self.launcher or other.launcher,
            permissions=sorted({*self.permissions, *other.permissions}),
            implied_permissions=sorted({*self.implied_permissions, *other.implied_permissions}),
            own_permissions=sorted({*self.own_permissions, *other.own_permissions}),
            native_libraries=sorted({*self.native_libraries, *other.native_libraries}),
            authorities=sorted({*self.authorities, *other.authorities}),
        )

    def activity_for(self, action: str, data: str | None = None) -> str | None:
        """The first activity with this action in a filter, which takes the URI if there is one."""
        able = (found for found in self.activities if action in found.actions and (not data or found.takes(data)))
        return next((found.name for found in able), None)


async def read(path: Path, api: int) -> Apk:
    """Read an APK in a child process.

    Raises `BadApkError` for a file that is no APK, is broken or not signed, or takes too long.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "auditor.desk.apks.apk", str(path), str(api),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        out, error = await asyncio.wait_for(process.communicate(), TIME_LIMIT_S)
    except TimeoutError:
        why = f"Reading {path.name} took more than {TIME_LIMIT_S} s; it is no APK for this phone."
        raise BadApkError("INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION", why) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        said = error.decode("utf-8", "replace").strip().splitlines()
        code, _, why = (said[-1] if said else "").partition(" ")
        if process.returncode != REFUSED:
            code, why = "INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION", f"{path.name} could not be read; give an APK file."
        raise BadApkError(code, why[:500])
    return msgspec.json.decode(out, type=Apk)


def parse(path: Path, api: int) -> Apk:
    """Read an APK in this process; `BadApkError` as in `read`."""
    try:
        check_archive(path)
    except ArchiveError as error:
        raise BadApkError(error.code, f"{path.name} {error}; give a whole APK file.") from None
    from androguard.core.apk import APK
    from androguard.util import set_log

    with suppress(ValueError):  # it was called in this process before
        set_log("ERROR")
    try:
        found = APK(str(path))
        if not found.is_valid_APK() or not found.get_package():
            why = f"{path.name} has no readable AndroidManifest.xml; give a whole APK file."
            raise BadApkError("INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION", why)
        if not PACKAGE_NAME.fullmatch(found.get_package()) or len(found.get_package()) > 223:
            why = f"{path.name} names itself {found.get_package()[:80]!r}, which is no package name."
            raise BadApkError("INSTALL_PARSE_FAILED_BAD_PACKAGE_NAME", why)
        facts = _facts(found, api)
        return msgspec.structs.replace(facts, signers=signing.signers(path, facts.target_sdk, api))
    except signing.SignatureError as error:
        why = f"Failed to collect certificates from {path.name}: {error}"
        raise BadApkError("INSTALL_PARSE_FAILED_NO_CERTIFICATES", why) from None
    except ApkError:
        raise
    except Exception as error:
        # androguard answers broken input with errors of many kinds; each means the same here.
        why = f"{path.name} is a broken APK ({type(error).__name__}: {str(error)[:120]})."
        raise BadApkError("INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION", " ".join(why.split())) from None


def _facts(found: object, api: int) -> Apk:
    from androguard.core.apk import APK

    assert isinstance(found, APK)
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


def _split(found: object) -> str | None:
    """The name of a split, None for a base APK; `BadApkError` for one that is no file name."""
    from androguard.core.apk import APK

    assert isinstance(found, APK)
    name = found.get_android_manifest_xml().get("split")
    if name is None:
        return None
    if not SPLIT_NAME.fullmatch(name) or ".." in name:
        raise BadApkError("INSTALL_PARSE_FAILED_MANIFEST_MALFORMED", f"Invalid manifest split: {name[:80]!r}")
    return str(name)


def _needs_splits(found: object) -> bool:
    """Whether the base says that it does not run without splits (bundletool, and the attribute of Android 9)."""
    from androguard.core.apk import APK

    assert isinstance(found, APK)
    manifest = found.get_android_manifest_xml()
    said = [found.get_value_from_tag(manifest, "isSplitRequired")]
    said += [
        found.get_value_from_tag(item, "value")
        for item in found.find_tags("meta-data")
        if found.get_value_from_tag(item, "name") == "com.android.vending.splits.required"
    ]
    return "true" in [str(value).lower() for value in said]


def _permissions(found: object, api: int) -> list[str]:
    """`uses-permission` of the level: `maxSdkVersion` respected."""
    from androguard.core.apk import APK

    assert isinstance(found, APK)
    names = set()
    for tag, since in (("uses-permission", 1), ("uses-permission-sdk-23", 23)):
        for item in found.find_tags(tag):
            name = found.get_value_from_tag(item, "name")
            if name and api >= since and api <= _number(found.get_value_from_tag(item, "maxSdkVersion"), 10_000):
                names.add(str(name))
    return sorted(names)


def _label(found: object) -> str:
    try:
        return str(found.get_app_name() or "")  # type: ignore[attr-defined]
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


def main(arguments: list[str]) -> int:
    """Print the facts of one APK as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        found = parse(Path(arguments[0]), int(arguments[1]))
    except BadApkError as error:
        print(error.code, error, file=sys.stderr)
        return REFUSED
    except (MemoryError, RecursionError):
        why = f"{Path(arguments[0]).name} needs more memory to be read than an APK should."
        print("INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION", why, file=sys.stderr)
        return REFUSED
    sys.stdout.buffer.write(msgspec.json.encode(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
