"""Run a command, and report the CPU time, wall time and largest memory of a process in its whole process tree.

    python -I -S launcher.py REPORT COMMAND ...

It is small and runs by itself, because the memory of a process begins with that of the process which started it. On Linux it
adopts each process whose parent has ended (such as workers of a fork server), so that all are counted.
"""

import ctypes
import json
import os
import sys
import time

_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER (Linux, prctl(2))."""


def main(report: str, command: list[str]) -> int:
    """Write the report, a JSON file, and return the exit code of the command."""
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
