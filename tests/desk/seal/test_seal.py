import asyncio
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from auditor.desk.seal import seal
from auditor.errors import SandboxError


def test_an_unknown_kind_of_sandbox_is_refused():
    with pytest.raises(SandboxError, match="bwrap, none"):
        seal.check("chroot")


def test_a_kernel_that_forbids_it_is_told_with_what_to_do(monkeypatch, tmp_path):
    refusing = tmp_path / "bwrap"
    refusing.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setattr(seal, "_bwrap", lambda: refusing)
    with pytest.raises(SandboxError, match=r"cannot be sealed .*No permissions.*--sandbox none") as caught:
        seal.check("bwrap")
    assert caught.value.exit_code == 3
    seal.check("none")


def test_no_environment_of_the_host_goes_along():
    assert seal.environment("bwrap") == {}


def test_paths_are_those_inside_unless_there_is_no_seal():
    bind = seal.Bind(host=Path("/home/me/jars"), inside="/phone/jars")
    assert seal.path("bwrap", bind, "a.jar") == "/phone/jars/a.jar"
    assert seal.path("none", bind, "a.jar") == "/home/me/jars/a.jar"


def test_an_app_whose_seal_is_not_whole_is_ended_before_it_runs(on_phone, monkeypatch):
    # The stand-in for the JVM is not sealed; the phone believes that it is.
    believing = SimpleNamespace(limit_resources=seal.limit_resources, is_sealed=lambda line: True)
    monkeypatch.setattr("auditor.desk.process.seal", believing)

    async def scene(desk):
        package = await desk.install()
        await desk.sh(f"am start -n {package}/.MainActivity")
        process = desk.phone.processes[package]
        await process.wait(lambda: False, 30)
        return process.state, process.why, [entry["kind"] for entry in process.ledger.lines]

    state, why, kinds = on_phone(scene)
    assert state == "crashed"
    assert why.startswith("the seal around the app is not whole, so nothing of it was run: it shares the user name")
    assert "seal_broken" in kinds


PROBE = """
import os, socket, sys
def attempt(name, action):
    try:
        print(name, "got", action())
    except OSError as error:
        print(name, "denied", error.errno)
attempt("home", lambda: os.listdir(sys.argv[1]))
attempt("passwd", lambda: open("/etc/passwd").read())
attempt("usr", lambda: os.listdir("/usr/bin"))
attempt("processes", lambda: len([p for p in os.listdir("/proc") if p.isdigit()]))
attempt("connect", lambda: socket.create_connection(("127.0.0.1", int(sys.argv[2])), 3))
attempt("run", lambda: os.execv("/bin/sh", ["sh"]))
attempt("write", lambda: open("/system/x", "w"))
attempt("interfaces", lambda: [name for _, name in socket.if_nameindex()])
print("environment", sorted(os.environ))
print("user", os.getuid())
print("first", open("/proc/1/environ").read().count("HOST_SECRET"))
"""


@pytest.mark.phone
def test_a_sealed_python_gets_nothing_of_the_host(tmp_path):
    seal.check("bwrap")
    module = tmp_path / "packages"
    module.mkdir()
    (module / "probe.py").write_text(PROBE)
    listener = asyncio.run(_listen())
    port = listener.getsockname()[1]
    try:
        packages = seal.Bind(host=module, inside=seal.PACKAGES)
        line = seal.python_command("bwrap", "probe", [str(Path.home()), str(port)], binds=[packages], uid=10001)
        done = subprocess.run(
            line, capture_output=True, text=True, timeout=60, env={"HOST_SECRET": "x", **seal.environment("bwrap")}
        )
    finally:
        listener.close()
    said = dict(row.split(" ", 1) for row in done.stdout.splitlines())
    assert done.returncode == 0, done.stderr
    for name in ("home", "passwd", "usr", "connect", "run", "write"):
        assert said[name].startswith("denied"), said
    assert said["processes"] == "got 1"
    assert said["interfaces"] == "got ['lo']"
    assert "HOME" not in said["environment"]
    assert said["user"] == "10001"
    assert said["first"] == "0"


async def _listen():
    import socket

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener


@pytest.mark.phone
def test_the_sealed_jvm_runs():
    done = subprocess.run(
        seal.command("bwrap", ["-version"], binds=[], uid=10001), capture_output=True, text=True, timeout=60, env={}
    )
    assert "17.0" in done.stderr
    assert sys.executable not in done.stderr and os.path.expanduser("~") not in done.stdout
