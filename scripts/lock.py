"""Only one run at a time writes in a root: the others wait, and say so (`filelock`).

The operating system holds the lock (`flock` on Unix), and releases it when the process ends, even if it is killed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def alone(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock file `path`. If another run holds it, say so once and wait for its end.

    The file is not deleted afterwards: a waiting run has it open already, and a third run would create and lock another
    file of the same name. On a file system without locks two runs may write at the same time; each file is still old or
    new, never half written (law 9).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # no soft lock: it is a file, which a killed run leaves behind, and every later run would wait for it
    lock = FileLock(path, fallback_to_soft=False, preserve_lock_file=True)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        say(f"another run is writing in {path.parent.name}/; this one waits until it ends")
        lock.acquire()
    except NotImplementedError:  # a file system without locks
        yield
        return
    try:
        yield
    finally:
        lock.release()
