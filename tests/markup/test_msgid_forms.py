"""The normal form: what two spellings of one segment have in common."""

import pytest

from scripts.markup import InlineReader, normal, respelled

REFERENCES = {"1": ("https://example.org/a", "")}


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        ("**a** b\nc", "__a__ b c"),
        ("# Heading {#id}", "Heading"),
        ("## Heading ##", "Heading"),
        ("- an *item*", "an _item_"),
        ("> 1. an item", "an item"),
        ("see [x][1]", "see [x](https://example.org/a)"),
        (r"a\_b \* c", "a_b * c"),
        ("a  \nb", "a b"),
        ("<https://example.org>", "https://example.org"),
        ("``code``", "`code`"),
        ("R&amp;D", "R&D"),
        ("{{product}}", "{{ product }}"),
        ("法\n律", "法律"),
    ],
)
def test_spellings_of_one_segment_have_one_normal_form(spelling: str, other: str) -> None:
    assert normal(spelling, InlineReader(REFERENCES)) == normal(other, InlineReader(REFERENCES))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("**a**", "*a*"),
        ("14 days", "15 days"),
        ("[x](https://example.org/a)", "[x](https://example.org/b)"),
        (r"\<b>a\</b>", "<b>a</b>"),
        ("`a`", "a"),
        ("{{ a }}", "{{ b }}"),
    ],
)
def test_what_differs_for_a_reader_differs_in_the_normal_form(text: str, other: str) -> None:
    assert normal(text) != normal(other)


@pytest.mark.parametrize(
    ("text", "before", "after", "wanted"),
    [
        ("A\nB", "a\nb", "a b", "A B"),
        ("A\nB", "a\nb", "a\nb", "A\nB"),
        ("A  \nB", "a  \nb", "a\nb", "A\nB"),
        ("A\\\nB", "a\\\nb", "a\nb", "A\nB"),
        ("A\\\nB", "a b", "a b", "A\nB"),
        ("A \nB", "a b", "a b", "A \nB"),
        ("- A", "- a", "a", "A"),
        ("- A", "a", "a", "- A"),
        ("- A", "- a", "- a", "- A"),
    ],
)
def test_a_translation_gets_the_spelling_of_its_segment(text: str, before: str, after: str, wanted: str) -> None:
    assert respelled(text, before, after) == wanted
