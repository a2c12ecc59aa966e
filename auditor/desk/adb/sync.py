"""The `sync:` service of ADB: push, pull, stat and list, in the first and the second form of its answers.

Source: AOSP, packages/modules/adb/SYNC.TXT and file_sync_protocol.h.
"""

from __future__ import annotations

import asyncio
import os
import stat
import struct
from contextlib import suppress

from auditor.desk.adb.streams import CHUNK, Stream
from auditor.desk.files import Tree

LONGEST_PATH = 1024
PLAIN_FILE = 0o100600
STAT2 = struct.Struct("<4sIQQIIIIQqqq")


async def serve(stream: Stream, tree: Tree) -> None:
    """Answer requests until the client quits."""
    while True:
        try:
            kind, length = struct.unpack("<4sI", await stream.read_exactly(8))
        except EOFError:
            return
        if kind == b"QUIT":
            return
        if length > LONGEST_PATH:
            await _fail(stream, "path too long")
            return
        path = (await stream.read_exactly(length)).decode("utf-8", "replace")
        if kind == b"STAT":
            await stream.write(struct.pack("<4sIII", b"STAT", *_stat1(tree, path)))
        elif kind in (b"STA2", b"LST2"):
            await stream.write(_stat2(kind, tree, path))
        elif kind in (b"LIST", b"LIS2"):
            await _list(stream, tree, path, second=kind == b"LIS2")
        elif kind in (b"RECV", b"RCV2"):
            if kind == b"RCV2" and not await _plain(stream, "<4sI"):
                return
            await _receive(stream, tree, path)
        elif kind == b"SEND":
            path, _, mode = path.rpartition(",")
            if not await _send(stream, tree, path, int(mode) if mode.isdigit() else PLAIN_FILE):
                return
        elif kind == b"SND2":
            mode2 = await _plain(stream, "<4sII")
            if not mode2 or not await _send(stream, tree, path, mode2[1]):
                return
        else:
            await _fail(stream, f"unknown request {kind!r}")
            return


def _stat1(tree: Tree, path: str) -> tuple[int, int, int]:
    try:
        found = tree.stat(path)
    except OSError:
        return 0, 0, 0
    return found.st_mode, found.st_size & 0xFFFFFFFF, int(found.st_mtime) & 0xFFFFFFFF


def _facts2(kind: bytes, found: os.stat_result) -> bytes:
    return STAT2.pack(
        kind, 0, 0, found.st_ino, found.st_mode, found.st_nlink, 0, 0, found.st_size,
        int(found.st_atime), int(found.st_mtime), int(found.st_ctime),
    )  # fmt: skip


def _stat2(kind: bytes, tree: Tree, path: str) -> bytes:
    try:
        return _facts2(kind, tree.stat(path))
    except OSError as error:
        return STAT2.pack(kind, error.errno or 5, *([0] * 10))


async def _list(stream: Stream, tree: Tree, path: str, second: bool) -> None:
    try:
        entries = tree.list(path)
    except OSError:
        entries = []
    for name, found in entries:
        raw = os.fsencode(name)
        if second:
            head = _facts2(b"DNT2", found)
        else:
            head = struct.pack(
                "<4sIII", b"DENT", found.st_mode, found.st_size & 0xFFFFFFFF, int(found.st_mtime) & 0xFFFFFFFF
            )
        await stream.write(head + struct.pack("<I", len(raw)) + raw)
    empty = STAT2.size + 4 if second else 20
    await stream.write(b"DONE" + bytes(empty - 4))


async def _receive(stream: Stream, tree: Tree, path: str) -> None:
    try:
        for part in tree.read(path):
            await stream.write(struct.pack("<4sI", b"DATA", len(part)) + part)
    except OSError as error:
        await _fail(stream, f"open failed: {os.strerror(error.errno or 5)}")
        return
    await stream.write(struct.pack("<4sI", b"DONE", 0))


async def _plain(stream: Stream, form: str) -> tuple[int, ...] | None:
    """The rest of a request of the second form, flags last; None, and said, when it wants compression."""
    found = struct.unpack(form, await stream.read_exactly(struct.calcsize(form)))
    if found[-1]:
        await _fail(stream, f"flags {found[-1]:#x} are not supported; this phone takes and gives plain data")
        return None
    return found


async def _send(stream: Stream, tree: Tree, path: str, kind: int) -> bool:
    """Take a file; after a failure the rest of the client's data is read away, and the stream ends (False)."""
    if not path or not stat.S_ISREG(kind | (0 if stat.S_IFMT(kind) else stat.S_IFREG)):
        await _fail(stream, "only plain files can be pushed to this phone")
        return await _drain(stream)
    try:
        with tree.write(path, kind) as write:
            while True:
                word, length = struct.unpack("<4sI", await stream.read_exactly(8))
                if word == b"DONE":
                    break
                if word != b"DATA" or length > CHUNK:
                    await _fail(stream, "broken data")
                    return False
                await asyncio.to_thread(write, await stream.read_exactly(length))
    except OSError as error:
        await _fail(stream, f"couldn't create file: {os.strerror(error.errno or 5)}")
        return await _drain(stream)
    with suppress(OSError):
        tree.set_time(path, length)
    await stream.write(struct.pack("<4sI", b"OKAY", 0))
    return True


async def _drain(stream: Stream) -> bool:
    """Read what the client still sends of a file that failed, as adbd does: it may not look at the answer before."""
    while True:
        word, length = struct.unpack("<4sI", await stream.read_exactly(8))
        if word != b"DATA" or length > CHUNK:
            return False
        await stream.read_exactly(length)


async def _fail(stream: Stream, why: str) -> None:
    raw = why.encode()
    await stream.write(struct.pack("<4sI", b"FAIL", len(raw)) + raw)
