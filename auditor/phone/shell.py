"""One shell command on a device: its exit code and its output, over adb's shell protocol.

adbutils opens the way; the answer is read here, because its own `shell2` asks the server for its version each time and
waits 10 ms at each of the two ends: 22 ms a command instead of 2, for some hundred commands an audit.
Source: `shell_protocol.h` of the platform's adb (header: one byte of kind, four of length, little-endian).
"""

from __future__ import annotations

from adbutils import AdbClient

from auditor.phone.server import listens

STDOUT, STDERR, EXIT = 1, 2, 3
MOST_OUTPUT = 256 << 20


def run(client: AdbClient, serial: str, command: str, timeout: float) -> tuple[int, bytes]:
    """(exit code, standard output and error as they came) of `command`; `timeout` seconds between two answers.

    Raises `adbutils.AdbError`, `EOFError` or `OSError` when the device does not answer, or answers without end.
    """
    if not listens(client.port):
        # Asked for a connection, adbutils would start a server of its own on the usual port, and leave it running.
        raise ConnectionRefusedError("the adb server is gone")
    connection = client.make_connection(timeout=timeout)
    try:
        connection.send_command(f"host:transport:{serial}")
        connection.check_okay()
        connection.send_command(f"shell,v2,raw:{command}")
        connection.check_okay()
        output = bytearray()
        while len(output) <= MOST_OUTPUT:
            header = connection.read_exact(5)
            content = connection.read_exact(int.from_bytes(header[1:], "little"))
            if header[0] == EXIT:
                return content[0], bytes(output)
            if header[0] in (STDOUT, STDERR):
                output += content
        raise OSError(f"more than {MOST_OUTPUT >> 20} MB of output")
    finally:
        connection.conn.close()
