"""One run at a time: who comes second waits and says so; a killed run leaves nothing that stops the next."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from scripts import files, lock
from scripts.project.project import PIPELINE, Project

from .conftest import GERMAN, po_text, write

PROGRAM = [sys.executable, "-m", "scripts"]


def test_the_second_waits_says_so_once_and_goes_on(tmp_path: Path) -> None:
    path, said, order = tmp_path / "build/.lock", list[str](), list[str]()

    def second() -> None:
        with lock.alone(path, said.append):
            order.append("second")

    with lock.alone(path, said.append):
        thread = threading.Thread(target=second)
        thread.start()
        deadline = time.monotonic() + 10
        while not said and time.monotonic() < deadline:
            time.sleep(0.01)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
    assert said == ["another run is writing in build/; this one waits until it ends"]


@pytest.mark.slow
def test_builds_at_once_all_end_well(project: Project) -> None:
    command = [*PROGRAM, "--root", str(project.path)]
    verbs = ["build", "build", "release", "update", "build"]
    started = [
        subprocess.Popen([*command, verb], cwd=PIPELINE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for verb in verbs
    ]
    ended = [(process.communicate()[0].decode(), process.returncode) for process in started]
    assert [code for _, code in ended] == [0] * len(verbs), ended
    assert (project.site / "de/logs.html").exists() and not list(project.path.rglob("*.tmp"))


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("make") is None or not (PIPELINE / ".venv/.made").exists(), reason="needs make and .venv"
)
def test_targets_of_one_make_do_not_disturb_each_other(project: Project) -> None:
    done = subprocess.run(
        ["make", "-j4", f"ROOT={project.path}", "build", "check", "release", "status"],
        cwd=PIPELINE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_killed_run_leaves_no_lock_and_its_temporary_files_go_with_the_next(project: Project) -> None:
    command = [*PROGRAM, "--root", str(project.path)]
    process = subprocess.Popen([*command, "build"], cwd=PIPELINE, stderr=subprocess.PIPE)
    time.sleep(0.4)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    left = [
        write(project.path, f"{folder}/.logs.po.x1_y2z3w.tmp", "half")
        for folder in ("policy", "locale", "locale/de/LC_MESSAGES", "build/site/de")
    ]
    own = write(project.path, "locale/de/LC_MESSAGES/.logs.po.swp", "an editor's")
    done = subprocess.run([*command, "update"], cwd=PIPELINE, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert not [path for path in left if path.exists()] and own.exists()


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["build", "update", "release"])
def test_nothing_is_touched_behind_a_folder_that_is_a_link(project: Project, tmp_path: Path, verb: str) -> None:
    names = [".last-build", ".mine.abcdefgh.tmp"]
    for name in names:
        write(tmp_path, f"outside/{name}", "mine")
    (project.path / "build").symlink_to(tmp_path / "outside")
    command = [*PROGRAM, "--root", str(project.path), verb]
    done = subprocess.run(command, cwd=PIPELINE, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "build is a symbolic link" in done.stderr
    assert sorted(path.name for path in (tmp_path / "outside").iterdir()) == names
    files.sweep([project.path / "build"])
    assert sorted(path.name for path in (tmp_path / "outside").iterdir()) == names


def test_the_sweep_follows_no_link(tmp_path: Path) -> None:
    kept = write(tmp_path, "outside/.a.po.abcdefgh.tmp", "not ours")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside/link").symlink_to(tmp_path / "outside")
    files.sweep([tmp_path / "inside"])
    assert kept.exists()


def test_a_temporary_name_is_one_that_git_ignores_and_the_sweep_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr("os.replace", lambda old, new: seen.append(Path(old).name))
    for name in ("logs.po", "logs.pot", "waivers.toml", "privacy.md"):
        path = tmp_path / name
        files.write(path, "x")
        [temporary] = seen[-1:]
        assert (
            subprocess.run(["git", "check-ignore", "-q", f"locale/{temporary}"], cwd=PIPELINE, check=False).returncode
            == 0
        )
    files.sweep([tmp_path])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_reading_verbs_wait_for_nobody(project: Project) -> None:
    write(project.path, "locale/pl/LC_MESSAGES/logs.po", po_text(GERMAN, "pl"))
    with lock.alone(project.build / ".lock", lambda _: None):
        for verb in ("check", "status"):
            command = [*PROGRAM, "--root", str(project.path), verb]
            assert subprocess.run(command, cwd=PIPELINE, capture_output=True, timeout=60, check=False).returncode == 0


def test_a_link_in_its_place_is_refused_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / ".lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=r"\.lock"), lock.alone(tmp_path / ".lock", lambda _: None):
        pass
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs flock")
@pytest.mark.parametrize(
    ("code", "goes_on"), [(errno.ENOSYS, True), (errno.EOPNOTSUPP, True), (errno.ENOLCK, True), (errno.EIO, False)]
)
def test_where_there_are_no_locks_a_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, goes_on: bool
) -> None:
    def fail(handle: int, wanted: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("fcntl.flock", fail)
    done = []
    with nullcontext() if goes_on else pytest.raises(OSError), lock.alone(tmp_path / ".lock", lambda _: None):
        done.append(True)
    assert bool(done) == goes_on
