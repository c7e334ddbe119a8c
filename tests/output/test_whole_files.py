"""Files of the site that a build need not write: when they are read, and that no change of a page is missed."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import files, stale
from scripts.__main__ import main
from scripts.output.manifest import MANIFEST_NAME, File, Manifest, WholeFiles, is_whole
from scripts.project.project import Project

from ..conftest import write

NAME, TEXT, OTHER = "de/a.txt", "a text", "A TEXT"
WANTED = File(NAME, files.checksum(TEXT), len(TEXT))
LAST = Manifest("", "", files=(WANTED,))


def site_of(root: Path) -> Path:
    return root / "build/site"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with a site of one file, as a build leaves it."""
    write(tmp_path, f"build/site/{NAME}", TEXT)
    write(tmp_path, f"build/site/{MANIFEST_NAME}", LAST.text())
    return tmp_path


def record(root: Path) -> bytes:
    time.sleep(0.02)  # as a build does
    return stale.record(str(root), stale.inputs(bytes(root)), 0)


def is_read(root: Path, found: WholeFiles, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether it reads the file to know that it is whole."""
    with monkeypatch.context() as patch:
        patch.setattr("builtins.open", lambda *_: 1 / 0)
        try:
            assert found.has(WANTED)
        except ZeroDivisionError:
            return True
    return False


def test_a_file_that_has_not_changed_is_not_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_read(root, WholeFiles(site_of(root), LAST, record(root)), monkeypatch)
    assert is_read(root, WholeFiles(site_of(root), LAST), monkeypatch)


def _rewritten_in_place(root: Path) -> None:
    path = site_of(root) / NAME
    times = path.stat()
    path.write_text(OTHER)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _replaced(root: Path) -> None:
    path = site_of(root) / NAME
    times = path.stat()
    other = write(root, "other", OTHER)
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(path)


def _linked(root: Path) -> None:
    (site_of(root) / NAME).unlink()
    (site_of(root) / NAME).symlink_to(write(root, "other", OTHER))


def _moved(root: Path) -> None:
    shutil.copytree(root / "build", root / "copy")
    shutil.rmtree(root / "build")
    (root / "copy").rename(root / "build")
    _rewritten_in_place(root)


TAMPERING: dict[str, Callable[[Path], object]] = {
    "written in place, in the same size, and given its time back": _rewritten_in_place,
    "replaced by a file of the same size and time": _replaced,
    "a link to another file": _linked,
    "the whole folder copied and changed": _moved,
    "deleted": lambda root: (site_of(root) / NAME).unlink(),
}


@pytest.mark.parametrize("tamper", TAMPERING.values(), ids=TAMPERING)
def test_a_file_that_was_changed_is_not_whole(root: Path, tamper: Callable[[Path], object]) -> None:
    last = record(root)
    tamper(root)
    assert not WholeFiles(site_of(root), LAST, last).has(WANTED)
    assert not is_whole(site_of(root), WANTED)


def test_a_manifest_that_was_changed_says_nothing_of_other_files(root: Path) -> None:
    write(root, f"build/site/{NAME}", OTHER)
    last = record(root)  # as if a build had left the other text there
    write(root, f"build/site/{MANIFEST_NAME}", LAST.text())
    assert not WholeFiles(site_of(root), LAST, last).has(WANTED)


def test_a_file_with_another_digest_than_the_last_build_wrote_is_read(root: Path) -> None:
    other = File(NAME, files.checksum(OTHER), len(OTHER))
    assert not WholeFiles(site_of(root), LAST, record(root)).has(other)


@pytest.mark.parametrize("damaged", [b"", b"1", b"1\0", b"2\0", b"\0\0\0"])
def test_a_record_of_another_kind_is_not_trusted(root: Path, damaged: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = damaged + record(root)[1:] if damaged == b"2\0" else damaged
    assert is_read(root, WholeFiles(site_of(root), LAST, kept), monkeypatch)


def test_what_changed_before_the_record_is_compared_again(root: Path) -> None:
    found = WholeFiles(site_of(root), LAST)
    assert found.has(WANTED)
    assert [*found.changed_since(record(root), LAST.files)] == []
    _rewritten_in_place(root)
    assert [*found.changed_since(record(root), LAST.files)] == [WANTED]
    assert [*WholeFiles(site_of(root), LAST).changed_since(record(root), LAST.files)] == [WANTED]


@pytest.mark.slow
def test_a_build_restores_a_page_that_somebody_changed(project: Project) -> None:
    assert main(["--root", str(project.path), "build"]) == 0
    page, catalog = project.site / "en/logs.txt", project.catalog("de", "logs")
    wanted, times = page.read_bytes(), page.stat()
    page.write_bytes(wanted.swapcase())
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert page.stat().st_size == times.st_size and page.read_bytes() != wanted
    catalog.write_text(catalog.read_text(encoding="utf-8") + "\n# a comment\n", encoding="utf-8")
    assert main(["--root", str(project.path), "build"]) == 0
    assert page.read_bytes() == wanted
    assert stale.main([str(project.path)]) == 0
