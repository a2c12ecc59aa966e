import asyncio
import base64
import json
import os
import zipfile
from pathlib import Path

import pytest

from auditor.desk.control import MOST_QUESTIONS, Control
from auditor.desk.translation import late, translate
from auditor.desk.translation.late import LateCode
from auditor.desk.translation.untranslated import Hole
from auditor.errors import ApkError, DeviceError

ZIP = base64.b64encode(b"a zip").decode()


@pytest.fixture
def translator(monkeypatch, tmp_path):
    """Stands in for the translators: keeps what it was given; code that says `bad` cannot be translated."""
    given = []
    jar = tmp_path / "cache" / "late-0" / "classes.jar"
    jar.parent.mkdir(parents=True)
    jar.write_bytes(b"class files")

    async def translated(path, digest, sandbox):
        given.append(path.read_bytes())
        if b"bad" in given[-1]:
            raise ApkError("it holds bytecode that cannot be translated")
        if b"slow" in given[-1]:
            await asyncio.sleep(3600)
        return translate.Translated(jar=jar, tool="none", complaints="", holes=(Hole("a.B.c", "odd"),))

    monkeypatch.setattr(translate, "translate", translated)
    return given


def ask(code: LateCode, **message: object) -> dict[str, object]:
    return asyncio.run(code.translate(message))


def test_class_files_come_back_where_the_process_sees_them(tmp_path, translator):
    notes = []
    code = LateCode(tmp_path, "bwrap", lambda *note: notes.append(note))
    assert ask(code, zip=ZIP) == {"jar": "/phone/late/1.jar"}
    assert ask(LateCode(tmp_path, "none", lambda *note: None), zip=ZIP) == {"jar": str(tmp_path / "late" / "1.jar")}
    assert (tmp_path / "late" / "1.jar").read_bytes() == b"class files"
    assert translator[0] == b"a zip" and notes == [("class_not_translated", "a.B.c", "odd")]
    assert [path.name for path in (tmp_path / "late").iterdir()] == ["1.jar"], "what was sent is not kept"


def test_classes_of_the_second_translator_come_first(tmp_path, translator):
    cache = tmp_path / "cache" / "late-0"
    for name, classes in (("second.jar", {"a/B.class": b"2"}), ("classes.jar", {"a/B.class": b"1", "a/C.class": b"1"})):
        with zipfile.ZipFile(cache / name, "w") as jar:
            for one, content in classes.items():
                jar.writestr(one, content)
    ask(LateCode(tmp_path, "bwrap", lambda *note: None), zip=ZIP)
    with zipfile.ZipFile(tmp_path / "late" / "1.jar") as jar:
        assert {name: jar.read(name) for name in jar.namelist()} == {"a/B.class": b"2", "a/C.class": b"1"}


def test_what_foreign_code_asks_for_is_bounded(tmp_path, translator, monkeypatch):
    code = LateCode(tmp_path, "bwrap", lambda *note: None)
    for zipped, complaint in (
        (None, "at most 21 MB"), ("A" * (30 << 20), "at most 21 MB"), ("not base64!", "did not arrive whole"),
        (base64.b64encode(b"bad").decode(), "cannot be translated"),
    ):  # fmt: skip
        with pytest.raises(DeviceError, match=complaint):
            ask(code, zip=zipped)
    monkeypatch.setattr(late, "LIMIT_S", 0.05)
    with pytest.raises(DeviceError, match=r"within 0\.05 s"):
        ask(code, zip=base64.b64encode(b"slow").decode())
    monkeypatch.setattr(late, "LARGEST_JAR_BYTES", 3)
    with pytest.raises(DeviceError, match="larger than"):
        ask(code, zip=ZIP)
    monkeypatch.setattr(late, "MOST_FILES", 3)
    with pytest.raises(DeviceError, match="no more are translated"):
        ask(code, zip=ZIP)


def test_the_cache_keeps_what_was_used_last(tmp_path, translator, monkeypatch):
    monkeypatch.setattr(late, "MOST_KEPT", 2)
    cache = tmp_path / "cache"
    for name, used in (("late-1", 100), ("late-2", 300), ("late-3", 200), ("of-an-apk", 50)):
        (cache / name).mkdir()
        os.utime(cache / name, (used, used))
    ask(LateCode(tmp_path, "bwrap", lambda *note: None), zip=ZIP)
    assert sorted(path.name for path in cache.iterdir()) == ["late-0", "late-2", "of-an-apk"]


def test_a_process_asks_and_is_answered_by_number(tmp_path):
    async def answer(question):
        if question.get("name") == "wait":
            await asyncio.sleep(3600)
        if question.get("name") == "no":
            raise DeviceError("not that")
        return {"jar": "x"}

    async def scene():
        control = Control(Path(tmp_path / "c"), lambda event: None, {"translate": answer})
        await control.listen()
        reader, writer = await asyncio.open_unix_connection(tmp_path / "c")
        answers = {}

        async def ask_all(questions):
            for question in questions:
                writer.write(json.dumps({"ask": len(answers), **question}).encode() + b"\n")
                reply = json.loads(await reader.readline())
                assert reply.pop("answer") == len(answers)
                answers[len(answers)] = reply

        async with asyncio.timeout(10):
            await ask_all([{"what": "translate"}, {"what": "translate", "name": "no"}, {"what": "open the door"}])
            for number in range(MOST_QUESTIONS):
                question = {"ask": 100 + number, "what": "translate", "name": "wait"}
                writer.write(json.dumps(question).encode() + b"\n")
            await ask_all([{"what": "translate"}])
        writer.close()
        await control.close()
        return answers

    answers = asyncio.run(scene())
    assert answers[0] == {"ok": True, "jar": "x"}
    assert answers[1] == {"ok": False, "error": "not that"}
    assert answers[2] == {"ok": False, "error": "the phone knows no question 'open the door'"}
    assert answers[3] == {"ok": False, "error": f"more than {MOST_QUESTIONS} questions at a time"}
