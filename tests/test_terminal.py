"""What is printed, where nobody reads it any more, and what Ctrl-C leaves."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

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


# -- progress ----------------------------------------------------------------------------------------

WORK = """
import sys, time
from scripts import terminal
words, patience, pause = sys.argv[1].split(), float(sys.argv[2]), float(sys.argv[3])
terminal.PATIENCE = patience
terminal.keep_quiet("quiet" in words)
with terminal.steps(4) as step:
    for policy in ("privacy", "terms"):
        for code in ("de", "a\\x1b[2Jb"):
            step(policy, code)
            time.sleep(pause)
            with terminal.steps(9) as inner:
                inner("within", "other work")
        terminal.say("a line")
terminal.say("tqdm" if "tqdm" in sys.modules else "no tqdm")
"""


def on_a_terminal(
    words: str = "", patience: float = 0.0, pause: float = 0.15, terminal: bool = True, term: str = "xterm"
) -> str:
    """What a program that works in steps writes on standard error."""
    import pty
    import termios

    program = [sys.executable, "-c", WORK, words, str(patience), str(pause)]
    env = {**os.environ, "TERM": term}
    if not terminal:
        done = subprocess.run(program, cwd=PIPELINE, env=env, capture_output=True, text=True, check=True)
        return done.stderr
    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (24, 80))
    with subprocess.Popen(program, cwd=PIPELINE, env=env, stderr=its, stdout=subprocess.DEVNULL) as process:
        os.close(its)
        said = b""
        with contextlib.suppress(OSError):  # the other end is gone
            while more := os.read(ours, 9999):
                said += more
    os.close(ours)
    assert process.returncode == 0, said
    return said.decode()


NEEDS_A_TERMINAL = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")


@pytest.mark.slow
@NEEDS_A_TERMINAL
def test_long_work_on_a_terminal_shows_its_step_what_is_done_and_the_time_left() -> None:
    said = on_a_terminal()
    assert "privacy de: 0 of 4 done" in said and "terms de: 2 of 4 done, 00:0" in said and " left" in said
    assert "within" not in said and "\x1b[2J" not in said


@pytest.mark.slow
@NEEDS_A_TERMINAL
def test_the_line_of_progress_makes_room_for_other_lines_and_goes_when_the_work_is_done() -> None:
    shown = shown_in_the_end(on_a_terminal())
    assert shown == ["a line", "a line", "tqdm"]


@pytest.mark.slow
@NEEDS_A_TERMINAL
@pytest.mark.parametrize(
    "how",
    [{"patience": 60.0}, {"words": "quiet"}, {"terminal": False}, {"term": "dumb"}],
    ids=["short work", "quiet", "a pipe", "a dumb terminal"],
)
def test_nothing_is_shown_of(how: dict[str, Any]) -> None:
    assert on_a_terminal(**how).split("\n") == [
        f"{line}{'' if how.get('terminal') is False else chr(13)}" for line in ("a line", "a line", "no tqdm")
    ] + [""]


def shown_in_the_end(said: str) -> list[str]:
    """What a terminal shows in the end: a carriage return writes over the line, and spaces clear it."""
    lines = []
    for line in said.split("\n"):
        cells: list[str] = []
        for part in line.split("\r"):
            cells[: len(part)] = part
        lines.append("".join(cells).rstrip())
    return [line for line in lines if line]
