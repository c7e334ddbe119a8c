"""A right-to-left translation may isolate foreign words by tags, and can turn nothing round with them."""

import pytest

from scripts.checks.table import CheckContext, check_entry
from scripts.markup import Segment

SOURCE = "We use C++ here, +1 555 and *Example*."
TRANSLATED = {
    "fa": "ما از {} استفاده می‌کنیم، +1 555 و *Example*.",
    "ar": "نحن نستخدم {} هنا، +1 555 و *Example*.",
    "he": "אנו משתמשים ב-{} כאן, +1 555 ו-*Example*.",
    "ur": "ہم یہاں {} استعمال کرتے ہیں، +1 555 اور *Example*۔",
    "yi": "מיר ניצן {} דאָ, +1 555 און *Example*.",
}


def rules(msgstr: str, code: str, source: str = SOURCE) -> list[str]:
    found = check_entry(Segment(source, 1), msgstr, CheckContext(code))
    return [problem.rule for problem in found if problem.is_error]


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize(
    "words",
    [
        "C++",
        "<bdi>C++</bdi>",
        '<bdi dir="ltr">C++</bdi>',
        '<bdi dir="auto">C++</bdi>',
        '<span dir="ltr">C++</span>',
        "<span dir='ltr'>C++</span>",
        '<span dir="ltr"><bdi>C++</bdi></span>',
    ],
)
def test_foreign_words_may_be_isolated_from_right_to_left(code: str, words: str) -> None:
    assert rules(TRANSLATED[code].format(words), code) == []


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize(
    "words",
    [
        '<span dir="rtl">C++</span>',
        '<bdi dir="rtl">C++</bdi>',
        '<span dir="rtl">C++ 10-20</span>',
        '<bdo dir="ltr">C++</bdo>',
        '<bdo dir="rtl">C++</bdo>',
        '<span dir="ltr" dir="rtl">C++</span>',
        '<span dir="ltr" onclick="x()">C++</span>',
        '<span dir="ltr" class="hidden">C++</span>',
        '<span dir="ltr" style="display:none">C++</span>',
        "<bdi hidden>C++</bdi>",
        "<span>C++</span>",
        '<span dir="">C++</span>',
        '<span dir="auto">C++</span>',
        '<div dir="ltr">C++</div>',
        "<b>C++</b>",
        "<bdi>C++",
        "C++</bdi>",
        "<bdi></bdi>C++",
        "<bdi>*C++</bdi>*",
        '<b dir="ltr">C++</b>',
    ],
)
def test_what_turns_words_round_or_does_more_is_refused(code: str, words: str) -> None:
    assert {"tag-added", "tag", "emphasis-lost"} & set(rules(TRANSLATED[code].format(words), code))


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("tag", ['<span dir="ltr">{}</span>', '<span dir="rtl">{}</span>', "<bdi>{}</bdi>"])
def test_a_tag_around_words_of_both_directions_is_refused(code: str, tag: str) -> None:
    assert "tag-added" in rules(tag.format(TRANSLATED[code].format("C++")), code)


@pytest.mark.parametrize("words", ['<span dir="rtl">10-20</span>', '<bdi dir="rtl">+1 555</bdi>'])
def test_numbers_are_not_laid_out_from_right_to_left(words: str) -> None:
    assert "tag-added" in rules(f"בין {words} ימים.", "he", "Within 10-20 days.")


@pytest.mark.parametrize("code", ["de", "ja", "ru", "el"])
@pytest.mark.parametrize("words", ["<bdi>C++</bdi>", '<span dir="ltr">C++</span>', '<span dir="rtl">C++</span>'])
def test_left_to_right_translations_have_the_tags_of_their_source_alone(code: str, words: str) -> None:
    assert "tag-added" in rules(f"{words} +1 555 *Example*.", code)


@pytest.mark.parametrize(
    ("msgstr", "wanted"),
    [
        ("אנו <bdi>Exa</bdi> כאן", []),
        ("אנו <bdi>Exa</bdi> ב-<bdi>C++</bdi> כאן", []),
        ("אנו Exa כאן", ["tag-lost"]),
        ('אנו <span dir="ltr">Exa</span> כאן', ["tag-added", "tag-lost"]),
    ],
)
def test_the_tags_of_the_source_are_kept(msgstr: str, wanted: list[str]) -> None:
    assert sorted(rules(msgstr, "he", "We <bdi>Exa</bdi> here")) == wanted


@pytest.mark.parametrize("code", ["he", "fa"])
def test_the_hint_names_what_works(code: str) -> None:
    [problem] = [
        problem
        for problem in check_entry(Segment("We use C++.", 1), 'ב-<span dir="rtl">C++</span>.', CheckContext(code))
        if problem.rule == "tag-added"
    ]
    assert "<bdi>" in problem.hint and "U+2066" in problem.hint


def test_the_hint_names_what_the_language_allows() -> None:
    said = 'put <bdi>...</bdi> or <span dir="ltr">'
    for code, words, hint in (("he", "<bdo>C++</bdo>", said), ("de", "<bdi>C++</bdi>", "delete it, or write \\<bdi>")):
        [problem] = [
            problem
            for problem in check_entry(Segment("We use C++.", 1), f"X {words}.", CheckContext(code))
            if problem.rule == "tag-added"
        ]
        assert hint in problem.hint
