"""The filter of system calls that a sealed process runs under, as a classic BPF program for `bwrap --seccomp`.

Native code that an app brings along runs with this filter too: the JVM loads any library of this machine's kind.
"""

from __future__ import annotations

import errno
import struct
from functools import cache
from importlib import resources

import msgspec

from auditor import rulefiles

AUDIT_ARCH_X86_64 = 0xC000003E  # linux/audit.h
SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_ERRNO, SECCOMP_RET_ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
# Offsets in struct seccomp_data; of a 64-bit argument the low half, which holds all flags and numbers used here.
NUMBER, ARCHITECTURE, ARGUMENT_0, ARGUMENT_1 = 0, 4, 16, 24
LOAD, AND, EQUAL, GREATER, ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x25, 0x45, 0x06  # linux/bpf_common.h
SOCKET, CLONE = 41, 56
CLONE_THREAD = 0x00010000
CLONE_NEW = 0x7E020080  # user, pid, net, mount, IPC, host name, cgroup and time name spaces (linux/sched.h)
KIND_MASK = 0xF  # linux/net.h: SOCK_TYPE_MASK; above it are SOCK_NONBLOCK and SOCK_CLOEXEC


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Calls that are denied for one reason."""

    why: str
    calls: dict[str, int]


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A socket family that may be used."""

    family: str
    number: int
    kinds: tuple[int, ...]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`syscalls.yaml`."""

    newest: int
    denied: tuple[Group, ...]
    absent: dict[str, int]
    unsupported: dict[str, int]
    sockets: tuple[Family, ...]


@cache
def table() -> Table:
    """What is denied and why."""
    return rulefiles.load(resources.files("auditor.desk.seal") / "syscalls.yaml", Table)


@cache
def program() -> bytes:
    """The instructions, 8 bytes each (struct sock_filter)."""
    rules = table()
    denied = _fail(errno.EPERM)
    lines = [_load(ARCHITECTURE), *_unless_equal(AUDIT_ARCH_X86_64, _line(RETURN, SECCOMP_RET_KILL_PROCESS))]
    lines += [_load(NUMBER), _line(GREATER, rules.newest, 0, 1), _fail(errno.ENOSYS)]
    for group in rules.denied:
        for number in group.calls.values():
            lines += _when_equal(number, denied)
    for number in rules.absent.values():
        lines += _when_equal(number, _fail(errno.ENOSYS))
    for number in rules.unsupported.values():
        lines += _when_equal(number, _fail(errno.EOPNOTSUPP))
    clone = [
        _load(ARGUMENT_0), _line(ANY_BIT, CLONE_NEW, 0, 1), denied,
        _line(ANY_BIT, CLONE_THREAD, 1, 0), denied, _line(RETURN, SECCOMP_RET_ALLOW),
    ]  # fmt: skip
    lines += [_line(EQUAL, CLONE, 0, len(clone)), *clone]
    socket = _sockets(rules.sockets)
    lines += [_line(EQUAL, SOCKET, 0, len(socket)), *socket]
    return b"".join([*lines, _line(RETURN, SECCOMP_RET_ALLOW)])


def _sockets(families: tuple[Family, ...]) -> list[bytes]:
    """What comes after `socket` was recognised; every way through it returns."""
    lines: list[bytes] = []
    for family in families:
        kinds = [_load(ARGUMENT_1), _line(AND, KIND_MASK)]
        for kind in family.kinds:
            kinds += _when_equal(kind, _line(RETURN, SECCOMP_RET_ALLOW))
        kinds.append(_fail(errno.EPERM))
        lines += [_load(ARGUMENT_0), _line(EQUAL, family.number, 0, len(kinds)), *kinds]
    return [*lines, _fail(errno.EAFNOSUPPORT)]


def _line(code: int, value: int, when: int = 0, otherwise: int = 0) -> bytes:
    """One instruction: `when` and `otherwise` are how many instructions a comparison jumps over."""
    return struct.pack("<HBBI", code, when, otherwise, value)


def _load(offset: int) -> bytes:
    return _line(LOAD, offset)


def _fail(number: int) -> bytes:
    return _line(RETURN, SECCOMP_RET_ERRNO | number)


def _when_equal(value: int, then: bytes) -> list[bytes]:
    return [_line(EQUAL, value, 0, 1), then]


def _unless_equal(value: int, then: bytes) -> list[bytes]:
    return [_line(EQUAL, value, 1, 0), then]
