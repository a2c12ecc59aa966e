"""Puts the facts of an APK together. Reads only: nothing of the app runs, nothing is fetched."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from auditor.app.archive import Archive
from auditor.app.dextables import DexTables, read_tables
from auditor.errors import ApkError, NoLauncherError
from auditor.model import AppFacts, Component, SdkFound


def inspect(path: Path | str, *, need_launcher: bool = True, splits: Sequence[Path] = ()) -> AppFacts:
    """The facts of an APK, or of a base with its splits: code, libraries, components and permissions of all of them.

    Raises `ApkError` when the file is no APK, is truncated, damaged or made to harm tools; with `need_launcher`, raises
    `NoLauncherError` when no activity can be started.
    """
    from auditor.app.manifest import read_manifest
    from auditor.app.packers import packer_of
    from auditor.app.permissions import dangerous, unused
    from auditor.app.privacyapis import callable_apis
    from auditor.app.signing import read_certificate

    path = Path(path)
    with ExitStack() as opened:
        archive = opened.enter_context(Archive(path))
        others = [opened.enter_context(Archive(split)) for split in splits]
        manifest = read_manifest(archive)
        if need_launcher and manifest.launcher is None:
            raise NoLauncherError(
                f"{path.name} ({manifest.package}) has no activity that a launcher could start; "
                "give an app with a screen, or the base APK of a split app."
            )
        added = [read_manifest(other) for other in others]
        components = manifest.components + tuple(c for split in added for c in split.components)
        asked = {name for one in (manifest, *added) for name in one.permissions}
        code = [_tables(one, name, data) for one in (archive, *others) for name, data in one.dex_files()]
        names = {name for dex in code for name in dex.defined} | {c.name for c in components}
        names.add(manifest.application)
        packer = packer_of([name for one in (archive, *others) for name in one.names()], names)
        permissions = tuple(sorted(asked))
        return AppFacts(
            package=manifest.package,
            version_name=manifest.version_name,
            version_code=manifest.version_code,
            label=manifest.label,
            sha256=_digest(path),
            size=sum(one.size for one in (archive, *others)),
            certificate=read_certificate(path, archive.slim(resources=False)),
            min_sdk=manifest.min_sdk,
            target_sdk=manifest.target_sdk,
            permissions=permissions,
            dangerous=dangerous(permissions),
            # packed code is not in the DEX files: its absence there proves nothing
            unused=() if packer or not code else unused(permissions, code),
            components=components,
            launcher=manifest.launcher,
            sdks=_sdks(code, components),
            packer=packer,
            native_libraries=tuple(name for one in (archive, *others) for name in one.native_libraries()),
            privacy_apis=callable_apis(code),
            category=manifest.category,
        )


def _tables(archive: Archive, name: str, data: bytes) -> DexTables:
    try:
        return read_tables(data)
    except ValueError as error:
        raise ApkError(
            f"{name} in {archive.path.name} is broken ({error}); the APK is damaged, fetch it again."
        ) from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sdks(code: list[DexTables], components: tuple[Component, ...]) -> tuple[SdkFound, ...]:
    """SDKs whose code the APK holds: the longest known prefix of each class that it defines or names."""
    from auditor.parties import Parties

    parties = Parties.load()
    classes = {name for dex in code for name in dex.defined} | {c.name for c in components}
    found: dict[str, SdkFound] = {}
    count: dict[str, int] = {}
    for name in sorted(classes):
        sdk = parties.sdk_of_code(name)
        if sdk is None:
            continue
        count[sdk.id] = count.get(sdk.id, 0) + 1
        if sdk.id not in found:
            found[sdk.id] = SdkFound(id=sdk.id, name=sdk.name, company=sdk.company, why=sdk.prefix or name)
    return tuple(
        SdkFound(id=sdk.id, name=sdk.name, company=sdk.company, why=f"{sdk.why} ({count[sdk.id]} classes)")
        for sdk in sorted(found.values(), key=lambda s: s.id)
    )
