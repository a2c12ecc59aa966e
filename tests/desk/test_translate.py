import asyncio
import hashlib
import os
import zipfile
import zlib
from pathlib import Path

import pytest
from androguard.core.dex import DEX

from auditor.desk import jars, translate
from auditor.errors import ApkError

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo" / "demo.apk"
PINNED = jars.pins()


@pytest.fixture
def own_cache(monkeypatch, tmp_path):
    """A cache of its own for translated apps, with the jars of the machine's."""
    shared = jars.prepare()
    monkeypatch.setattr(jars, "folder", lambda: shared)
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path))
    return tmp_path / "translated"


def run(apk, digest="d" * 64):
    return asyncio.run(translate.translate(apk, digest, "bwrap"))


@pytest.mark.phone
def test_dex2jar_translates_in_the_seal_and_the_cache_is_used_again(own_cache, monkeypatch):
    made = run(DEMO)
    assert made.tool == "dex2jar"
    with zipfile.ZipFile(made.jar) as archive:
        assert any(name.endswith("MainActivity.class") for name in archive.namelist())

    async def never(*_arguments):
        raise AssertionError("translated twice")

    monkeypatch.setattr(translate, "_run", never)
    assert run(DEMO) == made


@pytest.mark.phone
def test_enjarify_takes_over_where_dex2jar_fails(own_cache, monkeypatch):
    monkeypatch.setattr(translate, "_dex2jar", lambda apk, scratch, sandbox: ["/bin/false"])
    made = run(DEMO)
    assert made.tool == "enjarify"
    assert made.complaints.startswith("dex2jar: ")
    with zipfile.ZipFile(made.jar) as archive:
        assert any(name.endswith("MainActivity.class") for name in archive.namelist())


@pytest.mark.phone
def test_a_method_that_cannot_be_translated_is_named(own_cache, tmp_path):
    apk = tmp_path / "odd.apk"
    with zipfile.ZipFile(DEMO) as source, zipfile.ZipFile(apk, "w") as target:
        for name in source.namelist():
            code = source.read(name)
            target.writestr(name, _with_unknown_opcode(code) if name == "classes.dex" else code)
    made = run(apk)
    assert [hole.name for hole in made.holes] == ["com.cornershop.demo.Friends.suggest"]
    assert "0x3e" in made.holes[0].why
    assert run(apk) == made
    assert run(DEMO, "e" * 64).holes == ()


def _with_unknown_opcode(dex):
    methods = DEX(dex).get_encoded_methods()
    names = ("Lcom/cornershop/demo/Friends;", "suggest")
    found = next(method for method in methods if (method.get_class_name(), method.get_name()) == names)
    code = bytearray(dex)
    code[found.get_code_off() + 16] = 0x3E
    code[12:32] = hashlib.sha1(code[32:]).digest()
    code[8:12] = zlib.adler32(code[12:]).to_bytes(4, "little")
    return bytes(code)


@pytest.mark.phone
def test_code_that_nobody_can_translate_is_one_sentence_and_leaves_nothing(own_cache, tmp_path):
    broken = tmp_path / "broken.apk"
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("classes.dex", b"dex\n035\0" + os.urandom(2000))
    with pytest.raises(ApkError, match="neither dex2jar nor enjarify"):
        run(broken)
    assert list(own_cache.iterdir()) == []


def test_a_translator_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(translate, "TIME_LIMIT_S", 0.3)
    assert asyncio.run(translate._run(["/bin/sleep", "60"], None)) == ("took more than 0.3 s", "")
