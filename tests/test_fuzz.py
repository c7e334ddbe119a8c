"""Hostile texts at every door: an answer or a refusal with a remedy, never a traceback, never a hang.

`make fuzz` runs the same claims with many more examples and another seed each time.
"""

import gettext
import random
import re
import resource
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from babel import Locale
from babel.numbers import format_decimal
from hypothesis import assume, given
from hypothesis import strategies as st

from scripts import po
from scripts.checks.catalog import plurals
from scripts.checks.catalog.plural_expression import Unreadable, expression
from scripts.checks.entry.markup_parity import keeps_shape
from scripts.checks.quantities.reading import reading
from scripts.checks.table import CheckContext, check_entry
from scripts.commands import check
from scripts.locales import language
from scripts.markup import InlineReader, Segment
from scripts.problem import Refused

from .conftest import SAMPLE, po_text, pot_text, write
from .effort import no_more_work_than

CODES = ("ar", "de", "fa", "fr", "he", "hi", "ja", "pl", "pt_BR", "ru", "th", "tr", "zh_Hans")
MARKS = st.sampled_from(
    [
        "*", "**", "_", "__", "~~", "`", "``", "[", "]", "](", "(https://a.b/c)", ")", "![", "<", ">", "<b>", "</b>", "<br>",
        "<!--", "-->", "{{ a }}", "{{", "}}", "\\", "\n", "  \n", "[^1]", "&amp;", "&#x202e;", "&#0;", "https://a.b", "a@b.cc",
        "# ", "- ", "1. ", "> ", "|", "a", "word ", "14 ", "1,000.5", "٣٠", "१४", "二十", "%", "€", "Ltd", "2024-10-01", "may not ",
        "\u200b", "\u202e", "\u2066", "\u0301", "\ufeff", "\U000e0061", "ﷺ", "é", "e\u0301", "'", '"', "{: .a }", "[TOC]",
    ]
)  # fmt: skip
TEXTS = st.lists(MARKS, max_size=30).map("".join) | st.text(max_size=60)
KINDS = st.sampled_from(["markdown", "html", "plain"])
LINES = st.sampled_from(
    [
        'msgid ""', 'msgstr ""', 'msgid "a"', 'msgstr "A"', 'msgstr "A\\n"', '"b"', '"\\q"', '"open', 'msgctxt "c"', "#, fuzzy", "#~ msgid",
        '#~ msgid "o"', '#~ msgstr "O"', '#| msgid "p"', '#~| msgid "p"', "# note", "#: a.md:1", "#. x", "", " ", 'msgid_plural "d"',
        'msgstr[0] "x"', 'msgstr[1] "y"', "msgstr[99999999999]", '"Language: de\\n"', '"Plural-Forms: nplurals=2; plural=n!=1;\\n"',
        "\ufeff", "\r", "\t", "\u2028", "\x00", "domain", "<<<<<<<",
    ]
)  # fmt: skip
PLURALS = st.lists(
    st.sampled_from(["n", "0", "1", "10", "99", "(", ")", "?", ":", "==", "!=", "<", ">", "&&", "||", "!", "%", "/", "+", "-", "*", " "]),
    max_size=14,
).map("".join)  # fmt: skip


# -- the reader ----------------------------------------------------------------------------------


@given(st.lists(LINES, max_size=24), st.sampled_from(["\n", "\r\n"]))
def test_a_heap_of_lines_is_read_or_refused(lines: list[str], end: str) -> None:
    _is_read_or_refused(end.join(lines))


@given(st.integers(0, 2**32), st.integers(1, 6))
def test_a_real_catalog_with_wounds_is_read_or_refused(seed: int, wounds: int) -> None:
    chance = random.Random(seed)
    text = (SAMPLE / "locale" / chance.choice(["ar", "de", "ja", "th"]) / "LC_MESSAGES" / "privacy.po").read_text(
        encoding="utf-8"
    )
    text = text[: chance.randrange(400, 4000)]
    for _ in range(wounds):
        at = chance.randrange(len(text))
        new = chance.choice(["", '"', "\\", "\n", "#", "~", "\x07", "msgid ", "\u202e", "[1]", "%d"])
        text = text[:at] + new + text[at + chance.randrange(3) :]
    _is_read_or_refused(text)


def _is_read_or_refused(text: str) -> None:
    try:
        catalog = po.read_catalog(text, "x.po")
    except Refused as error:
        assert error.problems and all(problem.line and problem.message for problem in error.problems)
    else:
        assert po.text_of(catalog) == text
        told = po.agrees(catalog, text, "x.po")  # polib refuses some that gettext takes, `msgid""` for one
        assert all(problem.rule == "referee" and problem.hint for problem in told)


# -- plural forms ----------------------------------------------------------------------------------


@given(PLURALS | st.text(max_size=20), st.integers(1, 6))
def test_a_rule_of_plurals_says_what_gettext_says(rule: str, count: int) -> None:
    value = f"nplurals={count}; plural={rule};"
    told = [problem for problem in plurals.plural_problems(value, "de") if problem.is_error]
    assert all(problem.hint for problem in told)
    try:
        theirs = gettext.c2py(rule)
        values = [theirs(number) for number in range(120)]
    except (ValueError, ZeroDivisionError, RecursionError, OverflowError, SyntaxError):
        values = None
    is_bound_alike = not re.search(r"!(?!=)", rule)  # Python's gettext reads !n>n as !(n>n); C and GNU gettext do not
    if values is not None and is_bound_alike and all(0 <= form < count for form in values):
        with suppress(Unreadable):
            ours = expression(rule)
            assert [ours(number) for number in range(120)] == values


# -- trees -------------------------------------------------------------------------------------------


@given(TEXTS, TEXTS, KINDS)
def test_two_trees_are_compared_or_refused(msgid: str, msgstr: str, kind: str) -> None:
    segment = Segment(msgid, 1, kind=kind)  # type: ignore[arg-type]
    told = list(keeps_shape(segment, msgstr, InlineReader({}, ("1",)), {}))
    assert all(problem.is_error and problem.hint for problem in told)


@given(TEXTS, KINDS)
def test_a_tree_is_like_itself(text: str, kind: str) -> None:
    told = [problem.rule for problem in keeps_shape(Segment(text, 1, kind=kind), text, InlineReader({}, ("1",)), {})]  # type: ignore[arg-type]
    assert set(told) <= {"tag", "nesting"}  # faults that the source has of itself


@given(TEXTS, TEXTS, KINDS, st.sampled_from(CODES))
def test_every_check_takes_every_text(msgid: str, msgstr: str, kind: str, code: str) -> None:
    context = CheckContext(code, reader=InlineReader({}, ("1",)), keep=("LM Studio",))
    assert all(problem.hint for problem in check_entry(Segment(msgid, 1, kind=kind), msgstr, context))  # type: ignore[arg-type]


# -- numbers -------------------------------------------------------------------------------------------


@given(st.integers(0, 10**9), st.sampled_from(CODES), st.booleans())
def test_a_number_is_read_as_its_language_writes_it(number: int, code: str, native: bool) -> None:
    locale = Locale.parse(code)
    assume(not native or locale.default_numbering_system)
    said = format_decimal(number, locale=locale, numbering_system="default" if native else "latn")
    found = reading(f"- {said} -", code)
    assert [quantity.value for quantity in found.numbers] == [str(number)], said


# -- a whole catalog --------------------------------------------------------------------------------


WORST = {
    "one great text": "We keep it. " * 400_000,
    "stars": "*a " * 300_000,
    "stars and ends": "*a " * 4000 + "\u200b" + " b*" * 4000,
    "brackets": "[" * 900_000,
    "links": "[a](https://a.b/) " * 60_000,
    "backticks": "`a``b" * 200_000,
    "tags": "<b>" * 300_000,
    "entities": "&amp;" * 200_000,
    "marks upon marks": "e" + "\u0301" * 500_000,
    "digits": "1 " * 500_000,
    "one number": "1" * 900_000,
    "dots": "1.2." * 250_000,
    "Han": "数据" * 300_000,
    "Thai": "ข้อมูล" * 150_000,
    "quotation marks": "«a» " * 200_000,
    "breaks": "a\n" * 300_000,
    "addresses": "a@b.cc https://a.b " * 50_000,
    "braces": "{{ a }}" * 120_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", WORST)
@pytest.mark.parametrize("is_long_source", [False, True], ids=["translation", "both"])
def test_the_worst_texts_take_seconds_and_little_memory(kind: str, is_long_source: bool, tmp_path: Path) -> None:
    text = WORST[kind][:900_000]
    msgid = text[:180_000] if is_long_source else "We keep it."
    catalog = write(tmp_path, "x.po", po_text({msgid: text[:180_000] if is_long_source else text}))
    template = write(tmp_path, "x.pot", pot_text(msgid))
    with no_more_work_than(10), suppress(Refused):
        assert all(problem.message for problem in check.check_file(catalog, template, "de", None))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 800_000 or sys.platform == "darwin"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["stars", "brackets", "tags", "digits", "addresses"])
def test_a_catalog_full_of_the_worst_texts_takes_seconds(kind: str, tmp_path: Path) -> None:
    base = WORST[kind][:9000]
    texts = {f"{number} {base}": f"{number} {base}" for number in range(10)}
    catalog = write(tmp_path, "x.po", po_text(texts))
    template = write(tmp_path, "x.pot", pot_text(*texts))
    with no_more_work_than(5), suppress(Refused):  # 0.18 of the most text that a catalog may hold
        assert "size" not in {problem.rule for problem in check.check_file(catalog, template, "de", None)}


@pytest.mark.slow
@pytest.mark.parametrize(("count", "rule"), [(10_000, "unknown-entry"), (90_000, "size")])
def test_a_catalog_of_many_entries_takes_seconds(count: int, rule: str, tmp_path: Path) -> None:
    texts = {f"Text {number}": f"Wort {number}" for number in range(count)}
    catalog = write(tmp_path, "x.po", po_text(texts))
    template = write(tmp_path, "x.pot", pot_text("Text 1"))
    with no_more_work_than(10):
        told = check.check_file(catalog, template, "de", None)
    assert rule in {problem.rule for problem in told}


def test_locales_of_the_fuzz_are_known() -> None:
    assert all(language(code) for code in CODES)
