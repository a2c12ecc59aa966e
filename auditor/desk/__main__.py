"""The process that a desk phone lives in: `python -m auditor.desk --home DIR ...`, started by `auditor.desk.start`.

It prints one line of JSON when the phone is on (or why it is not), and ends with its apps on SIGTERM, SIGINT, or when
the process that owns it is gone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
from pathlib import Path

from auditor.desk import phone as phones
from auditor.errors import AuditorError


def main() -> int:
    """Run a phone until it is told to end."""
    parser = argparse.ArgumentParser(prog="python -m auditor.desk")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--api", type=int, default=34)
    parser.add_argument("--locale", default="zh-CN")
    parser.add_argument("--sandbox", default="bwrap")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--owner", type=int)
    options = parser.parse_args()
    os.umask(0o077)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    return asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> int:
    phone = phones.Phone(options.home, options.api, options.locale, options.sandbox)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, ended.set)
    if options.owner:
        try:
            loop.add_reader(os.pidfd_open(options.owner), ended.set)
        except ProcessLookupError:
            return 0
    try:
        phones.check(options.api, options.sandbox)
        serial = await phone.start(options.port)
    except (AuditorError, OSError) as error:
        taken = f"Port {options.port} of this machine is taken; choose another one with --port."
        _say(error=type(error).__name__, message=str(error) if isinstance(error, AuditorError) else taken)
        return 3
    _say(serial=serial, pid=os.getpid())
    await ended.wait()
    await phone.stop()
    return 0


def _say(**facts: object) -> None:
    print(json.dumps(facts), flush=True)
    # The one who started the phone closes its end after this line.
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


if __name__ == "__main__":
    sys.exit(main())
