"""CPU time, wall time and memory of commands."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.project.project import PIPELINE

LAUNCHER = Path(__file__).with_name("launcher.py")


@dataclass(frozen=True, slots=True)
class Used:
    """What a command used, including all processes that it started."""

    cpu: float
    """Seconds of CPU time, user and system."""
    wall: float
    """Seconds of wall time."""
    mebibytes: float
    """The largest resident set of any of the processes."""

    def __add__(self, other: "Used") -> "Used":
        """The sum for one command after the other."""
        return Used(self.cpu + other.cpu, self.wall + other.wall, max(self.mebibytes, other.mebibytes))


NOTHING = Used(0, 0, 0)


def environment() -> dict[str, str]:
    """The environment of a user, in which Python keeps compiled modules."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**own, "SOURCE_DATE_EPOCH": "1767225600"}


def run(command: Sequence[str], cwd: Path = PIPELINE, good: Sequence[int] = (0,), more: Mapping[str, str] = {}) -> Used:
    """Run a command to its end. Raises `RuntimeError` with its output if the exit code is not in `good`."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report")
        start = [sys.executable, "-I", "-S", str(LAUNCHER), str(report), *command]
        done = subprocess.run(start, cwd=cwd, capture_output=True, text=True, env={**environment(), **more})
        if done.returncode not in good:
            raise RuntimeError(
                f"{' '.join(command)[:200]} ended with {done.returncode}:\n{(done.stderr or done.stdout)[-2000:]}"
            )
        return Used(**json.loads(report.read_text()))


def verb(root: Path, *words: str) -> Used:
    """Run a verb of the pipeline for the project in a folder."""
    return run([sys.executable, "-m", "scripts", "--root", str(root), *words])


def median(runs: Sequence[Used]) -> Used:
    """The run with the median CPU time; short commands are run several times."""
    return sorted(runs, key=lambda used: used.cpu)[len(runs) // 2]
