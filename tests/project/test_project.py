"""A root: which folders of `locale/` are locales, and what is said of the others."""

import subprocess
from pathlib import Path

import pytest

from scripts.__main__ import main
from scripts.commands import build, update
from scripts.locales import gettext_code, is_known
from scripts.problem import Problem, as_text
from scripts.project.project import FOREIGN, Project

from ..conftest import GERMAN, POLICY, po_text, write


def with_folders(folder: Path, *names: str) -> Project:
    for name in names:
        (folder / "locale" / name / "LC_MESSAGES").mkdir(parents=True)
    return Project(folder)


def languages(project: Project) -> tuple[list[str], list[Problem]]:
    found, problems = project.languages()
    return [each.code for each in found], problems


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [".git", ".tx", ".svn", ".de", "templates", "Template", "pot", "__pycache__", "__MACOSX", "node_modules",
             "lost+found", "CVS", "$RECYCLE.BIN", "@eaDir"],
)  # fmt: skip
def test_folders_of_tools_are_ignored_silently(tmp_path: Path, name: str) -> None:
    root = with_folders(tmp_path, "sv", name)
    assert languages(root) == (["sv"], [])
    write(tmp_path, "policy/logs.md", POLICY)
    assert update.update(root, (), lambda _: None) == [] and not any((tmp_path / "locale" / name).rglob("*.po"))
    assert [problem for problem in build.build(root).problems if problem.is_error] == []


def test_no_folder_of_tools_is_a_language() -> None:
    assert not [name for name in FOREIGN if is_known(gettext_code(name)) or name != name.casefold()]


@pytest.mark.parametrize(
    ("right", "alias"), [("de", "deu"), ("en_GB", "eng_GB"), ("fil", "tl"), ("he", "iw"), ("id", "in")]
)
def test_a_folder_with_an_alias_of_a_code_is_refused_with_the_right_code(
    tmp_path: Path, right: str, alias: str
) -> None:
    found, [problem] = languages(with_folders(tmp_path / "one", alias))
    assert found == [] and f"'{alias}' is written '{right}' in file names" in problem.message
    assert problem.hint == f"git mv locale/{alias} locale/{right}" and problem.is_error
    found, [problem] = languages(with_folders(tmp_path / "both", alias, right))
    assert found == [right] and problem.path == f"locale/{alias}"
    assert problem.hint == f"move the good translations to locale/{right}, then delete this folder"


@pytest.mark.parametrize(
    ("names", "left"),
    [
        (("zh_CN", "zh_Hans"), ["zh_CN"]),
        (("zh_Hant", "zh_TW"), ["zh_Hant"]),
        (("nb", "no"), ["nb"]),
        (("pt", "pt_BR"), ["pt"]),
        (("de", "de_DE"), ["de"]),
        (("sr_Latn", "sr_Latn_RS"), ["sr_Latn"]),
        (("de", "de_AT"), ["de", "de_AT"]),
        (("pt_BR", "pt_PT"), ["pt_BR", "pt_PT"]),
        (("sr", "sr_Latn"), ["sr", "sr_Latn"]),
        (("es", "es_419", "es_MX"), ["es", "es_419", "es_MX"]),
        (("zh_HK", "zh_Hans", "zh_Hant"), ["zh_HK", "zh_Hans", "zh_Hant"]),
        (("nb", "nn"), ["nb", "nn"]),
    ],
    ids=" ".join,
)
def test_of_two_folders_for_one_language_the_second_is_reported(
    tmp_path: Path, names: tuple[str, ...], left: list[str]
) -> None:
    found, problems = languages(with_folders(tmp_path, *names))
    second = [name for name in names if name not in left]
    assert found == left and [problem.path for problem in problems] == [f"locale/{name}" for name in second]
    for name, problem in zip(second, problems, strict=True):
        assert f"the folders '{left[0]}' and '{name}' mean the same language" in problem.message and problem.is_error


def test_a_second_folder_for_a_language_stops_only_itself(project: Project) -> None:
    write(project.path, "locale/de_DE/LC_MESSAGES/logs.po", po_text(GERMAN, "de_DE"))
    write(project.path, "locale/pl/LC_MESSAGES/logs.po", po_text(GERMAN, "pl"))
    result = build.build(project)
    assert {row.locale for row in result.rows} == {"en", "de", "pl"}
    assert [problem.path for problem in result.problems if problem.is_error] == ["locale/de_DE"]


def test_a_chosen_locale_that_is_refused_is_reported_with_the_reason(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    with_folders(project.path, "de_DE")
    assert main(["--root", str(project.path), "check", "--locale", "de_DE"]) == 1
    assert "mean the same language" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        (("pll",), "git mv locale/pll locale/pl"),
        (("pt-br",), "git mv locale/pt-br locale/pt_BR"),
        (("sr@latin",), "git mv locale/sr@latin locale/sr_Latn"),
        (("no_NO",), "git mv locale/no_NO locale/no"),
        (("pt-br", "pt_BR"), "move the good translations to locale/pt_BR, then delete this folder"),
        (("zh-hans", "zh_CN"), "move the good translations to locale/zh_CN, then delete this folder"),
        (("pl", "pll"), "move the good translations to locale/pl, then delete this folder"),
    ],
    ids=["near", "case", "modifier", "no such territory", "there already", "there by another name", "the near one is there"],
)  # fmt: skip
def test_a_misspelt_locale_is_an_error_with_a_hint_that_works(
    tmp_path: Path, names: tuple[str, ...], hint: str
) -> None:
    _, [problem] = languages(with_folders(tmp_path, *names))
    assert problem.is_error and problem.hint == hint


HOSTILE = ["x$(touch${IFS}PWNED)", "`touch PWNED`", "de;touch PWNED", "it's", 'd"e', "a\nb", "-rf", "--help", "de\u202efr",
           "de fr", "\x1b[2Jde", "de\u200b", "d\u0435", "&", "*", "~", "pl'$(touch PWNED)'", "po"]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_is_shown_and_runs_nothing(tmp_path: Path, name: str) -> None:
    found, [problem] = languages(with_folders(tmp_path, name))
    said = as_text(problem)
    assert found == [] and "no locale is called" in said
    assert all(line.isprintable() for line in said.split("\n")) and len(said.split("\n")) == 2
    assert "git mv" not in said


def test_a_command_that_renames_a_folder_is_safe_to_paste(tmp_path: Path) -> None:
    root = with_folders(tmp_path, "Deutsch", "PL", "german", "zh-hant")
    _, problems = languages(root)
    commands = [problem.hint for problem in problems if problem.hint.startswith("git mv ")]
    for command in commands:
        subprocess.run(["sh", "-c", command.removeprefix("git ")], cwd=tmp_path, check=True)
    assert {"pl", "de", "zh_Hant"} <= set(root.codes()) and len(commands) == 3
