"""Facts about languages are those of CLDR, whichever of them were asked for before."""

import subprocess
import sys
from datetime import date

import pytest

from scripts.locales import Language, language, long_date, name_of, percent, plural_forms
from scripts.problem import Refused
from scripts.root import PIPELINE

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


def test_a_language_is_read_alike_before_and_after_others_were_written() -> None:
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
        ("czech", "did you mean 'cs' (Czech)?"),
        ("cz", "did you mean 'cs' (Czech)?"),
        ("x", "no locale is called 'x'"),
        ("../de", "no locale"),
    ],
)
def test_an_unknown_locale_is_refused_with_the_near_one(code: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        language(code, f"locale/{code}")
    assert words in caught.value.problems[0].message


def test_facts_of_languages_are_those_of_cldr() -> None:
    assert language("pt_BR") == Language("pt_BR", "pt-BR")
    assert language("pt_BR").name == "Português (Brasil)" and language("pt_BR").direction == "ltr"
    assert language("ar").direction == "rtl" and language("zh_Hans").tag == "zh-Hans"
    assert (
        long_date(date(2024, 10, 1), "de") == "1. Oktober 2024"
        and long_date(date(2024, 10, 1), "ja") == "2024年10月1日"
    )
    assert (
        name_of("en", "fr") == "anglais"
        and percent(0.999, "en") == "99%"
        and plural_forms("ja").startswith("nplurals=1")
    )
