"""An update that has nothing to do: it is not done twice, and says the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.commands.settled import settled
from scripts.commands.update import update
from scripts.problem import Problem
from scripts.project.project import Project
from scripts.store import Store

from ..conftest import GERMAN, POLICY, po_text, write


class Runs:
    """Updates of a project by way of a store, counted."""

    def __init__(self, project: Project) -> None:
        self.project, self.count = project, 0

    def run(self, *locales: str) -> tuple[list[Problem], list[str]]:
        said: list[str] = []
        store = Store(self.project.build / ".store")

        def work(say: Callable[[str], None]) -> list[Problem]:
            self.count += 1
            return update(self.project, locales, say)

        found = settled(self.project.path, locales, store, said.append, work)
        store.close()
        return found, said


def test_what_changed_nothing_is_not_done_again_and_says_the_same(project: Project) -> None:
    write(project.path, "policy/bad.md", "# A\n\n{{ nothing }}\n")
    write(project.path, "policy/new.md", "# A\n\nText.\n")
    runs = Runs(project)
    runs.run()
    found, said = runs.run()
    assert runs.count == 2 and found and said
    assert runs.run() == (found, said) and runs.count == 2
    assert (found, said) == Runs(project).run()


@pytest.mark.parametrize(
    "change",
    [
        lambda path: write(path, "policy/logs.md", POLICY + "\nMore.\n"),
        lambda path: write(path, "policy/new.md", "# New\n"),
        lambda path: write(path, "locale/de/LC_MESSAGES/logs.po", po_text({**GERMAN, "Log Policy": "X"})),
        lambda path: write(path, "policy/site.toml", '[catalogs]\nlocations = "line"\n'),
        lambda path: write(path, "policy/editions/logs/2020-01-01/logs.md", POLICY),
        lambda path: (path / "locale" / "logs.pot").unlink(),
        lambda path: (path / "locale" / "fr").mkdir(),
        lambda path: (path / "policy" / "other.md").symlink_to("logs.md"),
    ],
)
def test_any_change_of_a_file_is_an_update(project: Project, change: Callable[[Path], object]) -> None:
    runs = Runs(project)
    runs.run()
    runs.run()
    assert runs.count == 2
    change(project.path)
    runs.run()
    assert runs.count == 3


def test_another_choice_of_locales_is_another_run(project: Project) -> None:
    runs = Runs(project)
    runs.run()
    runs.run()
    runs.run("de")
    assert runs.count == 3
