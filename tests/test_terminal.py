"""What is printed, where nobody reads it any more, and what Ctrl-C leaves."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.project.project import PIPELINE, Project

from .conftest import SAMPLE

PROGRAM = [sys.executable, "-m", "scripts"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [["--help"], ["status"], ["status", "--format", "json"], ["check", "--format", "json"], ["check"], ["build"]],
)
def test_a_pipe_that_is_closed_ends_quietly_and_keeps_the_exit_code(project: Project, words: list[str]) -> None:
    command = [*PROGRAM, "--root", str(project.path), *words]
    whole = subprocess.run(command, cwd=PIPELINE, capture_output=True, check=False)
    with subprocess.Popen(command, cwd=PIPELINE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == whole.returncode == 0
    assert b"Broken pipe" not in said and b"Traceback" not in said
    with subprocess.Popen(command, cwd=PIPELINE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout
        process.stdout.close()
    assert process.returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize("after", [0.15, 0.3, 0.5])
def test_an_interrupt_gives_no_traceback(tmp_path: Path, after: float) -> None:
    command = [*PROGRAM, "--root", str(SAMPLE), "check"]
    with subprocess.Popen(command, cwd=PIPELINE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == -signal.SIGINT and b"Traceback" not in said


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_the_output_is_one_problem(project: Project) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, "--root", str(project.path), "status"],
            cwd=PIPELINE,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1 and b"No space left" in done.stderr and b"Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("flags", "code", "says"),
    [
        ([], 0, ["warning: ", "0 errors, 1 warning"]),
        (["--quiet"], 0, []),
        (["--strict"], 1, ["warning: ", "warnings count as errors"]),
        (["--strict", "--quiet"], 1, ["warning: ", "warnings count as errors"]),
    ],
)
@pytest.mark.parametrize("verb", ["build", "check"])
def test_quiet_prints_what_fails_and_strict_fails_on_warnings(
    project: Project, verb: str, flags: list[str], code: int, says: list[str]
) -> None:
    (project.path / "policy/logs.md").write_text(
        (project.path / "policy/logs.md").read_text() + "\nSee [how](#nowhere).\n"
    )
    (project.path / "locale/de/LC_MESSAGES/logs.po").unlink()
    shutil.copy(SAMPLE / "locale/de/LC_MESSAGES/site.po", project.path / "locale/de/LC_MESSAGES")  # no word is missing
    done = subprocess.run(
        [*PROGRAM, "--root", str(project.path), verb, *flags], cwd=PIPELINE, capture_output=True, text=True, check=False
    )
    assert done.returncode == code and all(words in done.stderr for words in says)
    assert says or done.stderr == ""
