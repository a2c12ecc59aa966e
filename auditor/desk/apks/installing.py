"""What Android asks of a set of APKs before it installs them, in its order and in its words.

Source: AOSP 14, PackageInstallerSession.validateApkInstallLocked and InstallPackageHelper.preparePackageLI.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.desk.apks.apk import Apk
from auditor.errors import AuditorError


class InstallError(AuditorError):
    """An install that Android would refuse: its code, and the reason."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code, self.why = code, why


@dataclass(frozen=True, kw_only=True)
class Options:
    """`pm install` with `-R` (no `replace`), `-g`, `-t`, `-d`, `--abi`, `-i`, and `-p` for `inherit`."""

    replace: bool = True
    grant_all: bool = False
    test: bool = False
    downgrade: bool = False
    inherit: str | None = None
    abi: str | None = None
    installer: str | None = None


def check_set(found: Sequence[Apk], inherited: Apk | None) -> None:
    """Raise `InstallError` when the APKs of an install do not belong together; `inherited` is what is installed."""
    if not found:
        raise InstallError("INSTALL_FAILED_INVALID_APK", "No packages staged")
    first = inherited or found[0]
    names: set[str | None] = set()
    for apk in found:
        what = f"split {apk.split}" if apk.split else "base"
        if apk.split in names:
            raise InstallError("INSTALL_FAILED_INVALID_APK", f"Split {apk.split or 'null'} was defined multiple times")
        names.add(apk.split)
        for mine, others, name in (
            (apk.package, first.package, "package"), (apk.version_code, first.version_code, "version code"),
        ):  # fmt: skip
            if mine != others:
                raise InstallError("INSTALL_FAILED_INVALID_APK", f"{what} {name} {mine} inconsistent with {others}")
        if apk.signers != first.signers:
            raise InstallError("INSTALL_FAILED_INVALID_APK", f"{what} signatures are inconsistent")
    if inherited is None and None not in names:
        raise InstallError("INSTALL_FAILED_INVALID_APK", "Full install must include a base package")


def check_app(app: Apk, has_splits: bool, options: Options, api: int, abis: Sequence[str]) -> None:
    """Raise `InstallError` for an app that this phone cannot take, whatever else is on it."""
    if app.needs_splits and not has_splits:
        raise InstallError("INSTALL_FAILED_MISSING_SPLIT", f"Missing split for {app.package}")
    if app.min_sdk > api:
        raise InstallError(
            "INSTALL_FAILED_OLDER_SDK", f"Requires newer sdk version #{app.min_sdk} (current version is #{api})"
        )
    if app.test_only and not options.test:
        raise InstallError("INSTALL_FAILED_TEST_ONLY", "Failed to install test-only apk. Did you forget to add -t?")
    wanted = [options.abi] if options.abi else abis
    if app.abis and not set(app.abis) & set(wanted):
        said = f"it has libraries for {', '.join(app.abis)}; this phone says {', '.join(abis)}"
        raise InstallError("INSTALL_FAILED_NO_MATCHING_ABIS", f"Failed to extract native libraries, res=-113 ({said})")


def check_update(app: Apk, before: Apk, options: Options) -> None:
    """Raise `InstallError` for an app that cannot take the place of what is there."""
    if not options.replace:
        raise InstallError(
            "INSTALL_FAILED_ALREADY_EXISTS", f"Attempt to re-install {app.package} without first uninstalling."
        )
    check_signers(app, before.signers)
    new, old = _number(app.version_code), _number(before.version_code)
    # A user build lets only debuggable apps go back.
    if new < old and not (options.downgrade and before.debuggable):
        raise InstallError(
            "INSTALL_FAILED_VERSION_DOWNGRADE",
            f"Downgrade detected: Update version code {new} is older than current {old}",
        )


def _number(version: str) -> int:
    try:
        return int(version, 0)
    except ValueError:
        return 0


def check_signers(app: Apk, before: Sequence[str]) -> None:
    """Raise `InstallError` when another signer's app, or the data of one, has the package's name."""
    if list(app.signers) != list(before):
        raise InstallError(
            "INSTALL_FAILED_UPDATE_INCOMPATIBLE",
            f"Existing package {app.package} signatures do not match newer version; ignoring!",
        )


def check_neighbours(app: Apk, others: Iterable[Apk]) -> None:
    """Raise `InstallError` when another app has the name of a provider or, from another signer, of a permission."""
    for other in others:
        if other.package == app.package:
            continue
        for name in app.authorities:
            if name in other.authorities:
                raise InstallError(
                    "INSTALL_FAILED_CONFLICTING_PROVIDER",
                    f"Can't install because provider name {name} (in package {app.package}) is already used by"
                    f" {other.package}",
                )
        for name in app.own_permissions:
            if name in other.own_permissions and other.signers != app.signers:
                raise InstallError(
                    "INSTALL_FAILED_DUPLICATE_PERMISSION",
                    f"Package {app.package} attempting to redeclare permission {name} already owned by {other.package}",
                )
