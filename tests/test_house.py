"""The house: floors, imports downward, no circles, one room for each outside library; and that the guard sees it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from .conftest import write
from .house import FLOORS, LIBRARIES, House, undeclared

TOP = Path(__file__).parent.parent
SCRIPTS = TOP / "scripts"
MODULES = sorted(SCRIPTS.rglob("*.py"))
REQUIREMENTS = [line for line in (TOP / "requirements.in").read_text().split() if not line.startswith(("-", "#"))]


@pytest.mark.slow
def test_the_house_is_as_it_should_be() -> None:
    assert House(SCRIPTS).wrong() == []


def test_every_library_is_pinned_and_has_a_room() -> None:
    assert undeclared(REQUIREMENTS) == []


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A house in which nothing is wrong, with a file in every room."""
    for name in FLOORS:
        library = next((library for library, its in LIBRARIES.items() if its == name), "")
        write(tmp_path, f"{name}.py", f"import {library}\n" if library else "import os\n")
    for name in ("stale", "clean", "environment"):
        write(tmp_path, f"{name}.py", "import os\n")
    write(tmp_path, "__init__.py", "")
    for name in ("markup", "checks", "pages"):
        (tmp_path / f"{name}.py").unlink()
        write(tmp_path, f"{name}/__init__.py", "from .a import b\n")
        write(tmp_path, f"{name}/a.py", "b = 1\n")
    assert House(tmp_path).wrong() == []
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("markup/a.py", "from ..pages import a\n", "markup.a (floor 1) imports pages.a (floor 5)"),
        ("checks/a.py", "def f():\n    from .. import commands\n", "checks.a (floor 3) imports commands (floor 6)"),
        ("checks/a.py", "from ..output import x\n", "checks.a (floor 3) imports output (floor 3)"),
        ("problem.py", "from . import locales\n", "problem (floor 0) imports locales (floor 2)"),
        ("checks/inner/__init__.py", "from ...project import x\n", "checks.inner (floor 3) imports project (floor 4)"),
        ("pages/a.py", "from .c import d\nb = 1\n", "a circle: "),
        ("text.py", "import requests\n", "text imports requests, which nobody declared"),
        ("text.py", "from babel.core import Locale\n", "text imports babel, whose room is locales"),
        ("attic.py", "", "attic has no floor"),
        ("stale.py", "import pathlib\n", "stale imports more than os, sys"),
        ("clean.py", "from . import files\n", "clean imports more than os, shutil, sys"),
        ("commands.py", "from . import environment\n", "commands imports environment, which make runs alone"),
    ],
)
def test_the_guard_sees_what_is_planted(small: Path, name: str, text: str, wrong: str) -> None:
    write(small, "pages/c.py", "from .a import b\n")
    assert House(small).wrong() == []
    write(small, name, text)
    assert [line for line in House(small).wrong() if line.startswith(wrong)], House(small).wrong()


def test_a_library_that_is_not_pinned_or_has_no_room_is_seen() -> None:
    assert undeclared([*REQUIREMENTS, "requests"]) == ["requests"]
    assert undeclared([name for name in REQUIREMENTS if name != "Babel"]) == ["babel"]


@pytest.mark.slow
def test_what_takes_long_to_load_is_not_loaded_until_a_text_needs_it() -> None:
    slow = ["ftfy", "confusable_homoglyphs"]
    code = (
        "import sys; from scripts.checks.entry.confusables import in_latin; from scripts.checks.entry import mojibake\n"
        "import scripts.checks.table, scripts.commands.update, scripts.commands.check, scripts.commands.release\n"
        "print([name for name in sys.argv[1:] if name in sys.modules])\n"
        "in_latin('\u0430'), mojibake.has_mojibake('\u00e9')\n"
        "print([name for name in sys.argv[1:] if name in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", code, *slow], cwd=TOP, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["[]", str(slow)]


def test_every_pinned_library_has_a_reason() -> None:
    page = (TOP / "docs/development.md").read_text(encoding="utf-8")
    for name in REQUIREMENTS:
        assert re.search(rf"^\| {re.escape(name)} \|", page, re.M), f"{name} has no row in docs/development.md"


@pytest.mark.slow
def test_every_public_thing_has_a_docstring() -> None:
    bare = [
        f"{path.name}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


ONE_IN_EACH = {"RULES", "main"}
"""What several modules define on purpose: each family of checks its rules, each file that make starts its door."""


def public_names(path: Path) -> list[str]:
    """Functions, classes and constants of a module that others may use."""
    names: list[str] = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [target.id for target in targets if isinstance(target, ast.Name)]
    return [name for name in names if not name.startswith("_") and name not in ONE_IN_EACH]


def defined_twice(modules: Iterable[Path]) -> list[str]:
    places: dict[str, list[str]] = {}
    for path in modules:
        for name in dict.fromkeys(public_names(path)):
            places.setdefault(name, []).append(path.name)
    return [f"{name}: {', '.join(paths)}" for name, paths in places.items() if len(paths) > 1]


@pytest.mark.slow
def test_a_public_name_means_one_thing() -> None:
    assert defined_twice(MODULES) == []


def test_a_name_that_means_two_things_is_seen(small: Path) -> None:
    write(small, "markup/c.py", "RULES = ()\nclass Page: ...\n")
    write(small, "pages/c.py", "RULES = ()\nPage: int = 1\n_b = 2\n")
    assert defined_twice([small / "markup/c.py", small / "pages/c.py"]) == ["Page: c.py, c.py"]


def test_nothing_names_a_place_of_one_machine() -> None:
    words = ["/" + "home/", "/" + "work/", "/" + "root/", "/" + "Users/"]
    listed = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    for name in listed:
        path = TOP / name
        if path.is_file() and path.suffix not in (".png", ".webp"):
            text = path.read_text(encoding="utf-8")
            assert not [word for word in words if word in text], name


@pytest.mark.slow
def test_programs_in_other_languages_name_modules_that_are_there() -> None:
    known = House(SCRIPTS).modules
    for path in sorted((TOP / "tests").rglob("*.mjs")):
        for name in re.findall(r"\bfrom scripts\.([\w.]+) import", path.read_text(encoding="utf-8")):
            assert name in known, f"{path.name} imports {name}"
