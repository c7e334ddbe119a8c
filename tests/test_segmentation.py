"""Where lines end: the short path for words between spaces is ICU's way, and is taken."""

import re
import sys
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icu4py import breakers
from wcwidth import wcswidth

from scripts import segmentation
from scripts.segmentation import lines, pieces, pieces_by_icu

from .text.test_text import SAMPLES

LOCALES = ["en", "de", "fr", "fi", "ru", "el", "he", "ar", "hi", "ja", "zh-Hans", "ko", "th", "pt-BR"]
NEVER, ALWAYS = re.compile(r"(?!)"), re.compile(r"")

_LETTERS = "aZéßłαωжЯאתعبیकख09&*=_"
_SIGNS = ".,:;'’()@-!?)]\"”»،؛؟।([“„«‘"
_HIDDEN = "\u00a0\u202f\u2060\u2066\u2068\u2069\u00ad\u200b\u200d\ufe0f"
_MARKS = "\u0301\u064e\u0902\u093f\u094d"
_ODD = "/%$+\\|{}<>—–…°§№~`^·日本語、。「」ー한국는ไทยလာ🇫🇷👍🏽👨‍👩‍👧"
_words = st.one_of(
    st.sampled_from(
        ["data", "opt-in", "l’été", "Nutzer*innen", "privacy@example.org", "www.a-b.org", "https://a.b/c-d"]
    ),
    st.sampled_from(
        ["\u2060\u2060[12]", "\u2060\u2060word", "§", "10", "%", "—", "-", "--option", "(s)", "«\u00a0mot\u00a0»"]
    ),
    st.text(_LETTERS, min_size=1, max_size=12),
    st.text(_LETTERS + _SIGNS, min_size=1, max_size=6),
    st.text(_LETTERS + _SIGNS + _HIDDEN + _MARKS, min_size=1, max_size=6),
    st.text(_LETTERS + _SIGNS + _HIDDEN + _MARKS + _ODD, min_size=1, max_size=5),
    st.text(max_size=3),
)
_plain_words = st.builds(
    lambda before, core, after: before + core + after,
    st.sampled_from(["", "", "", "(", "[", "“", "„", "«", '"', "(«\u00a0", "\u202f", "\u2060\u2060"]),
    st.lists(st.text(_LETTERS + _MARKS + "\u2068\u2069", min_size=1, max_size=3), min_size=1, max_size=3).flatmap(
        lambda runs: st.sampled_from([".", ",", "’", "'", "(", ")", "@", "-", "\u00a0"]).map(
            lambda sign: sign.join(runs)
        )
    ),
    st.text(".,:;!?)]'\"’”»،؛؟।", max_size=2) | st.sampled_from(["\u00a0:", "\u202f;", "\u00a0»."]),
)
_texts = st.one_of(
    st.lists(_plain_words, min_size=1, max_size=12).map(" ".join),
    st.lists(_words | _plain_words, max_size=8).map(" ".join),
    st.lists(_words, max_size=6).flatmap(
        lambda words: st.sampled_from([" ", "  ", ""]).map(lambda sign: sign.join(words))
    ),
)


@settings(max_examples=200)
@given(_texts, st.sampled_from(LOCALES))
@example("foo! (bar) [1] “a” (b)", "en")
@example("एक।\u00a0: दो", "hi")
@example("\u05d0\u05d1-\u05d2 \u05d0\u094d-\u0915", "he")
def test_words_between_spaces_are_cut_as_icu_cuts_them(text: str, locale: str) -> None:
    assert pieces(text, locale) == pieces_by_icu(text, locale)


@settings(max_examples=200)
@given(_texts, st.sampled_from(LOCALES), st.integers(1, 40), st.integers(1, 40))
@example("see www.long-word.example or opt-in", "en", 9, 9)
@example("a \u2060\u2060[1] link", "en", 3, 9)
def test_the_short_paths_give_the_lines_of_the_long_one(text: str, locale: str, width: int, first: int) -> None:
    with patch.multiple(segmentation, _SPACED=NEVER, _HELD=ALWAYS, _ADDRESS=ALWAYS):
        long = lines(text, locale, width, first)
    assert lines(text, locale, width, first) == long


@pytest.mark.parametrize(
    ("code", "words"),
    [
        *((code, SAMPLES[code].strip()) for code in ("en", "de", "hi", "ar", "he")),
        ("fr", "Nous traitons vos données\u00a0: elles restent chez l’éditeur («\u00a0LM Studio\u00a0»)."),
        ("ru", "Мы храним журналы 14 дней, не дольше (см. ниже)."),
        ("el", "Διατηρούμε τα αρχεία για 14 ημέρες."),
        ("en", "See our opt-in notice \u2060\u2060[12], or write to privacy@example.org."),
        ("he", "שלכם \u2068LM Studio\u2069, עכשיו"),
    ],
)
def test_words_between_spaces_need_no_icu(code: str, words: str) -> None:
    with patch.object(breakers, "LineBreaker") as breaker:
        lines(words, code, 30)
    assert not breaker.called


def test_letters_that_are_counted_without_wcwidth_take_one_column_there_too() -> None:
    narrow = [sign for sign in map(chr, range(sys.maxunicode + 1)) if segmentation._NARROW.fullmatch(sign)]
    assert len(narrow) > 1000
    assert {wcswidth(sign) for sign in narrow if sign.isprintable()} == {1}
    assert [sign for sign in narrow if not sign.isprintable()] == ["\u00a0"]
    assert wcswidth("".join(sign for sign in narrow if sign.isprintable())) == len(narrow) - 1
