"""A seal broken on purpose is noticed from outside, and native code in a whole one gets nothing."""

import asyncio
import os
from contextlib import contextmanager

import pytest

from auditor.desk.seal import limits, proof, seal, sealed
from auditor.errors import SandboxError
from tests.desk import sealed_python

pytestmark = pytest.mark.phone
MAC = "02:00:00:00:00:00"

WAITING = """
import time
print("up", flush=True)
time.sleep(60)
"""


def _drop(line, *words):
    at = next(i for i in range(len(line)) if line[i : i + len(words)] == list(words))
    return [*line[:at], *line[at + len(words) :]]


def _add(line, *words):
    at = line.index("--remount-ro")
    return [*line[:at], *words, *line[at:]]


def _make_writable(line):
    at = line.index(seal.PACKAGES) - 2
    return [*line[:at], "--bind", *line[at + 1 :]]


def _faults(tmp_path, broken=lambda line: line, prepare=seal.limit_resources):
    command, binds = sealed_python.line(tmp_path, WAITING)

    async def scene():
        started = await sealed.start(broken(command), {}, prepare, MAC)
        try:
            assert await started.process.stdout.readline() == b"up\n"
            return proof.faults(started.pid, binds, started.spaces)
        finally:
            started.process.kill()
            await started.process.wait()
            for one in started.sockets:
                one.close()

    return asyncio.run(scene())


def test_a_whole_seal_is_not_at_fault(tmp_path):
    assert _faults(tmp_path) == []


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (lambda line: _drop(line, "--unshare-ipc"), "it shares the ipc name space of the host"),
        (
            lambda line: _add(_drop(_drop(line, "--cap-drop", "ALL"), "--disable-userns"), "--cap-add", "ALL"),
            "it has capabilities",
        ),
        (lambda line: _add(line, "--ro-bind", "/etc", "/system/etc"), "there is a mount at /system/etc that nobody"),
        (_make_writable, f"{seal.PACKAGES} can be written to"),
        (lambda line: _drop(line, "--remount-ro", "/proc"), "/proc can be written to"),
        (lambda line: _drop(line, "--remount-ro", "/"), "/ can be written to"),
    ],
)  # fmt: skip
def test_a_broken_seal_is_noticed(tmp_path, broken, told):
    found = _faults(tmp_path, broken)
    assert any(fault.startswith(told) for fault in found), found


def test_a_missing_filter_and_missing_limits_are_noticed(tmp_path, monkeypatch):
    @contextmanager
    def no_filter(line):
        yield list(line), ()

    monkeypatch.setattr(seal, "with_filter", no_filter)
    found = _faults(tmp_path, prepare=lambda: None)
    assert "its system calls are not filtered" in found
    assert f"its limit 'Max file size' is unlimited, more than {limits.LARGEST_FILE_BYTES}" in found


def test_without_a_network_of_its_own_nothing_is_started(tmp_path):
    with pytest.raises(SandboxError, match="network cannot be made"):
        _faults(tmp_path, lambda line: _drop(line, "--unshare-net"))


def test_a_process_that_is_gone_is_at_fault():
    assert proof.faults(2**22 + 1, [], {}) == ["its facts cannot be read (No such file or directory)"]


NATIVE = """
import ctypes, errno, os, socket, threading
libc = ctypes.CDLL(None, use_errno=True)
def call(name, number, *arguments):
    found = libc.syscall(number, *arguments)
    print(name, "got" if found >= 0 else errno.errorcode[ctypes.get_errno()], flush=True)
def attempt(name, action):
    try:
        action()
        print(name, "got", flush=True)
    except OSError as error:
        print(name, errno.errorcode[error.errno], flush=True)
attempt("fork", os.fork)
call("vfork", 58)
call("clone", 56, 17, 0)
call("clone_in_new_space", 56, 0x10010000, 0)
call("clone3", 435, 0, 0)
call("ptrace_parent", 101, 16, os.getppid() or 1, 0, 0)
call("unshare_user", 272, 0x10000000)
call("unshare_net", 272, 0x40000000)
call("setns", 308, 0, 0)
call("mount", 165, b"none", b"/tmp", b"tmpfs", 0, 0)
call("open_by_handle", 304, 0, 0, 0)
call("bpf", 321, 0, 0, 0)
call("perf", 298, 0, 0, -1, -1, 0)
call("io_uring", 425, 8, 0)
call("keys", 248, b"user", b"x", b"y", 1, -2)
call("x32", 0x40000000 + 39)
call("not_known_yet", 999)
with open("/tmp/space", "w") as file:
    call("fallocate", 285, file.fileno(), 0, 0, 4096)
attempt("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP))
attempt("raw6", lambda: socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6))
attempt("packet", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))
attempt("netlink", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW))
attempt("vsock", lambda: socket.socket(40, socket.SOCK_STREAM))
# Opening is enough to know, and harmless to the machine of the test where the seal has a hole.
attempt("memory_of_itself", lambda: os.open("/proc/self/mem", os.O_RDWR))
attempt("kernel_setting", lambda: os.open("/proc/sys/kernel/pid_max", os.O_WRONLY))
attempt("core_setting", lambda: os.open("/proc/sys/kernel/core_pattern", os.O_WRONLY))
attempt("device", lambda: os.mknod("/tmp/disk", 0o60600, os.makedev(254, 0)))
attempt("kill_all", lambda: os.kill(-1, 9))
attempt("shared_memory", lambda: open("/dev/shm/fill", "w"))
stay, made = threading.Event(), 0
try:
    for made in range(3000):
        threading.Thread(target=stay.wait, daemon=True).start()
except RuntimeError:
    pass
print("threads", made, flush=True)
stay.set()
attempt("fill_memory_folder", lambda: open("/tmp/fill", "wb").write(bytes(600 << 20)))
print("end", "reached", flush=True)
"""
DENIED = {
    "EPERM": (
        "fork", "vfork", "clone", "clone_in_new_space", "ptrace_parent", "unshare_user", "unshare_net", "setns",
        "mount", "open_by_handle", "bpf", "perf", "io_uring", "keys", "raw", "raw6", "device",
    ),
    "ENOSYS": ("clone3", "x32", "not_known_yet"),
    "EAFNOSUPPORT": ("packet", "netlink", "vsock"),
    "EOPNOTSUPP": ("fallocate",),
    "EROFS": ("memory_of_itself", "kernel_setting", "core_setting", "shared_memory"),
    "ESRCH": ("kill_all",),
}  # fmt: skip


def test_native_code_in_the_seal_gets_nothing(tmp_path):
    before = len([name for name in os.listdir("/proc") if name.isdigit()])
    command, _ = sealed_python.line(tmp_path, NATIVE)

    async def scene():
        async with sealed_python.running(command) as (started, _, _):
            held = started.tasks_held
            return held, await sealed_python.said(started)

    held, (results, output) = asyncio.run(scene())
    assert results.get("end") == "reached", output
    wanted = {name: why for why, names in DENIED.items() for name in names}
    assert {name: results[name].replace("ENOTSUP", "EOPNOTSUPP") for name in wanted} == wanted
    assert results["fill_memory_folder"] in ("ENOSPC", "EFBIG")
    if held:
        assert int(results["threads"]) < limits.TASKS
    assert len([name for name in os.listdir("/proc") if name.isdigit()]) <= before + 20
