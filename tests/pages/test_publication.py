"""Why a page is in its state: the problems that are reported for catalogs and editions."""

import pytest

from scripts.commands import build, check
from scripts.pages.publication import candidates
from scripts.problem import Problem
from scripts.project.config import Config
from scripts.project.project import Project

from ..conftest import GERMAN, POLICY, po_text, write

CATALOG = "locale/de/LC_MESSAGES/logs.po"
OLD = "policy/editions/logs/2023-01-01"
LATER = POLICY.replace("14 days", "30 days").replace("2024-10-01", "2025-01-01")


def problems_of(project: Project, rule: str) -> list[Problem]:
    """The problems that a build reports under a rule."""
    return [problem for problem in build.build(project).problems if problem.rule == rule]


@pytest.mark.parametrize(
    ("share", "minimum", "states"),
    [
        (0.8, 80, ("islands",)),
        (0.79, 80, ()),
        (0.001, 0, ("islands",)),
        (0.0, 0, ()),
        (0.999, 100, ()),
        (1.0, 100, ("current",)),
    ],
)
def test_islands_begin_at_the_minimum_and_with_one_segment(share: float, minimum: int, states: tuple[str, ...]) -> None:
    config = Config(incomplete="islands", minimum=minimum)
    assert candidates(share, "unreviewed", config, has_errors=False) == states


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "words", "hint"),
    [
        (dict(list(GERMAN.items())[:3]), "1 of 4 segments has no", "run make update, then translate what is empty"),
        (GERMAN | {"They hold `code`.": ""}, "1 of 4 segments has no", "translate what is empty"),
        (
            dict.fromkeys(GERMAN, "") | {"They hold `code`.": "Sie enthalten `code`."},
            "3 of 4 segments have no translation to publish",
            "translate what is empty",
        ),
        ({}, "4 of 4 segments", "run make update"),
    ],
    ids=["lacking", "empty", "most are empty", "nothing"],
)
def test_missing_segments_are_counted_with_a_hint(
    project: Project, said: dict[str, str], words: str, hint: str
) -> None:
    write(project.path, CATALOG, po_text(said))
    [problem] = problems_of(project, "incomplete")
    assert words in problem.message and problem.hint.startswith(hint) and "from 80 per cent on" in problem.hint
    assert (problem.level, problem.path) == ("warning", CATALOG)


def test_a_segment_that_appears_twice_counts_once(project: Project) -> None:
    write(project.path, "policy/logs.md", f"{POLICY}\nThey hold your name.\n\nThey hold your name.\n")
    write(project.path, CATALOG, po_text(GERMAN | {"They hold your name.": ""}))
    [problem] = problems_of(project, "incomplete")
    assert "1 of 4 segments" in problem.message


@pytest.mark.slow
def test_fuzzy_and_plural_entries_are_no_translations_to_publish(project: Project) -> None:
    write(project.path, CATALOG, po_text(GERMAN, flags="fuzzy"))
    assert (
        "4 of 4 segments" in problems_of(project, "incomplete")[0].message and len(problems_of(project, "fuzzy")) == 4
    )
    plural = '\nmsgid "They hold `code`."\nmsgid_plural "x"\nmsgstr[0] "Sie enthalten `code`."\nmsgstr[1] "y"\n'
    write(project.path, CATALOG, po_text(dict(list(GERMAN.items())[:3])) + plural)
    assert "1 of 4 segments" in problems_of(project, "incomplete")[0].message


@pytest.mark.slow
@pytest.mark.parametrize(
    ("catalog", "rules"),
    [(po_text(GERMAN), ["approval"]), (po_text(GERMAN)[:-3], []), (po_text(GERMAN | {"Log Policy": "{{ x }}"}), [])],
    ids=["whole", "cut", "wrong"],
)
def test_a_missing_approval_is_reported_if_there_is_no_error(project: Project, catalog: str, rules: list[str]) -> None:
    write(project.path, "policy/site.toml", '[publish]\napproval = "require"\n')
    write(project.path, CATALOG, catalog)
    found = problems_of(project, "approval")
    assert [problem.rule for problem in found] == rules
    assert all("nobody has approved this translation" in problem.message for problem in found)
    assert all(problem.level == "warning" and 'approval = "label"' in problem.hint for problem in found)


def test_no_approval_is_required_if_the_site_only_labels(project: Project) -> None:
    assert problems_of(project, "approval") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "text", "said", "words", "place"),
    [
        ("2030-01-01", POLICY, GERMAN, "is newer than the policy, which is in force since 2025-01-01", "logs.md"),
        ("2023-01-01", POLICY, GERMAN, "says that it is in force since 2024-10-01", "logs.md"),
        ("2024-10-01", POLICY, GERMAN | {"Log Policy": ""}, "not complete in 'de': 1 of 4 segments", "de.po"),
        ("2024-10-01", POLICY, {}, "not complete in 'de': 4 of 4 segments", "de.po"),
    ],
    ids=["newer", "other day", "not complete", "empty"],
)
def test_an_edition_that_is_not_shown_says_why(
    project: Project, day: str, text: str, said: dict[str, str], words: str, place: str
) -> None:
    folder = f"policy/editions/logs/{day}"
    write(project.path, f"{folder}/logs.md", text)
    write(project.path, f"{folder}/de.po", po_text(said))
    write(project.path, "policy/logs.md", LATER)
    [problem] = problems_of(project, "edition-unused")
    assert words in problem.message and day in problem.message and problem.path == f"{folder}/{place}"
    assert problem.level == "warning" and "the edition is not shown" in problem.hint


def test_an_edition_with_the_date_of_the_policy_is_not_newer(project: Project) -> None:
    write(project.path, "policy/editions/logs/2024-10-01/logs.md", POLICY)
    write(project.path, "policy/editions/logs/2024-10-01/de.po", po_text(GERMAN))
    write(project.path, CATALOG, "broken")
    assert problems_of(project, "edition-unused") == [] and (project.site / "de/logs.html").exists()


def test_an_edition_without_a_date_has_that_of_its_folder(project: Project) -> None:
    write(project.path, f"{OLD}/logs.md", POLICY.replace("effective: 2024-10-01\n", ""))
    write(project.path, f"{OLD}/de.po", po_text(GERMAN))
    write(project.path, CATALOG, "broken")
    build.build(project)
    assert 'datetime="2023-01-01"' in (project.site / "de/logs.html").read_text(encoding="utf-8")


def test_an_edition_is_used_only_if_the_translation_is_incomplete(project: Project) -> None:
    write(project.path, f"{OLD}/logs.md", "broken [^1]")
    write(project.path, f"{OLD}/de.po", "broken")
    assert build.build(project).problems == []


@pytest.mark.parametrize("html", ["<script>x</script>", "<IFRAME src='https://x.org'></IFRAME>", "<style>p{}</style>"])
def test_an_alarm_about_the_source_is_reported_at_the_line_of_its_tag(project: Project, html: str) -> None:
    write(project.path, "policy/logs.md", f"{POLICY}\na <b>b</b>\n\n{html}\n")
    [problem] = problems_of(project, "unsafe-html")
    assert (problem.path, problem.line) == (
        "policy/logs.md",
        f"{POLICY}\na <b>b</b>\n\n{html}\n".split("\n").index(html) + 1,
    )


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        (GERMAN | {"Log Policy": ""}, {"edition-unused"}),
        ({text: msgstr.replace("14 Tage", "vierzehn Tage") for text, msgstr in GERMAN.items()}, set()),
    ],
    ids=["not whole", "a warning about its words"],
)
def test_check_reports_the_errors_of_an_edition_that_is_not_shown_now(
    project: Project, said: dict[str, str], rules: set[str]
) -> None:
    write(project.path, "policy/editions/logs/2024-10-01/logs.md", POLICY)
    write(project.path, "policy/editions/logs/2024-10-01/de.po", po_text(said))
    found = [problem for problem in check.check(project, (), ()) if problem.path.startswith("policy/editions")]
    assert {problem.rule for problem in found} == rules and not any(problem.is_error for problem in found)


@pytest.mark.parametrize(
    ("empty", "words"),
    [(["Log Policy"], "1 of 4 segments has no translation"), (list(GERMAN)[:2], "2 of 4 segments have no translation")],
    ids=["one", "two"],
)
def test_missing_segments_of_an_edition_are_counted(project: Project, empty: list[str], words: str) -> None:
    write(project.path, "policy/editions/logs/2024-10-01/logs.md", POLICY)
    write(project.path, "policy/editions/logs/2024-10-01/de.po", po_text(GERMAN | dict.fromkeys(empty, "")))
    [found] = [problem for problem in check.check(project, (), ()) if problem.rule == "edition-unused"]
    assert found.message.endswith(f"is not complete in 'de': {words}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("html", "line", "words"),
    [
        ('We keep <span dir="rtl">logs</span>.', 0, "dir=rtl on <span>"),
        ('We keep\n<bdo dir="rtl">logs</bdo>.', 1, "<bdo> shows words in another order"),
        ('<p dir="ltr">We keep logs.</p>\n\n<div dir="rtl">a text</div>', 2, "dir=rtl on <div>"),
        ('We keep <span dir="ltr">logs</span>.', None, ""),
    ],
)
def test_what_the_source_shows_in_another_order_is_reported_at_its_line(
    project: Project, html: str, line: int | None, words: str
) -> None:
    write(project.path, "policy/logs.md", f"{POLICY}\n{html}\n")
    found = [(problem.path, problem.policy, problem.line) for problem in problems_of(project, "direction")]
    first = f"{POLICY}\n".count("\n") + 1
    assert found == ([] if line is None else [("policy/logs.md", "logs", first + line)])
    assert all(words in problem.message for problem in problems_of(project, "direction"))
