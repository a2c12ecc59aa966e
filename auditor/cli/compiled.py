"""Contracts compiled before, kept in the user's cache: most of the time of judging a short trace goes into its policy.

A kept contract is used only while everything that went into it is unchanged: the policy's bytes and name, and size and
time of every file of the policy reader and of what it reads with. A cache that cannot be read or written is no error.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from auditor.cli import kept
from auditor.config import cache_dir, private
from auditor.model import Contract

MOST_KEPT = 50
PLAIN = (".txt", ".text", "")


class Read(msgspec.Struct, frozen=True):
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
        file = folder / f"{_key(policy.name, raw)}.json"
        found = _load(file)
    except OSError:
        return read()
    if found is not None:
        return found.contract, found.text
    contract, text = read()
    with suppress(OSError, UnicodeEncodeError):
        kept.keep(file, msgspec.json.encode(Read(contract, text)), MOST_KEPT)
    return contract, text


def _load(file: Path) -> Read | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Read)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def _key(name: str, raw: bytes) -> str:
    """A digest of all that a contract is made from."""
    digest = hashlib.sha256(raw)
    for line in kept.stamps():
        digest.update(line)
    digest.update(name.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
