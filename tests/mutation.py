"""Small faults put into the code one at a time: which of them no test finds (`make mutants`).

A seeded sample of faults is drawn from the rooms below. Each is written into a copy of the checkout in a temporary
folder, and the tests that call the changed function run there, quick ones first, until one fails. A fault that no test finds is printed: either a
test is missing, or the code is not needed, or the change makes no difference to anybody.

Mutation tools were looked at first. cosmic-ray starts the whole command of tests anew for each fault, and mutmut
changes no module's tables and patterns; neither draws a sample. A process forked for each fault, with the libraries
loaded already, is what makes 300 of them a matter of minutes.
"""

import argparse
import ast
import contextlib
import functools
import gc
import importlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import pytest

HERE = Path(__file__).resolve().parent.parent

ROOMS = {
    "markup": (
        "scripts/markup",
        "markup/test_msgid_forms checks/test_markup_parity pages/test_golden project/test_policy checks/test_source test_texts markup/test_extension markup/test_markup",
    ),
    "catalogs": (
        "scripts/catalogs",
        "catalogs/test_template catalogs/test_fuzzy_match catalogs/test_merge commands/test_update",
    ),
    "publication": (
        "scripts/pages/publication.py",
        "pages/test_publication commands/test_status pages/test_survey pages/test_set commands/test_check commands/test_build",
    ),
    "importers": ("scripts/importers", "importers/test_document importers/test_import"),
}
"""Each room with the tests that concern it."""

LIBRARIES = "babel.core babel.dates hypothesis jinja2 markdown markdown_it nh3 polib rapidfuzz yaml".split()
"""Loaded once, before the first fault."""

_LOADED = "ignore::pytest.PytestAssertRewriteWarning"
"""pytest would have looked into them first."""

MEMORY = 4 * 1024**3
"""Bytes that a run may take: a fault can make a list grow without end."""

_SWAPS: dict[type[ast.AST], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One change to one file."""

    path: str
    line: int
    start: int
    end: int
    """Where the old text stands, in bytes."""
    text: str
    """What takes its place."""


def faults(source: str, path: str) -> list[Fault]:
    """Every fault that can be put into a module, in the order of its text."""
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def place(node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    found = set()
    for node in _code(ast.parse(source)):
        for old, new in _changes(node):
            start, end = place(old)
            found.add(Fault(path, old.lineno, start, end, new))
    return sorted(found, key=lambda fault: (fault.start, fault.end, fault.text))


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """All of a module but docstrings, annotations, asserts, decorators, `__all__` and the texts of messages."""
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            prose = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if isinstance(child, ast.AST) and not prose and not isinstance(child, ast.Assert | ast.JoinedStr):
                yield from _code(child)


def _changes(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """What can be changed at a node: the piece of code, and what takes its place."""
    match node:
        case ast.Compare(left, [operator], [right]):
            yield node, f"({ast.unparse(left)}) {_SWAPS[type(operator)]} ({ast.unparse(right)})"
        case ast.BoolOp(operator, values):
            other = ast.Or() if isinstance(operator, ast.And) else ast.And()
            yield node, f"({ast.unparse(ast.BoolOp(other, values))})"
            for value in values:  # dropped
                rest = [each for each in values if each is not value]
                yield node, f"({ast.unparse(ast.BoolOp(operator, rest) if len(rest) > 1 else rest[0])})"
        case ast.UnaryOp(ast.Not(), operand):
            yield node, f"({ast.unparse(operand)})"
        case ast.BinOp(left, ast.Add() | ast.Sub() as operator, right):
            sign = "-" if isinstance(operator, ast.Add) else "+"
            yield node, f"(({ast.unparse(left)}) {sign} ({ast.unparse(right)}))"
        case ast.Constant(bool() as value):
            yield node, str(not value)
        case ast.Constant(int() as value):
            yield node, str(value + 1)
        case ast.Constant(str() as value) if value and " " not in value.strip():
            yield node, f"({'XX' + value!r})"
        case ast.If(test) | ast.IfExp(test):
            yield test, f"(not ({ast.unparse(test)}))"
        case ast.comprehension(ifs=[test, *_]):
            yield test, "(True)"
        case ast.Return(ast.expr() as value) if not isinstance(value, ast.Constant):
            yield value, "None"
        case ast.Expr(ast.Call()) | ast.AugAssign() | ast.Continue() | ast.Break() | ast.Delete():
            yield node, "pass"


def sample(seed: int, number: int, rooms: list[str]) -> list[tuple[str, Fault]]:
    """So many faults with their rooms; a larger number with the same seed begins with the same ones."""
    every: list[tuple[str, Fault]] = []
    for room in rooms:
        place = HERE / ROOMS[room][0]
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            every += [(room, fault) for fault in faults(path.read_text("utf-8"), str(path.relative_to(HERE)))]
    random.Random(seed).shuffle(every)
    return every[:number]


class Watch:
    """A plugin of pytest that writes down which functions of a folder each test calls, and how long the test takes."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.called: dict[str, list[tuple[str, int]]] = {}
        """By test: file and first line of functions, those that take the least time first."""
        self.seconds: dict[str, float] = {}
        self.caches: list[functools._lru_cache_wrapper[object]] = []

    def pytest_collection_finish(self) -> None:
        self.caches = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        called: set[tuple[str, int]] = set()

        def note(frame: FrameType, event: str, argument: object) -> None:
            if frame.f_code.co_filename.startswith(self.folder):
                called.add((frame.f_code.co_filename.removeprefix(self.folder), frame.f_code.co_firstlineno))

        for cache in self.caches:  # what another test has looked up would not be called
            cache.cache_clear()
        start = time.process_time()
        sys.settrace(note)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.seconds[item.nodeid] = time.process_time() - start
            self.called[item.nodeid] = sorted(called)

    def pytest_sessionfinish(self) -> None:
        rows = sorted(self.called.items(), key=lambda row: self.seconds[row[0]])
        Path("called.json").write_text(json.dumps([dict(rows), self.seconds]), encoding="utf-8")


class Choice:
    """A plugin of pytest that runs these tests alone, in this order; a fault that makes a loop endless ends the run."""

    def __init__(self, names: list[str], seconds: dict[str, float]) -> None:
        self.ranks, self.seconds = {name: rank for rank, name in enumerate(names)}, seconds

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        items[:] = sorted(
            (each for each in items if each.nodeid in self.ranks), key=lambda each: self.ranks[each.nodeid]
        )

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        signal.setitimer(signal.ITIMER_PROF, 5 + 2 * self.seconds[item.nodeid])


def concerned(fault: Fault, called: dict[str, list[tuple[str, int]]]) -> list[str]:
    """The tests that call the function with the fault, or the whole room's for one outside of functions."""
    tree = ast.parse((HERE / fault.path).read_text("utf-8"))
    spans = [
        (min([node.lineno, *(each.lineno for each in node.decorator_list)]), node.end_lineno or node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]
    spans = [(first, last) for first, last in spans if first < fault.line <= last or first == last == fault.line]
    if not spans:
        return list(called)
    first, last = min(spans)  # the outermost function
    return [
        name
        for name, functions in called.items()
        if any(path == fault.path and first <= line <= last for path, line in functions)
    ]


def passes(copy: Path, room: str, plugin: Watch | Choice) -> bool:
    """Whether tests of a room pass in the copy, in the memory that they may take."""
    names = [f"tests/{name}.py" for name in ROOMS[room][1].split()]
    if isinstance(plugin, Choice):
        names = list(dict.fromkeys(name.partition("::")[0] for name in plugin.ranks))
    child = os.fork()
    if child == 0:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os.chdir(copy)
        sys.path[:] = [str(copy), *(path for path in sys.path if path not in ("", str(HERE)))]
        sys.modules.pop("tests", None)
        code = 3
        with contextlib.suppress(BaseException):
            code = int(pytest.main(["-x", "-q", "--tb=no", "-W", _LOADED, *names], [plugin]))
        os._exit(code)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what it started itself
    return os.waitstatus_to_exitcode(status) == 0


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m tests.mutation", description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--number", type=int, default=300)
    arguments.add_argument("--from", type=int, default=0, dest="first", help="leave out so many of the sample")
    arguments.add_argument("--room", action="append", choices=ROOMS, help="only this one; may be given again")
    asked = arguments.parse_args()
    for name in LIBRARIES:
        importlib.import_module(name)
    drawn = sample(asked.seed, asked.number, asked.room or list(ROOMS))[asked.first :]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "checkout"
        leave = shutil.ignore_patterns(".git", ".venv", "build", ".*_cache", ".hypothesis")
        shutil.copytree(HERE, copy, ignore=leave)
        if (HERE / "build" / "npm").exists():
            shutil.copytree(HERE / "build" / "npm", copy / "build" / "npm")
        called, seconds = {}, {}
        for room in dict.fromkeys(room for room, _ in drawn):
            if not passes(copy, room, Watch(f"{copy}/")):
                print(f"the tests of {room} fail without any fault", file=sys.stderr)
                return 1
            called[room], seconds[room] = json.loads((copy / "called.json").read_text("utf-8"))
        sys.dont_write_bytecode = True  # a fault never stays in a cache
        killed = dict.fromkeys(called, 0)
        for room, fault in drawn:
            path, whole = copy / fault.path, (HERE / fault.path).read_bytes()
            path.write_bytes(whole[: fault.start] + fault.text.encode() + whole[fault.end :])
            names = concerned(fault, called[room])
            survives = not names or passes(copy, room, Choice(names, seconds[room]))
            shutil.copy2(HERE / fault.path, path)
            killed[room] += not survives
            print("s" if survives else ".", end="", file=sys.stderr, flush=True)
            if survives:
                was = " ".join(whole[fault.start : fault.end].decode().split())
                print(f"{fault.path}:{fault.line}: {was}  ->  {fault.text}", flush=True)
    for room, number in killed.items():
        print(f"{room}: {number} of {sum(each == room for each, _ in drawn)} found")
    print(f"{sum(killed.values())} of {len(drawn)} found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
