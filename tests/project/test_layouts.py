"""The words of the layouts: what Jinja itself would find, without Jinja."""

from io import BytesIO

import pytest
from jinja2.ext import babel_extract

from scripts.project.layouts import LAYOUTS, words_of_layout, words_of_layouts

OTHERS = (
    '{# translators: above a list #}\n<h2>{{ t("Parties") }}</h2>\n{{ plain("Seat") }}\n',
    '{# not for them #}\n{{ t("Parties") }}\n{#- translators:   two\nlines -#}\n\n{%- if a %}{{t( "Seat" )}}{% endif %}',
    '<a title="{{ plain("In force since {{ date }}", date=page.date) }}">{{ t("Seat") }} {{ page.title or t("None") }}</a>',
    '{# translators: lost #}\n{# translators: kept #}\n{{ start("x") }}{{ t("Seat") }}{{ t("Seat") }}',
    "no word at all",
)


@pytest.mark.parametrize("text", [*(path.read_text() for path in sorted(LAYOUTS.glob("*.html"))), *OTHERS])
def test_words_of_a_layout_are_those_that_jinja_finds(text: str) -> None:
    by_jinja = babel_extract(
        BytesIO(text.encode()), ("t", "plain"), ("translators:",), {"trim_blocks": "true", "lstrip_blocks": "true"}
    )
    wanted = [
        (
            line,
            message if isinstance(message, str) else (message or [""])[0],
            " ".join(said).removeprefix("translators:").strip(),
        )
        for line, _, message, said in by_jinja
    ]
    assert [(word.line, word.text, word.comment) for word in words_of_layout(text)] == wanted


def test_every_call_in_the_layouts_names_its_word() -> None:
    for path in LAYOUTS.glob("*.html"):
        text = path.read_text()
        calls = sum(text.count(f"{start}{name}(") for start in "{ (" for name in ("t", "plain"))
        assert len(words_of_layout(text)) == calls, path.name
    assert len(words_of_layouts()) > 20
