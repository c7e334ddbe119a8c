"""One run at a time writes in a root: the others wait, and say so (`filelock`).

The lock is the operating system's, so that it goes with the process that holds it, however that one ends.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def alone(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock `path`; where another run holds it, say so once and wait for it to end.

    The file stays where it is afterwards: whoever waits has it open already. Where the file system has no locks, runs
    are not kept apart; each file is still old or new, never half (law 9).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, fallback_to_soft=False, preserve_lock_file=True)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        say(f"another run is at work in {path.parent.name}/; this one waits for it to end")
        lock.acquire()
    except NotImplementedError:  # a file system without locks
        yield
        return
    try:
        yield
    finally:
        lock.release()
