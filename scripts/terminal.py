"""What a run prints: lines for people on standard error, data on standard output.

A reader who goes away (`| head -1`) stops the printing and nothing else: the work is done and the exit code is that of
the work.
"""

import os
import sys
from collections.abc import Callable
from typing import TextIO

from .problem import visible

Progress = Callable[[str], None]
"""How a command tells a line while it works; the command line gives `say`."""


def prepare() -> None:
    """Both streams as UTF-8, whatever the machine's locale is; what has no form in UTF-8 is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """Some lines for people. Names of files stand in them, so that controls are shown, not sent to the terminal."""
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
