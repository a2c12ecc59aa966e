"""The services that a client of the phone's ADB daemon can open, by name.

Source: AOSP, packages/modules/adb/SERVICES.TXT, daemon/services.cpp and adb.cpp (`handle_forward_request`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from auditor.desk.adb import sync
from auditor.desk.adb.adbd import Connection, Handler
from auditor.desk.adb.ports import Ends, join
from auditor.desk.adb.streams import ShellChannel, Stream
from auditor.desk.shell import shell, terminal

if TYPE_CHECKING:
    from auditor.desk.phone import Phone

# What a phone with a user build, or this phone, says instead of doing it.
REFUSED = {
    "root": "adbd cannot run as root in production builds\n",
    "unroot": "adbd not running as root\n",
    "remount": 'Not running as root. Try "adb root" first.\n',
    "disable-verity": "verity cannot be disabled/enabled - USER build\n",
    "enable-verity": "verity cannot be disabled/enabled - USER build\n",
    "usb": "this phone speaks ADB over TCP alone\n",
    "tcpip": "this phone speaks ADB over TCP already\n",
    "reboot": "this phone does not restart; `auditor phone stop` ends it and `auditor phone start` starts another\n",
}
FIRST_FREE_PORT, LAST_PORT = 40000, 65535


def find(phone: Phone, name: str, connection: Connection) -> Handler:
    """What answers a service; `LookupError` when this phone has none of that name."""
    service, _, rest = name.partition(":")
    kind, *options = service.split(",")
    if name == "sync:":
        return lambda stream: sync.serve(stream, phone.tree)
    if kind in ("shell", "exec"):
        return partial(_shell, phone, rest, "v2" in options, "pty" in options or (kind == "shell" and not options))
    if kind in REFUSED:
        return partial(_say, REFUSED[kind].encode())
    if kind == "tcp":
        return partial(_inward, phone, _port(name))
    if kind == "reverse":
        return partial(_say, Reverse(phone, connection).answer(rest))
    raise LookupError(f"no service {name[:200]!r}")


async def _shell(phone: Phone, command: str, framed: bool, wants_terminal: bool, stream: Stream) -> None:
    channel = ShellChannel(stream, framed)
    if command:
        code = await shell.run(phone, command, channel)
    else:
        code = await terminal.interact(phone, channel, terminal=wants_terminal)
    await channel.finish(code)


async def _say(text: bytes, stream: Stream) -> None:
    await stream.write(text)


async def _inward(phone: Phone, port: int, stream: Stream) -> None:
    """`adb forward` to a port on which an app listens: the one on screen first."""
    ends = await phone.dial(port)
    if ends is not None:
        await join(stream, ends)


def _port(spec: str) -> int:
    kind, _, number = spec.partition(":")
    if kind != "tcp" or not number.isdigit() or not 0 <= int(number) <= LAST_PORT:
        raise LookupError(f"cannot connect to {spec[:200]!r}: only tcp:PORT")
    return int(number)


class Reverse:
    """`adb reverse` of one client: ports of the apps' loopback whose connections end at the client's machine."""

    def __init__(self, phone: Phone, connection: Connection) -> None:
        self._phone, self._connection = phone, connection

    def answer(self, request: str) -> bytes:
        """Do what is asked and answer in adbd's words: `OKAY`, `FAIL` and a sentence, or a list."""
        table = self._phone.reversed
        if request == "list-forward":
            rows = "".join(f"{self._phone.serial} tcp:{port} {way.target}\n" for port, way in sorted(table.items()))
            return _counted(rows)
        if request == "killforward-all":
            for port in list(table):
                self._phone.unlisten(port)
            return b"OKAY"
        name, _, rest = request.partition(":")
        try:
            if name == "killforward":
                port = _port(rest)
                if port not in table:
                    return b"FAIL" + _counted(f"listener '{rest[:200]}' not found")
                self._phone.unlisten(port)
                return b"OKAY"
            if name == "forward":
                return self._forward(rest)
        except LookupError as error:
            return b"FAIL" + _counted(str(error))
        raise LookupError(f"no service 'reverse:{request[:200]}'")

    def _forward(self, request: str) -> bytes:
        keep = request.startswith("norebind:")
        local, _, remote = request.removeprefix("norebind:").partition(";")
        port, table = _port(local), self._phone.reversed
        if keep and port in table:
            return b"FAIL" + _counted("cannot rebind existing socket")
        if port:
            self._phone.listen(port, Way(self._connection, remote))
            return b"OKAY"
        free = next(number for number in range(FIRST_FREE_PORT, LAST_PORT) if number not in table)
        self._phone.listen(free, Way(self._connection, remote))
        return b"OKAY" + _counted(str(free))


class Way:
    """Where the connections to a reversed port go."""

    def __init__(self, connection: Connection, target: str) -> None:
        self.connection, self.target = connection, target

    async def take(self, ends: Ends) -> None:
        """Carry one connection; `ConnectionError` when the client refuses it."""
        stream = await self.connection.open(self.target)
        try:
            await join(stream, ends)
        finally:
            await self.connection.close(stream)


def _counted(text: str) -> bytes:
    raw = text.encode()
    return f"{len(raw):04x}".encode() + raw
