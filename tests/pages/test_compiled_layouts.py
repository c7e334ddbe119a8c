"""Layouts that were compiled in an earlier run."""

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, environment

from scripts.pages import compiled_layouts
from scripts.pages.compiled_layouts import CompiledLayouts


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "page.html").write_text("{{ word }}!", "utf-8")
    return tmp_path


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the layouts that were compiled."""
    names: list[str] = []
    compile_ = Environment.compile

    def noted(self: Environment, source: str, name: str | None = None, *more: object) -> object:
        names.append(str(name))
        return compile_(self, source, name, *more)  # type: ignore[call-overload]

    monkeypatch.setattr(environment.Environment, "compile", noted)
    return names


def said(folder: Path) -> str:
    """A page, as a run that begins now makes it."""
    made = Environment(loader=FileSystemLoader(folder), bytecode_cache=CompiledLayouts(folder), autoescape=True)
    return made.get_template("page.html").render(word="<a>")


def test_a_layout_is_compiled_once(folder: Path, compiled: list[str]) -> None:
    assert [said(folder), said(folder)] == ["&lt;a&gt;!"] * 2
    assert compiled == ["page.html"]
    assert [path.suffix for path in (folder / "__pycache__").iterdir()] == [".layout"]


def test_a_changed_layout_or_code_is_compiled_again(
    folder: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said(folder)
    (folder / "page.html").write_text("{{ word }}?", "utf-8")
    assert said(folder) == "&lt;a&gt;?"
    monkeypatch.setattr(compiled_layouts, "code_digest", lambda: "other")
    assert said(folder) == "&lt;a&gt;?"
    assert compiled == ["page.html"] * 3


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: b"", lambda data: data[:40] + b"x" + data[41:]]
)
def test_a_damaged_file_is_compiled_again(folder: Path, compiled: list[str], damage) -> None:  # type: ignore[no-untyped-def]
    said(folder)
    [path] = (folder / "__pycache__").iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert said(folder) == "&lt;a&gt;!"
    assert compiled == ["page.html"] * 2


def test_nothing_is_written_where_python_writes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert said(folder) == "&lt;a&gt;!"
    assert not (folder / "__pycache__").exists()


def test_a_folder_that_cannot_be_written_does_not_matter(folder: Path) -> None:
    (folder / "__pycache__").write_text("a file", "utf-8")
    assert said(folder) == "&lt;a&gt;!"
