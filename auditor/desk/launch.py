"""How an app's process is started: its view of the files, its `config.json`, the command line of the JVM."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor import resources
from auditor.children import free_port
from auditor.desk import jars, native, permissions
from auditor.desk.apks.packages import Installed
from auditor.desk.device import Device
from auditor.desk.seal import limits, looks, seal
from auditor.desk.seal.watch import Folder

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

MAIN_CLASS = "auditor.deskphone.Main"
# Inside a seal the loopback is the process's own and the port is always free.
PROXY_PORT = 8899
# What java.net.NetworkInterface tells apps since Android 11 in place of the address of the network card.
HIDDEN_MAC, HIDDEN_SINCE = "02:00:00:00:00:00", 30
# Reasons in deskphone/JARS.md.
SWITCHES = (
    "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote", "-XX:+UseSerialGC", "-Xss2m", "-Xmx1g",
    "-Xshare:auto", "-Djava.awt.headless=true", "-Djava.net.preferIPv4Stack=true", "-Drobolectric.offline=true",
    "-XX:MetaspaceSize=192m", "-Xmn200m",
    "-XX:Tier3InvocationThreshold=1000", "-XX:Tier3MinInvocationThreshold=500", "-XX:Tier3CompileThreshold=10000",
    "-XX:Tier3BackEdgeThreshold=120000", "-XX:Tier4InvocationThreshold=50000", "-XX:Tier4MinInvocationThreshold=6000",
    "-XX:Tier4CompileThreshold=150000", "-XX:Tier4BackEdgeThreshold=400000",
    "-XX:+UnlockExperimentalVMOptions", "-XX:SymbolTableSize=262144", "-XX:-UsePerfData",
)  # fmt: skip
NOT_FOR_APPS = ("persist.sys.locale", "ro.serialno", "ro.boot.serialno")
OPENED = ("java.lang", "java.lang.reflect", "java.util", "java.io", "java.net", "java.security", "java.nio")


@dataclass(frozen=True)
class Plan:
    """A command line, the `config.json` that goes with it, what the process sees and may fill of the host, its MAC."""

    command: list[str]
    config: dict[str, Any]
    binds: Sequence[seal.Bind] = ()
    folders: Sequence[Folder] = ()
    mac: str = HIDDEN_MAC


def plan(
    phone: Phone, app: Installed, folder: Path, component: str, intent: dict[str, Any], hold: bool, ahead: bool = False
) -> Plan:
    """Lay out one app's process. `folder` is its own folder on the host, seen inside as `/phone`.

    `hold` keeps its gate shut; a process booted `ahead` of its start has the time to rehearse behind it.
    """
    device = phone.device
    sandbox = device.sandbox
    package = app.package
    shared = phone.tree.host("/sdcard")
    certificates = phone.home / "ca"
    for name in ("jars", "ca", "native"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "deskphone.jar").touch()
    (folder / "identity.json").write_text(json.dumps(device.identity, ensure_ascii=False), "utf-8")
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    bundle = resources.path("deskphone", "bundle/deskphone.jar")

    own = seal.Bind(host=folder, inside="/phone")
    jar_folder = seal.Bind(host=jars.folder(), inside="/phone/jars")
    launcher = seal.Bind(host=bundle, inside="/phone/deskphone.jar")
    unpacked = seal.Bind(host=native.folder(), inside="/phone/native")
    trusted = seal.Bind(host=certificates, inside="/phone/ca")
    code = seal.Bind(host=phone.tree.host(f"/data/app/{package}"), inside=f"/data/app/{package}")
    translated = [part.classes for part in (app.base, *app.splits) if part.classes is not None]
    classes = [
        seal.Bind(host=found.jar.parent, inside=f"/data/app/{package}-classes" + (f"-{number}" if number else ""))
        for number, found in enumerate(translated)
    ]
    data = seal.Bind(host=phone.packages.data_folder(package), inside=f"/data/data/{package}", writable=True)
    sdcard = seal.Bind(host=shared, inside="/sdcard", writable=True)

    port = PROXY_PORT if sandbox != "none" else free_port()
    config = {
        "control": seal.path(sandbox, own, "control.sock"),
        "relay": seal.path(sandbox, own, "proxy.sock"),
        "ports": seal.path(sandbox, own, "ports.sock"), "reverse": sorted(phone.reversed),
        "api": device.api,
        "jars": seal.path(sandbox, jar_folder), "native": seal.path(sandbox, unpacked),
        "package": package, "process": package, "uid": app.uid,
        "apk": seal.path(sandbox, code, "base.apk"),
        "splits": [seal.path(sandbox, code, part.file) for part in app.splits],
        "classes": [
            seal.path(sandbox, store, path.name)
            for store, found in zip(classes, translated, strict=True)
            for path in found.jars
        ],
        "data": seal.path(sandbox, data), "sdcard": seal.path(sandbox, sdcard),
        "target_sdk": app.apk.target_sdk, "back_callbacks": app.apk.back_callbacks,
        "debug": hold, "ahead": ahead, "component": component, "intent": intent,
        **device.configuration, "surroundings": device.surroundings,
        "declared_permissions": app.apk.permissions, "granted_permissions": sorted(app.granted),
        "dont_ask_again": sorted(app.dont_ask_again), "refused_once": sorted(app.refused_once),
        "one_time": sorted(app.one_time), "app_ops": app.ops,
        "implied_permissions": permissions.implied(device.api, app.apk.target_sdk),
        "looks": seal.path(sandbox, own, "looks"),
        "identity": seal.path(sandbox, own, "identity.json"),
        "settings": device.settings, "properties": _properties(device),
        "proxy": {"host": "127.0.0.1", "port": port} if device.proxy else None,
        "ca": [seal.path(sandbox, trusted, path.name) for path in device.certificates],
        "packages": _packages(phone),
    }  # fmt: skip
    scratch = "/tmp" if sandbox != "none" else str(temporary)
    class_path = [seal.path(sandbox, launcher)]
    class_path += [seal.path(sandbox, jar_folder, name) for name in jars.class_path(jars.pins().framework)]
    arguments = [
        *SWITCHES, f"-Djava.io.tmpdir={scratch}", f"-Drobolectric.dependency.dir={config['jars']}",
        f"-Drobolectric.deviceconfig.sdk={device.api}",
        *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED),
        "-cp", ":".join(class_path), MAIN_CLASS, seal.path(sandbox, own, "config.json"),
    ]  # fmt: skip
    shown = looks.facts(device.properties, device.identity, package, app.uid)
    binds = [own, jar_folder, unpacked, launcher, trusted, code, *classes, data, sdcard]
    binds += looks.write(folder / "looks", shown, device.api)
    folders = [
        Folder(data.host, data.inside, limits.DATA_BYTES),
        Folder(sdcard.host, sdcard.inside, limits.CARD_BYTES),
    ]
    command = seal.command(sandbox, arguments, binds=binds, uid=app.uid, links=looks.links())
    return Plan(command, config, binds, folders, _mac(device))


def _mac(device: Device) -> str:
    planted = str(device.identity.get("wifi_mac") or "")
    usable = device.api < HIDDEN_SINCE and re.fullmatch(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}", planted)
    return planted if usable else HIDDEN_MAC


def fixed(phone: Phone, app: Installed) -> tuple[object, ...]:
    """What a booted process cannot be told any more: the code it loads, the framework's set-up, its bound folders."""
    device = phone.device
    folders = [phone.tree.host(f"/data/app/{app.package}"), phone.packages.data_folder(app.package)]
    inodes = [folder.stat().st_ino for folder in folders if folder.is_dir()]
    return (
        app.package, app.digest, app.uid, device.api, device.locale, device.sandbox, _mac(device),
        json.dumps(device.configuration), tuple(sorted(_properties(device).items())), tuple(inodes),
    )  # fmt: skip


def _properties(device: Device) -> dict[str, str]:
    """The properties for an app's process: those that an app may read, all but the locale, which it has from `locale`.

    The serial number is for the shell alone since Android 9 (SELinux type serialno_prop).
    android.graphics.Typeface warms a native cache for the script of `persist.sys.locale`, a call that Robolectric's
    native graphics lacks (UnsatisfiedLinkError at the first window).
    """
    return {name: value for name, value in device.properties.items() if name not in NOT_FOR_APPS}


def _packages(phone: Phone) -> list[dict[str, str]]:
    """What an app sees when it lists the apps: those installed here and those planted."""
    installed = [
        {"package": app.package, "label": app.apk.label, "version": app.apk.version_name}
        for app in phone.packages.list()
    ]
    return installed + list(phone.device.identity.get("installed_apps") or [])
