"""Facts about languages do not depend on which of them were asked for before."""

import subprocess
import sys

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
