"""The report of a run: warnings first, errors last, repetitions once, data whole."""

import json

import pytest

from scripts.problem import Problem
from scripts.report import report_lines, summary


def fuzzy(code: str, line: int, policy: str = "terms", **more: str) -> Problem:
    path = f"locale/{code}/LC_MESSAGES/{policy}.po"
    facts: dict[str, str] = {"msgid": "We keep it.", "hint": f"open locale/{code}/LC_MESSAGES/{policy}.po", **more}
    return Problem("fuzzy", "fuzzy", path, line, "warning", locale=code, policy=policy, **facts)


ERROR = Problem("the translation loses the link 'x'", "link-lost", "locale/ar/LC_MESSAGES/a.po", 3, locale="ar")


def test_errors_come_last_and_the_last_line_counts_by_rule() -> None:
    *blocks, last = report_lines([ERROR, fuzzy("de", 4), fuzzy("de", 9, msgid="Other.")], "text")
    assert ["warning" in block.split("\n")[0] for block in blocks] == [True, True, False]
    assert last == "1 error (link-lost 1), 2 warnings (fuzzy 2)"


def test_what_repeats_over_locales_is_printed_once_and_names_them() -> None:
    block, last = report_lines(
        [fuzzy("pl", 7, msgstr="b"), fuzzy("de", 4, msgstr="a"), fuzzy("ja", 5, msgstr="c")], "text"
    )
    assert block.startswith("locale/de/LC_MESSAGES/terms.po:4: warning: fuzzy [fuzzy]")
    assert block.endswith("    also    ja:5, pl:7") and "msgstr" not in block
    assert last == "0 errors, 3 warnings (fuzzy 3)"


def test_files_that_belong_to_no_locale_are_named_each_in_a_line_of_its_own() -> None:
    found = [Problem("this file is not part of the release", "release-extra", f"srv/{name}.html") for name in "abc"]
    *blocks, _ = report_lines(found, "text")
    assert [block.split(":")[0] for block in blocks] == ["srv/a.html", "srv/b.html", "srv/c.html"]


def test_other_texts_are_other_problems() -> None:
    assert len(report_lines([fuzzy("de", 4), fuzzy("pl", 4, msgid="We sell it.")], "text")) == 3


def test_the_same_in_many_policies_and_locales_names_the_locales() -> None:
    found = [fuzzy(code, 4, f"policy-{number}") for code in ("de", "pl", "ja") for number in range(20)]
    block, _ = report_lines(found, "text")
    assert block.count("\n") == 3 and "59 places in 3 locales and in 19 other policies: de ja pl" in block


def test_quiet_prints_errors_alone() -> None:
    block, last = report_lines([ERROR, fuzzy("de", 4)], "text", quiet=True)
    assert "link-lost" in block and last == "1 error (link-lost 1)"
    assert report_lines([fuzzy("de", 4)], "text", quiet=True) == []


@pytest.mark.parametrize("quiet", [True, False])
def test_data_keeps_every_problem(quiet: bool) -> None:
    found = [fuzzy(code, 4) for code in ("de", "pl", "ja")]
    [data] = report_lines(found, "json", quiet=quiet)
    assert [row["locale"] for row in json.loads(data)["problems"]] == ["de", "ja", "pl"]
    assert len(report_lines(found, "github", quiet=quiet)) == 3


def test_nothing_wrong_prints_nothing() -> None:
    assert report_lines([], "text") == [] and summary([]) == "0 errors, 0 warnings"
