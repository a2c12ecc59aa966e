import shlex
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.desk.shell.line import ShellSyntaxError, parse


def words(line):
    return [[simple.words for simple in step.pipeline] for step in parse(line)]


def test_lists_and_pipes():
    assert words("a b; c|d && e || f") == [[["a", "b"]], [["c"], ["d"]], [["e"]], [["f"]]]
    assert [step.when for step in parse("a && b || c; d")] == [";", "&&", "||", ";"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("echo 'a;b' \"c d\" e\\ f", ["echo", "a;b", "c d", "e f"]),
        ("input text 'it'\\''s'", ["input", "text", "it's"]),
        ("echo a'b'c", ["echo", "abc"]),
        ("echo ''", ["echo", ""]),
        ("pm install -r '/data/local/tmp/a b.apk'", ["pm", "install", "-r", "/data/local/tmp/a b.apk"]),
    ],
)
def test_quotes(line, expected):
    assert words(line) == [[expected]]


def test_redirections():
    (step,) = parse("cat a > /sdcard/b 2>/dev/null")
    assert (step.pipeline[0].words, step.pipeline[0].output) == (["cat", "a"], "/sdcard/b")
    assert step.pipeline[0].errors_to == "nowhere"
    assert parse("x 2>&1")[0].pipeline[0].errors_to == "output"
    assert parse("x >> f")[0].pipeline[0].append


UNKNOWN = ["echo 'open", "echo '\0' a", "a |", "a && ", "echo $(id)", "echo `id`", "cat <", "| a", "x" * 300_000]


@pytest.mark.parametrize("line", UNKNOWN, ids=lambda line: line[:12])
def test_what_it_does_not_do_is_a_syntax_error(line):
    with pytest.raises(ShellSyntaxError):
        parse(line)


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12), min_size=1))
def test_a_quoted_word_arrives_as_it_was(given_words):
    line = " ".join(shlex.quote(word) for word in given_words)
    if "`" in line or "$(" in line:
        return
    assert words(line) == [[given_words]]


@given(st.text(max_size=60))
def test_any_line_is_parsed_or_refused(line):
    with suppress(ShellSyntaxError):
        parse(line)


def test_exit_codes_and_redirections_on_the_phone(on_phone):
    async def scene(desk):
        assert (await desk.sh("false; echo $?")).text == "1\n"
        assert (await desk.sh("true && echo a || echo b")).text == "a\n"
        assert (await desk.sh("false && echo a || echo b")).text == "b\n"
        assert (await desk.sh("no_such_program")).code == 127
        assert (await desk.sh("ls /none 2>/dev/null")).errors == b""
        assert (await desk.sh("ls /none 2>&1")).text == "ls: /none: No such file or directory\n"
        assert (await desk.sh("echo hi > /sdcard/f; cat < /sdcard/f; cat /sdcard/f | wc -c")).text == "hi\n3\n"
        assert (await desk.sh("echo 'open")).code == 2
        assert (await desk.sh("mkdir -p /sdcard/a/b && touch /sdcard/a/b/c && ls /sdcard/a/b")).text == "c\n"
        assert (await desk.sh("rm /sdcard/a")).code == 1
        assert (await desk.sh("rm -r /sdcard/a && ls /sdcard")).text == "f\n"
        assert (await desk.sh("rm -f /sdcard/none")).code == 0

    on_phone(scene)


def test_settings_properties_and_log(on_phone):
    async def scene(desk):
        await desk.sh("settings put global http_proxy 127.0.0.1:8080")
        assert desk.phone.device.proxy == ("127.0.0.1", 8080)
        assert (await desk.sh("settings get global http_proxy")).text == "127.0.0.1:8080\n"
        await desk.sh("settings put global http_proxy :0")
        assert desk.phone.device.proxy is None
        assert (await desk.sh("settings get global none")).text == "null\n"
        assert "adb_enabled=1" in (await desk.sh("settings list global")).text
        deleted = await desk.sh("settings delete global http_proxy; settings get global http_proxy")
        assert deleted.text == "Deleted 1 rows\nnull\n"
        assert (await desk.sh("settings get nowhere x")).code == 255
        assert (await desk.sh("getprop ro.build.version.sdk")).text == "34\n"
        assert "[ro.build.version.release]: [14]" in (await desk.sh("getprop")).text
        desk.phone.device.write_log(7, "E", "Tag", "two\nlines")
        assert (await desk.sh("logcat -d")).text.count(" E Tag") == 2
        assert (await desk.sh("logcat -c; logcat -d | grep -c Tag")).text == "0\n"

    on_phone(scene)


def test_any_words_to_the_commands_end_with_a_code_and_a_sentence(on_phone):
    """Odd words for every command: none raises, none hangs, and the phone is as before."""
    import asyncio
    import random

    from auditor.desk.shell.shell import commands

    odd = [
        "", "-", "--", "-S", "99999999999999999999", "-1", "0x", "'", "a=b", "/../../etc/passwd", "\0", "中" * 300,
        "*:S", "--user", "-p", "-n", "com.a/.B", "com.cornershop.demo", "/sdcard", "list", "install",
        "install-write", "put", "get", "global", "start", "-v", "%n%s", "2>&1",
        "-t", "tap", "1e9", "nan", "keyevent", "wait", "idle", "0",
    ]  # fmt: skip
    choose = random.Random(20261123)
    waits = {"desk", "sleep"}

    async def scene(desk):
        await desk.install()
        names = sorted(set(commands()) - waits)
        assert {"pm", "am", "logcat", "settings", "input", "ls", "dumpsys"} <= set(names)
        for name in names * 12:
            words = " ".join(shlex.quote(choose.choice(odd)) for _ in range(choose.randrange(6)))
            if name == "logcat":
                words += " -d"
            typed = await asyncio.wait_for(desk.sh(f"{name} {words}"), 20)
            assert 0 <= typed.code <= 255, (name, words)
            assert b"Traceback" not in typed.output + typed.errors
        assert (await desk.sh("whoami")).text == "shell\n"
        assert not (desk.phone.tree.root.parent / "etc").exists()

    on_phone(scene)
