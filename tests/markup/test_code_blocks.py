"""Blocks of code without a language are segments that keep their lines (law 1); no declaration hides words."""

import pytest

from scripts.markup import RenderContext, SourceTree, read_markdown, render_tree, segments, tree_to_html
from scripts.markup.inspection import LONGEST_SEGMENT
from scripts.markup.segments import Translate


def html(source: SourceTree, translate: Translate) -> str:
    context = RenderContext(translate, lambda name: f"<{name}>", lambda word: word, {"lang": "en", "dir": "ltr"})
    return tree_to_html(render_tree(source, context))


OFFERED = [
    ("    Example Ltd\n    Main Street 5\n", ["Example Ltd\nMain Street 5"]),
    ("\t株式会社サンプル\n\t東京都\n", ["株式会社サンプル\n東京都"]),
    ("```\n\n  أ\n    ب  \n\n\n```\n", ["أ\n  ب"]),
    ("~~~   \na\n~~~\n", ["a"]),
    ("````\n```\na\n```\n````\n", ["```\na\n```"]),
    ("-     a\n\n      b\n", ["a\n\nb"]),
    ("- x\n\n      a\n", ["x", "a"]),
    ("> ```\n> a\n> ```\n", ["a"]),
    ("[^1]\n\n[^1]: x\n\n        a\n", ["[^1]", "x", "a"]),
    ("    a *b* <c> &amp; `d`\n", ["a *b* <c> &amp; `d`"]),
    ("    +1 (555) 010-9999\n", ["+1 (555) 010-9999"]),
    ("    {{ contact }}, a\n", ["{{ contact }}, a"]),
    ("    a\n\n\n    b\n", ["a\n\n\nb"]),
    ("```text\na\n```\n\n~~~ json\na\n~~~\n", []),
    ("```\n```\n\n```\n\n```\n\n    ---- ====\n\n    {{ contact }}\n", []),
    ("<!-- skip -->\n\n    a\n\n<!-- /skip -->\n", []),
    ("`a`\n", []),
]


@pytest.mark.parametrize(("text", "msgids"), OFFERED)
def test_code_without_a_language_is_a_segment(text: str, msgids: list[str]) -> None:
    assert [segment.text for segment in segments(read_markdown(text))] == msgids


@pytest.mark.parametrize("text", [text for text, _ in OFFERED])
def test_a_translation_equal_to_the_source_changes_no_space(text: str) -> None:
    source = read_markdown(text)
    assert html(source, lambda segment: segment.text) == html(source, lambda segment: None).replace(
        ' lang="en" dir="ltr"', ""
    ).replace(' dir="ltr" lang="en"', "")


@pytest.mark.parametrize(
    ("text", "said", "shown"),
    [
        ("    a\n", "b\nc", "<pre><code>b\nc\n</code></pre>"),
        ("        a\n      b\n", "c\n\nd", "<pre><code>  c\n\n  d\n</code></pre>"),
        ("```\n\n\ta\n \n```\n", "ب", "<pre><code>\n\tب\n \n</code></pre>"),
        ("    a\n", "<b> & *c* {{ x }}", "<pre><code>&lt;b&gt; &amp; *c* &lt;x&gt;\n</code></pre>"),
    ],
)
def test_a_translation_takes_the_place_of_the_lines(text: str, said: str, shown: str) -> None:
    assert html(read_markdown(text), lambda segment: said) == shown


def test_a_block_without_translation_is_marked_as_the_source() -> None:
    assert html(read_markdown("    a\n"), lambda segment: None) == '<pre dir="ltr" lang="en"><code>a\n</code></pre>'


def test_comments_belong_to_the_block_below_them() -> None:
    [segment] = segments(read_markdown("## A\n\n<!-- translators: b -->\n<!-- context: c -->\n\n    d\n"))[1:]
    assert (segment.comment, segment.context, segment.heading, segment.line) == ("b", "c", "A", 6)
    assert (segment.kind, segment.keeps_lines) == ("plain", True)


def test_placeholders_are_known_with_their_line_but_not_in_code() -> None:
    source = read_markdown("a\n\n    {{ b }}\n\n```json\n{{ c }}\n```\n")
    assert source.variables == ((3, "b"),)
    assert "<code>&lt;b&gt;\n" in (page := html(source, lambda segment: segment.text)) and "{{ c }}" in page


def test_a_block_is_no_longer_than_a_paragraph() -> None:
    [problem] = read_markdown("    " + "a" * (LONGEST_SEGMENT + 1)).problems
    assert problem.line == 1 and "characters" in problem.message
    assert not read_markdown("```text\n" + "a" * (LONGEST_SEGMENT + 1)).problems


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\n<!Note: b.>\n", 3),
        ("a\n\n<!DOCTYPE html>\n", 3),
        ("a\n\n<?php echo 1; ?>\n", 3),
        ("a\n\n<?We sell it.\n\nall of it\n", 3),
        ("a\n\n<![CDATA[b]]>\n", 3),
        ("- a\n\n  <!お知らせ b>\n\n  <?b?>\n", 5),
        ("> <!A\n> b>\n", 1),
        ("<div>\nc\n<?b?>\n</div>\n", 3),
        ("<div>\n<!-- b\n-->\n<!x>\n</div>\n", 4),
        ("a <?b?> c\n", 1),
        ("a <!B c> d\n", 1),
        ("| a |\n| --- |\n| <![CDATA[b]]> |\n", 3),
        ("## a <?b?>\n", 1),
    ],
)
def test_a_declaration_is_refused_with_its_line(text: str, line: int) -> None:
    assert [
        problem.line for problem in read_markdown(text).problems if "browsers would not show" in problem.message
    ] == [line]


@pytest.mark.parametrize(
    "text",
    ["`<?b?>`\n", "\\<?b?>\n", "```\n<!B>\n```\n", "a < ? and <! b\n", '<p title="<?b?>">c</p>\n', "a &lt;?b?>\n"],
)
def test_a_declaration_that_is_shown_is_text(text: str) -> None:
    assert read_markdown(text).problems == ()
