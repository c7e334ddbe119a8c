"""The set-up of `.venv/`: what is said where it cannot be made, and that it is made once."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import environment
from scripts.project.project import PIPELINE


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Commands that would have been run."""
    found: list[str] = []

    def call(command: list[str]) -> int:
        found.append(" ".join(command[1:4]))
        if command[1:3] == ["-m", "venv"]:
            for name in ("python", "pip"):
                program = Path(command[3], "bin", name)
                program.parent.mkdir(exist_ok=True)
                program.touch()
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    yield found


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    (tmp_path / "requirements.txt").write_text("")
    return tmp_path / ".venv/.made"


def made(mark: Path) -> int:
    return environment.main(str(mark.parent.parent / "requirements.txt"), str(mark))


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_without_venv_or_ensurepip_the_package_of_debian_is_named(
    module: str, runs: list[str], mark: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, module, None)  # so that importlib does not find it
    assert made(mark) == 1 and runs == [] and not mark.exists()
    said = capsys.readouterr().err
    assert f"its module {module} is missing" in said and "apt install python3-venv" in said


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_build_names_the_package_of_debian_and_shows_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    shutil.copy2(PIPELINE / "scripts/environment.py", tmp_path / "scripts")
    for name in ("Makefile", "requirements.txt"):
        shutil.copy2(PIPELINE / name, tmp_path / name)
    site = tmp_path / "debian/sitecustomize.py"  # Python runs it at its start
    site.parent.mkdir()
    site.write_text('import sys\nsys.modules["ensurepip"] = None\n')
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(
        ["make", f"PYTHON={sys.executable}", "build"], cwd=tmp_path, env={**plain, "PYTHONPATH": str(site.parent)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2 and "apt install python3-venv" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / ".venv/bin").exists()


def test_a_folder_without_pip_is_set_up_again(runs: list[str], mark: Path) -> None:
    program = mark.parent / "bin/python"  # what Debian's Python leaves where it has no ensurepip
    program.parent.mkdir(parents=True)
    program.touch()
    assert made(mark) == 0 and runs[0].startswith("-m venv")


def test_an_environment_that_cannot_be_created_says_so(
    runs: list[str], mark: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(subprocess, "call", lambda command: 1)
    assert made(mark) == 1 and not mark.exists()
    assert "could not be created; see the lines above" in capsys.readouterr().err


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
    assert made(mark) == 0
    mark.unlink()
    monkeypatch.setattr(subprocess, "call", lambda command: 1)
    assert made(mark) == 1 and not mark.exists()


def test_an_old_python_can_read_the_file_that_refuses_it() -> None:
    import ast

    text = Path(environment.__file__).read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 5))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.AnnAssign | ast.JoinedStr | ast.NamedExpr)]
