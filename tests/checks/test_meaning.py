"""What a translation says otherwise than its source: negation, duty, amount, language and signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.checks.meaning import check_meaning
from scripts.checks.meaning.sentences import sentences
from scripts.checks.meaning.titles import check_titles
from scripts.checks.meaning.words import known, language_words
from scripts.checks.rule import Pair
from scripts.locales import language
from scripts.markup import InlineReader, Segment

from ..effort import grows_with_its_text
from .cases import Case

SHIPPED = ("ar", "de", "es", "fr", "he", "hi", "it", "ja", "ko", "pl", "pt_BR", "ru", "th", "zh_Hans")
HOSTILE = [
    "a",
    "a ",
    "ne ",
    "? ",
    "...",
    "« ",
    "“",
    "don't ",
    "а́",
    "\u0300",
    "你",
    "يجب ",
    "}}",
    "nous ",
    "{{",
    "\n",
    "'",
]


@pytest.mark.parametrize("code", SHIPPED)
def test_every_shipped_locale_has_words(code: str) -> None:
    found = language_words(code)
    assert found is not None
    assert found.no.found is not None


@pytest.mark.parametrize("code", known())
def test_words_are_those_of_a_language(code: str) -> None:
    assert language(code).code == code
    found = language_words(code)
    assert found is not None
    assert 0.2 < found.length < 2


@pytest.mark.parametrize(
    ("code", "text", "count"),
    [
        ("en", "We use e.g. PDF. It is free.", 2),
        ("de", "Am 1. Oktober, z. B. um 9 Uhr. Danach nicht.", 2),
        ("ja", "保護します。削除できます。", 2),
        ("hi", "हम सुरक्षा करते हैं। आप हटा सकते हैं।", 2),
        ("el", "Τι; Πού; Εδώ.", 3),
        ("th", "เราลบข้อมูล เราไม่ขายข้อมูล", 1),
        ("en", "", 0),
    ],
)
def test_sentences_end_where_the_language_ends_them(code: str, text: str, count: int) -> None:
    assert len(sentences(text, code)) == count


@pytest.mark.parametrize(
    ("msgid", "msgstr", "message"),
    [
        (
            "We keep the logs for 30 days.",
            "Wij bewaren de logbestanden 30 dagen. Daarna geven wij ze door aan onze partners, die er reclame mee maken.",
            "the source has 1 sentence, the translation 2",
        ),
        (
            "We keep the logs for 30 days. Then we delete them.",
            "Wij bewaren de logbestanden 30 dagen. Dan wissen wij ze. Daarna geven wij alles door aan onze partners, "
            "die er reclame mee maken en het ook aan anderen verkopen.",
            "the source has 2 sentences, the translation 3",
        ),
    ],
    ids=["one", "two"],
)
def test_sentences_are_counted(msgid: str, msgstr: str, message: str) -> None:
    assert message in [problem.message for problem in check_meaning(Case("", "nl", msgid, msgstr).pair)]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "hint"),
    [
        ("What do we collect?", "Was wir erheben.", "end it with a question mark, as this language writes it"),
        ("What we collect", "Was erheben wir?", "delete the mark at the end"),
    ],
    ids=["another", "none"],
)
def test_the_hint_about_the_end_of_a_text_fits_its_source(msgid: str, msgstr: str, hint: str) -> None:
    assert [problem.hint for problem in check_meaning(Case("", "de", msgid, msgstr).pair)] == [hint]


def test_of_a_text_in_the_wrong_language_only_that_is_told() -> None:
    text = "We do not sell your data, and you can delete it."
    assert [problem.rule for problem in check_meaning(Case("", "ru", text, text).pair)] == ["untranslated"]


def test_a_language_without_words_is_not_judged_by_them() -> None:
    assert list(check_meaning(Case("", "mt", "We do not sell your data.", "Aħna nbigħu d-data tiegħek.").pair)) == []


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("code", ["fr", "ar", "ja", "th", "tr"])
def test_a_hostile_text_takes_linear_time(piece: str, code: str) -> None:
    def work(size: int) -> None:
        text = piece * (size // len(piece))
        list(check_meaning(Case("", code, "We do not sell it. You must tell us.", text).pair))

    grows_with_its_text(work, 50_000)


@given(
    st.text(max_size=80), st.text(max_size=80), st.sampled_from((*known(), "mt", "zh_Hant", "sr", "fr_CA", "xx", ""))
)
def test_no_text_makes_it_crash(msgid: str, msgstr: str, code: str) -> None:
    list(check_meaning(Case("", code, msgid, msgstr).pair))


@pytest.mark.parametrize(
    ("msgstr", "hints"),
    [
        ("Siehe [Liste][l].", ['write [your words](terms.md#list "your title")']),
        ("Siehe [l].", ['write [your words](terms.md#list "your title")']),
        ('Siehe [Liste](terms.md#list "What is collected").', ["translate it"]),
        ('Siehe [Liste](terms.md#list "Was erhoben wird").', []),
        ("Siehe [Liste][other].", []),
    ],
)
def test_the_title_of_a_definition_is_translated_where_the_link_stands(msgstr: str, hints: list[str]) -> None:
    defined = {"l": ("terms.md#list", "What is collected"), "other": ("terms.md", "")}
    pair = Pair(
        Segment("See [the list][l].", 1), msgstr, "de", "See the list.", "Siehe Liste.", reader=InlineReader(defined)
    )
    assert [problem.hint for problem in check_titles(pair)] == hints
