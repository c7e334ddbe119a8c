"""What a run prints: lines for people on standard error, data on standard output.

A reader that closes its pipe (`| head -1`) stops the printing and nothing else: the work is finished, and the exit code
is the result of the work.
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
"""Called with a line for people while a command works; the command line passes `say`."""


def prepare() -> None:
    """Make both streams UTF-8, whatever the machine's locale is; lone surrogates, which UTF-8 does not have, are escaped."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """Print lines for people. File names in them may hold control characters, which are shown and not sent to the terminal."""
    if _meter is not None:
        _meter.clear()
    _write(sys.stderr, visible(text))


def give(text: str) -> None:
    """Print data for programs, unchanged. Raises `OSError` if it cannot be written completely."""
    _write(sys.stdout, text)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:
        _silence(stream)


def _silence(stream: TextIO) -> None:
    """Discard everything that is still written to a stream: Python flushes it at exit, and would fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def flush() -> None:
    """Flush both streams, before Python's exit does so and prints a traceback if that fails."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:  # the program was started with a closed stream
                stream.flush()
        except OSError:
            _silence(stream)


# -- progress of a long run -------------------------------------------------------------------------


class Step(Protocol):
    """Called when a step of the work begins, with what it handles: `step("privacy", "de")`."""

    def __call__(self, *about: str) -> None: ...


def no_step(*about: str) -> None:
    """A `Step` that shows nothing."""


PATIENCE = 2.0
"""Seconds before the progress of some work is shown."""

_PAUSE = 0.1
"""Seconds between two updates of the line."""

_meter: "_Meter | None" = None
"""The work whose progress is shown now, if any."""
_is_quiet = False


def keep_quiet(wanted: bool) -> None:
    """Set whether progress is hidden (`--quiet`)."""
    global _is_quiet
    _is_quiet = wanted


@contextmanager
def steps(total: int) -> Iterator[Step]:
    """Show the progress of work with so many steps: after two seconds, the step, how many are done, and the time left.

    The line is deleted when the work ends. Nothing is shown if standard error is no terminal or a dumb one, nor for
    work inside other work that is shown.
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
        """The time from which the line may be shown or updated."""
        self.bar: tqdm | None = None

    def step(self, *about: str) -> None:
        """Begin a step; the one before it is done."""
        done, self.begun, now = self.begun, self.begun + 1, time.monotonic()
        if now < self.due:
            return
        self.bar, self.due = self.bar or self._bar(), now + _PAUSE
        self.bar.n = min(done, self.total)
        # this also prints the line
        self.bar.set_description_str(" ".join(visible(word, lines=False) for word in about))

    def _bar(self) -> "tqdm":
        from tqdm import tqdm  # imported here, because few runs take this long

        tqdm.monitor_interval = 0  # no monitor thread: a process that is forked while a thread holds a lock can hang
        tqdm.set_lock(threading.RLock())  # the default also creates a lock between processes
        form = "{desc}: {n_fmt} of {total_fmt} done, {remaining} left"
        bar = tqdm(
            total=self.total, file=sys.stderr, bar_format=form, dynamic_ncols=True, leave=False, smoothing=0, delay=1e-9
        )  # with a delay, tqdm prints nothing when it is created
        bar.start_t -= time.monotonic() - self.started  # the time left is computed from the start of the work
        return bar

    def clear(self) -> None:
        """Delete the line, so that others can be printed; the next step shows it again."""
        if self.bar is not None:
            self.bar.clear()

    def close(self) -> None:
        """Delete the line for good."""
        if self.bar is not None:
            self.bar.close()
