"""The APKs of one app: a base alone, or with its splits, from files that were named, folders, or an archive of a store.

An archive is foreign: the number of its APKs and what they unpack to are bounded, and its names lead nowhere.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from auditor.app.archive import Archive
from auditor.errors import ApkError

# .apks is written by bundletool and SAI, .xapk by APKPure, .apkm by APKMirror: all are ZIP archives of APKs.
ARCHIVES = (".apks", ".xapk", ".apkm")
MOST_APKS = 100
LARGEST_BYTES = 4 << 30
CHUNK = 1 << 20


@dataclass(frozen=True)
class ApkSet:
    """What is installed at once. `name` is the path of the base or archive that was given."""

    name: str
    base: Path
    splits: tuple[Path, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them, the base first."""
        return (self.base, *self.splits)


def gather(paths: Iterable[Path], scratch: Path) -> list[ApkSet]:
    """The apps that files, folders and archives hold, in the order given; archives are unpacked below `scratch`.

    A folder stands for the APKs and archives in it and below. APKs of one folder, package and version belong together
    where one of them is a split. Raises `ApkError`. A file that is no APK is an app by itself, which nothing can read.
    """
    found: list[ApkSet] = []
    loose: list[Path] = []
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if _is_wanted(one)) if path.is_dir() else [path]
        if not inside:
            raise ApkError(f"{path} holds no .apk file; name an APK, or a folder that has some.")
        for one in inside:
            if one.suffix.lower() in ARCHIVES:
                found += [*_together(loose), _unpacked(one, scratch / f"archive{len(found)}")]
                loose = []
            else:
                loose.append(one)
    return [*found, *_together(loose)]


def one_app(paths: Sequence[Path], scratch: Path) -> ApkSet:
    """The one app that was given; `ApkError` when it is several."""
    found = gather(paths, scratch)
    if len(found) != 1:
        names = ", ".join(one.base.name for one in found[:5])
        raise ApkError(f"These are {len(found)} apps ({names}); give one: its APK, or its base APK with its splits.")
    return found[0]


def _is_wanted(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in (".apk", *ARCHIVES)


def _unpacked(path: Path, folder: Path) -> ApkSet:
    folder.mkdir(parents=True)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if one.filename.lower().endswith(".apk")]
            # bundletool keeps whole APKs for old devices beside the splits; some archives have a name for each.
            splits = [one for one in entries if one.filename.startswith("splits/")]
            entries = splits or entries
            if not entries:
                raise ApkError(f"{path.name} holds no APK; give an .apk file or another archive.")
            if len(entries) > MOST_APKS:
                raise ApkError(f"{path.name} holds {len(entries)} APKs, more than any real app; give another archive.")
            room = LARGEST_BYTES
            files = []
            for number, entry in enumerate(entries):
                target = folder / str(number) / _plain(entry.filename)
                target.parent.mkdir()
                room -= _copy(archive, entry, target, room, path.name)
                files.append(target)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ApkError(f"{path.name} cannot be unpacked ({error}); the archive is damaged, fetch it again.") from None
    sets = _together(files, folder)
    if len(sets) > 1:
        raise ApkError(
            f"{path.name} holds {len(sets)} apps, or APKs of one for several devices; take those for one device out "
            "of it (bundletool extract-apks) and give these."
        )
    return ApkSet(str(path), sets[0].base, sets[0].splits)


def _plain(name: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in PurePosixPath(name).name)
    return kept[-80:]


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, room: int, name: str) -> int:
    """Unpack one entry, at most `room` bytes; how many it was."""
    taken = 0
    with archive.open(entry) as source, target.open("wb") as out:
        while chunk := source.read(CHUNK):
            taken += len(chunk)
            if taken > room:
                raise ApkError(f"{name} unpacks to more than {LARGEST_BYTES >> 30} GB; give another archive.")
            out.write(chunk)
    return taken


def _together(files: Sequence[Path], shared: Path | None = None) -> list[ApkSet]:
    """APKs by app: those of one folder, package and version are one where one of them is a split."""
    from auditor.app.manifest import read_identity

    groups: dict[tuple[object, ...], list[tuple[Path, str]]] = {}
    for number, file in enumerate(files):
        try:
            with Archive(file) as archive:
                package, version, split = read_identity(archive)
            key: tuple[object, ...] = (shared or file.parent, package, version)
        except ApkError:
            key, split = (number,), ""
        groups.setdefault(key, []).append((file, split))
    return [one for group in groups.values() for one in _sets(group)]


def _sets(group: Sequence[tuple[Path, str]]) -> Iterator[ApkSet]:
    bases = [file for file, split in group if not split]
    splits = [file for file, split in group if split]
    if not splits or not bases:
        # A split alone is refused when it is installed.
        yield from (ApkSet(str(file), file) for file, _ in group)
    elif len(bases) > 1:
        names = ", ".join(file.name for file in bases[:5])
        raise ApkError(f"{names} are all base APKs of the app that {splits[0].name} is a split of; give one of them.")
    elif len({split for _, split in group}) < len(group):
        raise ApkError(f"{bases[0].name} comes with two splits of one name; give those for one device.")
    else:
        yield ApkSet(str(bases[0]), bases[0], tuple(splits))
