"""The set-up of `.venv/`: what is said where it cannot be made, and that it is made once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import environment


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Commands that would have been run."""
    found: list[str] = []

    def call(command: list[str]) -> int:
        found.append(" ".join(command[1:4]))
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.setattr(subprocess, "check_call", call)
    yield found


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    (tmp_path / "requirements.txt").write_text("")
    return tmp_path / ".venv/.made"


def made(mark: Path) -> int:
    return environment.main(str(mark.parent.parent / "requirements.txt"), str(mark))


def test_without_ensurepip_the_package_of_debian_is_named(
    runs: list[str], mark: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert made(mark) == 1 and runs == [] and not mark.exists()
    assert "apt install python3-venv" in capsys.readouterr().err


def test_an_old_python_is_refused_and_another_can_be_named(
    runs: list[str], mark: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 9, "final", 0))
    assert made(mark) == 1 and runs == []
    said = capsys.readouterr().err
    assert "needs Python 3.11 or later" in said and "is 3.10" in said and "make PYTHON=python3.12" in said


def test_it_is_made_once(runs: list[str], mark: Path) -> None:
    assert made(mark) == 0 and mark.exists() and len(runs) == 3  # the folder, the packages, the bytecode
    assert made(mark) == 0 and len(runs) == 3


def test_what_could_not_be_installed_is_tried_again(
    runs: list[str], mark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "call", lambda command: 1)
    assert made(mark) == 1 and not mark.exists()


def test_an_old_python_can_read_the_file_that_refuses_it() -> None:
    import ast

    text = Path(environment.__file__).read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 5))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.AnnAssign | ast.JoinedStr | ast.NamedExpr)]
