"""Symbolic links: what leads out of the project's folder is neither read, nor quoted, nor written."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.commands import build, check, locale, status, update
from scripts.problem import Problem, Refused, as_text
from scripts.project import layouts
from scripts.project.project import Project

from ..conftest import GERMAN, POLICY, po_text, write

SECRET = "TOKEN=s3cr3t"
PLACES = [
    "policy/leak.md",
    "policy/site.toml",
    "policy/editions/logs/2024-01-01/logs.md",
    "policy/editions/logs/2024-01-01/de.po",
    "locale/de/LC_MESSAGES/logs.po",
    "locale/de/LC_MESSAGES/site.po",
    "locale/de/LC_MESSAGES/glossary.po",
    "locale/waivers.toml",
    "locale/logs.pot",
]


def everything(project: Project) -> str:
    """All that is printed and all that is made by every verb."""
    verbs: list[Callable[[], list[Problem]]] = [
        lambda: build.build(project).problems,
        lambda: check.check(project, (), ()),
        lambda: status.status(project, (), ())[1],
        lambda: update.update(project, (), lambda _: None),
        lambda: locale.start(project, ["fr"], lambda _: None),
    ]
    said = []
    for verb in verbs:
        try:
            found = verb()
        except Refused as error:
            found = list(error.problems)
        said += [as_text(problem) for problem in found]
    made = [path.read_text("utf-8") for path in project.path.rglob("*") if path.is_file() and not path.is_symlink()]
    return "\n".join([*said, *made])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    inside = tmp_path / "project"
    write(inside, "policy/logs.md", POLICY)
    write(inside, "policy/editions/logs/2024-01-01/logs.md", POLICY)
    write(inside, "policy/editions/logs/2024-01-01/de.po", po_text(GERMAN))
    write(inside, "locale/de/LC_MESSAGES/logs.po", po_text(GERMAN))
    return Project(inside)


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", [SECRET, POLICY + SECRET, po_text({**GERMAN, SECRET: SECRET}), f'a = "{SECRET}"\n'])
def test_a_file_from_outside_is_read_by_nobody(project: Project, tmp_path: Path, place: str, text: str) -> None:
    outside = write(tmp_path, "outside.txt", text)
    path = project.path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(outside)
    said = everything(project)
    assert SECRET not in said and "symbolic link leads out of the project's folder" in said and f"{place}: " in said
    assert outside.read_text("utf-8") == text


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["policy", "locale", "locale/de", "locale/de/LC_MESSAGES", "policy/editions"])
def test_a_folder_from_outside_is_neither_read_nor_written(project: Project, tmp_path: Path, folder: str) -> None:
    outside = tmp_path / "outside"
    (project.path / folder).rename(outside)
    (project.path / folder).symlink_to(outside)
    for path in outside.rglob("*.po"):
        path.write_text(po_text({**GERMAN, SECRET: SECRET}), encoding="utf-8")
    before = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()}
    said = everything(project)
    assert SECRET not in said and "symbolic link leads out of the project's folder" in said
    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_a_link_that_leads_nowhere_makes_no_file_outside(project: Project, tmp_path: Path) -> None:
    for name in ("locale/fr/LC_MESSAGES/logs.po", "locale/site.pot", "locale/logs.pot"):
        path = project.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(tmp_path / "outside.txt")
    assert "symbolic link leads out of the project's folder" in everything(project)
    assert not (tmp_path / "outside.txt").exists()


def test_a_policy_that_leads_nowhere_or_to_itself_is_refused(project: Project) -> None:
    (project.path / "policy/gone.md").symlink_to("nowhere.md")
    (project.path / "policy/loop.md").symlink_to("loop.md")
    found = {problem.path: problem.rule for problem in build.build(project).problems}
    assert {"policy/gone.md", "policy/loop.md"} <= set(found)
    assert (project.site / "de/logs.html").exists()


@pytest.mark.slow
@pytest.mark.parametrize("target", [".git/config", ".env", "build/site/en/old.txt", "policy/.hidden.md"])
def test_a_link_to_what_is_hidden_or_made_is_refused(project: Project, target: str) -> None:
    write(project.path, target, "# T\n\n" + SECRET)
    (project.path / "policy/leak.md").symlink_to(project.path / target)
    assert {found.rule for found in build.build(project).problems} == {"link"}
    assert not list(project.site.glob("*/leak.*"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "place", ["locale/fr", "locale/de/LC_MESSAGES", "policy/editions", "policy/editions/logs/2024-01-01"]
)
def test_a_folder_that_leads_out_is_an_error_for_build_and_check(project: Project, tmp_path: Path, place: str) -> None:
    path = project.path / place
    if path.exists():
        path.rename(tmp_path / "moved")
    (tmp_path / "moved").mkdir(exist_ok=True)
    path.symlink_to(tmp_path / "moved")
    for found in (build.build(project).problems, check.check(project, (), ())):
        assert True in [problem.is_error for problem in found if problem.rule == "link"]


def test_a_layout_that_leads_out_is_refused(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "layouts"
    shutil.copytree(layouts.LAYOUTS, elsewhere)
    (elsewhere / "fragment.html").unlink()
    (elsewhere / "fragment.html").symlink_to(write(tmp_path, "outside.html", SECRET))
    monkeypatch.setattr(layouts, "LAYOUTS", elsewhere)
    found = build.build(project).problems
    assert [(problem.rule, problem.path) for problem in found] == [("link", "scripts/layouts/fragment.html")]


def test_names_in_a_folder_outside_are_not_quoted(project: Project, tmp_path: Path) -> None:
    write(tmp_path, "customers/secret-customer/x.md", "")
    for place in ("policy/editions", "policy/more", "locale/de/LC_MESSAGES"):
        path = project.path / place
        if path.exists():
            path.rename(tmp_path / path.name)
        path.symlink_to(tmp_path / "customers")
    assert "secret-customer" not in everything(project)


def test_a_link_within_the_project_is_followed(project: Project) -> None:
    write(project.path, "shared/terms.md", "# Terms\n\nBe kind.\n")
    (project.path / "policy/terms.md").symlink_to("../shared/terms.md")
    write(project.path, "shared/de.po", po_text({"Terms": "Bedingungen", "Be kind.": "Seien Sie freundlich."}))
    (project.path / "locale/de/LC_MESSAGES/terms.po").symlink_to("../../../shared/de.po")
    assert build.build(project).problems == [] and (project.site / "de/terms.html").exists()
    update.update(project, (), lambda _: None)
    assert (project.path / "locale/de/LC_MESSAGES/terms.po").is_symlink()
    assert "#: policy/terms.md" in (project.path / "shared/de.po").read_text("utf-8")
