"""What the phone's own screens show, and what a tap on their rows does."""

from __future__ import annotations

import zipfile
from functools import cache
from typing import TYPE_CHECKING

from auditor import resources
from auditor.desk import permissions, tasks
from auditor.desk.pages import SETTINGS, SYSTEM_UI, Page, Row
from auditor.errors import AuditorError

if TYPE_CHECKING:
    from auditor.desk.apks.packages import Installed
    from auditor.desk.phone import Phone

# Android's own pages of an app; every other action of the settings shows a page of switches.
APP_PAGES = frozenset(
    f"android.settings.{name}"
    for name in (
        "APPLICATION_DETAILS_SETTINGS", "APP_NOTIFICATION_SETTINGS", "CHANNEL_NOTIFICATION_SETTINGS",
        "APP_LOCALE_SETTINGS", "APP_OPEN_BY_DEFAULT_SETTINGS",
    )
)  # fmt: skip
SWITCHES = {
    "Wi-Fi": ("global", "wifi_on"), "Mobile data": ("global", "mobile_data"), "Bluetooth": ("global", "bluetooth_on"),
    "Airplane mode": ("global", "airplane_mode_on"), "Location": ("secure", "location_mode"),
}  # fmt: skip
ON = {"location_mode": "3"}


@cache
def groups(api: int) -> dict[str, tuple[str, ...]]:
    """Permission groups of an API level with their permissions, from the table of the phone's Java half."""
    with zipfile.ZipFile(resources.path("deskphone", "bundle/deskphone.jar")) as jar:
        lines = jar.read("permission_groups.tsv").decode().splitlines()
    found: dict[str, tuple[str, ...]] = {}
    for line in lines[1:]:
        name, levels, listed, *_ = line.split("\t")
        low, _, high = levels.partition("-")
        if not int(low) <= api <= int(high or api):
            continue
        found[name] = found.get(name, ()) + tuple(f"android.permission.{word}" for word in listed.split())
    return found


def settings(phone: Phone, action: str, data: str | None, package: str | None) -> Page:
    """The page of the settings that an intent asks for; it means `package`, the app that asked, where it names none."""
    named = (data or "").removeprefix("package:") or package or ""
    app = phone.packages.get(named)
    if app is not None and (action in APP_PAGES or (data or "").startswith("package:")):
        return app_info(app)
    if app is None and action in APP_PAGES:
        return Page(SETTINGS, "com.android.settings.Settings", f"{named or 'This app'} is not installed.", ())
    return _switches(phone)


def _switches(phone: Phone) -> Page:
    rows = [
        Row(name, f"switch:{name}", on=phone.device.settings[space].get(key, "0") != "0")
        for name, (space, key) in SWITCHES.items()
    ]
    apps = [Row(app.apk.label or app.package, f"app:{app.package}") for app in phone.packages.list()]
    return Page(SETTINGS, "com.android.settings.Settings", "Settings", (*rows, *apps))


def app_info(app: Installed) -> Page:
    """The page of one app."""
    package = app.package
    rows = (
        Row(app.apk.label or package, resource=f"{SETTINGS}:id/entity_header_title"),
        Row("Open", f"open:{package}", f"{SETTINGS}:id/button1"),
        Row("Force stop", f"stop:{package}", f"{SETTINGS}:id/button3"),
        Row("Permissions", f"permissions:{package}"),
        Row(f"version {app.apk.version_name}"),
    )
    return Page(SETTINGS, "com.android.settings.applications.InstalledAppDetails", "App info", rows)


def _asked(phone: Phone, app: Installed) -> dict[str, list[str]]:
    """The groups that an app's runtime permissions fall into; one without a group stands for itself."""
    found: dict[str, list[str]] = {}
    known = groups(phone.device.api)
    for name in app.apk.permissions:
        if permissions.is_runtime(name, phone.device.api):
            group = next((group for group, members in known.items() if name in members), name.rpartition(".")[2])
            found.setdefault(group, []).append(name)
    return found


def _permissions(phone: Phone, app: Installed, leads: Page | None) -> Page:
    rows = []
    for group, names in _asked(phone, app).items():
        is_on = any(name in app.granted for name in names)
        rows.append(Row(group, f"permission:{app.package}:{group}", on=is_on))
    controller = "com.android.permissioncontroller"
    return Page(
        controller, f"{controller}.permission.ui.ManagePermissionsActivity", "App permissions", tuple(rows), leads
    )


def recents(phone: Phone) -> Page:
    """The apps that have a task."""
    rows = []
    for package, process in sorted(phone.processes.items()):
        app = phone.packages.get(package)
        if process.is_alive and process.component is not None and app is not None:
            rows.append(Row(app.apk.label or package, f"open:{package}"))
    title = "Recent apps" if rows else "No recent items"
    return Page("com.android.launcher3", "com.android.quickstep.RecentsActivity", title, tuple(rows))


def shade(phone: Phone) -> Page:
    """The notifications, each with its buttons."""
    rows: list[Row] = []
    for (package, key), notice in phone.notices.items():
        app = phone.packages.get(package)
        label = app.apk.label if app is not None and app.apk.label else package
        words = " · ".join(str(word) for word in (label, notice.get("title"), notice.get("text")) if word)
        tap = f"notice:{package}:-1:{key}" if notice.get("tappable") else ""
        rows.append(Row(words, tap, f"{SYSTEM_UI}:id/expandableNotificationRow"))
        buttons = notice.get("buttons")
        for number, button in enumerate(buttons if isinstance(buttons, list) else []):
            rows.append(Row(str(button), f"notice:{package}:{number}:{key}", "android:id/action0"))
    title = "Notifications" if rows else "No notifications"
    return Page(SYSTEM_UI, "NotificationShade", title, tuple(rows))


async def press(phone: Phone, row: Row) -> None:
    """Do what a row of the page on screen says."""
    page = phone.page
    name, _, rest = row.does.partition(":")
    if page is None or not name:
        return
    package = rest.partition(":")[0]
    app = phone.packages.get(package)
    if name == "switch":
        space, key = SWITCHES[rest]
        value = "0" if row.on else ON.get(key, "1")
        phone.device.settings[space][key] = value
        await phone.tell("setting", namespace=space, name=key, value=value)
        await phone.adapt()
        phone.page = _switches(phone)
    elif name == "notice":
        await _press_notice(phone, rest)
    elif name == "open":
        await tasks.show(phone, package)
    elif name == "stop":
        await phone.end(package, "stopped in the settings")
    elif app is not None and name == "app":
        phone.page = Page(**{**vars(app_info(app)), "leads": page})
    elif app is not None and name == "permissions":
        phone.page = _permissions(phone, app, page)
    elif app is not None and name == "permission":
        await _change(phone, app, rest.partition(":")[2], granted=not row.on)
        phone.page = _permissions(phone, app, page.leads)


async def _press_notice(phone: Phone, rest: str) -> None:
    package, number, key = rest.split(":", 2)
    process = phone.process(package)
    phone.page = None
    if process is not None:
        await process.ask("notification", key=key, button=int(number))


async def _change(phone: Phone, app: Installed, group: str, granted: bool) -> None:
    for name in _asked(phone, app).get(group, []):
        try:
            await tasks.set_permission(phone, app.package, name, granted)
        except AuditorError as error:
            phone.device.write_log(0, "W", "Settings", str(error))
