"""Starting: each verb loads the libraries that it uses and no other, and not much of the rest."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from .conftest import GERMAN, POLICY, po_text, write
from .house import LIBRARIES as ALL_LIBRARIES

TOP = Path(__file__).parent.parent
PROBE = """
import atexit, runpy, sys
out = sys.argv.pop()
atexit.register(lambda: print(*sorted(sys.modules), file=open(out, "w")))
runpy.run_module("scripts", run_name="__main__", alter_sys=True)
"""

READING = {"babel", "markdown_it", "mdit_py_plugins", "yaml"}
"""What reads a policy, with ids and without attribute lists."""
PAGES = READING | {"icu4py", "jinja2", "markupsafe", "nh3", "polib"}

LIBRARIES: Mapping[str, set[str]] = {
    "--help": set(),
    "verify": set(),
    "update": READING | {"filelock", "icu4py", "polib", "rapidfuzz"},
    "locale": READING | {"filelock", "icu4py", "polib", "rapidfuzz"},
    "import": READING | {"filelock", "icu4py", "polib", "rapidfuzz"},
    "status": PAGES - {"jinja2"},
    "check": PAGES,
    "build": PAGES | {"filelock"},
    "release": PAGES | {"deflate", "filelock"},
}
"""The outside libraries of each verb; those that another one brings along are not counted."""
MODULES = {
    "--help": 120, "verify": 150, "update": 440, "locale": 440, "import": 490, "status": 445, "check": 470, "build": 510, "release": 525,
}  # fmt: skip
"""The most modules that each verb may load, those of Python among them."""
DUTCH = "# Logbeleid\n\nWij bewaren **logs** 14 dagen, zie [hoe](https://example.org/how).\n\n- Ze bevatten uw naam.\n- Ze bevatten `code`.\n"
"""A translation of the policy, so that an import has entries to write."""
MORE = {
    "verify": ["nothing.tar.gz"], "locale": ["--locale", "fr"],
    "import": ["--locale", "nl", "--policy", "logs", "--from", "{root}/logs.nl.md"],
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("root")
    write(folder, "policy/logs.md", POLICY.replace("# Log Policy", "# Log Policy {#logs}"))
    write(folder, "locale/de/LC_MESSAGES/logs.po", po_text(GERMAN))
    write(folder, "logs.nl.md", DUTCH)
    return folder


def loaded(verb: str, root: Path, tmp_path: Path) -> set[str]:
    """The modules in memory when a run of a verb ends."""
    out = tmp_path / f"modules-{verb}"
    words = ["--root", str(root), verb, *(word.format(root=root) for word in MORE.get(verb, []))]
    run = subprocess.run(
        [sys.executable, "-c", PROBE, *words, str(out)],
        cwd=TOP, capture_output=True, text=True,
    )  # fmt: skip
    assert "Traceback" not in run.stderr, run.stderr
    return set(out.read_text().split())


@pytest.mark.slow
@pytest.mark.parametrize("verb", LIBRARIES)
def test_a_verb_loads_what_it_uses_and_no_more(verb: str, root: Path, tmp_path: Path) -> None:
    shutil.rmtree(root / "build", ignore_errors=True)
    modules = loaded(verb, root, tmp_path)
    assert {name for name in ALL_LIBRARIES if name in modules} == LIBRARIES[verb]
    assert len(modules) <= MODULES[verb]


WARM = {"babel", "filelock", "markupsafe", "polib"}
"""What a build loads that the store answers: no parser of Markdown, no template engine, no sanitiser."""


@pytest.mark.slow
def test_a_build_that_the_store_answers_loads_no_more_than_it_needs(root: Path, tmp_path: Path) -> None:
    loaded("build", root, tmp_path)
    modules = loaded("build", root, tmp_path)
    assert {name for name in ALL_LIBRARIES if name in modules} == WARM
    assert len(modules) <= MODULES["build"] - 190


def test_every_verb_is_in_the_tables() -> None:
    from scripts.__main__ import _VERBS

    assert {*LIBRARIES} == {*MODULES} == {"--help", *_VERBS}
