"""The shell's commands as an app's user gets them: identity by its rights, packages it may see, its own log."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from auditor.desk.seal import network
from auditor.desk.shell import shell
from auditor.desk.shell.io import Command, Io

if TYPE_CHECKING:
    from auditor.desk.phone import Phone
    from auditor.desk.shell.app_shell import AppView

# property_contexts of AOSP: read by apps no more since these levels.
CLOSED_PROPERTIES = {"ro.serialno": 26, "ro.boot.serialno": 26, "ro.boot.wifimacaddr": 28, "ro.mac": 28}
# Android 11: packages are seen when they are asked for in the manifest, or by this permission.
VISIBILITY_SINCE, SEES_ALL = 30, "android.permission.QUERY_ALL_PACKAGES"
# Android 11 closes RTM_GETLINK to apps that target it, Android 13 to all.
LINKS_CLOSED_BY_TARGET, LINKS_CLOSED = 30, 33
MACHINE = "aarch64"
RELEASE = "5.10.177-android13-4"
TAKEN_OVER = (
    "cat", "ls", "head", "tail", "grep", "wc", "stat", "find", "md5sum", "sha256sum", "mkdir", "rm", "touch", "echo",
    "date", "true", "false", ":", "sync",
)  # fmt: skip


def _view(phone: Phone) -> AppView:
    return cast("AppView", phone)


def _user(uid: int) -> str:
    return f"u0_a{uid - 10000}"


async def getprop(phone: Phone, arguments: list[str], io: Io) -> int:
    """One property or all; those closed to apps read as empty."""
    api = phone.device.api
    shown = {n: v for n, v in phone.device.properties.items() if api < CLOSED_PROPERTIES.get(n, 99)}
    if arguments:
        await io.out(shown.get(arguments[0], arguments[1] if len(arguments) > 1 else "") + "\n")
    else:
        await io.out("".join(f"[{name}]: [{shown[name]}]\n" for name in sorted(shown)))
    return 0


async def identify(phone: Phone, arguments: list[str], io: Io) -> int:
    """`id` of the app's user."""
    uid = _view(phone).app.uid
    user = _user(uid)
    groups = f"{uid}({user}),3003(inet),9997(everybody),{uid + 10000}({user}_cache),{uid + 40000}(all_{user[1:]})"
    whole = f"uid={uid}({user}) gid={uid}({user}) groups={groups} context=u:r:untrusted_app:s0:c512,c768"
    await io.out((str(uid) if "-u" in arguments else whole) + "\n")
    return 0


async def whoami(phone: Phone, arguments: list[str], io: Io) -> int:
    """The app's user."""
    await io.out(_user(_view(phone).app.uid) + "\n")
    return 0


async def uname(phone: Phone, arguments: list[str], io: Io) -> int:
    """`uname [-a|-m|-r|-s]`; other letters print the kind of kernel."""
    told = {"-a": f"Linux localhost {RELEASE} #1 SMP PREEMPT {MACHINE} Toybox", "-m": MACHINE, "-r": RELEASE}
    await io.out(told.get(" ".join(arguments), "Linux") + "\n")
    return 0


async def ps(phone: Phone, arguments: list[str], io: Io) -> int:
    """Its own processes: an app sees no others since Android 7 (hidepid)."""
    app = _view(phone).app
    process = phone.processes.get(app.package)
    await io.out("USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME\n")
    if process is not None:
        pid = f"{process.host_pid or 0:5d}"
        await io.out(f"{_user(app.uid):<12} {pid}     1       0      0 0   {'':16} 0 S {app.package}\n")
    return 0


async def mount(phone: Phone, arguments: list[str], io: Io) -> int:
    """The mounts as an app sees them; making one is refused."""
    if arguments:
        await io.err(f"mount: '{arguments[0]}': Permission denied\n")
        return 1
    lines = phone.tree.read_bytes("/proc/self/mounts").decode().splitlines()
    for device, place, kind, options, *_ in (line.split() for line in lines):
        await io.out(f"{device} on {place} type {kind} ({options})\n")
    return 0


async def which(phone: Phone, arguments: list[str], io: Io) -> int:
    """Where a program lies; nothing and code 1 for one that is not there, as `su`."""
    code = 0
    for name in arguments:
        if name in _view(phone).commands:
            await io.out(f"/system/bin/{name}\n")
        else:
            code = 1
    return code


async def ip(phone: Phone, arguments: list[str], io: Io) -> int:
    """`ip addr` and `ip link`, as far as netlink is open to the app."""
    view = _view(phone)
    words = [word for word in arguments if not word.startswith("-")] or ["addr"]
    if phone.device.api >= LINKS_CLOSED or (
        phone.device.api >= LINKS_CLOSED_BY_TARGET and view.app.apk.target_sdk >= LINKS_CLOSED_BY_TARGET
    ):
        await io.err("Cannot bind netlink socket: Permission denied\n")
        return 1
    mac = str(phone.device.identity.get("wifi_mac") or "02:00:00:00:00:00")
    shows_addresses = words[0].startswith("a")
    for number, name, kind, address, inet in (
        (1, "lo", "loopback", "00:00:00:00:00:00", "127.0.0.1/8"),
        (2, "wlan0", "ether", mac, f"{network.ADDRESS}/24"),
    ):
        flags = "LOOPBACK,UP,LOWER_UP" if name == "lo" else "BROADCAST,MULTICAST,UP,LOWER_UP"
        await io.out(f"{number}: {name}: <{flags}> mtu 1500 qdisc mq state UP qlen 1000\n    link/{kind} {address}\n")
        if shows_addresses:
            await io.out(f"    inet {inet} scope {'host' if name == 'lo' else 'global'} {name}\n")
    return 0


async def ifconfig(phone: Phone, arguments: list[str], io: Io) -> int:
    """The cards with their addresses; the MAC address below Android 11 alone."""
    mac = str(phone.device.identity.get("wifi_mac") or "02:00:00:00:00:00")
    hardware = f"  HWaddr {mac}" if phone.device.api < LINKS_CLOSED_BY_TARGET else ""
    await io.out(f"wlan0     Link encap:Ethernet{hardware}\n          inet addr:{network.ADDRESS}\n")
    await io.out("lo        Link encap:Local Loopback\n          inet addr:127.0.0.1  Mask:255.0.0.0\n")
    return 0


async def pm(phone: Phone, arguments: list[str], io: Io) -> int:
    """`pm list packages` and `pm path` of what the app may see; the rest needs rights that apps do not have."""
    app = _view(phone).app
    seen = {app.package}
    filtered = phone.device.api >= VISIBILITY_SINCE and app.apk.target_sdk >= VISIBILITY_SINCE
    if not filtered or SEES_ALL in app.granted:
        seen |= {other.package for other in phone.packages.list()}
        seen |= {str(other.get("package")) for other in phone.device.identity.get("installed_apps") or ()}
    if arguments[:2] == ["list", "packages"]:
        await io.out("".join(f"package:{name}\n" for name in sorted(seen)))
        return 0
    if arguments[:1] == ["path"] and len(arguments) == 2:
        if arguments[1] not in seen:
            return 1
        await io.out(f"package:/data/app/{arguments[1]}/base.apk\n")
        return 0
    await io.err(f"java.lang.SecurityException: uid {app.uid} may not do this\n")
    return 255


async def cmd(phone: Phone, arguments: list[str], io: Io) -> int:
    """`cmd package` is `pm`; other services do not answer apps."""
    if arguments[:1] == ["package"]:
        return await pm(phone, arguments[1:], io)
    await io.err(f"cmd: Can't find service: {arguments[0] if arguments else ''}\n")
    return 20


async def settings(phone: Phone, arguments: list[str], io: Io) -> int:
    """`settings get NAMESPACE NAME`, `settings list NAMESPACE`; writing needs a permission that apps do not have."""
    from auditor.desk.shell import system

    if arguments[:1] in (["get"], ["list"]):
        return await system.settings(phone, arguments, io)
    await io.err(f"java.lang.SecurityException: uid {_view(phone).app.uid} needs WRITE_SECURE_SETTINGS\n")
    return 255


async def logcat(phone: Phone, arguments: list[str], io: Io) -> int:
    """What the app itself has logged, once: apps see no other lines since Android 4.1."""
    process = phone.processes.get(_view(phone).app.package)
    pid = process.host_pid if process is not None else None
    lines = [line.format() for line in phone.device.log.since(0)[0] if pid is not None and line.pid == pid]
    await io.out("--------- beginning of main\n" + "".join(line + "\n" for line in lines))
    return 0


async def refuse(phone: Phone, arguments: list[str], io: Io) -> int:
    """Services that answer the shell and the system alone."""
    await io.err(f"Permission Denial: uid={_view(phone).app.uid} may not use this service\n")
    return 1


def commands() -> dict[str, Command]:
    """What an app's user may run, by name."""
    own: dict[str, Command] = {
        "getprop": getprop, "id": identify, "whoami": whoami, "uname": uname, "ps": ps, "mount": mount, "which": which,
        "ip": ip, "ifconfig": ifconfig, "pm": pm, "cmd": cmd, "settings": settings, "logcat": logcat,
        "dumpsys": refuse, "am": refuse, "input": refuse, "screencap": refuse, "wm": refuse, "svc": refuse,
    }  # fmt: skip
    every = shell.commands()
    return {name: every[name] for name in TAKEN_OVER if name in every} | own
