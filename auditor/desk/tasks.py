"""Moving between the home screen, apps and the phone's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.desk.apks.apk import MAIN

if TYPE_CHECKING:
    from auditor.desk.pages import Page
    from auditor.desk.phone import Phone


async def show(phone: Phone, package: str) -> None:
    """Bring an app's task to the front, or start the app when it has none."""
    phone.page = None
    await phone.leave(package)
    process, app = phone.process(package), phone.packages.get(package)
    if process is not None and process.component is not None:
        phone.front = package
        await process.ask("resume")
    elif app is not None and app.apk.launcher is not None:
        intent: dict[str, Any] = {"action": MAIN, "data": None, "extras": {}}
        await phone.launch(app, f"{package}/{app.apk.launcher}", intent, hold=False)


async def cover(phone: Phone, page: Page) -> None:
    """Show a page that takes the whole screen: the app below leaves it and stays next in line."""
    process = phone.focused
    if process is not None and phone.page is None:
        front = phone.front
        await process.ask("home")
        phone.front = front
    phone.page = page


async def back(phone: Phone) -> None:
    """BACK on a page: to the page before it, else to the app below if it still runs, else to the home screen."""
    page, phone.page = phone.page, None
    if page is not None and page.leads is not None:
        phone.page = page.leads
        return
    process = phone.focused
    if process is not None:
        await process.ask("resume")


async def home(phone: Phone) -> None:
    """The home screen."""
    process = phone.focused
    phone.page = None
    if process is not None:
        await process.ask("home")
    phone.front = None


async def set_permission(phone: Phone, package: str, permission: str, granted: bool) -> None:
    """Grant or revoke a permission as `pm` and the settings do; `PermissionChangeError` when Android would refuse."""
    changed = phone.packages.change(package, permission, granted)
    process = phone.process(package)
    if not changed or process is None:
        return
    if granted:
        await process.ask("permission", permission=permission, granted=True)
    else:
        # Android ends an app whose permission is taken away, so that it cannot go on with what it holds.
        await phone.end(package, f"permission {permission} was revoked")
