"""Facts about languages are those of CLDR, and do not depend on the languages that were used before."""

import subprocess
import sys
from datetime import date

import pytest

from scripts.locales import Language, fallbacks, language, language_name, long_date, percent, plural_forms, subtags
from scripts.problem import Refused
from scripts.project.project import PIPELINE

CODES = ("de", "en_GB", "pt_BR", "fr_CA", "zh_Hant", "ar_EG", "es_MX", "sr_Latn", "cy", "ja")
WRITING = "print(*[repr(locales.writing(code)) for code in CODES], sep='\\n')"
PAGES = (
    "[locales.long_date(date(2024, 10, 1), code) + locales.percent(0.5, code)"
    " for code in ('en', 'pt', 'fr', 'ar', 'es', 'sr', *CODES)]"
)


def said(*lines: str) -> list[str]:
    code = "\n".join(["from datetime import date", "from scripts import locales", f"CODES = {CODES!r}", *lines])
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=PIPELINE, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


@pytest.mark.slow
def test_the_data_of_a_language_do_not_depend_on_others_used_before() -> None:
    fresh = said(WRITING)
    assert len(fresh) == len(CODES) and "('October', 10)" in fresh[1]
    assert said(PAGES, WRITING) == fresh
    assert said(WRITING.replace("CODES]", "reversed(CODES)]")) == fresh[::-1]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("pll", "did you mean 'pl' (Polish)?"),
        ("zh-hans", "is written 'zh_Hans'"),
        ("DE", "is written 'de'"),
        ("eng", "is written 'en'"),
        ("iw_IL", "is written 'he_IL'"),
        ("czech", "did you mean 'cs' (Czech)?"),
        ("cz", "did you mean 'cs' (Czech)?"),
        ("x", "no locale is called 'x'"),
        ("../de", "no locale"),
        ("sr@latin", "is written 'sr_Latn'"),
        ("uz_UZ@cyrillic", "is written 'uz_Cyrl_UZ'"),
        ("ca@valencia", "did you mean 'ca' (Catalan)?"),
        ("sh", "did you mean 'sr_Latn' (Serbian (Latin))?"),
        ("fr_FRA", "did you mean 'fr_FR' (French (France))?"),
        ("sv_XX", "did you mean 'sv' (Swedish)?"),
        ("zh_Hnas", "did you mean 'zh_Hans' (Chinese (Simplified))?"),
        ("de_DE.UTF-8", "did you mean 'de'"),
    ],
)
def test_an_unknown_locale_is_refused_with_the_nearest_one(code: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        language(code, f"locale/{code}")
    assert words in caught.value.problems[0].message


@pytest.mark.parametrize("code", ["pt-br", "zh_HANT", "sr@latin", "czech", "pll"])
def test_without_a_folder_no_renaming_is_suggested(code: str) -> None:
    with pytest.raises(Refused) as caught:
        language(code)
    [problem] = caught.value.problems
    assert "git" not in problem.hint and "file names" not in problem.message


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("de_AT", ["de_AT", "de"]),
        ("es_MX", ["es_MX", "es_419", "es"]),
        ("zh_MO", ["zh_Hant_MO", "zh_Hant_HK", "zh_Hant"]),
        ("en_NZ", ["en_NZ", "en_001", "en"]),
        ("pt_AO", ["pt_AO", "pt_PT"]),
        ("pt_PT", ["pt_PT"]),
        ("pt_BR", ["pt"]),
        ("sr_Latn_BA", ["sr_Latn_BA", "sr_Latn"]),
        ("uz_Cyrl", ["uz_Cyrl"]),
        ("iw", ["he"]),
        ("hi_Latn", ["hi_Latn"]),
    ],
)
def test_fallbacks_are_the_parents_within_one_script(code: str, line: list[str]) -> None:
    assert fallbacks(code) == tuple(subtags(step) for step in line)


def test_facts_of_languages_are_those_of_cldr() -> None:
    assert language("pt_BR") == Language("pt_BR", "pt-BR")
    assert language("pt_BR").name == "Português (Brasil)" and language("pt_BR").direction == "ltr"
    assert language("ar").direction == "rtl" and language("zh_Hans").tag == "zh-Hans"
    assert (
        long_date(date(2024, 10, 1), "de") == "1. Oktober 2024"
        and long_date(date(2024, 10, 1), "ja") == "2024年10月1日"
    )
    assert (
        language_name("en", "fr") == "anglais"
        and percent(0.999, "en") == "99%"
        and plural_forms("ja").startswith("nplurals=1")
    )
