"""`make check`: everything is reported, nothing is written, and waived findings are accepted."""

import json
import re
from pathlib import Path

import pytest

from scripts import po
from scripts.__main__ import main
from scripts.commands import build, check
from scripts.po import Entry
from scripts.problem import Refused
from scripts.project.project import PIPELINE, Project

from ..conftest import GERMAN, HEADER, POLICY, of_what_is_shipped, po_text, pot_text, write

LOST = {
    **GERMAN,
    "We keep **logs** for 14 days, see [how](https://example.org/how).": "Wir bewahren **Protokolle** 14 Tage auf.",
}
NAMED = {"T": "T", "OpenAI answers.": "Die KI antwortet."}


@pytest.fixture
def named(tmp_path: Path) -> Project:
    """A root whose German translation has lost a name that it must keep."""
    write(tmp_path, "policy/site.toml", '[checks]\nkeep = ["OpenAI"]\n')
    write(tmp_path, "policy/logs.md", "# T\n\nOpenAI answers.\n")
    write(tmp_path, "locale/de/LC_MESSAGES/logs.po", po_text(NAMED))
    return Project(tmp_path)


def rules(project: Project) -> list[str]:
    return [problem.rule for problem in check.check(project, (), ()) if problem.rule not in ("frame", "header-missing")]


def rules_of_file(path: Path, template: Path, code: str = "de", site: Path | None = None) -> list[str]:
    found = check.check_file(path, template, code, site)
    return [problem.rule for problem in found if problem.rule != "header-missing"]


@pytest.mark.slow
@of_what_is_shipped
def test_the_shipped_catalogs_have_no_error() -> None:
    assert [problem for problem in check.check(Project(PIPELINE), (), ()) if problem.is_error] == []


def test_check_reports_what_a_build_refuses_and_writes_nothing(project: Project) -> None:
    write(project.path, "locale/de/LC_MESSAGES/logs.po", po_text(LOST))
    assert rules(project) == ["link-lost"]
    assert not (project.path / "build").exists()
    assert [problem.rule for problem in build.build(project).problems if problem.is_error] == ["link-lost"]


@pytest.mark.parametrize(
    ("msgstr", "found"),
    [
        ("Nach {{ days }} oder {{ hours }}.", []),
        ("Nach {{ hours }} oder {{ days }}.", []),
        ("Nach {{ days }}{{ hours }}.", ["page-numbers"]),
        ("Nach {{ days }}0 oder {{ hours }}.", ["number-added"]),
    ],
)
def test_numbers_are_compared_on_the_finished_page_too(tmp_path: Path, msgstr: str, found: list[str]) -> None:
    write(tmp_path, "policy/site.toml", '[variables]\ndays = "14"\nhours = "24"\n')
    write(tmp_path, "policy/logs.md", "# T\n\nAfter {{ days }} or {{ hours }}.\n")
    write(tmp_path, "locale/de/LC_MESSAGES/logs.po", po_text({"T": "T", "After {{ days }} or {{ hours }}.": msgstr}))
    assert sorted(set(rules(Project(tmp_path)))) == found


def test_a_waived_number_is_accepted_on_the_finished_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "policy/logs.md", "# T\n\nWe keep logs for 14 days.\n")
    texts = {"T": "T", "We keep logs for 14 days.": "Wir bewahren Protokolle 41 Tage auf."}
    write(tmp_path, "locale/de/LC_MESSAGES/logs.po", po_text(texts))
    assert set(rules(Project(tmp_path))) == {"number-changed"}
    waive(Project(tmp_path), capsys)
    assert rules(Project(tmp_path)) == []
    build.build(Project(tmp_path))
    assert "41" in (Project(tmp_path).site / "de" / "logs.html").read_text(encoding="utf-8")


def test_check_reports_problems_of_the_policy_too(project: Project) -> None:
    write(project.path, "policy/logs.md", POLICY + "\nWrite to [INSERT ADDRESS].\n")
    assert "gap" in rules(project)


def test_only_what_was_chosen_is_reported(project: Project) -> None:
    write(project.path, "locale/de/LC_MESSAGES/logs.po", po_text(LOST))
    write(project.path, "locale/pl/LC_MESSAGES/logs.po", po_text(LOST, "pl"))
    assert {problem.locale for problem in check.check(project, ["pl"], ()) if problem.is_error} == {"pl"}
    with pytest.raises(Refused):
        check.check(project, ["xx"], ())


# -- waivers ---------------------------------------------------------------------------------------


def waive(
    project: Project, capsys: pytest.CaptureFixture[str], why: str = "E. Muster, counsel: a brand is not used here"
) -> None:
    main(["--root", str(project.path), "check", "--format", "waivers"])
    text = capsys.readouterr().out
    assert re.match(r"# locale/de/LC_MESSAGES/logs\.po:11: [^\n]+\n\[\[waiver\]\]\n", text)
    write(project.path, "locale/waivers.toml", text.replace('why = ""', f'why = "{why}"'))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "message", "hint"),
    [
        ("en", "'en' is the language in which the policies are written, so it has no catalogs", "leave it out"),
        ("en_US", "'en_US' is the language in which the policies are written", "leave it out"),
        ("nl", "the locale 'nl' has not been started", "make locale LOCALE=nl starts it; or choose from: de"),
        ("dee", "no locale is called 'dee'; did you mean 'de'?", "choose from: de"),
    ],
)
def test_a_locale_without_catalogs_is_refused_with_what_to_do_instead(
    project: Project, code: str, message: str, hint: str
) -> None:
    with pytest.raises(Refused) as caught:
        check.check(project, [code], ())
    [problem] = caught.value.problems
    assert problem.message.startswith(message) and problem.hint.startswith(hint)


def test_a_waiver_accepts_a_finding_until_either_text_changes(
    named: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rules(named) == ["name-lost"]
    waive(named, capsys)
    assert rules(named) == []
    assert not any(problem.is_error for problem in build.build(named).problems)
    write(named.path, "locale/de/LC_MESSAGES/logs.po", po_text(NAMED | {"OpenAI answers.": "Die KI antwortet dir."}))
    assert rules(named) == ["name-lost", "waiver-void"]
    write(named.path, "policy/logs.md", "# T\n\nOpenAI answered.\n")
    write(named.path, "locale/de/LC_MESSAGES/logs.po", po_text({"T": "T", "OpenAI answered.": "Die KI antwortet."}))
    assert rules(named) == ["name-lost", "waiver-void"]


def test_nothing_in_a_catalog_switches_a_check_off(named: Project) -> None:
    text = po_text(NAMED, flags="no-wrap, ignore-name-lost")
    text = text.replace("#, no-wrap", "# policyglot: ignore\n#. waiver name-lost\n#, no-wrap")
    write(named.path, "locale/de/LC_MESSAGES/logs.po", text)
    assert rules(named) == ["name-lost"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[waiver]]\nrule = ", "not TOML"),
        ('[[waiver]]\nrule = "link-lost"', "cannot be waived"),
        ('[[waiver]]\nrule = "name-losst"', "did you mean 'name-lost'?"),
        (
            '[[waiver]]\nrule = "name-lost"\nlocale = "de"\nsource = "1"\ntext = "2"\nwhy = " "',
            "this waiver has no text for 'why'",
        ),
        ('[[waivers]]\nrule = "name-lost"', "did you mean 'waiver'?"),
        ("waiver = 3", "a waiver must be a table"),
        ('[[waiver]]\nrul = "name-lost"', "did you mean 'rule'?"),
    ],
)
def test_waivers_that_cannot_be_read_are_refused(project: Project, text: str, words: str) -> None:
    write(project.path, "locale/waivers.toml", text)
    for problems in (check.check(project, (), ()), build.build(project).problems):
        found = [problem for problem in problems if problem.rule == "waiver"]
        assert any(words in problem.message for problem in found)
        assert all(problem.hint and problem.line and problem.is_error for problem in found)


def test_a_waiver_that_is_not_toml_is_refused_with_its_line(project: Project) -> None:
    write(project.path, "locale/waivers.toml", "# ours\n[[waiver]]\nrule = name-lost\n")
    [problem] = [problem for problem in check.check(project, (), ()) if problem.rule == "waiver"]
    assert (problem.path, problem.line) == ("locale/waivers.toml", 3) and "[[waiver]]" in problem.hint


# -- a catalog from anywhere --------------------------------------------------------------------------


def test_a_single_catalog_is_checked_without_policies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "x.pot", pot_text(*GERMAN, "Something new."))
    write(tmp_path, "x.po", po_text(LOST))
    assert main(["check", "x.po", "--template", "x.pot", "--format", "json"]) == 1
    found = [row for row in json.loads(capsys.readouterr().out)["problems"] if row["rule"] != "header-missing"]
    assert [(row["rule"], row["path"], row.get("msgid", "")[:13]) for row in found] == [
        ("missing-entries", "x.po", "Something new"),
        ("link-lost", "x.po", "We keep **log"),
    ]


def test_a_site_tells_a_single_catalog_which_names_to_keep(tmp_path: Path) -> None:
    write(tmp_path, "x.pot", pot_text(*NAMED))
    path = write(tmp_path, "x.po", po_text(NAMED))
    site = write(tmp_path, "site.toml", '[checks]\nkeep = ["OpenAI"]\n')
    assert rules_of_file(path, tmp_path / "x.pot") == []
    assert rules_of_file(path, tmp_path / "x.pot", "", site) == ["name-lost"]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "rules"),
    [
        ("- one\n- [two](https://a.b)\n", "- eins\n- [zwei](https://a.b)\n", []),
        ("- one\n- [two](https://a.b)\n", "- eins\n- [zwei](https://a.c)\n", ["link-changed"]),
        ("- one\n- two\n", "- eins zwei\n", ["blocks"]),
        ("# one\n\ntwo", "eins\n\nzwei", ["blocks"]),
        ("Street 1\nBerlin", "Straße 1, Berlin", ["break-lost"]),
        ('Ads<a name="Ads" />', 'Werbung<a name="Ads" />', []),
        ('Ads<a name="Ads" />', 'Werbung<a name="Adds" />', ["tag"]),
        ("in <dir> and `x`", "in <dir> und", ["code-lost"]),
    ],
)
def test_a_message_of_several_blocks_is_checked_block_by_block(
    tmp_path: Path, msgid: str, msgstr: str, rules: list[str]
) -> None:
    pot = write(tmp_path, "x.pot", po_text({msgid: ""}))
    path = write(tmp_path, "x.po", po_text({msgid: msgstr}))
    assert rules_of_file(path, pot) == rules


def test_each_form_of_a_plural_is_checked(tmp_path: Path) -> None:
    entry = Entry("**One** day", plural="**{{ n }}** days", forms=("**Ein** Tag", "{{ n }} Tage"))
    plural = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    text = HEADER.format(language="de") + plural + "\n" + po.written(entry)
    path = write(tmp_path, "x.po", text)
    [problem] = [found for found in check.check_file(path, path, "de", None) if found.is_error]
    assert problem.rule == "emphasis-lost" and problem.msgid == "**{{ n }}** days"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "none.po", "--template", "none.pot"], 1),
        (["check", "x.po"], "2"),
        (["check", "x.po", "--template", "x.pot", "--locale", "xx"], 1),
        (["check", "x.po", "--template", "x.pot", "--locale", "de"], 0),
    ],
)
def test_a_single_catalog_gives_the_exit_codes_of_every_verb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int | str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "x.pot", pot_text(*GERMAN))
    write(tmp_path, "x.po", po_text(GERMAN))
    try:
        assert main(arguments) == code
    except SystemExit as ended:
        assert str(ended.code) == code


@pytest.mark.parametrize("mark", ["", "#. type: Fenced code block", "#. type: Plain text", "#. HTML", "#. skip"])
def test_a_comment_in_a_catalog_does_not_say_what_kind_of_text_an_entry_is(tmp_path: Path, mark: str) -> None:
    msgid = "See our [notice](https://example.org/n)."
    text = po_text({msgid: "Siehe unseren Hinweis."}).replace('msgid "See', f'{mark}\nmsgid "See')
    catalog, template = write(tmp_path, "x.po", text), write(tmp_path, "x.pot", pot_text(msgid))
    assert "link-lost" in rules_of_file(catalog, template)


def test_a_template_may_say_that_a_message_is_code(tmp_path: Path) -> None:
    msgid, mark = "# See\ncat [notice](https://example.org/n)\n", "#. type: Fenced code block\n"
    catalog = write(tmp_path, "x.po", po_text({msgid: "# Siehe\ncat hinweis\n"}))
    template = write(tmp_path, "x.pot", pot_text(msgid).replace('\nmsgid ""\n"# See', f'\n{mark}msgid ""\n"# See'))
    assert mark in template.read_text(encoding="utf-8") and rules_of_file(catalog, template) == []


@pytest.mark.parametrize(
    ("header", "level", "hint"),
    [
        ("pt-br", "warning", "Language: pt_BR"),
        ("pt_br", "warning", "Language: pt_BR"),
        ("PT", "warning", "Language: pt"),
        ("zh-cn", "warning", "Language: zh_CN"),
        ("zh_HANT", "warning", "Language: zh_Hant"),
        ("es-419", "warning", "Language: es_419"),
        ("sr@latin", "warning", "Language: sr_Latn"),
        ("sr_RS@latin", "warning", "Language: sr_Latn_RS"),
        ("klingon", "error", "Language: "),
        ("Dutch", "error", "Language: nl"),
        ("xx", "error", "Language: de, or as in pt_BR and zh_Hans"),
        ("sv_XX", "error", "Language: sv"),
        ("en_US_POSIX", "error", "Language: en"),
        ("nl_NL.UTF-8", "error", "Language: nl"),
        ("../de", "error", "Language: "),
    ],
)
def test_a_language_of_no_good_spelling_is_reported_at_the_header(
    tmp_path: Path, header: str, level: str, hint: str
) -> None:
    path = write(tmp_path, "my file.po", "# about\n" + po_text({"Keep 14 days.": "13"}, header))
    found = check.check_file(path, path, "", None)
    [problem] = [problem for problem in found if problem.rule.startswith("language")]
    assert (problem.level, problem.line) == (level, 2) and problem.hint.startswith(hint)
    assert not any("git mv" in problem.hint for problem in found)
    assert any(problem.line == 9 and problem.msgid for problem in found)  # its entries are looked at all the same


@pytest.mark.parametrize("header", ['#\nmsgid ""\nmsgstr ""\n', ""])
@pytest.mark.parametrize(
    ("place", "code", "wanted"),
    [("x.po", "de", "de"), ("de.po", "", "de"), ("pt-BR.po", "", "pt_BR"), ("he/LC_MESSAGES/x.po", "", "he")],
)
def test_a_catalog_whose_header_says_nothing_is_checked_with_a_warning(
    tmp_path: Path, header: str, place: str, code: str, wanted: str
) -> None:
    path = write(tmp_path, place, header + '\nmsgid "Keep **14** days."\nmsgstr "13"\n')
    found = check.check_file(path, path, code, None)
    assert {problem.locale for problem in found} == {wanted}
    assert [problem.level for problem in found if problem.rule.startswith("header")] == ["warning"]
    assert "emphasis-lost" in [problem.rule for problem in found]  # its entries are looked at all the same


def test_a_catalog_in_an_unknown_language_is_not_checked(tmp_path: Path) -> None:
    path = write(tmp_path, "notice.po", 'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n')
    with pytest.raises(Refused, match="says the language of the catalog"):
        check.check_file(path, path, "", None)


@pytest.mark.parametrize(
    ("header", "code", "words"), [("pt-br", "pt_BR", "1.234"), ("de-at", "de_AT", "1.234"), ("en-us", "en_US", "1,234")]
)
def test_entries_are_checked_in_the_language_that_is_meant(tmp_path: Path, header: str, code: str, words: str) -> None:
    path = write(tmp_path, "x.po", po_text({"We keep 1,234 records.": f"Xyz {words} zyx."}, header))
    found = check.check_file(path, path, "", None)
    assert {problem.locale for problem in found} == {code}
    assert not [problem for problem in found if problem.is_error]


@pytest.mark.parametrize(("folder", "header"), [("pt_BR", "pt-br"), ("zh_Hant", "zh_HANT"), ("sr_Latn", "sr@latin")])
def test_a_header_in_a_folder_is_corrected_in_the_header(project: Project, folder: str, header: str) -> None:
    write(project.path, f"locale/{folder}/LC_MESSAGES/logs.po", po_text(GERMAN, header))
    found = [problem for problem in check.check(project, [folder], ()) if problem.rule.startswith("language")]
    assert [(problem.rule, problem.line, problem.hint) for problem in found] == [
        ("language-spelling", 1, f"Language: {folder}")
    ]


@pytest.mark.parametrize(
    ("code", "words"), [("pt-br", "is written 'pt_BR'"), ("sr@latin", "is written 'sr_Latn'"), ("pll", "'pl' (Polish)")]
)
def test_a_misspelt_locale_on_the_command_line_is_reported_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str, words: str
) -> None:
    path = str(write(tmp_path, "x.po", po_text({"a": "b"}, "pt_BR")))
    assert main(["check", path, "--template", path, "--locale", code]) == 1
    said = capsys.readouterr().err
    assert words in said and "git mv" not in said and "x.po" not in said
