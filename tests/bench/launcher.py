"""Run a command, and say what its whole tree of processes used: CPU time, wall time, most memory of one process.

    python -I -S launcher.py REPORT COMMAND ...

It is small and runs alone, since a process starts out with the size of the one that started it. On Linux it takes in
every process whose parent has ended (such as workers behind a fork server), so that none goes uncounted.
"""

import ctypes
import json
import os
import sys
import time

_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER of Linux."""


def main(report: str, command: list[str]) -> int:
    """The exit code of the command; the report is a file of JSON."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    began = time.perf_counter()
    first = os.posix_spawnp(command[0], command, os.environ)
    code, wall, cpu, most = 1, 0.0, 0.0, 0
    while True:
        try:
            pid, status, used = os.wait3(0)
        except ChildProcessError:
            break
        cpu, most = cpu + used.ru_utime + used.ru_stime, max(most, used.ru_maxrss)
        if pid == first:
            code, wall = os.waitstatus_to_exitcode(status), time.perf_counter() - began
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    with open(report, "w") as file:  # noqa: PTH123 - pathlib would make it larger
        json.dump({"cpu": cpu, "wall": wall, "mebibytes": most / unit}, file)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
