"""Programs that an app starts, asked of the phone as its process asks."""

import base64

import pytest

from auditor.desk.seal import looks
from auditor.desk.shell.app_shell import Programs


def asked(on_phone, *commands, api=34, prepare=None):
    """What each command came to: (code, output, errors), or the whole answer where it was not run; and the ledger."""

    async def scene(desk):
        package = await desk.install()
        app = desk.phone.packages.get(package)
        desk.phone.device.api = api
        shown = desk.phone.home / "looks"
        looks.write(shown, looks.facts(desk.phone.device.properties, desk.phone.device.identity, package, app.uid), api)
        other = desk.phone.tree.host("/data/data/com.other")
        other.mkdir()
        (other / "secret").write_text("x")
        if prepare is not None:
            prepare(desk.phone)
        ledger = []
        programs = Programs(desk.phone, app, shown, lambda *entry: ledger.append(entry))
        answers = [await programs.run({"command": command}) for command in commands]
        return [_plain(answer) for answer in answers], ledger

    return on_phone(scene)


def _plain(answer):
    if "code" not in answer:
        return answer
    output, errors = (base64.b64decode(answer[name]).decode() for name in ("output", "errors"))
    return answer["code"], output, errors


def test_programs_answer_as_they_answer_an_app(on_phone):
    answers, ledger = asked(
        on_phone,
        ["getprop", "ro.product.model"], ["sh", "-c", "getprop ro.build.type | cat && id -u"],
        ["/system/bin/uname", "-m"], ["which", "su", "getprop"],
        ["cat", "/proc/version"], ["cat", "/sys/devices/system/cpu/possible"],
        ["settings", "put", "secure", "android_id", "1"], ["pm", "install", "/sdcard/x.apk"], ["dumpsys", "window"],
    )  # fmt: skip
    assert answers[0] == (0, "Desk Phone\n", "")
    code, output, _ = answers[1]
    assert (code, output.splitlines()[0]) == (0, "user") and output.splitlines()[1].startswith("101")
    assert answers[2] == (0, "aarch64\n", "")
    assert answers[3] == (1, "/system/bin/getprop\n", "")
    assert answers[4] == (1, "", "cat: /proc/version: Permission denied\n")
    assert answers[5] == (0, "0-3\n", "")
    assert [code for code, _, _ in answers[6:]] == [255, 255, 1]
    assert ledger == []


@pytest.mark.parametrize(
    "path", ["/data/data/com.other/secret", "/data/local/tmp", "/data/data", "/data/data/../data/com.other/secret", "/"]
)
def test_what_is_anothers_is_denied(on_phone, path):
    answers, _ = asked(on_phone, ["cat", path], ["ls", path])
    assert [answer[0] for answer in answers] == [1, 1]
    assert all("Permission denied" in errors and not output for _, output, errors in answers)


def test_nothing_is_written_outside_the_apps_own_folders(on_phone):
    answers, _ = asked(
        on_phone,
        ["sh", "-c", "echo hello > /sdcard/mine"], ["cat", "/sdcard/mine"], ["sh", "-c", "echo x > /system/build.prop"],
        ["touch", "/data/data/com.other/new"], ["rm", "-r", "/data/data/com.other"], ["mkdir", "/new"],
    )  # fmt: skip
    assert answers[1] == (0, "hello\n", "")
    assert all(answer[0] == 1 for answer in answers[2:])


def test_identifiers_are_given_as_the_level_gives_them(on_phone):
    def plant(phone):
        phone.device.plant(b'{"wifi_mac": "3c:5a:b4:11:22:33", "serial": "R58M12ABCDE"}')

    lines = [["ip", "link"], ["ifconfig"], ["getprop", "ro.serialno"], ["cat", "/sys/class/net/wlan0/address"]]
    old, _ = asked(on_phone, *lines, api=29, prepare=plant)
    new, _ = asked(on_phone, *lines, api=34, prepare=plant)
    assert "3c:5a:b4:11:22:33" in old[0][1] and "3c:5a:b4:11:22:33" in old[1][1]
    assert not any("3c:5a:b4:11:22:33" in output for _, output, _ in new)
    assert old[2] == new[2] == (0, "\n", "")
    assert old[3][:2] == new[3][:2] == (1, "")


def test_what_does_not_run_is_refused_and_what_is_a_gap_is_told(on_phone):
    answers, ledger = asked(
        on_phone, ["su"], ["/system/xbin/su", "-c", "id"], ["tcpdump"], ["/usr/bin/id"], ["sh"], ["sh", "/sdcard/x.sh"],
        [],
    )  # fmt: skip
    assert answers == [
        {"error_number": 2}, {"error_number": 2}, {"error_number": 2}, {"error_number": 2}, {"shell": True},
        {"error_number": 13}, {"error_number": 2},
    ]  # fmt: skip
    assert [entry[:2] for entry in ledger] == [("program", "tcpdump"), ("program", "/usr/bin/id")]
