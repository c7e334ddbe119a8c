"""Isolation: names, addresses and code keep their own direction in a page that runs the other way."""

from xml.etree.ElementTree import fromstring, tostring

import pytest

from scripts.pages.isolation import isolate_tree

NAMES = ("LM", "LM Studio", "Studio Pro", "C++", "اسم", "اسم طويل")


def isolated(html: str, direction: str = "rtl") -> str:
    tree = fromstring(f"<p>{html}</p>")
    isolate_tree(tree, direction, NAMES)
    return tostring(tree, encoding="unicode").removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("html", "shows"),
    [
        ("مع LM Studio 5", "مع <bdi>LM Studio</bdi> 5"),
        ("مع LM Studio Pro 5", "مع <bdi>LM Studio</bdi> Pro 5"),
        ("مع LM 5", "مع <bdi>LM</bdi> 5"),
        ("<b>LM Studio</b> LM", "<b><bdi>LM Studio</bdi></b> <bdi>LM</bdi>"),
        ("<i>a</i> LM Studio<br /> LM", "<i>a</i> <bdi>LM Studio</bdi><br /> <bdi>LM</bdi>"),
        ("وLM Studio", "و<bdi>LM Studio</bdi>"),
        ("LMX XLM LM2 2LM", "LMX XLM LM2 2LM"),
        ("C++.", "<bdi>C++</bdi>."),
        ("اسم طويل", "اسم طويل"),
    ],
)
def test_a_name_is_isolated_whole_and_the_longest_first(html: str, shows: str) -> None:
    assert isolated(html) == shows


@pytest.mark.parametrize(
    ("html", "shows"),
    [
        ("by اسم طويل 5", "by <bdi>اسم طويل</bdi> 5"),
        ("by اسم 5", "by <bdi>اسم</bdi> 5"),
        ("by واسم", "by واسم"),
        ("by LM Studio 5", "by LM Studio 5"),
    ],
)
def test_a_page_from_left_to_right_isolates_the_others(html: str, shows: str) -> None:
    assert isolated(html, "ltr") == shows


@pytest.mark.parametrize(
    "html", ['<code dir="ltr">LM</code>', "<bdi>LM Studio</bdi>", "<time>LM</time>", "<pre>LM</pre>"]
)
def test_what_stands_apart_already_is_left(html: str) -> None:
    assert isolated(html) == html


@pytest.mark.parametrize(
    ("html", "shows"),
    [
        ("<code>x.y</code>", '<code dir="ltr">x.y</code>'),
        ('<a href="https://e.org">https://e.org</a>', '<a href="https://e.org"><bdi>https://e.org</bdi></a>'),
        ('<a href="mailto:a@e.org">a@e.org</a>', '<a href="mailto:a@e.org"><bdi>a@e.org</bdi></a>'),
        ('<a href="tel:+1">+1</a>', '<a href="tel:+1"><bdi>+1</bdi></a>'),
        ('<a href="https://e.org">هنا</a>', '<a href="https://e.org">هنا</a>'),
        ('<a href="" />', '<a href="" />'),
    ],
)
def test_addresses_and_code_are_isolated_from_right_to_left_alone(html: str, shows: str) -> None:
    assert isolated(html) == shows and isolated(html, "ltr") == html


@pytest.mark.parametrize(
    ("html", "shows"),
    [
        (
            "<pre><code>شركة LM Studio</code></pre>",
            '<pre dir="rtl"><code>شركة <bdi>LM Studio</bdi></code></pre>',
        ),
        ('<pre dir="ltr"><code>a\nشركة</code></pre>', '<pre dir="ltr"><code>a\nشركة</code></pre>'),
        ("<pre><code>Main Street 5\n+1 (555)</code></pre>", "<pre><code>Main Street 5\n+1 (555)</code></pre>"),
        ('<pre><code translate="no">a شركة</code></pre>', '<pre><code translate="no">a شركة</code></pre>'),
        (
            '<pre dir="ltr" lang="en"><code>LM Studio</code></pre>',
            '<pre dir="ltr" lang="en"><code>LM Studio</code></pre>',
        ),
    ],
)
def test_lines_of_a_text_run_as_their_words_do(html: str, shows: str) -> None:
    assert isolated(html) == shows
