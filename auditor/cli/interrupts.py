"""Ctrl-C and SIGTERM during long work.

Python drops an exception that a signal raises while a finaliser or a callback of C code runs ("Exception ignored in").
So what was asked for is remembered, and the next step of the work raises it again.
"""

from __future__ import annotations

import signal
import sys


class Interrupts:
    """Both signals as KeyboardInterrupt, from where it is made on; on the main thread."""

    def __init__(self) -> None:
        self._asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._interrupt)

    def check(self) -> None:
        """Raise KeyboardInterrupt when one was asked for and got lost; not while an exception is being handled."""
        if self._asked and sys.exc_info()[1] is None:
            raise KeyboardInterrupt

    def _interrupt(self, number: int, frame: object) -> None:
        self._asked = True
        raise KeyboardInterrupt
