"""What a run prints: lines for people on standard error, data on standard output.

A reader who goes away (`| head -1`) stops the printing and nothing else: the work is done and the exit code is that of
the work.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from .problem import visible

if TYPE_CHECKING:
    from tqdm import tqdm

Progress = Callable[[str], None]
"""How a command tells a line while it works; the command line gives `say`."""


def prepare() -> None:
    """Both streams as UTF-8, whatever the machine's locale is; what has no form in UTF-8 is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """Some lines for people. Names of files stand in them, so that controls are shown, not sent to the terminal."""
    if _meter is not None:
        _meter.clear()
    _write(sys.stderr, visible(text))


def give(text: str) -> None:
    """Data, which a program may read, as it is. Raises `OSError` where it cannot be written whole."""
    _write(sys.stdout, text)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:
        _silence(stream)


def _silence(stream: TextIO) -> None:
    """Send what else goes to a stream nowhere, so that not even Python's exit fails on it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def flush() -> None:
    """Send out what is still to be printed, before Python's exit does so and complains."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:  # closed from the beginning
                stream.flush()
        except OSError:
            _silence(stream)


# -- how far a long run is -------------------------------------------------------------------------


class Step(Protocol):
    """Called when a step of some work begins, with what it is about: `step("privacy", "de")`."""

    def __call__(self, *about: str) -> None: ...


def no_step(*about: str) -> None:
    """The step of work whose progress nobody sees."""


PATIENCE = 2.0
"""Seconds that work takes before anything is shown of its progress."""

_PAUSE = 0.1
"""Seconds between two looks of the line."""

_meter: "_Meter | None" = None
"""The work whose progress a line of the terminal shows."""
_is_quiet = False


def keep_quiet(wanted: bool) -> None:
    """Whether runs show no progress (`--quiet`)."""
    global _is_quiet
    _is_quiet = wanted


@contextmanager
def steps(total: int) -> Iterator[Step]:
    """Work of so many steps. After two seconds a line on a terminal shows the step, how many are done, and the time left.

    The line is gone when the work ends. Nothing is shown to files, pipes and dumb terminals, or of work within work.
    """
    global _meter
    if _is_quiet or _meter is not None or not _is_terminal(sys.stderr):
        yield no_step
        return
    _meter = _Meter(total)
    try:
        yield _meter.step
    finally:
        _meter.close()
        _meter = None


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


class _Meter:
    """One line that shows progress, written by tqdm."""

    def __init__(self, total: int) -> None:
        self.total, self.begun, self.started = total, 0, time.monotonic()
        self.due = self.started + PATIENCE
        """When the line is shown, or shown anew."""
        self.bar: tqdm | None = None

    def step(self, *about: str) -> None:
        """What was begun before is done."""
        done, self.begun, now = self.begun, self.begun + 1, time.monotonic()
        if now < self.due:
            return
        self.bar, self.due = self.bar or self._bar(), now + _PAUSE
        self.bar.n = min(done, self.total)
        self.bar.set_description_str(" ".join(visible(word, lines=False) for word in about))  # and shows it

    def _bar(self) -> "tqdm":
        from tqdm import tqdm  # here, for few runs take so long

        tqdm.monitor_interval = 0  # no thread beside the work: processes may be forked from it
        tqdm.set_lock(threading.RLock())
        form = "{desc}: {n_fmt} of {total_fmt} done, {remaining} left"
        bar = tqdm(
            total=self.total, file=sys.stderr, bar_format=form, dynamic_ncols=True, leave=False, smoothing=0, delay=1e-9
        )  # with a delay it shows nothing yet
        bar.start_t -= time.monotonic() - self.started  # the time left is judged by all that was done
        return bar

    def clear(self) -> None:
        """Make room for other lines; the next step shows the line again."""
        if self.bar is not None:
            self.bar.clear()

    def close(self) -> None:
        """Take the line away."""
        if self.bar is not None:
            self.bar.close()
