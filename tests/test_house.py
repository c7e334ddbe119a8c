"""The house: floors, imports downward, one room for each outside library."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"

FLOORS = {
    "__main__": 6,
    "stale": 1,
    "environment": 1,
    "clean": 1,
    "lock": 1,
    "report": 2,
    "terminal": 2,
    "build": 5,
    "release": 5,
    "status": 5,
    "checking": 5,
    "publishing": 4,
    "strays": 5,
    "survey": 5,
    "shipping": 5,
    "sitemap": 4,
    "hosting": 4,
    "verifying": 4,
    "update": 5,
    "importing": 5,
    "frame_words": 4,
    "root": 4,
    "merging": 4,
    "memory": 4,
    "foreign": 4,
    "editions": 4,
    "pages": 4,
    "checks": 3,
    "policy": 3,
    "site": 3,
    "manifest": 3,
    "waivers": 3,
    "catalog": 3,
    "matching": 3,
    "plain": 3,
    "markup": 2,
    "archive": 2,
    "referee": 2,
    "po": 2,
    "locales": 2,
    "problem": 1,
    "files": 1,
    "breaks": 1,
}
SAME_FLOOR = {
    ("editions", "root"),
    ("policy", "site"),
    ("site", "checks"),
    ("referee", "markup"),
    ("files", "problem"),
    ("merging", "memory"),
    ("build", "shipping"),
    ("build", "survey"),
    ("checking", "survey"),
    ("status", "survey"),
    ("survey", "strays"),
    ("update", "strays"),
    ("frame_words", "root"),
    ("publishing", "frame_words"),
    ("publishing", "root"),
    ("publishing", "editions"),
    ("publishing", "pages"),
    ("importing", "update"),
    ("release", "build"),
}
"""Rooms that stand on one of their own floor; no circle comes of it."""

LIBRARIES = {
    "markdown": {"markup"},
    "markdown_it": {"referee"},
    "mdit_py_plugins": {"referee"},
    "polib": {"po"},
    "rapidfuzz": {"matching"},
    "babel": {"locales"},
    "icu4py": {"breaks"},
    "wcwidth": {"breaks"},
    "jinja2": {"pages"},
    "markupsafe": {"pages"},
    "nh3": {"pages"},
    "yaml": {"policy"},
    "deflate": {"archive"},
    "filelock": {"lock"},
}
MODULES = sorted(SCRIPTS.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(SCRIPTS).parts[0].removesuffix(".py")


def imports(path: Path) -> list[tuple[str, bool]]:
    """(room or library, whether it is one of ours) of every import in a module."""
    found = []
    depth = len(path.relative_to(SCRIPTS).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            if node.level < depth:
                continue  # within its own room
            names = [node.module.split(".")[0]] if node.module else [alias.name for alias in node.names]
            found += [(name, True) for name in names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.module.split(".")[0], False))
        elif isinstance(node, ast.Import):
            found += [(alias.name.split(".")[0], False) for alias in node.names]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SCRIPTS).as_posix())
def test_imports_run_downward(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        return
    for name, is_ours in imports(path):
        if is_ours and name != here:
            assert FLOORS[name] < FLOORS[here] or (here, name) in SAME_FLOOR, f"{here} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SCRIPTS).as_posix())
def test_a_library_has_one_room(path: Path) -> None:
    for name, is_ours in imports(path):
        if not is_ours and name in LIBRARIES:
            assert room(path) in LIBRARIES[name], f"{room(path)} imports {name}"


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("stale.py", {"os", "sys"}),
        ("clean.py", {"os", "shutil", "sys"}),
        ("environment.py", {"fcntl", "importlib", "os", "subprocess", "sys"}),
    ],
)
def test_what_make_runs_first_imports_hardly_anything(name: str, allowed: set[str]) -> None:
    assert {module for module, _ in imports(SCRIPTS / name)} == allowed


def test_every_pinned_library_has_a_room_and_a_reason() -> None:
    top = SCRIPTS.parent
    wanted = [line for line in (top / "requirements.in").read_text().split() if not line.startswith(("-", "#"))]
    page = (top / "docs/development.md").read_text(encoding="utf-8")
    for name in wanted:
        assert re.search(rf"^\| {re.escape(name)} \|", page, re.M), f"{name} has no row in docs/development.md"


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


def test_nothing_names_a_place_of_one_machine() -> None:
    top = SCRIPTS.parent
    words = ["/" + "home/", "/" + "work/", "/" + "root/", "/" + "Users/"]
    listed = subprocess.run(["git", "ls-files"], cwd=top, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    for name in listed:
        path = top / name
        if path.is_file() and path.suffix not in (".png", ".webp"):
            text = path.read_text(encoding="utf-8")
            assert not [word for word in words if word in text], name
