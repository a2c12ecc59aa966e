import asyncio
import os
import zipfile
from pathlib import Path

import pytest

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
def test_code_that_nobody_can_translate_is_one_sentence_and_leaves_nothing(own_cache, tmp_path):
    broken = tmp_path / "broken.apk"
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("classes.dex", b"dex\n035\0" + os.urandom(2000))
    with pytest.raises(ApkError, match="neither dex2jar nor enjarify"):
        run(broken)
    assert list(own_cache.iterdir()) == []


def test_a_translator_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(translate, "TIME_LIMIT_S", 0.3)
    assert asyncio.run(translate._run(["/bin/sleep", "60"], None)) == "took more than 0.3 s"
