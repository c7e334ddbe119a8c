"""Only one run at a time writes in a root: the others wait, and say so.

The operating system holds the lock (`flock`, on Windows `locking`), and releases it when the process ends, even if it is
killed.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PAUSE = 0.05
"""Seconds between two tries of a run that waits."""
_WITHOUT_LOCKS = (errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK)
"""Errors of file systems that have no locks; on NFS without a lock service it is the last one (Linux manual, `fcntl(2)`)."""


@contextmanager
def alone(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock file `path`. If another run holds it, say so once and wait for its end.

    The file is not deleted afterwards: a waiting run has it open already, and a third run would create and lock another
    file of the same name. On a file system without locks two runs may write at the same time; each file is still old or
    new, never half written (law 9).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # no link is followed, and a named pipe is not waited for; the file is closed when other programs are started
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags, 0o644)
    try:
        if not _is_ours(handle):
            say(f"another run is writing in {path.parent.name}/; this one waits until it ends")
            while not _is_ours(handle):
                time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)  # which releases the lock


def _is_ours(handle: int) -> bool:
    """Try to lock the file. Returns whether this run may go on: it holds the lock, or there are no locks here."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # another run holds it
        return False
    except OSError as error:
        if error.errno not in _WITHOUT_LOCKS:
            raise
    return True
