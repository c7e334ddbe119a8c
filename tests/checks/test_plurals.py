"""Plural-Forms: read as gettext reads it, held to limits, and compared with CLDR."""

import gettext
from contextlib import suppress

import pytest
from babel.messages.plurals import PLURALS
from hypothesis import given
from hypothesis import strategies as st

from scripts import locales
from scripts.checks.catalog import plurals
from scripts.checks.catalog.plural_expression import Impossible, Unreadable, expression
from scripts.checks.catalog.plurals import plural_problems, read_plurals
from scripts.checks.rule import Rule

from ..effort import no_more_work_than

CODES = sorted(code for code in PLURALS if locales.plural_names(code))


def rules(value: str, code: str) -> list[str]:
    return [problem.rule for problem in plural_problems(value, code)]


@pytest.mark.parametrize(
    ("text", "n", "value"),
    [
        ("n", 7, 7),
        ("n != 1", 1, 0),
        ("1 + 2 * 3 - 4", 0, 3),
        ("9 - 3 - 2", 0, 4),
        ("24 / 4 / 2", 0, 3),
        ("7 % 4 % 2", 0, 1),
        ("2 == 2 == 1", 0, 1),
        ("3 > 2 > 1", 0, 0),
        ("!n % 2", 4, 0),
        ("!!n", 4, 1),
        ("!!!n", 4, 0),
        ("2 && 3", 0, 1),
        ("0 || 3", 0, 1),
        ("1 || 0 && 0", 0, 1),
        ("n || 1 / n", 5, 1),
        ("n && 1 / n", 0, 0),
        ("1 || n ? 2 : 3", 0, 2),
        ("n ? n == 1 ? 4 : 5 : 6", 1, 4),
        ("n == 0 ? 0 : n == 1 ? 1 : 2", 9, 2),
        (" ( ( n ) )\t", 3, 3),
    ],
)
def test_an_expression_has_the_value_that_c_gives_it(text: str, n: int, value: int) -> None:
    assert expression(text)(n) == value


@pytest.mark.parametrize(
    ("text", "n", "words"),
    [
        ("1 / n", 0, "1 / 0 is a division by zero"),
        ("5 % (n - 2)", 2, "5 % 0 is a division by zero"),
        ("n - 1", 0, "0 - 1 is below zero"),
        ("n * 999999999999999999", 10**9, "beyond 64 bits"),
    ],
)
def test_a_step_on_which_computers_differ_is_impossible(text: str, n: int, words: str) -> None:
    with pytest.raises(Impossible, match=words.replace("/", "\\/")):
        expression(text)(n)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "a number is missing before the end"),
        ("n +", "a number is missing before the end"),
        ("n n", "'n' is not expected there"),
        ("n == 1 ? 0", "':' is missing before the end"),
        ("(n != 1", "')' is missing before the end"),
        ("n != 1)", "')' is not expected there"),
        ("* n", "a number is missing before '*'"),
        ("-1", "a number is missing before '-'"),
        ("n = 1", "'=' is not allowed in an expression"),
        ("n & 1", "'&' is not allowed in an expression"),
        ("m", "'m' is not allowed in an expression"),
        ("__import__('os')", "'_' is not allowed in an expression"),
        ("n > ١", "'١' is not allowed in an expression"),
        ("n\n", "is not allowed in an expression"),
        ("9" * 19, "is too large"),
        ("(" * 21 + "n" + ")" * 21, "nested more than 20 deep"),
        ("n?" * 21 + "n" + ":n" * 21, "nested more than 20 deep"),
        ("n+" * 125 + "n", "more than 250 steps"),
        ("!" * 260 + "n", "more than 250 steps"),
        ("n" + " " * 1000 + "+n", "longer than 1000 characters"),
    ],
)  # fmt: skip
def test_what_is_no_expression_or_beyond_the_limits_is_refused(text: str, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        expression(text)
    assert words in str(caught.value)


# -- the referee -------------------------------------------------------------------------------------

NUMBERS = st.one_of(st.just("n"), st.integers(0, 120).map(str))


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions as C and Python's gettext both read them: what Python calls true is made 0 or 1 for && and ||."""
    sides = st.tuples(inner, st.sampled_from("== != < > <= >= + - * / %".split()), inner)
    logic = st.tuples(inner, st.sampled_from(["&&", "||"]), inner)
    return st.one_of(
        sides.map(lambda row: f"({row[0]}) {row[1]} ({row[2]})"),
        sides.map(lambda row: f"{row[0]} {row[1]} {row[2]}"),
        logic.map(lambda row: f"(({row[0]}) != 0) {row[1]} (({row[2]}) != 0)"),
        inner.map(lambda text: f"(!({text}))"),
        st.tuples(inner, inner, inner).map(lambda row: f"({row[0]}) ? {row[1]} : ({row[2]})"),
    )


@given(st.recursive(NUMBERS, _larger, max_leaves=8), st.lists(st.integers(0, 2000), min_size=1, max_size=20))
def test_an_expression_has_the_value_that_python_gives_it(text: str, numbers: list[int]) -> None:
    try:
        ours, theirs = expression(text), gettext.c2py(text)
    except (Unreadable, ValueError):
        return
    for n in numbers:
        try:
            value = ours(n)
        except Impossible:
            continue  # Python goes below zero, and C round it
        assert value == theirs(n)


@pytest.mark.parametrize("code", CODES)
def test_the_forms_of_known_languages_have_the_value_that_python_gives_them(code: str) -> None:
    count, text = PLURALS[code]
    plural, theirs = read_plurals(f"nplurals={count}; plural={text};"), gettext.c2py(text)
    assert [plural.form(n) for n in range(250)] == [theirs(n) for n in range(250)]


@given(st.one_of(st.text("n0123456789()?:|&=!<>+-*/% ", max_size=60), st.text(max_size=30)))
def test_any_text_is_an_expression_or_is_refused(text: str) -> None:
    value = f"nplurals=2; plural={text};"
    assert all(problem.hint for problem in [*plural_problems(value, "pl"), *plural_problems(text, "")])
    try:
        found = expression(text)
    except Unreadable:
        return
    with suppress(Impossible):
        assert found(3) >= 0


# -- judging -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_the_usual_forms_of_a_language_are_silent(code: str) -> None:
    assert rules(locales.plural_forms(code), code) == []


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        ("nplurals=2; plural=n;", "de", ["for n = 2 Plural-Forms gives form 2, but nplurals is 2"]),
        ("nplurals=2; plural=n==987654 ? 2 : n>1;", "de", ["for n = 987654 Plural-Forms gives form 2, but nplurals is 2"]),
        ("nplurals=2; plural=1/n;", "de", ["Plural-Forms cannot be computed for n = 0: 1 / 0 is a division by zero"]),
        ("nplurals=2; plural=n%(n/5000)==0;", "de", ["Plural-Forms cannot be computed for n = 0: 0 % 0 is a division by zero"]),
        ("nplurals=2; plural=n-1;", "fr", ["cannot be computed for n = 0", "for n = 3 Plural-Forms gives form 2"]),
        ("nplurals=4; plural=n!=1;", "de", ["nplurals is 4, but no number uses form 2 and 1 more"]),
        ("nplurals=3; plural=n==1 ? 0 : 2;", "el", ["nplurals is 3, but no number uses form 1"]),
        ("nplurals=0; plural=0;", "ja", ["nplurals is 0, not between 1 and 100"]),
        ("nplurals=101; plural=0;", "ja", ["nplurals is 101, not between 1 and 100"]),
        ("nplurals=2 plural=n!=1", "hi", ["it is not written as nplurals=NUMBER; plural=EXPRESSION;"]),
        ("plural=n!=1; nplurals=2;", "he", ["it is not written as nplurals=NUMBER; plural=EXPRESSION;"]),
        ("nplurals=2; plural=n!=1; x", "it", ["it is not written as nplurals=NUMBER; plural=EXPRESSION;"]),
        ("nplurals=2; plural=n!=1", "ru", ["in Russian 0 and 2 take different forms"]),
        ("nplurals=2; plural=n!=1", "ar", ["in Arabic 0 and 2 take different forms"]),
        ("nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;", "sl", ["in Slovenian 0 and 3 take different forms"]),
        ("nplurals=2; plural=n!=1", "th", ["Thai has 1 plural form, but nplurals is 2"]),
        ("nplurals=6; plural=n<5 ? n : 5;", "ko", ["Korean has 1 plural form, but nplurals is 6"]),
    ],
)  # fmt: skip
def test_what_plural_forms_gets_wrong_is_told_with_the_right_line(value: str, code: str, words: list[str]) -> None:
    told = plural_problems(value, code)
    assert len(told) == len(words) and all(
        word in problem.message for word, problem in zip(words, told, strict=True)
    ), told
    assert {problem.hint for problem in told} == {f"Plural-Forms: {locales.plural_forms(code)}"}


@pytest.mark.parametrize("rule", plurals.RULES, ids=lambda rule: str(rule.name))
def test_examples_of_rules_are_true(rule: Rule) -> None:
    for (code, _, line), expected in ((rule.bad, [rule.name]), (rule.good, [])):
        value = line.removeprefix('"Plural-Forms: ').removesuffix('\\n"')
        assert rules(value, code) == expected
        assert {problem.level for problem in plural_problems(value, code)} <= {rule.level}


def test_a_language_that_nobody_knows_is_judged_by_its_numbers_alone() -> None:
    assert rules("nplurals=2; plural=n!=1;", "") == rules("nplurals=2; plural=n!=1;", "xx") == []
    assert rules("nplurals=2; plural=n;", "xx") == ["plural-range"]


@pytest.mark.parametrize("end", ["", ";", " ; ", ";;"])
def test_the_last_semicolon_is_free(end: str) -> None:
    assert rules(f"nplurals=2; plural=n != 1{end}", "de") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "value",
    ["n" * 100_000, " " * 100_000, "nplurals=2; plural=" + "; " * 900 + "x", "nplurals=" + "9" * 100_000, "nplurals=2; plural=" + "(" * 100_000,
     "nplurals=2; plural=" + "n*" * 124 + "n;", "nplurals=2; plural=" + "n?" * 19 + "n%7" + ":n%3" * 19,
     "nplurals=100; plural=" + "+".join(str(10**17 + number) for number in range(45))],
    ids=lambda value: str(value)[:24],
)  # fmt: skip
def test_hostile_values_are_judged_at_once(value: str) -> None:
    with no_more_work_than(0.5):
        assert plural_problems(value, "de")
