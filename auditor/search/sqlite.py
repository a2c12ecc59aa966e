"""Read SQLite databases as what they are: untrusted bytes. Nothing of them is run, and all of it is bounded.

The bytes are opened in memory. Only plain tables are read, by `SELECT` of their columns; an authorizer refuses all else
(triggers, views, virtual tables, ATTACH, PRAGMA). Source: sqlite.org, "Database File Format" (header, WAL),
"Defense Against The Dark Arts".
"""

from __future__ import annotations

import sqlite3
import struct
import time
from contextlib import closing

from auditor.search.structure import FIELD_LIMIT, NAME_LIMIT, Field

MARK = b"SQLite format 3\0"
LARGEST = 32 << 20
CELL_LIMIT = 4 << 20
TABLE_LIMIT = 500
COLUMN_LIMIT = 200
STEPS_A_CHECK, SECONDS = 10_000, 2.0
WAL_MARKS = (0x377F0682, 0x377F0683)
WAL_HEADER, WAL_FRAME = struct.Struct(">8I"), struct.Struct(">6I")
READS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})


def fields(data: bytes) -> list[Field] | None:
    """The cells of a database as `sqlite:table.column`, row by row; None when it is none or cannot be read.

    Texts and blobs as they are, numbers as written in decimal; at most `FIELD_LIMIT` cells, 32 MiB (a
    generated column may hold more than the file) and two seconds.
    """
    if not data.startswith(MARK) or not 512 <= len(data) <= LARGEST:
        return None
    found: list[Field] = []
    try:
        with closing(sqlite3.connect(":memory:")) as base:
            # Bytes 18 and 19 tell the journal mode; one in memory can have no write-ahead log.
            base.deserialize(data[:18] + b"\x01\x01" + data[20:])
            _restrict(base)
            for table in _tables(base):
                _read(base, table, found)
    except (sqlite3.Error, MemoryError, OverflowError):
        return found or None
    return found


def with_log(data: bytes, log: bytes) -> bytes:
    """A database with what its write-ahead log has committed; the database as it is where the log does not fit."""
    if len(log) < WAL_HEADER.size or not data.startswith(MARK):
        return data
    mark, _, size, _, salt1, salt2, _, _ = WAL_HEADER.unpack_from(log)
    if mark not in WAL_MARKS or size not in {1 << power for power in range(9, 17)}:
        return data
    pages: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    count = 0
    for at in range(WAL_HEADER.size, len(log) - WAL_FRAME.size - size + 1, WAL_FRAME.size + size):
        number, committed, one, two, _, _ = WAL_FRAME.unpack_from(log, at)
        if (one, two) != (salt1, salt2) or not 1 <= number <= LARGEST // size:
            break
        waiting[number] = log[at + WAL_FRAME.size : at + WAL_FRAME.size + size]
        if committed:
            pages.update(waiting)
            waiting, count = {}, committed
    if not pages or count > LARGEST // size:
        return data
    whole = bytearray(data[: count * size].ljust(count * size, b"\0"))
    for number, page in pages.items():
        if number <= count:
            whole[(number - 1) * size : number * size] = page
    return bytes(whole)


def _restrict(base: sqlite3.Connection) -> None:
    deadline = time.monotonic() + SECONDS
    base.text_factory = bytes
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, CELL_LIMIT)
    base.setlimit(sqlite3.SQLITE_LIMIT_VDBE_OP, 100_000)
    base.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_A_CHECK)
    base.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in READS else sqlite3.SQLITE_DENY)


def _tables(base: sqlite3.Connection) -> list[str]:
    """Names of the tables that have pages of their own: virtual ones have none."""
    rows = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0").fetchmany(TABLE_LIMIT)
    return [name.decode("utf-8", "replace") for (name,) in rows if isinstance(name, bytes)]


def _read(base: sqlite3.Connection, table: str, found: list[Field]) -> None:
    """Add a table's cells; one that cannot be read to its end is left where it breaks off."""
    try:
        rows = base.execute(f'SELECT * FROM "{table.replace(chr(34), chr(34) * 2)}"')
        names = [str(column[0])[:NAME_LIMIT] for column in rows.description[:COLUMN_LIMIT]]
        steps = [(f"sqlite:{table[:NAME_LIMIT]}.{name}",) for name in names]
        size = sum(len(one.data) for one in found)
        for row in rows:
            size += sum(len(value) for value in row if isinstance(value, bytes))
            if size > LARGEST:
                return
            for step, value in zip(steps, row, strict=False):
                if isinstance(value, bytes) and value:
                    found.append(Field(step, value))
                elif isinstance(value, int | float):
                    found.append(Field(step, repr(value).encode()))
            if len(found) >= FIELD_LIMIT:
                return
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise
    except sqlite3.DatabaseError:
        return
