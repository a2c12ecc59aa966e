"""`input`, `uiautomator`, `screencap` and `wm`: hands and eyes."""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from typing import TYPE_CHECKING, Any

from auditor.desk import system_pages, tasks
from auditor.desk.device import SCREEN
from auditor.desk.pages import Page
from auditor.desk.process import AppProcess
from auditor.desk.shell.io import Command, Io
from auditor.errors import DeviceError

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

KEYS = {
    "HOME": 3, "BACK": 4, "DPAD_UP": 19, "DPAD_DOWN": 20, "DPAD_LEFT": 21, "DPAD_RIGHT": 22, "DPAD_CENTER": 23,
    "TAB": 61, "SPACE": 62, "ENTER": 66, "DEL": 67, "MENU": 82, "ESCAPE": 111, "MOVE_END": 123,
    "APP_SWITCH": 187, "POWER": 26, "SLEEP": 223, "WAKEUP": 224,
}  # fmt: skip
HOME, BACK, POWER, APP_SWITCH, SLEEP, WAKEUP = 3, 4, 26, 187, 223, 224
DEFAULT_DUMP = "/sdcard/window_dump.xml"
EMPTY_HOME = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation=\"0\"><node index=\"0\" text=\"\""
    ' resource-id="" class="android.widget.FrameLayout" package="com.android.launcher3" content-desc=""'
    ' checkable="false" checked="false" clickable="false" enabled="true" focusable="false" focused="false"'
    ' scrollable="false" long-clickable="false" password="false" selected="false"'
    f' bounds="[0,0][{SCREEN["width"]},{SCREEN["height"]}]" /></hierarchy>'
)


async def input_command(phone: Phone, arguments: list[str], io: Io) -> int:
    """`input [SOURCE] tap X Y | swipe X1 Y1 X2 Y2 [MS] | text STRING | keyevent CODE...`."""
    if arguments and arguments[0] in ("touchscreen", "keyboard", "mouse", "gamepad"):
        arguments = arguments[1:]
    name, *rest = arguments or [""]
    process = phone.focused
    try:
        if phone.page is not None and name in ("tap", "swipe", "text"):
            await _on_page(phone, phone.page, name, rest)
        elif name == "tap" and len(rest) == 2:
            await _ask(process, "tap", x=_pixels(rest[0]), y=_pixels(rest[1]))
        elif name in ("swipe", "draganddrop") and len(rest) in (4, 5):
            x1, y1, x2, y2 = (_pixels(word) for word in rest[:4])
            duration = min(_pixels(rest[4]) if len(rest) == 5 else 300, 10_000)
            await _ask(process, "swipe", x1=x1, y1=y1, x2=x2, y2=y2, milliseconds=duration)
        elif name == "text" and len(rest) == 1:
            await _ask(process, "text", text=rest[0].replace("%s", " "))
        elif name == "keyevent" and rest:
            for word in rest:
                if not word.startswith("--"):
                    await _key(phone, word)
        else:
            await io.err("Error: Invalid arguments for command: " + name + "\n")
            return 255
    except ValueError as error:
        await io.err(f"Error: {error}\n")
        return 255
    return 0


async def _on_page(phone: Phone, page: Page, name: str, rest: list[str]) -> None:
    height = phone.device.screen["height"]
    if name == "tap" and len(rest) == 2:
        row = page.row_at(_pixels(rest[1]), height)
        if row is not None:
            await system_pages.press(phone, row)
    elif name == "swipe" and len(rest) in (4, 5):
        phone.page = page.scrolled(_pixels(rest[1]) - _pixels(rest[3]), height)


async def _key(phone: Phone, word: str) -> None:
    name = word.removeprefix("KEYCODE_")
    code = int(name) if name.isdigit() else KEYS.get(name, 0)
    if not 0 < code < 1000:
        raise ValueError(f"Unknown keycode: {word}")
    process = phone.focused
    if code == HOME:
        await tasks.home(phone)
    elif code == APP_SWITCH:
        await tasks.cover(phone, system_pages.recents(phone))
    elif code == BACK and phone.page is not None:
        await tasks.back(phone)
    elif code in (POWER, SLEEP, WAKEUP):
        phone.device.screen_on = code == WAKEUP or (code == POWER and not phone.device.screen_on)
        await phone.adapt()
    else:
        await _ask(process, "key", code=code)


async def _ask(process: AppProcess | None, name: str, /, **arguments: Any) -> None:
    # On the home screen a tap reaches nothing; that is no error on a phone.
    if process is not None:
        await process.ask(name, **arguments)


def _pixels(word: str) -> int:
    try:
        value = float(word)
    except ValueError:
        raise ValueError(f"'{word[:40]}' is no number") from None
    if not -100_000 < value < 100_000:
        raise ValueError(f"{word[:40]} is out of range")
    return int(value)


async def uiautomator(phone: Phone, arguments: list[str], io: Io) -> int:
    """`uiautomator dump [--compressed] [FILE]`; `/dev/tty` or `/dev/stdout` prints the tree."""
    if not arguments or arguments[0] != "dump":
        await io.err("Usage: uiautomator dump [file]\n")
        return 1
    files = [word for word in arguments[1:] if not word.startswith("-")]
    target = files[0] if files else DEFAULT_DUMP
    process = phone.focused
    if phone.page is not None:
        xml = phone.page.xml(phone.device.screen["width"], phone.device.screen["height"])
    elif process is None:
        xml = EMPTY_HOME
    else:
        try:
            xml = str((await process.ask("dump"))["xml"])
        except DeviceError as error:
            await io.err(f"ERROR: could not get idle state. {error}\n")
            return 1
    if target in ("/dev/tty", "/dev/stdout"):
        await io.out(f"{xml}\nUI hierchary dumped to: {target}\n" if target == "/dev/tty" else xml + "\n")
        return 0
    with phone.tree.write(target) as write:
        write(xml.encode())
    await io.out(f"UI hierchary dumped to: {target}\n")
    return 0


async def screencap(phone: Phone, arguments: list[str], io: Io) -> int:
    """`screencap [-p] [FILE]`: a PNG."""
    files = [word for word in arguments if not word.startswith("-")]
    process = phone.focused
    if process is None or phone.page is not None:
        png = _dark_screen(SCREEN["width"], SCREEN["height"])
    else:
        try:
            png = base64.b64decode(str((await process.ask("screencap"))["png"]), validate=True)
        except binascii.Error:
            raise DeviceError("The app's process sent a screenshot that is no base64.") from None
    if files:
        with phone.tree.write(files[0]) as write:
            write(png)
    else:
        await io.out(png)
    return 0


def _dark_screen(width: int, height: int) -> bytes:
    """The PNG of a screen with no app on it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(width)) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


async def wm(phone: Phone, arguments: list[str], io: Io) -> int:
    """`wm size`, `wm density`, `wm user-rotation lock N|free`."""
    if arguments[:2] in (["user-rotation", "lock"], ["user-rotation", "free"]):
        turns = arguments[2] if len(arguments) > 2 else "0"
        if turns not in ("0", "1", "2", "3"):
            await io.err(f"Error: rotation needs to be 0, 1, 2 or 3, not {turns[:20]}\n")
            return 255
        phone.device.settings["system"] |= {
            "user_rotation": turns, "accelerometer_rotation": "1" if arguments[1] == "free" else "0",
        }  # fmt: skip
        await phone.adapt()
    elif arguments[:1] == ["size"]:
        await io.out(f"Physical size: {SCREEN['width']}x{SCREEN['height']}\n")
    elif arguments[:1] == ["density"]:
        await io.out(f"Physical density: {SCREEN['density']}\n")
    elif arguments[:1] != ["dismiss-keyguard"]:
        await io.err("Error: size and density can be read and user-rotation set, nothing else\n")
        return 255
    return 0


COMMANDS: dict[str, Command] = {
    "input": input_command, "uiautomator": uiautomator, "screencap": screencap, "wm": wm,
}  # fmt: skip
