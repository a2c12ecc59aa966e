"""`find` and `stat` on the phone's shell, and the list of an app's files that is read through them."""

import os
import shlex

from auditor.phone.files import CLOSED, AppFiles


def test_lists_files_by_kind_name_and_time(on_phone):
    async def scene(desk):
        await desk.sh("mkdir -p /sdcard/Download /data/data/com.a/files")
        await desk.sh("echo old > /sdcard/Download/old.txt")
        await desk.sh("touch /data/local/tmp/began")
        marker = desk.phone.tree.host("/data/local/tmp/began")
        os.utime(desk.phone.tree.host("/sdcard/Download") / "old.txt", ns=(1, 1))
        os.utime(marker, ns=(2, 2))
        await desk.sh("echo new > '/sdcard/Download/new one.txt'")
        os.symlink("/etc/passwd", desk.phone.tree.host("/sdcard") / "link")
        found = await desk.sh("find /sdcard -type f")
        assert found.text == "/sdcard/Download/new one.txt\n/sdcard/Download/old.txt\n"
        assert (await desk.sh("find /sdcard/ -type f -newer /data/local/tmp/began")).text.endswith("/new one.txt\n")
        assert (await desk.sh("find /sdcard -name '*.txt' -newer /sdcard/link -type d")).text == ""
        assert (await desk.sh("find /sdcard -type l")).text == "/sdcard/link\n"
        sized = await desk.sh("find /sdcard -type f -name old.txt -exec stat -c '%s %n' {} +")
        assert sized.text == "4 /sdcard/Download/old.txt\n"
        missing = await desk.sh("find /nowhere -type f")
        assert (missing.code, missing.errors) == (1, b"find: /nowhere: No such file or directory\n")
        refused = await desk.sh("find /sdcard -delete")
        assert refused.code == 1 and b"bad option" in refused.errors
        changed = await desk.sh("stat -c '%s|%F|%%' '/sdcard/Download/new one.txt'")
        assert changed.text == "4|%F|%\n"
        assert (await desk.sh("stat /sdcard/none")).code == 1

    on_phone(scene)


class Phone:
    """A device whose shell answers from a table; unknown commands are not found."""

    def __init__(self, answers):
        self.answers, self.asked = answers, []

    def execute(self, command, timeout):
        self.asked.append(command)
        return self.answers.get(command, (1, b"not found"))


LIST = "find {root} -type f{more} -exec stat -c '%s %Z %n' {{}} + 2>/dev/null"


def test_the_first_door_that_opens_is_taken_and_forged_names_are_dropped():
    home, quoted = "/data/data/com.a", "su -c {}".format
    rows = [f"12 1700000000 {home}/files/a b", "7 1700000001 /data/data/com.b/x", f"5 9 {home}/../com.b/y", "nonsense"]
    listed = "".join(row + "\n" for row in rows).encode()
    command = LIST.format(root=home + "/", more="")
    phone = Phone({
        f"ls -d {home}": (0, f"{home}\n".encode()),
        f"ls {home}/": (1, b"ls: Permission denied"),
        quoted(shlex.quote(f"ls -d {home}")): (0, f"{home}\n".encode()),
        quoted(shlex.quote(f"ls {home}/")): (0, b"files\n"),
        quoted(shlex.quote(command)): (0, listed),
        quoted(shlex.quote(f"cat '{home}/files/a b'")): (0, b"content"),
        LIST.format(root="/sdcard/", more=" -newer /data/local/tmp/auditor-began"): (0, b"1 2 /sdcard/new\n"),
    })  # fmt: skip
    files = AppFiles(phone, "com.a")
    entries, closed = files.entries()
    assert [(one.path, one.size, one.changed) for one in entries] == [
        (f"{home}/files/a b", 12, 1_700_000_000),
        ("/sdcard/new", 1, 2),
    ]
    assert closed == {}
    assert files.read(entries[0]) == b"content"


def test_a_closed_folder_is_said():
    assert AppFiles(Phone({}), "com.a").entries() == ([], {"/data/data/com.a": CLOSED})
