"""Files of an app and cookies: databases with their logs, preferences, and whatever pretends to be one."""

from __future__ import annotations

import base64
import sqlite3
import struct
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model import Flow, Identity, Message
from auditor.search import Searcher, preferences, search_answer, search_file, sqlite

IMEI, MAIL, PLACE = "867530912345678", "li.wei.77@mail.example", "31.230412,121.473701"
SEARCHER = Searcher(
    [
        Identity(id="imei", data_type="imei", value=IMEI),
        Identity(id="email", data_type="email_address", value=MAIL),
        Identity(id="place", data_type="location_precise", value=PLACE),
    ]
)


def chains(content: bytes, log: bytes = b"") -> set[tuple[str, tuple[str, ...]]]:
    return {(hit.value_id, hit.chain) for hit in search_file(SEARCHER, content, log)}


def database(folder: Path, *statements: str) -> Path:
    path = folder / "x.db"
    with sqlite3.connect(path) as base:
        for statement in statements:
            base.execute(statement)
    base.close()
    return path


def test_a_table_gives_table_and_column(tmp_path: Path) -> None:
    packed = base64.b64encode(MAIL.encode()).decode()
    path = database(
        tmp_path,
        'CREATE TABLE "odd ""name" (id INTEGER PRIMARY KEY, lat REAL, lng REAL, who TEXT, number INTEGER, raw BLOB)',
        f"INSERT INTO \"odd \"\"name\" VALUES (1, 31.230412, 121.473701, '{packed}', {IMEI}, NULL)",
        f"INSERT INTO \"odd \"\"name\" (id, raw) VALUES (2, CAST('{{\"m\": \"{MAIL}\"}}' AS BLOB))",
        "CREATE TABLE keyed (k TEXT PRIMARY KEY) WITHOUT ROWID",
        f"INSERT INTO keyed VALUES ('{MAIL}')",
    )
    table = 'sqlite:odd "name'
    assert chains(path.read_bytes()) == {
        ("place", (f"{table}.lat",)),
        ("email", (f"{table}.who", "base64")),
        ("email", (f"{table}.raw", "json:$.m")),
        ("imei", (f"{table}.number",)),
        ("email", ("sqlite:keyed.k",)),
    }


def test_what_only_the_log_holds_is_found_in_its_table(tmp_path: Path) -> None:
    path = database(tmp_path, "PRAGMA journal_mode=WAL", "CREATE TABLE first (a TEXT)")
    base = sqlite3.connect(path)
    base.execute("PRAGMA wal_autocheckpoint=0")
    base.execute("CREATE TABLE late (mail TEXT)")
    base.execute("INSERT INTO late VALUES (?)", (MAIL,))
    base.commit()
    content, log = path.read_bytes(), path.with_name("x.db-wal").read_bytes()
    base.close()
    assert chains(content) == set()
    assert chains(content, log) == {("email", ("sqlite:late.mail",))}
    of_another_time = log[:16] + bytes(8) + log[24:]
    assert chains(content, of_another_time) == {("email", ())}, "not committed, yet it is there"


def test_what_was_deleted_is_found_in_the_pages(tmp_path: Path) -> None:
    path = database(
        tmp_path,
        "PRAGMA secure_delete=OFF",
        "CREATE TABLE t (a TEXT)",
        f"INSERT INTO t VALUES ('{MAIL}')",
        "DELETE FROM t",
    )
    assert chains(path.read_bytes()) == {("email", ())}


def test_a_hostile_database_runs_nothing_and_grows_to_no_end(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) AS a FROM n"
    path = database(
        tmp_path,
        f"CREATE VIEW slow AS {endless}",
        "CREATE VIRTUAL TABLE words USING fts4(a)",
        "CREATE TABLE made (a TEXT, b TEXT GENERATED ALWAYS AS (hex(zeroblob(1000000))) VIRTUAL)",
        *[f"INSERT INTO made (a) VALUES ('{MAIL}')"] * 100,
    )
    begun = time.monotonic()
    found = sqlite.fields(path.read_bytes()) or []
    assert time.monotonic() - begun < 3
    assert {one.steps for one in found} >= {("sqlite:made.a",), ("sqlite:made.b",)}
    assert not [one for one in found if one.steps[0].startswith(("sqlite:slow", "sqlite:words."))]
    assert sum(len(one.data) for one in found) <= 33 << 20


def test_preferences_give_the_name(tmp_path: Path) -> None:
    bits = struct.unpack(">q", struct.pack(">d", 31.230412))[0], struct.unpack(">q", struct.pack(">d", 121.473701))[0]
    content = f"""<?xml version='1.0' encoding='utf-8' standalone='yes' ?>
<map>
    <string name="user">{{"mail": "{MAIL}"}}</string>
    <long name="device" value="{IMEI}" />
    <set name="all"><string>{base64.b64encode(IMEI.encode()).decode()}</string></set>
    <long name="lat" value="{bits[0]}" /><long name="lng" value="{bits[1]}" />
</map>"""
    assert chains(content.encode()) == {
        ("email", ("prefs:user", "json:$.mail")),
        ("imei", ("prefs:device",)),
        ("imei", ("prefs:all", "base64")),
        ("place", ("prefs:lat", "double")),
    }


def test_a_document_type_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><map><string name="a">x</string></map>'
    assert preferences.fields(bomb) is not None
    assert preferences.fields(b'<!DOCTYPE map [<!ENTITY a "aaaa">]>' + bomb) is None
    assert preferences.fields(b'<map><!DOCTYPE map [<!ENTITY a "aaaa">]><string name="a">&a;</string></map>') is None


@given(st.binary(max_size=200), st.lists(st.tuples(st.integers(0, 8191), st.integers(0, 255)), max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_damaged_database_or_log_never_raises(tail: bytes, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(WHOLE)
    for at, byte in changes:
        damaged[at % len(damaged)] = byte
    damaged[:16] = sqlite.MARK
    search_file(SEARCHER, bytes(damaged) + tail, tail)
    log = bytearray(LOG)
    for at, byte in changes:
        log[at % len(log)] = byte
    search_file(SEARCHER, WHOLE, bytes(log))
    preferences.fields(b"<map>" + tail)


def _with_log() -> tuple[bytes, bytes]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = database(Path(folder), "PRAGMA journal_mode=WAL", "CREATE TABLE a (b TEXT)", "INSERT INTO a VALUES (1)")
        base = sqlite3.connect(path)
        base.execute("INSERT INTO a VALUES (?)", (MAIL,))
        base.commit()
        found = path.read_bytes(), path.with_name("x.db-wal").read_bytes()
        base.close()
        return found


WHOLE, LOG = _with_log()


def test_cookies_that_an_answer_sets_are_searched_without_their_attributes() -> None:
    coded = base64.b64encode(MAIL.encode()).decode()
    headers = (("Set-Cookie", f"uid={coded}; Path=/{IMEI}; HttpOnly"), ("X-Id", IMEI), ("set-cookie", "a=b"))
    flow = Flow(id="F1", at=1, host="x.example", response=Message(headers=headers))
    (hit,) = search_answer(SEARCHER, flow)
    assert (hit.source, hit.value_id, hit.part, hit.chain) == ("F1", "email", "set-cookie", ("cookie:uid", "base64"))
