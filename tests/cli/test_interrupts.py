import os
import signal
from collections.abc import Iterator

import pytest

from auditor.cli.interrupts import Interrupts


@pytest.fixture
def interrupts() -> Iterator[Interrupts]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield Interrupts()
    for number, handler in before.items():
        signal.signal(number, handler)


class Finalised:
    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        sum(range(1000))  # the handler runs between two instructions, and its exception is dropped here


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_got_lost_is_raised_at_the_next_step(interrupts: Interrupts) -> None:
    interrupts.check()
    one = Finalised()
    del one
    with pytest.raises(KeyboardInterrupt):
        interrupts.check()


def test_what_is_handled_already_is_not_raised_again(interrupts: Interrupts) -> None:
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        sum(range(1000))
    except KeyboardInterrupt:
        interrupts.check()
    else:
        pytest.fail("the signal raised nothing")
