"""The house as its modules' imports draw it: floors, circles, and the room of each library."""

import ast
import graphlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

FLOORS: Mapping[str, int] = {
    "__main__": 7,
    "commands": 6,
    "pages": 5,
    "importers": 5,
    "catalogs": 4,
    "project": 4,
    "release": 4,
    "checks": 3,
    "output": 3,
    "text": 3,
    "store": 3,
    "po": 2,
    "alignment": 2,
    "locales": 2,
    "files": 2,
    "lock": 2,
    "report": 2,
    "terminal": 2,
    "markup": 1,
    "segmentation": 1,
    "patterns": 0,
    "problem": 0,
}
"""The floor of each room, a folder or a file of the package. Imports run downward only, never to the same floor."""

ALONE: Mapping[str, frozenset[str]] = {
    "stale": frozenset({"os", "sys"}),
    "clean": frozenset({"os", "shutil", "sys"}),
    "environment": frozenset({"fcntl", "importlib", "os", "subprocess", "sys"}),
}
"""What make runs before the pipeline, and all that these files import."""

LIBRARIES: Mapping[str, str] = {
    "confusable_homoglyphs": "checks",
    "babel": "locales",
    "deflate": "release",
    "ftfy": "checks",
    "icu4py": "segmentation",
    "jinja2": "pages",
    "markdown": "markup",
    "markdown_it": "markup",
    "markupsafe": "pages",
    "mdit_py_plugins": "markup",
    "nh3": "pages",
    "polib": "po",
    "rapidfuzz": "catalogs",
    "tqdm": "terminal",
    "wcwidth": "segmentation",
    "yaml": "project",
}
"""The one room of each outside library."""

BROUGHT_ALONG = {"markupsafe": "jinja2"}
"""Libraries that come with another one that is pinned."""
NAMES = {"pyyaml": "yaml", "markdown-it-py": "markdown_it", "mdit-py-plugins": "mdit_py_plugins"}
"""What a package is called where it is imported, if otherwise."""


class House:
    """A package, read from its files."""

    def __init__(self, folder: Path) -> None:
        self.modules: dict[str, Path] = {}
        """Dotted names below the package, "" for the package itself."""
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            self.modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
        self.imports: dict[str, set[str]] = {}
        """Modules of the package that each one imports, wherever in it the import stands."""
        self.outside: dict[str, set[str]] = {}
        """Top names of what else each one imports."""
        for name, path in self.modules.items():
            ours, others = self._read(name, path)
            self.imports[name], self.outside[name] = ours - {name}, others

    def _read(self, name: str, path: Path) -> tuple[set[str], set[str]]:
        ours: set[str] = set()
        others: set[str] = set()
        parts = [part for part in name.split(".") if part]
        package = parts if path.name == "__init__.py" else parts[:-1]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                others |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                others.add(str(node.module).split(".")[0])
            elif isinstance(node, ast.ImportFrom):
                base = package[: len(package) - node.level + 1] + (node.module.split(".") if node.module else [])
                for alias in node.names:
                    inner = ".".join([*base, alias.name])
                    ours.add(inner if inner in self.modules else ".".join(base))
        return ours, others

    def wrong(self) -> list[str]:
        """Everything in which the package is not as it should be, a line each."""
        return [*self._unknown_rooms(), *self._upward(), *self._circles(), *self._libraries(), *self._alone()]

    def _unknown_rooms(self) -> Iterator[str]:
        rooms = {room(name) for name in self.modules} - {""}
        yield from (f"{name} has no floor" for name in sorted(rooms - {*FLOORS, *ALONE}))
        yield from (f"{name} is not there" for name in sorted({*FLOORS, *ALONE} - rooms))

    def _upward(self) -> Iterator[str]:
        for name, imported in self.imports.items():
            for other in sorted(imported):
                here, there = FLOORS.get(room(name)), FLOORS.get(room(other))
                if other and room(name) != room(other) and here is not None and there is not None and there >= here:
                    yield f"{name} (floor {here}) imports {other} (floor {there})"

    def _circles(self) -> Iterator[str]:
        """Circles between modules, also within a room; a package that names its own modules is no part of one."""
        try:
            tuple(graphlib.TopologicalSorter(self.imports).static_order())
        except graphlib.CycleError as error:
            yield f"a circle: {' -> '.join(error.args[1])}"

    def _libraries(self) -> Iterator[str]:
        for name, libraries in self.outside.items():
            for library in sorted(libraries - sys.stdlib_module_names - {"__future__"}):
                if library not in LIBRARIES:
                    yield f"{name} imports {library}, which nobody declared"
                elif LIBRARIES[library] != room(name):
                    yield f"{name} imports {library}, whose room is {LIBRARIES[library]}"

    def _alone(self) -> Iterator[str]:
        for name, allowed in ALONE.items():
            if name in self.modules and (self.imports[name] or not self.outside[name] <= allowed):
                yield f"{name} imports more than {', '.join(sorted(allowed))}"
        for name, imported in self.imports.items():
            for other in sorted(imported & {*ALONE} - {"stale"}):
                yield f"{name} imports {other}, which make runs alone"


def room(module: str) -> str:
    """The room of a module: the first part of its name."""
    return module.split(".")[0]


def undeclared(requirements: Iterable[str]) -> list[str]:
    """Pinned packages without a room, and libraries with a room that are not pinned."""
    pinned = {NAMES.get(name.lower(), name.lower().replace("-", "_")) for name in requirements}
    pinned |= {name for name, bringer in BROUGHT_ALONG.items() if bringer in pinned}
    return sorted(pinned ^ {*LIBRARIES})
