"""Proof from outside that a process is sealed, asked before anything of the app may run in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from auditor.desk.seal import limits, seal

SPACES = ("user", "pid", "net", "mnt", "ipc", "uts")
CAPABILITIES = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
FILTERED = "2"  # proc(5): Seccomp
# Devices that bwrap puts below /dev; writing to them changes nothing.
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/pts", "/dev/shm")
PARTS_OF_PROC = ("/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus")
LIMITS = {
    "Max core file size": 0,
    "Max file size": limits.LARGEST_FILE_BYTES,
    "Max open files": limits.OPEN_FILES,
    "Max processes": limits.TASKS,
}


def faults(pid: int, binds: Iterable[seal.Bind], spaces: Mapping[str, int]) -> list[str]:
    """What of the seal is not in place around a process, as phrases; empty when all is.

    `binds` are what it may see of the host, `spaces` the name spaces that were made for it. A process whose facts
    cannot be read is at fault too.
    """
    try:
        status = _status(pid)
        return [*_spaces(pid, spaces), *_rights(status), *_mounts(pid, binds), *_limits(pid), *_open_folders(pid)]
    except OSError as error:
        return [f"its facts cannot be read ({error.strerror})"]


def _status(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text("utf-8", "replace").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _spaces(pid: int, made: Mapping[str, int]) -> list[str]:
    found = []
    for kind in SPACES:
        inside = os.stat(f"/proc/{pid}/ns/{kind}").st_ino
        if inside == os.stat(f"/proc/self/ns/{kind}").st_ino:
            found.append(f"it shares the {kind} name space of the host")
        elif made.get(kind, inside) != inside:
            found.append(f"its {kind} name space is not the one that was made for it")
    return found


def _rights(status: Mapping[str, str]) -> list[str]:
    found = [f"it has capabilities ({name} {status.get(name)})" for name in CAPABILITIES if int(status[name], 16)]
    if status.get("NoNewPrivs") != "1":
        found.append("it may gain privileges")
    if status.get("Seccomp") != FILTERED:
        found.append("its system calls are not filtered")
    if status.get("NSpid", "").split()[-1:] != ["1"]:
        found.append("it is not the first process of its name space")
    return found


def _mounts(pid: int, binds: Iterable[seal.Bind]) -> list[str]:
    """Mounts that are not expected or may be written to against expectation; the fields are those of proc(5)."""
    allowed = {**seal.OWN_MOUNTS, **dict.fromkeys(DEVICES, True), **dict.fromkeys(PARTS_OF_PROC, False)}
    allowed |= {bind.inside: bind.writable for bind in [*seal.library_binds(), seal.java_bind(), *binds]}
    found, seen = [], set()
    for line in Path(f"/proc/{pid}/mountinfo").read_text("utf-8", "surrogateescape").splitlines():
        fields = line.split(" ")
        # The kernel writes blanks and backslashes in octal.
        place = fields[4].encode("utf-8", "surrogateescape").decode("unicode_escape")
        seen.add(place)
        if place not in allowed:
            found.append(f"there is a mount at {place} that nobody asked for")
        elif not allowed[place] and "ro" not in fields[5].split(","):
            found.append(f"{place} can be written to")
        elif place == "/" and fields[fields.index("-") + 1] != "tmpfs":
            found.append("its root is a file system of the host")
    # Without these names would be those of another tree.
    return found + [f"{place} is missing" for place in seal.OWN_MOUNTS if place not in seen]


def _limits(pid: int) -> list[str]:
    lines = Path(f"/proc/{pid}/limits").read_text("utf-8").splitlines()
    found = []
    for name, most in LIMITS.items():
        line = next((line for line in lines if line.startswith(name)), "")
        hard = line.removeprefix(name).split()[1:2]
        if not hard or not hard[0].isdigit() or int(hard[0]) > most:
            found.append(f"its limit '{name}' is {hard[0] if hard else 'not known'}, more than {most}")
    return found


def _open_folders(pid: int) -> list[str]:
    """A folder held open from outside would be a way out of the file tree."""
    found = []
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            is_folder = os.path.isdir(f"/proc/{pid}/fd/{name}")
        except OSError:
            continue
        if is_folder:
            found.append(f"it holds the folder {os.readlink(f'/proc/{pid}/fd/{name}')} open")
    return found
