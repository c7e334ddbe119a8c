"""The file that make asks: what it sees, and how little it does for it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import stale

from .conftest import write


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A root that was built, for all that the file knows."""
    for name in ("policy/a.md", "locale/de/LC_MESSAGES/a.po", "build/site/de/a.html", "build/hosting/nginx/maps.conf"):
        write(tmp_path, name, "text")
    keep(tmp_path)
    return tmp_path


def keep(root: Path, warnings: int = 0) -> None:
    (root / "build/.last-build").write_bytes(stale.record(str(root), stale.inputs(bytes(root)), warnings))


def is_stale(root: Path) -> bool:
    return stale.main([str(root)]) == 1


def _same_time(root: Path) -> None:
    path = root / "build/site/de/a.html"
    times = path.stat()
    time.sleep(0.02)
    path.write_text("TEXT")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _swap(root: Path) -> None:
    other = write(root, "other", "text")
    other.replace(root / "locale/de/LC_MESSAGES/a.po")


def _link(root: Path) -> None:
    (root / "build/site/de/a.html").unlink()
    (root / "build/site/de/a.html").symlink_to("a.txt")


def _pipe(root: Path) -> None:
    (root / "build/.last-build").unlink()
    os.mkfifo(root / "build/.last-build")


def _moved(root: Path) -> None:
    (root / "build/site").rename(root / "elsewhere")
    (root / "build/site").symlink_to(root / "elsewhere")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a page is deleted": lambda root: (root / "build/site/de/a.html").unlink(),
    "a page is written in the same size and given its time back": _same_time,
    "a stray page, hidden or not": lambda root: write(root, "build/site/.well-known/x", ""),
    "a host's file is deleted": lambda root: (root / "build/hosting/nginx/maps.conf").unlink(),
    "a catalog is replaced by one of the same size": _swap,
    "a file of a kind that nobody knows": lambda root: write(root, "locale/de/notes.txt", ""),
    "a name with a line end": lambda root: write(root, "policy/a\nb.md", ""),
    "a name that is no UTF-8": lambda root: (root / "policy" / os.fsdecode(b"\xff")).mkdir(),
    "a folder": lambda root: (root / "locale/pl").mkdir(),
    "the record is damaged": lambda root: (root / "build/.last-build").write_bytes(b"1\0x"),
    "the record counts no warnings": lambda root: (root / "build/.last-build").write_bytes(b"1\0x\0y"),
    "the record is empty": lambda root: (root / "build/.last-build").write_bytes(b""),
    "the record is gone": lambda root: (root / "build/.last-build").unlink(),
    "a page becomes a link": _link,
    "a pipe in the place of the record": _pipe,
    "the site is moved away and linked": _moved,
    "a page that nobody may read": lambda root: (root / "build/site/de/a.html").chmod(0),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_is_seen(made: Path, change: Callable[[Path], object]) -> None:
    assert not is_stale(made)
    change(made)
    assert is_stale(made)


def test_a_link_is_followed_to_what_it_leads_to_and_a_circle_ends(made: Path) -> None:
    text = write(made, "shared/real.md", "text")
    (made / "policy/b.md").symlink_to("../shared/real.md")
    (made / "locale/loop").symlink_to(".")
    keep(made)
    assert not is_stale(made)
    time.sleep(0.02)
    text.write_text("TEXT")
    assert is_stale(made)


def test_hidden_files_of_editors_are_no_reason(made: Path) -> None:
    write(made, "policy/.a.md.swp", "")
    write(made, "locale/.git/HEAD", "")
    assert not is_stale(made)


def test_warnings_of_the_last_build_are_counted(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(made, 12)
    assert not is_stale(made)
    assert capsys.readouterr().out == "build/site/ is up to date: nothing to do (12 warnings; make check lists them)\n"


def test_no_file_is_opened_but_the_record(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    real = open

    def spy(path: object, *rest: object, **more: object) -> object:
        opened.append(path)
        return real(path, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr("builtins.open", spy)
    assert not is_stale(made)
    assert opened == [bytes(made) + b"/build/.last-build"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("rm") is None, reason="needs rm, which deletes deep folders")
def test_folders_as_deep_as_a_disk_takes_them_are_no_trouble(made: Path) -> None:
    folder = made / "locale"
    here = Path.cwd()
    try:
        os.chdir(folder)
        for _ in range(1500):
            Path("a").mkdir()
            os.chdir("a")
    finally:
        os.chdir(here)
    try:
        keep(made)
        assert not is_stale(made)
    finally:  # pytest cannot delete them
        subprocess.run(["rm", "-rf", str(folder / "a")], check=True)


def test_a_reader_that_goes_away_changes_nothing(made: Path) -> None:
    command = [sys.executable, "-I", "-S", stale.__file__, str(made)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
