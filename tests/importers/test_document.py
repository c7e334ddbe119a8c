"""Reading a translated document: its wrappers, its front matter, and its invisible characters."""

import pytest

from scripts.importers import document
from scripts.problem import Refused


def parts(text: str, *kept: str) -> list[str]:
    """`LINE SHAPE TEXT` of each part, the shape of a plain paragraph left out; a hard break is `|`."""
    found = document.read_document(text, "x.md", frozenset(kept), 10_000).parts
    rows = ((part.segment.line, "/".join([*part.holders, part.kind]), part.segment.text) for part in found)
    return [
        f"{line} {shape if shape != 'p' else ''} {said}".replace("\n", "|").replace("  ", " ")
        for line, shape, said in rows
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('<div dir="rtl">\n\n# a\n\nb\n\n</div>\n', ["3 h1 a", "5 b"]),
        ('<p align="right">a\n  b</p>\n<p>c</p>\n', ["1 a b", "3 c"]),
        ("<h2>a</h2>\n<ul>\n<li>b</li>\n<li>c\n  d</li>\n</ul>\n", ["1 h2 a", "3 ul/item b", "4 ul/item c d"]),
        (
            '---\ntitle: a\nsummary:\n  - "b [c](#d)"\n  - "e"\n  - 5\n---\n\nf\n',
            ["2 title a", "4 ul/item b [c](#d)", "5 ul/item e", "9 f"],
        ),
        ('+++\nsummary = ["a", "b"]\n+++\n# c\n', ["4 h1 c", "2 ul/item a", "2 ul/item b"]),
        ("<h1>a</h1><h6>b</h6>c", ["1 h1 a", "1 h6 b", "1 c"]),
        ("<ul><li>a<li>b</ul>\n", ["1 ul/item a", "1 ul/item b"]),
        ("<ol><li>a</li>\n<li><p>b</p>\n<p>c</p></li></ol>\n\nd", ["1 ol/item a", "2 ol/item b", "3 ol/p c", "5 d"]),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>\n", ["1 ul/item a", "1 ul/ul/item b", "1 ul/item c"]),
        ("<blockquote>a<br>b\n\nc</blockquote>\nd", ["1 blockquote/p a|b", "3 blockquote/p c", "4 d"]),
        ('a <span dir="ltr">b</span> <font color="x">c</font> <bdi>d</bdi>\n', ["1 a b c d"]),
        ('<a name="x"></a>a <a href="y">b</a>\n', ['1 a <a href="y">b</a>']),
        ("<center>a</center>\n<section><p>b</p></section>\n", ["1 a", "2 b"]),
        ("a</div>b</p>c\n", ["1 abc"]),
        ("a<br/>\nb<br>c\n", ["1 a|b|c"]),
        ("a <b>b</b> <i>c\n", ["1 a <b>b</b> <i>c"]),
        ("<p>a <i>b</p>\n<p>c</p>\n", ["1 a <i>b", "2 c"]),
        ("a<blockquote>b</blockquote>c\n", ["1 a", "1 blockquote/p b", "1 c"]),
        ("a<h2>b</h2>c\n", ["1 a", "1 h2 b", "1 c"]),
        ("a<div>b</div>c\n", ["1 a", "1 b", "1 c"]),
        ("<li>a</li>\n<li>b</li>\n", ["1 ul/item a", "2 ul/item b"]),
        ("a < b <3 <!x\n", ["1 a < b <3 <!x"]),
        ("<!-- a\nb --> c\n\nd\n", ["1 c", "4 d"]),
        ("a\n\n<!-- never closed\n\nb\n", ["1 a"]),
        ("a\n\n```\n<div>\n````\n\n`<p>b</p>` c <p>d</p>\n", ["1 a", "3 code <div>", "7 `<p>b</p>` c", "7 d"]),
        ("~~~\n<p>a\n```\n<p>b\n~~~\n<p>c</p>\n", ["1 code <p>a|```|<p>b", "6 c"]),
        ("a `<p` b\n<p>c</p>\n", ["1 a `<p` b", "2 c"]),
        ("#\u3000a\n\n##\u00a0b\n", ["1 h1 a", "3 h2 b"]),
    ],
)
def test_wrappers_become_the_same_blocks_in_markdown(text: str, read: list[str]) -> None:
    assert parts(text) == read


@pytest.mark.parametrize(
    ("text", "kept", "read"),
    [
        ("<p>a</p>\n", "p", ["1 html a"]),
        ('<p dir="rtl">a</p>\n', "p", ["1 a"]),
        ("a <span>b</span> <font>c</font>\n", "span", ["1 a <span>b</span> c"]),
        ("a<br>b\n", "br", ["1 a<br>b"]),
    ],
)
def test_tags_that_the_policy_has_itself_stay_unless_they_set_a_direction(
    text: str, kept: str, read: list[str]
) -> None:
    assert parts(text, kept) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("---\ntitle: a\ndescription: b\n---\nc\n", ["2 title a", "3 description b", "5 c"]),
        ("---\ndescription: b\n\ntitle: a\n---\n\nc\n", ["4 title a", "2 description b", "7 c"]),
        (
            "---\ntitle: \"a \\\"b\\\"\"\ndescription: 'it''s' \n---\nc\n",
            ['2 title a "b"', "3 description it's", "5 c"],
        ),
        ("---\ntitle: a # b\ndescription: |\n  x\n...\nc\n", ["2 title a", "3 description x", "6 c"]),
        ("---\ntitle: [a]\ndescription: >\n  x\n---\nc\n", ["3 description x", "6 c"]),
        ('+++\ntitle = "t"\nsubtitle = "s"\n+++\nc\n', ["2 title t", "5 c"]),
        ('---\ntitle: ""\ndescription: d\n---\n', ["3 description d"]),
        ("a\n\n---\ntitle: b\n---\n", ["1 a", "4 h2 title: b"]),
    ],
)
def test_title_and_description_come_from_front_matter_of_either_form(text: str, read: list[str]) -> None:
    assert parts(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a\u200bb\u00adc\u2060d\ufeff\n", ["1 abcd"]),
        ("ข้อ\u200bมูล\n", ["1 ข้อ\u200bมูล"]),
        ("ទិន្ន\u200bន័យ\u00ad\n", ["1 ទិន្ន\u200bន័យ"]),
        ("a\x0bb\x1bc\x85d\n", ["1 a b c d"]),
        ("a\r\n\r\nb\rc\r", ["1 a", "3 b c"]),
    ],
)
def test_invisible_characters_of_word_processors_are_removed(text: str, read: list[str]) -> None:
    assert parts(text) == read


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a\n\nb\0c\0\n\nd\0", 3, "a NUL byte in the text"),
        ("a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>>\n", 2, "a mark left by a merge: <<<<<<<"),
        ("a\n\n" + "b " * 10_001, 3, "this paragraph is too long: it has 20,00"),
        ("---\ntitle: a\n\nb\n", 1, "never closed"),
        ('{"title": "a"}\n\nb\n', 1, "front matter in JSON"),
        ("---\ntitle: t\n---\n\n<p>a\n\n" + "> " * 70 + "x", 7, "blocks are nested more than"),
    ],
)
def test_an_unreadable_document_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(Refused) as caught:
        parts(text)
    first = caught.value.problems[0]
    assert words in first.message and first.line == line and first.hint


@pytest.mark.parametrize(("length", "fits"), [(20_000, True), (20_001, False)])
def test_a_paragraph_has_at_most_20_000_characters(length: int, fits: bool) -> None:
    try:
        assert len(parts("a" * length)) == 1 and fits
    except Refused:
        assert not fits
