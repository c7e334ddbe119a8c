"""`docs/architecture.md` and the code say the same: laws, tests, modules, rooms, headings of other pages."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from .conftest import write
from .house import FLOORS, LIBRARIES, NAMES

TOP = Path(__file__).parent.parent
PAGE = "docs/architecture.md"
EXAMPLES = "docs/checks.md"
"""Holds texts of policies; a law or a link in them is none of ours."""
MADE = ("build", "policy", "locale")
"""Folders of a project, which may hold other files than the sample."""
CLOCKS = {
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime"},
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
}
"""What gives the time of day where it is called: module or class to functions."""

Place = tuple[str, int]
"""File and line."""


def texts(top: Path) -> dict[str, str]:
    """All that may cite a law: code, layouts, tests and documents of the product."""
    folders = [("scripts", "py"), ("scripts", "html"), ("tests", "py"), ("tests", "mjs"), ("docs", "md")]
    paths = [path for folder, ending in folders for path in (top / folder).rglob(f"*.{ending}")]
    paths += [*top.glob("*.md"), top / "Makefile"]
    found = {path.relative_to(top).as_posix(): path for path in paths if path.is_file()}
    return {
        name: path.read_text(encoding="utf-8")
        for name, path in sorted(found.items())
        if name != EXAMPLES and "node_modules" not in name
    }


# -- laws --------------------------------------------------------------------------------------------


def laws(page: str) -> dict[int, str]:
    """The sections of the page under `### Law N: ...`."""
    sections = re.split(r"^### Law (\d+): .+$", page, flags=re.M)
    return {
        int(number): text.partition("\n## ")[0] for number, text in zip(sections[1::2], sections[2::2], strict=True)
    }


CITATION = re.compile(r"\blaws?\s+(?:#\s+)?\d+(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|or|to)\s+|\s*[-\u2013]\s*)\d+)*", re.I)


def cited(text: str) -> Iterator[tuple[int, int]]:
    """(line, law) of every citation: "law 5", "(laws 1 and 3)", "laws 5, 11", "Laws 1 to 3" (that is 1, 2 and 3)."""
    for found in CITATION.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        whole = re.sub(
            r"(\d+)(?:\s+to\s+|\s*[-\u2013]\s*)(\d+)",
            lambda ends: " ".join(map(str, range(int(ends.group(1)), int(ends.group(2)) + 1))),
            found.group(),
        )
        yield from ((line, int(number)) for number in re.findall(r"\d+", whole))


def dead_citations(files: Mapping[str, str], known: Iterable[int]) -> list[str]:
    """Laws that are cited and that the page does not have."""
    there = set(known)
    return [
        f"{name}:{line}: cites law {law}, which {PAGE} does not have"
        for name, text in files.items()
        for line, law in cited(text)
        if law not in there
    ]


# -- tests, modules, headings ------------------------------------------------------------------------


def defined_tests(path: Path) -> set[str]:
    """Tests of a file as pytest names them, parameters apart: `test_a`, `TestB::test_c`."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ClassDef):
            names |= {f"{node.name}::{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
    return {name for name in names if name.rpartition("::")[2].startswith("test_")}


def named_tests(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, file, test) of everything that is written as `tests/FILE.py::TEST`."""
    for found in re.finditer(r"([\w./-]+\.py)::([\w:]+)", text):
        yield text.count("\n", 0, found.start()) + 1, found.group(1), found.group(2)


def dead_tests(name: str, text: str, top: Path) -> list[str]:
    """Tests that a document names and that are not there."""
    return [
        f"{name}:{line}: there is no test {file}::{test}"
        for line, file, test in named_tests(text)
        if not (top / file).is_file() or test not in defined_tests(top / file)
    ]


def named_paths(text: str) -> Iterator[tuple[int, str]]:
    """(line, path) of modules anywhere, and of whatever else is a path between backticks."""
    for number, line in enumerate(text.split("\n"), 1):
        modules = re.findall(r"(?<![\w./*-])(?:[\w-]+/)*[\w-]+\.py(?!\w)", line)
        marked = re.findall(r"`([\w.*/-]*\w/[\w.*/-]*)`", line)
        yield from ((number, path) for path in dict.fromkeys([*modules, *marked]))


def dead_paths(name: str, text: str, top: Path) -> list[str]:
    """Modules and folders that a document names and that are neither in the product nor in its package."""
    return [
        f"{name}:{line}: there is no {path}"
        for line, path in named_paths(text)
        if path.split("/")[0] not in MADE
        and not any(next(folder.glob(path.rstrip("/")), None) for folder in (top, top / "scripts"))
    ]


def anchors(text: str) -> set[str]:
    """The ids that GitHub gives to the headings of a document."""
    bare = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    heads = re.findall(r"^#{1,6} +(.+?) *$", bare, re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


LINK = re.compile(
    r"\]\(<?(?!\w+:)([^\s()<>#]*)(?:#([^\s()<>]+))?|^\[[^\]\n]+\]: <?(?!\w+:)([^\s<>#]*)(?:#([^\s<>]+))?", re.M
)
"""File and anchor of a link in brackets, or of a reference definition; addresses on the web are not looked at."""


def dead_links(name: str, text: str, top: Path) -> list[str]:
    """Links of a document to a file that is not there, or to a heading that a file does not have."""
    found = []
    for code in (r"^ *```.*?^ *```", r"`[^`\n]+`"):  # an example is no link
        text = re.sub(code, lambda found: re.sub(r"[^\n]", " ", found.group()), text, flags=re.M | re.S)
    for link in LINK.finditer(text):
        file, anchor = link.group(1) or link.group(3) or "", link.group(2) or link.group(4)
        target = (top / name).parent / file if file else top / name
        line = text.count("\n", 0, link.start()) + 1
        if not target.exists():
            found.append(f"{name}:{line}: there is no file {file}")
        elif anchor and (target.suffix != ".md" or anchor not in anchors(target.read_text(encoding="utf-8"))):
            found.append(f"{name}:{line}: there is no heading {file}#{anchor}")
    return found


def rooms(page: str) -> dict[str, tuple[int, set[str]]]:
    """Each room of the table: its floor, and the libraries that belong to it as they are imported."""
    rows = re.findall(r"^\| (\d) \| `(\w+)` \| [^|]+ \|([^|]*)\|$", page, re.M)
    named = {
        room: (floor, [name.strip().lower() for name in libraries.split(",") if name.strip()])
        for floor, room, libraries in rows
    }
    return {
        room: (int(floor), {NAMES.get(library, library) for library in libraries})
        for room, (floor, libraries) in named.items()
    }


def asked_clocks(name: str, text: str) -> list[str]:
    """Places of a module where it asks what time it is."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names} & CLOCKS.get(str(node.module), set())
            found += [f"{name}:{node.lineno}: imports {each}" for each in sorted(names) if node.module == "time"]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value).rpartition(".")[2]
            is_told = node.func.attr in ("localtime", "gmtime", "ctime") and bool(node.args)
            if node.func.attr in CLOCKS.get(owner, ()) and not is_told:
                found.append(f"{name}:{node.lineno}: calls {owner}.{node.func.attr}")
    return found


# -- what holds --------------------------------------------------------------------------------------

TEXTS = texts(TOP)
ARCHITECTURE = TEXTS[PAGE]
DOCUMENTS = [*(name for name in TEXTS if name.endswith(".md")), EXAMPLES]


def test_the_page_has_the_twelve_laws_in_order() -> None:
    assert list(laws(ARCHITECTURE)) == list(range(1, 13))
    for number, text in laws(ARCHITECTURE).items():
        assert "*Why:* " in text and "*Held by:*\n- `" in text, f"{PAGE}: law {number} has no reason or no test"


def test_every_law_that_is_cited_is_on_the_page() -> None:
    found = dead_citations(TEXTS, laws(ARCHITECTURE))
    assert not found, "\n".join(found)


@pytest.mark.slow
def test_every_law_has_tests_that_exist() -> None:
    for number, text in laws(ARCHITECTURE).items():
        assert list(named_tests(text)), f"{PAGE}: no test is named for law {number}"
    found = dead_tests(PAGE, ARCHITECTURE, TOP)
    assert not found, "\n".join(found)


def test_every_module_and_folder_that_the_page_names_exists() -> None:
    found = dead_paths(PAGE, ARCHITECTURE, TOP)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_and_heading_that_a_document_links_to_exists(name: str) -> None:
    found = dead_links(name, (TOP / name).read_text(encoding="utf-8"), TOP)
    assert not found, "\n".join(found)


def test_the_page_has_every_room_on_its_floor_with_its_libraries() -> None:
    wanted = {
        room: (floor, {library for library, its in LIBRARIES.items() if its == room}) for room, floor in FLOORS.items()
    }
    assert rooms(ARCHITECTURE) == wanted


@pytest.mark.slow
def test_only_update_asks_what_time_it_is() -> None:
    modules = {name: text for name, text in TEXTS.items() if name.startswith("scripts/") and name.endswith(".py")}
    asked = [place for name, text in modules.items() for place in asked_clocks(name, text)]
    assert len(asked) == 1 and asked[0].startswith("scripts/commands/update.py:"), asked


# -- and that it would be seen -----------------------------------------------------------------------

LAW = "law"
"""Apart from its number, so that what is planted here is no citation in this file."""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"({LAW} 5)", [5]),
        (f"{LAW.title()} 5: a", [5]),
        (f"({LAW}s 1 and 3)", [1, 3]),
        (f"({LAW}s 5, 11)", [5, 11]),
        (f"{LAW}s 2, 4, and 6", [2, 4, 6]),
        (f"{LAW.title()}s 1 to 3: what", [1, 2, 3]),
        (f"({LAW}s 7-9)", [7, 8, 9]),
        (f"{LAW}\n5", [5]),
        (f"# the {LAW}s\n# 1 and 3", [1, 3]),
        (f"{LAW}ful 3, out{LAW} 4, the {LAW}s of 3 countries", []),
    ],
)
def test_a_citation_is_read_however_it_is_written(text: str, wanted: list[int]) -> None:
    assert [number for _, number in cited(text)] == wanted


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A product in which nothing is dead."""
    write(tmp_path, "scripts/markup/segments.py", f'"""The walk ({LAW} 1)."""\n')
    write(
        tmp_path,
        "tests/test_a.py",
        "import pytest\n\n@pytest.mark.parametrize('x', [1])\ndef test_a(x): ...\n\n"
        "class TestB:\n    def test_c(self): ...\n\ndef helper(): ...\n",
    )
    write(tmp_path, "docs/other.md", "# Other\n\n```sh\n# no heading\n```\n\n## What `it` is, and why\n")
    page = (
        f"# A\n\n`markup/segments.py` `tests/` `docs/*.md` `build/site/`\n\n### {LAW.title()} 1: one\n\n"
        "- `tests/test_a.py::test_a`\n- `tests/test_a.py::TestB::test_c`\n\n[x](other.md#what-it-is-and-why) [y](#a) [z](https://example.org/gone.md)\n"
        "`[x](gone.md)`\n\n```text\n[x](gone.md)\n```\n\n[u]: other.md\n"
    )
    write(tmp_path, PAGE, page)
    assert dead(tmp_path) == []
    return tmp_path


def dead(top: Path) -> list[str]:
    """Everything dead in a product, a line each."""
    files = texts(top)
    page = files[PAGE]
    return [
        *dead_citations(files, laws(page)),
        *dead_tests(PAGE, page, top),
        *dead_paths(PAGE, page, top),
        *dead_links(PAGE, page, top),
    ]


@pytest.mark.parametrize(
    ("name", "line", "wrong"),
    [
        ("scripts/markup/segments.py", f"# held ({LAW}s 1 and 13)", f"cites {LAW} 13, which {PAGE} does not have"),
        ("tests/test_a.py", f"# -- {LAW} 99", f"cites {LAW} 99, which {PAGE} does not have"),
        ("README.md", f"See {LAW}s 0 to 1.", f"cites {LAW} 0, which {PAGE} does not have"),
        ("Makefile", f"# {LAW} 2", f"cites {LAW} 2, which {PAGE} does not have"),
        (PAGE, "- `tests/test_a.py::test_gone`", "there is no test tests/test_a.py::test_gone"),
        (PAGE, "- `tests/test_a.py::helper`", "there is no test tests/test_a.py::helper"),
        (PAGE, "- `tests/test_a.py::TestB::test_a`", "there is no test tests/test_a.py::TestB::test_a"),
        (PAGE, "- `tests/test_gone.py::test_a`", "there is no test tests/test_gone.py::test_a"),
        (PAGE, "in `markup/walk.py`", "there is no markup/walk.py"),
        (PAGE, "  │   markup/walk.py    the walk", "there is no markup/walk.py"),
        (PAGE, "in `scripts/attic/`", "there is no scripts/attic/"),
        (PAGE, "see `docs/gone.md`", "there is no docs/gone.md"),
        (PAGE, "[x](other.md#no-heading)", "there is no heading other.md#no-heading"),
        (PAGE, "[x](gone.md#a)", "there is no file gone.md"),
        (PAGE, "[x](gone.md)", "there is no file gone.md"),
        (PAGE, "![x](gone.webp)", "there is no file gone.webp"),
        (PAGE, '[x](gone.md "Gone")', "there is no file gone.md"),
        (PAGE, "[x]: gone.md", "there is no file gone.md"),
        (PAGE, "[x]: other.md#gone", "there is no heading other.md#gone"),
        (PAGE, "[x](#nowhere)", "there is no heading #nowhere"),
    ],
)
def test_what_is_planted_is_found_with_its_place(small: Path, name: str, line: str, wrong: str) -> None:
    before = (small / name).read_text(encoding="utf-8") if (small / name).exists() else ""
    write(small, name, f"{before}{line}\n")
    place = f"{name}:{before.count(chr(10)) + 1}: {wrong}"
    assert place in dead(small), dead(small)


@pytest.mark.parametrize(
    ("code", "asks"),
    [
        ("import time\ntime.time()", True),
        ("import datetime\ndatetime.datetime.now()", True),
        ("from datetime import date\ndate.today()", True),
        ("from time import time", True),
        ("import time\ntime.gmtime()", True),
        ("import time\ntime.gmtime(0)", False),
        ("import time\ntime.monotonic()", False),
        ("from datetime import date\ndate.fromisoformat('2024-10-01')", False),
    ],
)
def test_a_module_that_asks_for_the_time_is_seen(code: str, asks: bool) -> None:
    assert bool(asked_clocks("x.py", code)) == asks
