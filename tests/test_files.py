"""Files: old or new, never half (law 9); read with clear refusals."""

import os
from pathlib import Path

import pytest

from scripts import files
from scripts.problem import Refused


def test_what_is_there_already_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    assert files.write(path, "ä\n") and not files.write(path, "ä\n")
    assert path.read_bytes() == "ä\n".encode() and list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_is_stopped_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "b.txt"
    files.write(path, "old")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, step, stop)
    with pytest.raises(KeyboardInterrupt):
        files.write(path, "new")
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    files.write(path, "old")
    path.chmod(0o600)
    files.write(path, "new")
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"ok\nb\xe4d\n", 2, "not UTF-8: byte 0xe4"),
        (b"x" * (files.LARGEST_FILE + 1), 0, "larger than 5 MB"),
        (None, 0, "no such file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, data: bytes | None, line: int, words: str) -> None:
    path = tmp_path / "b.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Refused) as caught:
        files.read_text(path, "b.txt")
    [problem] = caught.value.problems
    assert words in problem.message and problem.line == line and problem.path == "b.txt"


def test_digests_tell_lists_apart() -> None:
    assert files.digest("ab", "c") != files.digest("a", "bc")


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not a regular file"):
        files.read_text(tmp_path, "x.po")


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_a_file_that_is_created_is_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", refused)
    path = tmp_path / "a" / "b.gz"
    assert files.create(path, b"first") and not files.create(path, b"second")
    assert path.read_bytes() == b"first" and list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o644
    for name, make in (("link", lambda at: at.symlink_to("nothing")), ("folder", Path.mkdir)):
        make(tmp_path / name)
        assert not files.create(tmp_path / name, b"x")
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_a_file_whose_creation_is_stopped_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    calls = []

    def stop(handle: int) -> None:
        calls.append(handle)
        if links or len(calls) == 2:
            raise KeyboardInterrupt

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fsync", stop)
    monkeypatch.setattr(os, "link", refused)
    with pytest.raises(KeyboardInterrupt):
        files.create(tmp_path / "b.gz", b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("reported", [0, 3, 100])
def test_a_file_is_read_whole_whatever_size_the_disk_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reported: int
) -> None:
    path = tmp_path / "a"
    path.write_text("text that grows")
    facts = list(path.stat())
    facts[6] = reported
    monkeypatch.setattr("os.fstat", lambda _: os.stat_result(facts))
    assert files.read_bytes(path, "a") == b"text that grows"
    with pytest.raises(Refused, match="larger"):
        files.read_bytes(path, "a", 14)
    assert files.read_bytes(path, "a", 15) == b"text that grows"
