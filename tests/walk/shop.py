"""A fake phone with a small shop on it: state, the screens that follow from it, and what was done to it."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import DeviceError
from auditor.phone.files import Entry
from auditor.runs import now
from auditor.walk.screen import parse

from .screens import dump, window

PACKAGE = "com.shop"
LOCATION = "android.permission.ACCESS_FINE_LOCATION"
CONTROLLER = "com.android.permissioncontroller"
PERMISSION_IDS = {
    "允许": f"{CONTROLLER}:id/permission_allow_foreground_only_button",
    "不允许": f"{CONTROLLER}:id/permission_deny_button",
}


class FakePhone:
    """`refusing_exits`: the app leaves when it is refused. `dies_on`: the control whose tap crashes it."""

    def __init__(self, *, asks: bool = True, refusing_exits: bool = False, dies_on: str | None = None) -> None:
        self.asks = asks
        self.refusing_exits = refusing_exits
        self.dies_on = dies_on
        self.installed = self.running = False
        self.consent: str | None = None
        self.page = "main"
        self.held: set[str] = set()
        self.crash_log = ""
        self.done: list[str] = []
        self.launched_at = 0
        self.files_of = FakeFiles()

    # What the starter of the audit does.

    def launch(self) -> int:
        assert self.installed
        self.running, self.page = True, "main"
        self.done.append("launch")
        return self.launched_at or now()

    def end(self) -> None:
        self.running = False

    # Device

    def shell(self, command: str, timeout: float = 30) -> str:
        assert command == f"dumpsys package {PACKAGE}"
        return "".join(f"  {name}: granted=true\n" for name in self.held)

    def install(self, apk: Path, *splits: Path) -> None:
        self.installed, self.consent, self.held = True, None, set()
        self.done.append("install")

    def uninstall(self, package: str) -> None:
        self.installed = self.running = False

    def start(self, component: str, *, hold: bool = False) -> None:
        self.page = "main"
        self.done.append("start")

    def dump(self) -> str:
        main = window(["小店"], ["查找门店", "立即支付", "关于"])
        if self.asks and self.consent is None:
            return dump(main, window(["隐私政策"], ["不同意", "同意"]))
        if self.page == "permission":
            question = window(["允许“小店”获取位置信息吗？"], ["允许", "不允许"], CONTROLLER, PERMISSION_IDS)
            return dump(main, question)
        if self.page == "about":
            return dump(window(["关于小店"], ["返回"]))
        if self.page == "launcher":
            return dump(window(["桌面"], ["小店"], "com.launcher"))
        return dump(main)

    def screenshot(self) -> bytes:
        return b"\x89PNG"

    def tap(self, x: int, y: int) -> None:
        node = next(n for n in parse(self.dump()).controls() if n.center == (x, y))
        self.done.append(node.label)
        if node.label == self.dies_on:
            self.running = False
            self.crash_log = (
                "E AndroidRuntime: FATAL EXCEPTION: main\n"
                f"E AndroidRuntime: Process: {PACKAGE}, PID: 4242\n"
                "E AndroidRuntime: java.lang.NullPointerException: no shelf\n"
            )
        elif node.label in ("同意", "不同意"):
            self.consent = node.label
            self.running = not (node.label == "不同意" and self.refusing_exits)
        elif node.label == "查找门店" and self.consent == "同意" and not self.held:
            self.page = "permission"
        elif node.label == "允许":
            self.held, self.page = {LOCATION}, "main"
        elif node.label == "不允许":
            self.page = "main"
        elif node.label == "关于":
            self.page = "about"

    def swipe(self, x1: int, y1: int, x2: int, y2: int, milliseconds: int = 300) -> None:
        raise AssertionError("nothing here scrolls")

    def key(self, name: str) -> None:
        self.done.append(name)
        self.page = {"BACK": "main", "HOME": "launcher"}[name]

    def revoke(self, package: str, permission: str) -> None:
        self.held.discard(permission)
        self.running = False
        self.done.append("revoke")

    def pid(self, package: str) -> int | None:
        return 4242 if self.running else None

    def focused(self) -> str | None:
        return "com.launcher/.Home" if self.page == "launcher" else f"{PACKAGE}/.MainActivity"

    def log(self) -> str:
        return self.crash_log

    def files(self, package: str) -> FakeFiles:
        assert package == PACKAGE
        return self.files_of


class FakeFiles:
    """What an app keeps: `contents` by path, with the second of the last change; `closed` folders; `behind`: the clock.

    Reading a file whose name ends in `.locked` fails.
    """

    def __init__(self, *, behind_s: int = 0) -> None:
        self.contents: dict[str, tuple[bytes, int]] = {}
        self.closed: dict[str, str] = {}
        self.behind_s = behind_s
        self.begun = 0

    def write(self, path: str, content: bytes, ago_s: int = 10) -> None:
        self.contents[path] = (content, now() // 1000 - self.behind_s - ago_s)

    def begin(self) -> None:
        self.begun += 1

    def clock(self) -> int | None:
        return now() // 1000 - self.behind_s

    def entries(self) -> tuple[list[Entry], dict[str, str]]:
        found = [Entry(path, len(content), changed, "") for path, (content, changed) in self.contents.items()]
        return found, self.closed

    def read(self, entry: Entry) -> bytes:
        if entry.path.endswith(".locked"):
            raise DeviceError("Permission denied")
        return self.contents[entry.path][0]
