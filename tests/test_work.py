"""How much is done: texts that are parsed, results that are asked for in vain, and files that are written, never times."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scripts.commands import build, check, status
from scripts.markup import inline_parser
from scripts.pages.facts import PageFacts
from scripts.pages.forms import FormsWanted
from scripts.pages.maker import Maker
from scripts.problem import Problem
from scripts.project.project import Project
from scripts.store import STORE_NAME, Store

from .commands.test_incremental import CODES, POLICIES, segments, start
from .conftest import po_text, write


@dataclass(slots=True)
class Work:
    """What a run did."""

    parsed: Counter[tuple[str, bool, bool]] = field(default_factory=Counter)
    """How often each text was parsed, by how it is read."""
    made: list[str] = field(default_factory=list)
    """Pages whose files were made, as `de/terms`."""
    misses: int = 0
    written: set[str] = field(default_factory=set)
    """Pages in `build/site/`, without those of the whole site."""


Run = Callable[[str], Work]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return start(tmp_path)


@pytest.fixture
def run(project: Project, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a verb as a run of its own, with the store of the project."""
    parse, forms = inline_parser.parse, Maker.forms
    work = Work()

    def counted(text: str, *more: object, beyond: bool = True, hard: bool = False) -> object:
        work.parsed[text, beyond, hard] += 1
        return parse(text, *more, beyond=beyond, hard=hard)  # type: ignore[arg-type]

    def made(self: Maker, facts: PageFacts, wanted: FormsWanted) -> tuple[dict[str, str], list[Problem]]:
        work.made.append(f"{facts.code}/{facts.policy}")
        return forms(self, facts, wanted)

    monkeypatch.setattr(inline_parser, "parse", counted)
    monkeypatch.setattr(Maker, "forms", made)

    def go(verb: str) -> Work:
        nonlocal work
        work = Work()
        fresh, store = Project(project.path), Store(project.build / STORE_NAME)
        if verb == "build":
            whole = {"site/manifest.json", "site/index.html", "site/sitemap.xml"}
            work.written = {
                path for path in build.build(fresh, store=store).written if path.startswith("site/")
            } - whole
        elif verb == "check":
            check.check(fresh, (), (), store)
        else:
            status.status(fresh, (), (), store)
        store.close()
        work.misses = store.misses
        return work

    return go


def replaced(project: Project, name: str, old: str, new: str) -> None:
    text = (project.path / name).read_text(encoding="utf-8")
    assert old in text
    write(project.path, name, text.replace(old, new))


def nothing(project: Project) -> None:
    """No edit."""


def one_entry(project: Project) -> None:
    replaced(project, "locale/de/LC_MESSAGES/privacy.po", "und data for", "und Daten for")


def one_word_of_the_frame(project: Project) -> None:
    write(project.path, "locale/de/LC_MESSAGES/site.po", po_text({"Links": "Adressen"}, "de"))


def one_policy(project: Project) -> None:
    replaced(project, "policy/notice.md", "Nothing links here", "Nothing at all links here")


def all_settings(project: Project) -> None:
    replaced(project, "policy/site.toml", 'product = "X"', 'product = "Y"')


FORMS = ("html", "txt", "json", "fragment.html")
GERMAN = {f"de/{name}" for name in POLICIES}
NOTICES = {f"{code}/notice" for code in ("en", *CODES)}
ALL = {f"{code}/{name}" for code in ("en", *CODES) for name in POLICIES}


def test_a_cold_build_parses_each_text_of_a_policy_and_of_a_locale_once(project: Project, run: Run) -> None:
    work = run("build")
    texts = sum(len(segments(project, name)) for name in POLICIES)
    assert len(POLICIES) < sum(work.parsed.values()) <= texts * (1 + len(CODES))
    assert sorted(work.made) == sorted(ALL)


EDITS = [
    (nothing, set[str](), 0, 0),
    (one_entry, {"de/privacy"}, 2, 1),
    (one_word_of_the_frame, GERMAN, 7, 2),
    (one_policy, NOTICES, 11, 4),
    (all_settings, ALL, 28, 4),
]  # fmt: skip
"""An edit; the pages that are made anew; the most results that the store lacks; the most parses of a text."""


@pytest.mark.parametrize(("edit", "pages", "misses", "parses"), EDITS, ids=[row[0].__name__ for row in EDITS])
def test_after_an_edit_only_that_is_done_which_depends_on_it(
    project: Project, run: Run, edit: Callable[[Project], None], pages: set[str], misses: int, parses: int
) -> None:
    run("build")
    edit(project)
    work = run("build")
    assert set(work.made) == pages and len(work.made) == len(pages)
    pickers = {f"site/{page.partition('/')[2]}.html" for page in pages}
    assert work.written <= {f"site/{page}.{form}" for page in pages for form in FORMS} | pickers
    assert work.misses <= misses and max(work.parsed.values(), default=0) <= parses
    assert run("build") == Work()


@pytest.mark.parametrize("verb", ["status", "check", "build"])
def test_a_second_run_does_nothing(project: Project, run: Run, verb: str) -> None:
    assert run(verb).misses
    assert run(verb) == Work()


def test_status_makes_no_page_and_uses_what_a_build_found(project: Project, run: Run) -> None:
    assert run("status").made == []
    run("build")
    counted = run("status")
    assert counted.made == [] and counted.misses <= len(ALL)
    one_entry(project)
    assert 0 < run("status").misses <= 2
