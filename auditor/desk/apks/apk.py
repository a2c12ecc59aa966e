"""What the phone knows of an APK."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from auditor.errors import ApkError

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
