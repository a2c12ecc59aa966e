import asyncio
import hashlib
import os
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest
from androguard.core.dex import DEX

from auditor.desk import jars
from auditor.desk.seal import seal
from auditor.desk.translation import translate
from auditor.errors import ApkError

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "demo" / "demo.apk"
PINNED = jars.pins()
JAVA = str(seal.java_home() / "bin" / "java")


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


ANCESTORS = """
.class public LOwn;
.super Ljava/util/ArrayList;
.class public LMain;
.super Ljava/lang/Object;
.method public static main([Ljava/lang/String;)V
    .registers 5
    new-instance v0, LOwn;
    array-length v1, p0
    if-eqz v1, :none
    const/4 v2, 0x7
    goto :made
    :none
    const/4 v2, 0x5
    :made
    invoke-direct {v0, v2}, Ljava/util/ArrayList;-><init>(I)V
    invoke-virtual {v0, p0}, Ljava/util/ArrayList;->add(Ljava/lang/Object;)Z
    new-instance v1, Ljava/util/ArrayList;
    invoke-direct {v1}, Ljava/util/ArrayList;-><init>()V
    invoke-virtual {v1, v0}, Ljava/util/ArrayList;->add(Ljava/lang/Object;)Z
    sget-object v2, Ljava/lang/System;->out:Ljava/io/PrintStream;
    invoke-virtual {v0}, Ljava/lang/Object;->getClass()Ljava/lang/Class;
    move-result-object v0
    invoke-virtual {v2, v0}, Ljava/io/PrintStream;->println(Ljava/lang/Object;)V
    invoke-virtual {v1}, Ljava/lang/Object;->getClass()Ljava/lang/Class;
    move-result-object v0
    invoke-virtual {v2, v0}, Ljava/io/PrintStream;->println(Ljava/lang/Object;)V
    return-void
.end method
"""


@pytest.mark.phone
def test_an_object_made_with_its_parents_constructor_keeps_its_class(own_cache, tmp_path):
    """As R8 writes it for a class whose own constructor would do no more."""
    apk = tmp_path / "ancestors.apk"
    with zipfile.ZipFile(apk, "w") as archive:
        archive.writestr("classes.dex", _assembled(ANCESTORS, tmp_path))
    made = run(apk)
    done = _main(made.jar)
    assert (made.tool, made.holes) == ("dex2jar", ())
    assert done.stdout.split("\n") == ["class Own", "class java.util.ArrayList", ""], done.stderr


INTERFACE_CALLS = """
.class public interface abstract LSaying;
.super Ljava/lang/Object;
.method public static word()Ljava/lang/String;
    .registers 1
    const-string v0, "static"
    return-object v0
.end method
.method public other()Ljava/lang/String;
    .registers 2
    const-string v0, "default"
    return-object v0
.end method
.class public LMain;
.super Ljava/lang/Object;
.implements LSaying;
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method
.method public other()Ljava/lang/String;
    .registers 2
    invoke-super {p0}, LSaying;->other()Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method
.method public static main([Ljava/lang/String;)V
    .registers 4
    sget-object v1, Ljava/lang/System;->out:Ljava/io/PrintStream;
    invoke-static {}, LSaying;->word()Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v1, v0}, Ljava/io/PrintStream;->println(Ljava/lang/String;)V
    new-instance v0, LMain;
    invoke-direct {v0}, LMain;-><init>()V
    invoke-virtual {v0}, LMain;->other()Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v1, v0}, Ljava/io/PrintStream;->println(Ljava/lang/String;)V
    invoke-static {}, Ljava/util/List;->of()Ljava/util/List;
    move-result-object v0
    invoke-virtual {v1, v0}, Ljava/io/PrintStream;->println(Ljava/lang/Object;)V
    return-void
.end method
"""


@pytest.mark.phone
def test_static_and_default_methods_of_interfaces_are_called(own_cache, tmp_path):
    apk = tmp_path / "interfaces.apk"
    with zipfile.ZipFile(apk, "w") as archive:
        # Methods of interfaces came with version 037 of the format.
        archive.writestr("classes.dex", _assembled(INTERFACE_CALLS, tmp_path).replace(b"dex\n035", b"dex\n037", 1))
    done = _main(run(apk).jar)
    assert (done.stdout.split(), done.stderr) == (["static", "default", "[]"], "")


@pytest.mark.phone
def test_the_classes_that_dex2jar_fails_on_are_taken_from_enjarify(own_cache, tmp_path, monkeypatch):
    one = translate._run

    async def fails_on_two(line, environment):
        done = await one(line, environment)
        if translate.TRANSLATOR in line:
            failed = ("Lcom/cornershop/demo/Friends;->suggest()V", "Lcom/cornershop/demo/Nobody;")
            text = "".join(f"{name}\tjava.lang.IllegalStateException: odd\n" for name in failed)
            next(own_cache.glob(".new-*/errors.txt")).write_text(text, "utf-8")
        return done

    monkeypatch.setattr(translate, "_run", fails_on_two)
    made = run(DEMO)
    assert [path.name for path in made.jars] == ["second.jar", "classes.jar"]
    with zipfile.ZipFile(made.jars[0]) as archive:
        assert archive.namelist() == ["com/cornershop/demo/Friends.class"]
    assert made.tool == "dex2jar"
    assert [hole.name for hole in made.holes] == ["com.cornershop.demo.Nobody"]
    assert run(DEMO) == made


def _main(jar):
    """Run the class Main of a jar as an app's process runs it: unverified."""
    line = [JAVA, "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote", "-cp", str(jar), "Main"]
    return subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)


def _assembled(text, folder):
    tools = ":".join(str(jars.folder() / name) for name in jars.class_path(PINNED.translate))
    for number, one in enumerate(text.split(".class ")[1:]):
        (folder / f"{number}.smali").write_text(f".class {one}", "utf-8")
    out = folder / "out.dex"
    smali = [str(path) for path in sorted(folder.glob("*.smali"))]
    line = [JAVA, "-cp", tools, "com.googlecode.d2j.smali.SmaliCmd", "-o", str(out), *smali]
    subprocess.run(line, check=True, capture_output=True, timeout=60)
    return out.read_bytes()


def test_a_translator_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(translate, "TIME_LIMIT_S", 0.3)
    assert asyncio.run(translate._run(["/bin/sleep", "60"], None)) == ("took more than 0.3 s", "")
