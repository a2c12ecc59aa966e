"""How Frida gets in: the desk phone's app is a process of this host, a real phone runs frida-server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import frida

from auditor.errors import AppCrashError, HookError

if TYPE_CHECKING:
    from frida import ScriptExportsSync, Session

GATE_SECONDS = 90.0
DEVICE_SECONDS = 10
REFUSALS = (frida.InvalidArgumentError, frida.ExecutableNotFoundError, frida.NotSupportedError)
LOSSES = (frida.InvalidOperationError, frida.TransportError, frida.TimedOutError, frida.ProcessNotRespondingError)


class Device(Protocol):
    """What this room asks of a device (`auditor.phone.Device` has it)."""

    serial: str

    @property
    def is_desk(self) -> bool: ...
    @property
    def api(self) -> int: ...
    def start(self, component: str, *, hold: bool = False) -> None: ...
    def wait(self, package: str, state: str, seconds: float) -> bool: ...
    def process(self, package: str) -> dict[str, Any]: ...
    def spare(self, package: str) -> dict[str, Any]: ...
    def force_stop(self, package: str) -> None: ...


class Door(Protocol):
    """A process with nothing of the app run yet, and the way to let it go on."""

    session: Session

    def await_gate(self) -> None:
        """Wait until its classes can be hooked. Raises `AppCrashError` when it ends before."""

    def resume(self, script: ScriptExportsSync) -> None:
        """Let the app run its first line."""


class GateDoor:
    """A process of this host that waits at its gate, or is on its way there; the agent opens it from inside."""

    def __init__(self, pid: int, at_gate: Callable[[], None] = lambda: None) -> None:
        """`at_gate` waits for a process that is on its way."""
        self.pid = pid
        self.await_gate = at_gate
        self.session = attach(pid)

    def resume(self, script: ScriptExportsSync) -> None:
        script.open()


def start_held(device: Device, package: str, component: str) -> int:
    """Start an app of a desk phone; it will be held before its first line. Returns its process on this host."""
    device.start(component, hold=True)
    await_state(device, package, "process")
    return int(device.process(package)["host_pid"])


def await_state(device: Device, package: str, state: str) -> None:
    """Wait for an app of a desk phone on its way to the gate; `AppCrashError` when it does not get there."""
    if not device.wait(package, state, GATE_SECONDS):
        why = device.process(package).get("why") or f"it did not reach the gate within {GATE_SECONDS:.0f} seconds"
        raise AppCrashError(f"{package} does not start on the desk phone: {why}.")


class FridaServerDoor:
    """frida-server on the device starts the app and keeps it before its first line."""

    def __init__(self, device: Device, package: str, component: str) -> None:
        with frida_errors(f"frida-server on {device.serial}"):
            self._device = frida.get_device(device.serial, timeout=DEVICE_SECONDS)
            activity = component.partition("/")[2]
            if activity.startswith("."):
                activity = package + activity
            self._pid = self._device.spawn([package], activity=activity)
            self.session = self._device.attach(self._pid)

    def await_gate(self) -> None:
        """It was started suspended: at once."""

    def resume(self, script: ScriptExportsSync) -> None:
        with frida_errors(f"process {self._pid}"):
            self._device.resume(self._pid)


def attach(pid: int) -> Session:
    """Attach to a process of this host. Raises `HookError` with the setting that stands in the way."""
    with frida_errors(f"process {pid}"):
        return frida.attach(pid)


@contextmanager
def frida_errors(what: str) -> Iterator[None]:
    """Frida's errors as one sentence each, with what to do."""
    try:
        yield
    except frida.PermissionDeniedError:
        advice = "allow it by `sysctl kernel.yama.ptrace_scope=0`, or run as the user who started the phone"
        raise HookError(f"Frida may not enter {what}; {advice}.") from None
    except frida.ServerNotRunningError:
        advice = f"start frida-server {frida.__version__} on the device as root"
        raise HookError(f"No answer from {what}; {advice}.") from None
    except frida.ProtocolError as error:
        advice = f"it must be of the same major version as {frida.__version__} here"
        raise HookError(f"{what} speaks another protocol ({said(error)}); {advice}.") from None
    except frida.ProcessNotFoundError:
        raise HookError(f"{what} is gone; the app ended before it could be hooked.") from None
    except REFUSALS as error:
        raise HookError(f"Frida cannot enter {what}: {said(error)}.") from None
    except LOSSES as error:
        raise HookError(f"Frida lost {what}: {said(error)}; start the audit again.") from None


def said(error: Exception) -> str:
    """The first line of what Frida said; a dump of registers may follow it."""
    return str(error).partition("\n")[0].removesuffix("; please file a bug")[:300].rstrip(".")
