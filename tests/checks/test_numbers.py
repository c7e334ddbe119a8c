"""Numbers, dates, times, money and references stay what they are, in every language."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.checks.quantities.check import RULES, check_quantities
from scripts.checks.quantities.dates import dates
from scripts.checks.quantities.number_words import VALUES, _table, numbers_in_words
from scripts.checks.quantities.numerals import number_value, numeral_signs, plain_digits, times_ten

from ..effort import grows_with_its_text
from .cases import Case

LEVELS = {rule.name: rule.level for rule in RULES}


@pytest.mark.parametrize(
    ("raw", "decimal", "value"),
    [
        ("1,000.5", ".", "1000.5"),
        ("1.000,5", ",", "1000.5"),
        ("1 000,5", ",", "1000.5"),
        ("1'000.50", ".", "1000.5"),
        ("1,00,000", ".", "100000"),
        ("12,34,567.8", ".", "1234567.8"),
        ("1,000", ".", "1000"),
        ("1,000", ",", "1"),
        ("1.5", ",", "1.5"),
        ("0.125", ",", "0.125"),
        ("1.000.000", ".", "1000000"),
        ("4.2.1", ",", "4.2.1"),
        ("007", ".", "7"),
    ],
)
def test_a_number_has_the_value_that_its_language_reads(raw: str, decimal: str, value: str) -> None:
    assert number_value(raw, decimal) == value


def test_digits_of_every_script_are_read() -> None:
    digits = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Nd"]
    assert len(digits) > 600
    assert plain_digits("".join(digits)) == "".join(str(unicodedata.decimal(digit)) for digit in digits)


@pytest.mark.parametrize(
    ("text", "values"),
    [("三十", [30]), ("二〇二四", [2024]), ("二百五十", [250]), ("十万", [100_000]), ("፴፩", [31]), ("XIV", [14])],
)
def test_numeral_signs_are_read(text: str, values: list[int]) -> None:
    assert list(numeral_signs(text)) == values


@pytest.mark.parametrize("code", ["en", "de", "nl", "sv", "da", "nb", "fr", "es", "pt", "it", "ro", "pl", "cs", "ru",
    "uk", "hu", "fi", "el", "tr", "ar", "he", "fa", "hi", "th", "id", "vi"])  # fmt: skip
def test_a_language_has_a_word_for_each_value(code: str) -> None:
    assert set(_table(code).values()) == set(VALUES)


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("binnen vierzehntägiger Frist", "de", 14),
        ("thirty-one days", "en", 31),
        ("two hundred", "en", 200),
        ("תוך שלושים יום", "he", 30),
        ("ภายในสามสิบวัน", "th", 30),
    ],
)
def test_number_words_are_read(text: str, code: str, value: int) -> None:
    assert value in numbers_in_words(text, code)[0]


@pytest.mark.parametrize(
    ("text", "code", "day"),
    [
        ("October 1, 2024", "en", (2024, 10, 1)),
        ("1st October 2024", "en_GB", (2024, 10, 1)),
        ("10/01/2024", "en_US", (2024, 10, 1)),
        ("01/10/2024", "en_GB", (2024, 10, 1)),
        ("1.10.2024", "de", (2024, 10, 1)),
        ("1er octobre 2024", "fr", (2024, 10, 1)),
        ("1º de outubro de 2024", "pt_BR", (2024, 10, 1)),
        ("১ অক্টোবর, ২০২৪", "bn", (2024, 10, 1)),
        ("1 tháng 10 năm 2024", "vi", (2024, 10, 1)),
        ("2024年10月", "ja", (2024, 10, None)),
        ("ตุลาคม 2567", "th", (2024, 10, None)),
        ("1 октября", "ru", (None, 10, 1)),
    ],
)
def test_a_date_is_read_in_its_language(text: str, code: str, day: tuple[int | None, int, int | None]) -> None:
    assert [set(date.readings) for date in dates(plain_digits(text), code)] == [{day}]


@pytest.mark.parametrize(
    "text", ["You may ask 5 times.", "5 of them march on", "99/99/2024", "1.2.3", "24 May be lost"]
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    found = dates(plain_digits(text), "en")
    assert all(not date.is_full for date in found)


def test_a_power_of_ten_keeps_every_digit() -> None:
    assert times_ten("2.5", 6) == "2500000"
    assert times_ten("1.23456789", 3) == "1234.56789"


def test_a_message_says_what_became_what_and_how_to_mend_it() -> None:
    (problem,) = check_quantities(Case("", "de", "Since October 1, 2024.", "Seit dem 2. Oktober 2024.").pair)
    assert problem.message == "the date 'October 1, 2024' has become '2. Oktober 2024'"
    assert problem.hint == "write 1. Oktober 2024"
    (problem,) = check_quantities(Case("", "de", "1,000 users", "1,000 Nutzer").pair)
    assert problem.message == "'1,000' is 1 in this language; the source says 1000"
    assert problem.hint == "write 1.000"


@pytest.mark.parametrize(
    ("code", "msgid", "msgstr", "level"),
    [
        ("de", "You have 2 days.", "Sie haben Tage.", "error"),
        ("ja", "You have 2 days.", "日があります。", "error"),
        ("ka", "You have 2 days.", "თქვენ გაქვთ დღე.", "warning"),
        ("sw", "You have 12 days.", "Una siku.", "warning"),
        ("ta", "You have 12 days.", "உங்களுக்கு நாட்கள் உள்ளன.", "warning"),
        ("sw", "You have 13 days.", "Una siku.", "error"),
        ("ka", "You have 30 days.", "თქვენ გაქვთ დღე.", "error"),
        ("ka", "You have 2.5 days.", "თქვენ გაქვთ დღე.", "error"),
    ],
)
def test_a_small_number_is_doubtful_only_where_nobody_knows_the_words(
    code: str, msgid: str, msgstr: str, level: str
) -> None:
    """`knows` has number words of some 26 languages; in the others, a word may stand for the digit."""
    assert [(found.rule, found.level) for found in check_quantities(Case("", code, msgid, msgstr).pair)] == [
        ("number-lost", level)
    ]


@pytest.mark.parametrize(("wrong", "told"), [(1, 1), (3, 3), (20, 20), (21, 20), (300, 20)])
def test_up_to_twenty_problems_of_a_text_are_told(wrong: int, told: int) -> None:
    msgid = ", ".join(f"{1000 + number} users" for number in range(wrong))
    msgstr = ", ".join(f"{5000 + number} Nutzer" for number in range(wrong))
    assert len(list(check_quantities(Case("", "de", msgid, msgstr).pair))) == told


ANY = st.text(
    st.sampled_from("019 .,:/()-+'%€$§年月日万٣२௩½⑤Ⅻ一十\u202f\u200faMKpmdayst5@") | st.characters(), max_size=60
)


@pytest.mark.slow
@given(ANY, ANY, st.sampled_from(["de", "ar", "th", "zh_Hans", "ja", "ko", "he", "hi", "xx", "no such", ""]))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_check(msgid: str, msgstr: str, code: str) -> None:
    case = Case("", "de", "", "").pair
    for problem in check_quantities(type(case)(case.segment, msgstr, code, msgid, msgstr)):
        assert problem.rule in LEVELS


@pytest.mark.slow
@given(ANY, st.sampled_from(["en", "en_GB", "en_US"]))
@settings(max_examples=200, deadline=None)
def test_a_text_says_the_same_as_itself(text: str, code: str) -> None:
    case = Case("", "en", "", "").pair
    assert list(check_quantities(type(case)(case.segment, text, code, text, text, code))) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    ["1", "1 ", "1,", "€1 ", "1(1)", "1(", "(", "1 May 2024 ", "May ", "5:00 ", "+1 ", "a@", "1.1.2024 ", "1 000 ", "一", "٣", "10 % "],
)  # fmt: skip
def test_a_hostile_text_takes_linear_time(part: str) -> None:
    case = Case("", "de", "", "").pair

    def work(size: int) -> None:
        text = (part * size)[:size]
        list(check_quantities(type(case)(case.segment, text, "de", "7 days on 1 May 2024 at 5:00, 6(1)(f), 5 €", text)))
        list(check_quantities(type(case)(case.segment, text, "de", "1 May 2024 " * (size // 11), text)))

    grows_with_its_text(work, 50_000)
