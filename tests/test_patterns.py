"""Patterns that are compiled when they are first used."""

import ast
import gc
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import scripts
from scripts.patterns import LazyPattern, regex

SCRIPTS = Path(scripts.__file__).parent
ALONE = {"stale.py", "clean.py", "environment.py"}


@pytest.mark.parametrize(
    "name", [name for name in dir(re.compile("")) if not name.startswith("_") and name != "scanner"]
)
def test_a_lazy_pattern_has_what_a_compiled_one_has(name: str) -> None:
    lazy, compiled = regex(r"(?P<sign>[a-z])\d", re.I), re.compile(r"(?P<sign>[a-z])\d", re.I)
    mine, other = getattr(lazy, name), getattr(compiled, name)
    assert mine == other
    assert not callable(mine) or mine.__self__ is other.__self__  # `re` gives one pattern to one text


def test_a_pattern_is_compiled_once_and_not_before_it_is_used() -> None:
    lazy = regex("(")
    assert lazy.pattern == "("
    with pytest.raises(re.error):
        lazy.match("")
    used = regex("a")
    assert used.match == used.match
    assert "match" in vars(used)


def test_what_no_pattern_has_is_an_attribute_error() -> None:
    assert not hasattr(regex("a"), "matches")


def test_every_pattern_of_the_package_compiles() -> None:
    for module in pkgutil.walk_packages([str(SCRIPTS)], "scripts."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found = [one for one in gc.get_objects() if isinstance(one, LazyPattern) and one.pattern != "("]
    assert len(found) > 200
    for one in found:
        assert one.groups >= 0


def test_patterns_of_modules_are_lazy() -> None:
    eager = [f"{path.relative_to(SCRIPTS)}:{line}" for path in sorted(SCRIPTS.rglob("*.py")) for line in _eager(path)]
    assert eager == []


def _eager(path: Path) -> Iterator[int]:
    """The lines on which a module compiles a pattern while it is loaded."""
    ahead: list[ast.AST] = [] if path.name in ALONE else [ast.parse(path.read_text("utf-8"))]
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            yield node.lineno
        ahead += ast.iter_child_nodes(node)
