"""Seals a run: a digest of every recorded file in the manifest, so that a later change is noticed.

The seal proves that files are unchanged only to someone who noted the seal's digest elsewhere (the report prints it): a
digest is no signature.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from auditor.errors import RunFolderError
from auditor.model import Manifest
from auditor.runs import Run, pretty, seal_digest

# What is computed from the recording may be computed again (other policy, other law, other language): it is not sealed.
_COMPUTED = re.compile(r"judgement[\w.-]*\.json|report[\w.-]*\.\w+|.*\.part|notes\.txt")
_OWN = "manifest.json"


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What differs from the seal; paths are relative to the run folder. `seal` is the digest of the whole seal."""

    seal: str
    files: int
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def intact(self) -> bool:
        """True when every sealed file is there unchanged and none was added."""
        return not (self.changed or self.missing or self.added)


def seal(folder: Path) -> Manifest:
    """Write the digests of all recorded files into the manifest; returns it. Sealing again replaces the old seal."""
    manifest = Run.open(folder).manifest
    digests = {name: _digest(folder / name) for name in _recorded(folder)}
    digests[_OWN] = _own_digest(manifest)
    sealed = msgspec.structs.replace(manifest, digests=digests)
    draft = folder / (_OWN + ".part")
    draft.write_bytes(pretty(sealed))
    draft.replace(folder / _OWN)
    return sealed


def verify(run: Run | Path) -> Verification:
    """Compare a run with its seal. Raises `RunFolderError` when it was never sealed."""
    folder = run if isinstance(run, Path) else run.folder
    manifest = Run.open(folder).manifest
    if not manifest.digests:
        raise RunFolderError(f"{folder} was never sealed (its audit did not end); there is nothing to compare with.")
    present = set(_recorded(folder))
    sealed = {name for name in manifest.digests if name != _OWN}
    changed = [name for name in sealed & present if _digest(folder / name) != manifest.digests[name]]
    if _own_digest(manifest) != manifest.digests.get(_OWN):
        changed.append(_OWN)
    return Verification(
        seal=seal_digest(manifest),
        files=len(sealed) + 1,
        changed=tuple(sorted(changed)),
        missing=tuple(sorted(sealed - present)),
        added=tuple(sorted(present - sealed)),
    )


def _recorded(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise RunFolderError(f"{folder / name} is a link; a run folder holds files alone, remove it.")
        if path.is_file() and name != _OWN and not _COMPUTED.fullmatch(name):
            yield name


def _own_digest(manifest: Manifest) -> str:
    return hashlib.sha256(pretty(msgspec.structs.replace(manifest, digests={}))).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
