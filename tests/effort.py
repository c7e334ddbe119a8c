"""How much work something takes, told without a clock's verdict: twice the text against once, or against a known loop."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_LOOP = 0.02
"""Seconds of the known loop on the machine on which the limits were chosen."""


def seconds(work: Callable[[], object]) -> float:
    """CPU time of this process for a piece of work."""
    before = time.process_time()
    work()
    return time.process_time() - before


def grows_with_its_text(work: Callable[[int], object], size: int) -> None:
    """Assert that `work(2 * size)` takes about twice as long as `work(size)`: four times is what a square gives.

    What takes no time at all may grow as it likes; a run that was disturbed is measured again.
    """
    for _ in range(4):
        once, twice = seconds(lambda: work(size)), seconds(lambda: work(2 * size))
        if twice <= 3 * once + 0.1:
            return
    raise AssertionError(f"{once:.3f} s for {size}, {twice:.3f} s for twice as much")


@contextmanager
def no_more_work_than(limit: float) -> Iterator[None]:
    """Assert that the block takes at most `limit` seconds of a machine that does the known loop in 0.02 s.

    A machine that is slower, or busy, takes longer for both.
    """
    before = _loop()
    start = time.process_time()
    yield
    took = time.process_time() - start
    allowed = limit * max(before, _loop(), _LOOP) / _LOOP
    assert took <= allowed, f"{took:.2f} s, where {allowed:.2f} s is the most"


def _loop() -> float:
    return min(seconds(lambda: sum(number * number for number in range(300_000))) for _ in range(3))
