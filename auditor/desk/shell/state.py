"""`svc` and the services of `cmd` that change what the phone is in: radios, power, night mode, language, jobs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.desk.shell.io import Command, Io

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

RADIOS = {"wifi": "wifi_on", "data": "mobile_data", "bluetooth": "bluetooth_on"}
ON_OFF = {"enable": True, "disable": False}
LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?")


async def _set_global(phone: Phone, name: str, value: bool) -> None:
    phone.device.settings["global"][name] = str(int(value))
    await phone.tell("setting", namespace="global", name=name, value=str(int(value)))
    await phone.adapt()


async def svc(phone: Phone, arguments: list[str], io: Io) -> int:
    """`svc wifi|data|bluetooth enable|disable`, `svc power stayon ...` (the screen stays on anyway)."""
    name, value = [*arguments, "", ""][:2]
    if name == "power" and value == "stayon":
        return 0
    if name not in RADIOS or value not in ON_OFF:
        await io.err("Usage: svc wifi|data|bluetooth enable|disable\n")
        return 255
    await _set_global(phone, RADIOS[name], ON_OFF[value])
    return 0


async def connectivity(phone: Phone, arguments: list[str], io: Io) -> int:
    """`cmd connectivity airplane-mode [enable|disable]`."""
    if arguments[:1] != ["airplane-mode"] or (arguments[1:] and arguments[1] not in ON_OFF):
        await io.err("Usage: cmd connectivity airplane-mode [enable|disable]\n")
        return 255
    if len(arguments) == 1:
        is_on = phone.device.settings["global"].get("airplane_mode_on") == "1"
        await io.out("enabled\n" if is_on else "disabled\n")
        return 0
    await _set_global(phone, "airplane_mode_on", ON_OFF[arguments[1]])
    return 0


async def wifi(phone: Phone, arguments: list[str], io: Io) -> int:
    """`cmd wifi set-wifi-enabled enabled|disabled`, `cmd wifi status`."""
    if arguments[:1] == ["set-wifi-enabled"] and arguments[1:2] in (["enabled"], ["disabled"]):
        await _set_global(phone, "wifi_on", arguments[1] == "enabled")
        return 0
    if arguments[:1] == ["status"]:
        is_on = phone.device.settings["global"].get("wifi_on") == "1"
        await io.out(f"Wifi is {'enabled' if is_on else 'disabled'}\n")
        return 0
    await io.err("Usage: cmd wifi status | set-wifi-enabled enabled|disabled\n")
    return 255


async def uimode(phone: Phone, arguments: list[str], io: Io) -> int:
    """`cmd uimode night [yes|no]`."""
    value = arguments[1] if len(arguments) > 1 else ""
    if arguments[:1] != ["night"] or value not in ("", "yes", "no"):
        await io.err("Usage: cmd uimode night [yes|no]\n")
        return 255
    if value:
        phone.device.night = value == "yes"
        await phone.adapt()
    await io.out(f"Night mode: {'yes' if phone.device.night else 'no'}\n")
    return 0


async def locale(phone: Phone, arguments: list[str], io: Io) -> int:
    """`cmd locale set-app-locales PACKAGE --locales TAG`: the language of the whole phone, its one app in front."""
    tag = arguments[arguments.index("--locales") + 1].partition(",")[0] if "--locales" in arguments[:-1] else ""
    if arguments[:1] == ["get-app-locales"]:
        package = arguments[1] if len(arguments) > 1 else ""
        await io.out(f"Locales for {package} for user 0 are [{phone.device.locale}]\n")
        return 0
    if arguments[:1] != ["set-app-locales"] or not LOCALE.fullmatch(tag):
        await io.err("Usage: cmd locale set-app-locales PACKAGE --locales TAG, e.g. fr-FR\n")
        return 255
    phone.device.locale = tag
    await phone.adapt()
    return 0


async def battery(phone: Phone, arguments: list[str], io: Io) -> int:
    """`cmd battery` and `dumpsys battery`: `unplug`, `reset`, `set level N`, `set usb|ac 0|1`, or what it is now."""
    device = phone.device
    if not arguments:
        powered = str(device.plugged).lower()
        await io.out(
            f"Current Battery Service state:\n  AC powered: false\n  USB powered: {powered}\n"
            f"  status: {2 if device.plugged else 3}\n  present: true\n  level: {device.battery}\n  scale: 100\n"
        )
        return 0
    match arguments:
        case ["unplug", *_]:
            device.plugged = False
        case ["reset", *_]:
            device.plugged, device.battery = True, 100
        case ["set", "level", value, *_] if value.isdigit() and int(value) <= 100:
            device.battery = int(value)
        case ["set", "usb" | "ac", ("0" | "1") as value, *_]:
            device.plugged = value == "1"
        case _:
            await io.err("Usage: dumpsys battery [unplug | reset | set level 0..100 | set usb|ac 0|1]\n")
            return 255
    await phone.adapt()
    return 0


async def jobscheduler(phone: Phone, arguments: list[str], io: Io) -> int:
    """`cmd jobscheduler run [-f] PACKAGE NUMBER`: runs a job that waits, whatever it waits for."""
    words = [word for word in arguments if not word.startswith("-")]
    if len(words) != 3 or words[0] != "run" or not words[2].isdigit():
        await io.err("Usage: cmd jobscheduler run -f PACKAGE JOB_ID\n")
        return 255
    process = phone.process(words[1])
    answer = await process.ask("job", number=int(words[2])) if process is not None else {}
    if not answer.get("known"):
        await io.err(f"Could not find job {words[2]} in package {words[1]} / user 0\n")
        return 253
    await io.out("Running job [FORCED]\n")
    return 0


SERVICES: dict[str, Command] = {
    "connectivity": connectivity, "wifi": wifi, "uimode": uimode, "locale": locale, "battery": battery,
    "jobscheduler": jobscheduler,
}  # fmt: skip
COMMANDS: dict[str, Command] = {"svc": svc}
