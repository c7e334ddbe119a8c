"""What `site.toml` requires: locales, and the text that prevails."""

import pytest

from scripts.commands import build, check
from scripts.pages.requirements import missing_governing, missing_locales
from scripts.project.config import Config
from scripts.project.project import Project

from ..conftest import write

STATES = {"logs": {"en": "current", "de": "current", "fr": "islands"}, "terms": {"en": "withheld", "de": "previous"}}


def test_a_required_locale_that_is_missing_is_reported(project: Project) -> None:
    write(project.path, "policy/site.toml", '[publish]\nrequired = ["de", "fr"]\n')
    [problem] = build.build(project).problems
    assert (problem.rule, problem.locale) == ("required", "fr") and "make locale LOCALE=fr" in problem.hint


def test_only_a_current_page_is_enough_for_a_required_locale(project: Project) -> None:
    found = missing_locales(project, Config(), ("en", "de", "fr"), STATES)
    places = [(problem.locale, problem.policy) for problem in found]
    assert places == [("en", "terms"), ("de", "terms"), ("fr", "logs"), ("fr", "terms")]


def test_only_chosen_locales_are_required(project: Project) -> None:
    write(project.path, "policy/site.toml", '[publish]\nrequired = ["fr"]\n[site]\ngoverning = "fr"\n')
    assert {"required", "governing"} <= {problem.rule for problem in check.check(project, (), ())}
    assert {problem.rule for problem in check.check(project, ("de",), ())} & {"required", "governing"} == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("governing", "words"), [("fr", "no current page in it"), ("de", "has no notice that the text in 'de' prevails")]
)
def test_a_page_that_does_not_name_the_prevailing_language_is_reported(
    project: Project, governing: str, words: str
) -> None:
    write(project.path, "policy/site.toml", f'[site]\ngoverning = "{governing}"\n')
    assert [words in found.message for found in build.build(project).problems if found.rule == "governing"] == [True]


@pytest.mark.parametrize(
    ("governing", "policies"), [("", []), ("en", []), ("de", ["logs", "terms"]), ("fr", ["logs", "terms"])]
)
def test_a_governing_translation_is_missed_or_must_be_named(governing: str, policies: list[str]) -> None:
    found = list(missing_governing(Config(governing=governing), STATES))
    assert [problem.policy for problem in found] == policies
    assert {problem.policy for problem in found if "has no notice" in problem.message} == (
        {"logs"} if governing == "de" else set()
    )
