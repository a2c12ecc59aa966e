"""Contracts compiled before, kept in the user's cache: most of the time of judging a short trace goes into its policy.

A kept contract is used only while everything that went into it is unchanged: the policy's bytes and name, and size and
time of every file of the policy reader and of what it reads with. A cache that cannot be read or written is no error.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from auditor.config import cache_dir, private
from auditor.model import Contract

MOST_KEPT = 50
PLAIN = (".txt", ".text", "")


class Kept(msgspec.Struct, frozen=True):
    """A contract with the decoded text of its policy."""

    contract: Contract
    text: str


def recall(policy: Path, read: Callable[[], tuple[Contract, str]]) -> tuple[Contract, str]:
    """The contract and text that `read()` gives for a policy: kept, or read and then kept.

    Kept are plain texts with no corrections beside them; what other formats say depends on libraries as well.
    """
    if policy.suffix.lower() not in PLAIN or policy.with_name(policy.name + ".corrections.yaml").exists():
        return read()
    try:
        raw = policy.read_bytes()
        folder = private(cache_dir() / "contracts")
        kept = folder / f"{_key(policy.name, raw)}.json"
        found = _load(kept)
    except OSError:
        return read()
    if found is not None:
        return found.contract, found.text
    contract, text = read()
    with suppress(OSError, UnicodeEncodeError):
        _keep(kept, Kept(contract, text))
    return contract, text


def _load(file: Path) -> Kept | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Kept)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def _keep(file: Path, kept: Kept) -> None:
    draft = file.with_name(f"{file.name}.{os.getpid()}.part")
    draft.write_bytes(msgspec.json.encode(kept))
    draft.replace(file)
    others = sorted(file.parent.iterdir(), key=lambda one: one.stat().st_mtime_ns, reverse=True)
    for old in others[MOST_KEPT:]:
        old.unlink(missing_ok=True)


def _key(name: str, raw: bytes) -> str:
    """A digest of all that a contract is made from."""
    digest = hashlib.sha256(raw)
    package = Path(__file__).parents[1]
    for place in (package, package / "policy"):
        for line in _stamps(place, deep=place != package):
            digest.update(line.encode("utf-8", "surrogateescape"))
    digest.update(name.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _stamps(folder: Path, *, deep: bool) -> Iterator[str]:
    """Name, size and time of each file; of the folders below it as well if `deep`."""
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.is_file():
            facts = entry.stat()
            yield f"{entry.path}\0{facts.st_size}\0{facts.st_mtime_ns}\n"
        elif deep and entry.name != "__pycache__":
            yield from _stamps(Path(entry.path), deep=True)
