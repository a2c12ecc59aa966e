"""`cmd notification`, `cmd statusbar` and `dumpsys notification`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.desk import system_pages
from auditor.desk.pages import SYSTEM_UI
from auditor.desk.shell.io import Command, Io

if TYPE_CHECKING:
    from auditor.desk.phone import Phone


async def notification(phone: Phone, arguments: list[str], io: Io) -> int:
    """`cmd notification list`: the key of each notification, `user|package|id|tag|uid`."""
    if arguments[:1] != ["list"]:
        await io.err("Usage: cmd notification list\n")
        return 255
    for package, key in phone.notices:
        app = phone.packages.get(package)
        await io.out(f"0|{package}|{key}|{app.uid if app is not None else 0}\n")
    return 0


async def statusbar(phone: Phone, arguments: list[str], io: Io) -> int:
    """`cmd statusbar expand-notifications|collapse`: the shade over what is on screen."""
    if arguments == ["expand-notifications"]:
        if phone.page is None:
            phone.page = system_pages.shade(phone)
    elif arguments == ["collapse"]:
        if phone.page is not None and phone.page.package == SYSTEM_UI:
            phone.page = None
    else:
        await io.err("Usage: cmd statusbar expand-notifications | collapse\n")
        return 255
    return 0


async def dump(phone: Phone, io: Io) -> int:
    """`dumpsys notification`: one record a notification, with its title and text."""
    await io.out("Current Notification Manager state:\n  Notification List:\n")
    for (package, key), notice in phone.notices.items():
        number, _, tag = key.partition("|")
        await io.out(
            f"    NotificationRecord(0x0: pkg={package} user=UserHandle{{0}} id={number} tag={tag}"
            f" channel={notice.get('channel')})\n"
            f"      android.title=String ({notice.get('title')})\n      android.text=String ({notice.get('text')})\n"
        )
    return 0


SERVICES: dict[str, Command] = {"notification": notification, "statusbar": statusbar}
