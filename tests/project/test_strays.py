"""Strays: files that nobody reads are reported in the same words whatever is run, and are made again by nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.commands import build, check, locale, status, update
from scripts.problem import Problem
from scripts.project.project import Project
from scripts.project.strays import strays

from ..conftest import GERMAN, POLICY, po_text, pot_text, write

VERBS: dict[str, Callable[[Project], list[Problem]]] = {
    "build": lambda root: build.build(root).problems,
    "check": lambda root: check.check(root, (), ()),
    "status": lambda root: status.status(root, (), ())[1],
    "update": lambda root: update.update(root, (), lambda _: None),
    "locale": lambda root: locale.start(root, ["fr"], lambda _: None),
}


def told(project: Project) -> dict[str, str]:
    found = {problem.path: problem.rule for problem in strays(project)}
    assert all(problem.hint and not problem.is_error for problem in strays(project))
    return found


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("policy/terms.markdown", "ignored-file"),
        ("policy/Terms.MD", "ignored-file"),
        ("policy/scan.pdf", "ignored-file"),
        ("policy/logs.md.orig", "ignored-file"),
        ("policy/eu/gdpr/notice.md", "ignored-file"),
        ('policy/it\'s "a".txt', "ignored-file"),
        ("locale/cookies.pot", "stray-template"),
        ("locale/de/LC_MESSAGES/cookies.po", "stray-catalog"),
        ("locale/de/logs.po", "stray-catalog"),
        ("locale/fr.po", "stray-catalog"),
        ("policy/editions/cookies/2024-01-01/cookies.md", "edition-unused"),
        ("policy/editions/logs/2024-1-1/logs.md", "edition-unused"),
        ("policy/editions/logs/2024-02-30/logs.md", "edition-unused"),
        ("policy/editions/logs/20240101/logs.md", "edition-unused"),
        ("policy/editions/logs/draft/logs.md", "edition-unused"),
        ("policy/editions/logs/2024-01-01/de.po", "edition-unused"),
        ("policy/editions/logs/2024-01-01/log.md", "ignored-file"),
    ],
)
def test_what_nobody_reads_is_reported(project: Project, name: str, rule: str) -> None:
    write(project.path, name, "text\n")
    found = told(project)
    assert rule in {rule for path, rule in found.items() if name.startswith(path)}, found


@pytest.mark.parametrize(
    "name",
    [
        "policy/site.toml",
        "policy/.DS_Store",
        "policy/.#logs.md",
        "locale/.git/HEAD",
        "locale/de/LC_MESSAGES/site.po",
        "locale/de/LC_MESSAGES/glossary.po",
        "locale/de/LC_MESSAGES/logs.mo",
        "locale/de/LC_MESSAGES/.logs.po.swp",
        "locale/logs.pot",
        "locale/site.pot",
        "locale/waivers.toml",
    ],
)
def test_what_is_read_or_belongs_to_another_tool_is_not(project: Project, name: str) -> None:
    write(project.path, name, "")
    assert told(project) == {}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("locale/pl/LC_MESAGES/logs.po", "move it to locale/pl/LC_MESSAGES/logs.po"),
        ("locale/pl/lc_messages/site.po", "move it to locale/pl/LC_MESSAGES/site.po"),
        ("locale/pl/logs.po", "move it to locale/pl/LC_MESSAGES/logs.po"),
        ("locale/pl/old/2023/logs.po", "move it to locale/pl/LC_MESSAGES/logs.po"),
        ("locale/pl/LC_MESSAGES/old/logs.po", "move it to locale/pl/LC_MESSAGES/logs.po"),
        (
            "locale/de/old/logs.po",
            "delete it, after moving what is missing to locale/de/LC_MESSAGES/logs.po, which is read",
        ),
        ("locale/pl/.git/logs.po", ""),
        ("locale/pl/old/.git/logs.po", ""),
        ("locale/pl/old/logs.mo", ""),
        ("locale/pl/LC_MESSAGES/logs.po", ""),
    ],
)
def test_a_catalog_outside_lc_messages_is_reported_with_its_right_place(project: Project, name: str, hint: str) -> None:
    write(project.path, name, po_text(GERMAN, "pl"))
    found = [(problem.path, problem.rule, problem.hint, problem.locale) for problem in check.check(project, (), ())]
    wanted = [(name, "stray-catalog", hint, name.split("/")[1])] if hint else []
    assert [one for one in found if one[1] == "stray-catalog"] == wanted


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("locale/de/loop", "locale/de"),
        ("locale/de/outside", "/"),
        ("locale/pl/LC_MESSAGES", "locale/pl/catalogs"),
        ("locale/pl/LC_MESSAGES/logs.po", "locale/pl/catalogs/logs.po"),
    ],
)
def test_a_catalog_that_is_read_through_a_link_is_not_in_the_wrong_folder(
    project: Project, link: str, target: str
) -> None:
    if "pl" in link:
        write(project.path, "locale/pl/catalogs/logs.po", po_text(GERMAN, "pl"))
    (project.path / link).parent.mkdir(exist_ok=True)
    (project.path / link).symlink_to(project.path / target)
    assert told(project) == {}


def test_an_edition_that_is_whole_is_no_stray(project: Project) -> None:
    write(project.path, "policy/editions/logs/2024-01-01/logs.md", POLICY)
    write(project.path, "policy/editions/logs/2024-01-01/de.po", po_text(GERMAN))
    assert told(project) == {}
    write(project.path, "policy/editions/logs/2024-01-01/dee.po", po_text(GERMAN))
    [problem] = strays(project)
    assert "no locale 'dee'" in problem.message and "did you mean 'de'?" in problem.message


@pytest.mark.parametrize("name", ["2023-9-1", "2023_09_01", "20230901", "2023.9.01"])
def test_the_hint_for_a_misspelt_date_is_its_right_form(project: Project, name: str) -> None:
    write(project.path, f"policy/editions/logs/{name}/logs.md", POLICY)
    [problem] = strays(project)
    assert problem.hint == "rename the folder to 2023-09-01"


def test_many_are_reported_in_few_lines(project: Project) -> None:
    for number in range(60):
        write(project.path, f"policy/scans/{number}.png", "")
    found = list(strays(project))
    assert len(found) == 21 and "more files of this folder are not read: 40" in found[-1].message


@pytest.mark.slow
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_reports_the_catalog_of_a_deleted_policy_and_none_makes_it_again(
    project: Project, verb: str
) -> None:
    write(project.path, "locale/gone.pot", pot_text("We keep it.", domain="gone"))
    path = write(project.path, "locale/de/LC_MESSAGES/gone.po", po_text({"We keep it.": "Wir behalten es."}))
    before = path.read_bytes()
    found = {problem.rule for problem in VERBS[verb](project)}
    assert {"stray-catalog", "stray-template"} <= found or verb == "locale"
    assert path.read_bytes() == before and not (project.path / "locale/fr/LC_MESSAGES/gone.po").exists()


def test_a_policy_that_was_added_is_mentioned_for_each_locale(project: Project) -> None:
    write(project.path, "policy/terms.md", "# Terms\n\nBe kind.\n")
    write(project.path, "locale/pl/LC_MESSAGES/logs.po", po_text(GERMAN, "pl"))
    said: list[str] = []
    update.update(project, (), said.append)
    for code in ("de", "pl"):
        assert f"no catalog yet in {code}: terms (make locale LOCALE={code} starts what is missing)" in said
    rows = {(row.policy, row.locale): row for row in status.status(project, (), ())[0]}
    assert rows["terms", "de"].state == "withheld" and not rows["terms", "de"].has_catalog
    assert not (project.path / "locale/de/LC_MESSAGES/terms.po").exists()


def test_the_message_of_a_hostile_name_cannot_write_on_the_terminal(project: Project, tmp_path: Path) -> None:
    from scripts.report import report_lines

    (project.path / "policy" / "a\x1b[2J\n\u202eb.pdf").write_text("")
    text = "\n".join(report_lines(strays(project), "text"))
    assert "\x1b" not in text and "\u202e" not in text and "\\u001b" in text


@pytest.mark.parametrize(("letters", "is_good"), [(200, True), (201, False)])
def test_a_name_that_no_disk_takes_is_refused_and_stops_nothing_else(
    project: Project, letters: int, is_good: bool
) -> None:
    write(project.path, f"policy/{'n' * letters}.md", "# T\n\nText.\n")
    write(project.path, "policy/bad.md", "# T\n\nAsk {{ nobody }}.\n")
    rules = sorted(problem.rule for problem in build.build(project).problems if problem.is_error)
    assert rules == (["variable"] if is_good else ["policy-name", "variable"])
    assert (project.site / "de/logs.html").exists()
    assert (project.site / f"en/{'n' * letters}.fragment.html").exists() == is_good
