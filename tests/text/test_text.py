"""Plain text: columns, line breaks of Japanese (kinsoku) and Thai (dictionary), direction; and nothing is lost."""

import re
import unicodedata
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts import markup, segmentation
from scripts import text as plain_text
from scripts.checks.page.page import outline, same_words
from scripts.locales import language
from scripts.text.bidi import CONTROLS, first_strong

WIDTH = 72
SAMPLES = {
    "en": "We keep your logs for fourteen days and delete them afterwards without exception, wherever they are. ",
    "de": "Datenschutzgrundverordnungskonforme Aufbewahrungsfristenregelungen gelten für alle Protokolle. ",
    "ja": "当社は、お客様の個人情報を「十四日間」だけ保管し、その後は必ず削除します。ただし、法令がある場合を除きます。",
    "zh_Hans": "我们仅将您的个人信息保存十四天，之后一律删除。法律另有规定的，从其规定（例外）。",
    "ko": "당사는 귀하의 개인정보를 십사 일 동안만 보관하며, 그 후에는 예외 없이 삭제합니다. ",
    "th": "เราเก็บรักษาข้อมูลส่วนบุคคลของคุณไว้เพียงสิบสี่วันและลบข้อมูลดังกล่าวหลังจากนั้นโดยไม่มีข้อยกเว้น",
    "hi": "हम आपकी व्यक्तिगत जानकारी केवल चौदह दिनों तक रखते हैं और उसके बाद उसे हटा देते हैं। ",
    "ar": "نحتفظ بسجلاتك لمدة أربعة عشر يومًا ثم نحذفها بلا استثناء. LM Studio تطبيق يحميها. ",
    "he": "אנו שומרים את היומנים שלכם במשך ארבעה עשר ימים ולאחר מכן מוחקים אותם. iCloud אינו נכלל. ",
}


def text(code: str, words: str) -> list[str]:
    page = plain_text.TextRenderer(language(code))
    page.paragraph(words)
    return page.text().rstrip("\n").split("\n")


@pytest.mark.parametrize("code", SAMPLES)
def test_no_line_is_wider_than_72_columns_and_lines_are_filled(code: str) -> None:
    lines = text(code, SAMPLES[code] * 6)
    assert all(segmentation.columns(line) <= WIDTH for line in lines)
    assert sum(segmentation.columns(line) for line in lines[:-1]) / len(lines[:-1]) > 58


@pytest.mark.parametrize("code", ["ja", "zh_Hans"])
def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(code: str) -> None:
    for line in text(code, SAMPLES[code] * 8):
        assert not re.match(r"[、。，；：！？」）ーっゃゅょ]", line) and not re.search(r"[「（]$", line)


def test_words_of_thai_are_not_cut() -> None:
    words = set(segmentation.words(SAMPLES["th"] * 6, "th"))
    for line in text("th", SAMPLES["th"] * 6):
        assert set(segmentation.words(line, "th")) <= words


@pytest.mark.parametrize("code", ["ar", "he"])
def test_every_line_of_a_right_to_left_text_begins_right_to_left(code: str) -> None:
    page = plain_text.TextRenderer(language(code))
    page.heading("LM Studio", "=")
    page.paragraph("iCloud " + SAMPLES[code] * 6)
    page.paragraph(page.isolated("https://example.org/" + "long-" * 12) + " " + page.isolated("a b " * 40))
    for line in page.text().split("\n"):
        assert not line or first_strong(line) == "rtl"
        assert len(re.findall("[\u2066-\u2068]", line)) == line.count("\u2069")


@given(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=400),
    st.sampled_from(sorted(SAMPLES)),
)
def test_no_letter_is_lost_in_any_script(words: str, code: str) -> None:
    shown = "".join(char for char in "".join(text(code, words)) if char.isalnum())
    assert shown == "".join(char for char in unicodedata.normalize("NFC", words) if char.isalnum())


def test_an_address_is_never_cut() -> None:
    address = "https://example.org/" + "a/very-long-path.with?marks=1&more=2/" * 3
    assert address in "\n".join(text("en", f"See {address} for more, or {address}."))


@pytest.mark.parametrize(
    ("html", "said", "found"),
    [
        ("<p>one two</p>", "one\ntwo", 0),
        ("<p>one 14</p>", "one 41", 1),
        ("<p>one</p><p>two</p>", "two\n\none", 1),
        ('<p><a href="https://x.org">x</a></p>', "x [1]", 1),
        ('<p><a href="https://x.org">x</a></p>', "x [1]\n\n[1] https://x.org", 0),
        ('<p><a href="#in-page">x</a></p>', "x", 0),
    ],
)
def test_a_text_that_lacks_words_of_its_page_is_found(html: str, said: str, found: int) -> None:
    assert len(list(same_words(outline(html), said))) == found


def test_deleted_text_and_superscripts_stay_distinct() -> None:
    page = plain_text.TextRenderer(language("en"))
    root, paragraph = Element("div"), Element("p")
    paragraph.text = "10"
    for tag, words in (("sup", "2"), ("del", "30")):
        child = Element(tag)
        child.text = words
        paragraph.append(child)
    root.append(paragraph)
    page.body(root)
    assert page.text() == "10^2~~30~~\n"


# -- trees made by hand ------------------------------------------------------------------------


def said(html: str, code: str = "en") -> str:
    """The text of a tree; a block of raw HTML is written `<html>`, its text escaped."""
    page = plain_text.TextRenderer(language(code))
    page.body(fromstring(f"<div>{html}</div>"))
    return page.text()


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("en", "Zweck: {}"),
        ("de", "Zweck: {}"),
        ("fr", "Zweck\u00a0: {}"),
        ("fr_CA", "Zweck\u00a0: {}"),
        ("ja", "Zweck：{}"),
        ("zh_Hans", "Zweck：{}"),
        ("zh_Hant_HK", "Zweck：{}"),
        ("ko", "Zweck: {}"),
    ],
)
def test_a_table_that_is_too_wide_has_the_colons_of_its_language(code: str, line: str) -> None:
    table = f"<table><tr><th>Zweck</th><th>Frist?</th></tr><tr><td>a{'b' * 40}</td><td>c{'d' * 40}</td></tr></table>"
    assert said(table, code).split("\n")[:2] == [line.format("a" + "b" * 40), f"Frist? c{'d' * 40}"]


def raw(html: str) -> str:
    return f"<html>{html.replace('&', '&amp;').replace('<', '&lt;')}</html>"


LONG = "and so on until a line has no room for more words than these, " * 2

TREES = {
    "clauses": (
        '<h2><a _mark="" class="clause" href="#s">5.</a> Sharing</h2><p><a _mark="" class="clause" href="#s-2">(2)</a> We share.</p>',
        "5. Sharing\n----------\n\n(2) We share.\n",
    ),
    "every heading is underlined": (
        "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h5>e</h5><h6>名前</h6>",
        "a\n=\n\nb\n-\n\nc\n~\n\nd\n.\n\ne\n^\n\n名前\n''''\n",
    ),
    "bullets for each depth": (
        "<ul><li><tight>a</tight><ul><li><tight>b</tight><ul><li><tight>c</tight></li></ul></li></ul></li></ul>",
        "• a\n  ◦ b\n    ▪ c\n",
    ),
    "numbers go on": ('<ol start="9"><li><tight>a</tight></li><li><tight>b</tight></li></ol>', "9.  a\n10. b\n"),
    "letters": (
        raw('<ol type="a" start="26"><li>x</li><li>y</li></ol>'),
        "z.  x\naa. y\n",
    ),
    "Roman, backwards, with a value": (
        raw('<ol type="I" reversed><li>x</li><li value="14">y<li>z</ol>'),
        "III.  x\nXIV.  y\nXIII. z\n",
    ),
    "letters have no zero": (raw('<ol type="A" start="0"><li>x</li><li>y</li></ol>'), "0. x\nA. y\n"),
    "a start that is no number": (raw('<ol start="x"><li value="">x</li></ol>'), "1. x\n"),
    "items with paragraphs": ("<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>", "• a\n\n  b\n\n• c\n"),
    "an item with code": (
        "<ul><li><tight>a</tight><pre><code>b\n c\n</code></pre></li><li/></ul>",
        "• a\n\n      b\n       c\n•\n",
    ),
    "check boxes are the marks": (
        '<ul><li class="task"><tight><span class="box">☑</span> a</tight></li><li><tight>b</tight></li></ul>',
        "☑ a\n• b\n",
    ),
    "raw HTML around Markdown": (
        raw("<details>\n<summary>More &amp;\nmore</summary>")
        + "<p>a</p><ul><li><tight>b</tight></li></ul>"
        + raw("</details>\nc"),
        "More & more\n\na\n\n• b\n\nc\n",
    ),
    "raw code": (raw("<pre>a\n  b &lt;</pre><script>x</script><p>c<!-- d --></p>"), "    a\n      b <\n\nc\n"),
    "raw table": (
        raw("<table><caption>T</caption><tr><th>a<th>b<tr><td>1<td>2</table>"),
        "T\n\na  b\n-  -\n1  2\n",
    ),
    "cells that span": (
        raw("<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr></table>"),
        "a  b\n   c  d\n",
    ),
    "a table with a hard line": (
        "<table><tr><th>a<br/>b</th><th>Why?</th></tr><tr><td>1<br/>2</td><td/></tr></table>",
        "a b: 1\n  2\nWhy?\n",
    ),
    "columns in the middle and on the right": (
        '<table><tr><th class="center">long</th><th class="right">名前</th></tr><tr><td>a</td><td>1</td></tr></table>',
        "long  名前\n----  ----\n a       1\n",
    ),
    "a header alone": ("<table><thead><tr><th>a</th><th>b</th></tr></thead></table>", "a  b\n-  -\n"),
    "tags nested too deep": (raw("<div>" * 5000 + "a" + "</div>" * 5000 + "b"), "a\n\nb\n"),
    "a table without a header": (
        "<table><thead><tr><th/><th><br/></th></tr></thead><tr><td>a</td><td>b</td></tr><tr><td/><td/></tr></table>",
        "a  b\n",
    ),
    "meanings of one term": (
        "<dl><dt>A</dt><dt>B</dt><dd><tight>x</tight></dd><dd><tight>y</tight></dd><dt>C</dt><dd><p>z</p><p>w</p></dd></dl>",
        "A\nB\n    x\n    y\n\nC\n    z\n\n    w\n",
    ),
    "a quote in a quote": ("<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>", "> a\n>\n> > b\n"),
    "a box is no quote": ('<div class="table"><p>a</p></div><div class="alert tip"><p>b</p></div>', "a\n\n> b\n"),
    "hard lines": ("<p>a<br/>b<br/></p>", "a\nb\n"),
    "an image that says nothing": (
        '<p>See <a href="x.html"><img alt="" src="y.png"/></a>, <img alt="a seal" src="z.png"/>.</p>',
        "See [1], a seal [2].\n",
    ),
    "quotation marks of HTML": ("<p>He said <q>no</q>.</p>", "He said “no”.\n"),
    "a Hebrew name in English": ("<p>By <bdi>שם</bdi> 5</p>", "By \u2068שם\u2069 5\n"),
    "a line that begins with Hebrew": ("<p>שם is a name</p>", "\u200eשם is a name\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TREES)
def test_the_text_of_a_tree_is_what_its_page_shows(name: str) -> None:
    html, text = TREES[name]
    assert said(html) == text


RIGHT_TO_LEFT = {
    "a clause": ('<p><a _mark="" class="clause" href="#s-2">(2)</a> שם</p>', "(2) שם\n"),
    "a clause before Latin": (
        '<p><a _mark="" class="clause" href="#s-2">(2)</a> iCloud שם</p>',
        "\u200f(2) iCloud שם\n",
    ),
    "a link's number behind Latin": ('<p>ראו <a href="x.html">iCloud</a></p>', "ראו iCloud\u200f [1]\n"),
    "letters for numbers": (raw('<ol type="a"><li>שם</li></ol>'), "\u200fa. שם\n"),
    "a quote": ("<blockquote><p>שם</p><p>iCloud</p></blockquote>", "> שם\n\u200f>\n\u200f> iCloud\n"),
    "cells stay in their columns": (
        "<table><tr><th>שם</th><th>LM</th></tr><tr><td>iCloud</td><td>(3)</td></tr></table>",
        "שם      \u2067LM\u2069\n\u200f------  ---\n\u200f\u2067iCloud\u2069  \u2067(3)\u2069\n",
    ),
    "code lines up at its own left edge": (
        "<pre><code>{\n  1\n\n}</code></pre>",
        "\u200f    \u2066{  \u2069\n\u200f    \u2066  1\u2069\n\n\u200f    \u2066}  \u2069\n",
    ),
    "a paragraph in the language of the source": (
        '<ul><li><tight dir="ltr" lang="en">We <code dir="ltr">keep</code> it.</tight></li></ul>',
        "\u200f• \u2066We keep it.\u2069\n",
    ),
    "a mark that closes nothing": ("<p>שם\u2069 שם</p>", "שם שם\n"),
}


@pytest.mark.parametrize("name", RIGHT_TO_LEFT)
def test_a_right_to_left_line_has_its_marks_in_place(name: str) -> None:
    html, text = RIGHT_TO_LEFT[name]
    assert said(html, "he") == text


def test_a_tab_in_code_goes_to_its_column_whatever_is_isolated_before_it() -> None:
    html = '<pre dir="rtl"><code><bdi dir="ltr">12</bdi>\tשם\n<bdi dir="ltr">123</bdi>\t<bdi>b</bdi>\tc</code></pre>'
    lines = [line.translate(CONTROLS) for line in said(html, "he").split("\n")]
    assert lines[:2] == ["    12  שם", "    123 b   c"]


def test_an_isolate_goes_on_in_its_own_direction() -> None:
    lines = said(f"<p>שם <bdi>{LONG} שם</bdi></p>", "he").rstrip("\n").split("\n")
    assert len(lines) > 1 and "\u2068" in lines[0]
    assert all(line.startswith("\u200f\u2066") and line.endswith("\u2069") for line in lines[1:])


@pytest.mark.parametrize(
    ("code", "words", "wanted"),
    [
        ("ko", "방침을 " * 9 + "개인정보보호를 위한", "방침을 " * 9 + "|개인정보보호를 위한"),
        ("ko", "가" * 40, "가" * 36 + "|" + "가" * 4),
        ("en", "x" * 60 + " abcdefghij — y", "x" * 60 + "|abcdefghij — y"),
        ("es", "x" * 68 + " a —b c— d", "x" * 68 + " a| —b c— d"),
        ("en", "x" * 66 + " run --option", "x" * 66 + " run| --option"),
        ("de", "x" * 69 + " § 5 oder", "x" * 69 + "| § 5 oder"),
        ("fr", "x" * 68 + " 10 % de", "x" * 68 + "| 10 % de"),
        ("fr", "x" * 65 + " «\u00a0mot\u00a0»\u00a0: oui", "x" * 65 + "| «\u00a0mot\u00a0»\u00a0: oui"),
        ("ja", "字" * 36 + "～字", "字" * 35 + "|字～字"),
        ("ja", "字" * 30 + "https://example.org/a/bのです", "字" * 30 + "|https://example.org/a/bのです"),
        ("de", "x" * 64 + " Donau\u00addampf\u00adschiff", "x" * 64 + " Donau-|dampfschiff"),
        ("ja", "字" * 35 + "\u3000字", "字" * 35 + "|字"),
    ],
)
def test_a_line_ends_where_a_typesetter_would_end_it(code: str, words: str, wanted: str) -> None:
    lines = text(code, words)
    plain_words = [line.strip() for line in wanted.split("|")]
    assert lines == plain_words


def test_a_mark_is_never_alone() -> None:
    for width in range(50, 72):
        html = (
            f'<p>{"x" * width} <a href="https://example.org/">link</a><sup><a href="#fn-1">1</a></sup>.</p>'
            f'<p>{"字" * (width // 2)}<sup><a href="#fn-1">1</a></sup></p>'
            f'<p><a _mark="" class="clause" href="#a-1">(1)</a> {"x" * width} y</p>'
        )
        assert not [line for line in said(html).split("\n") if re.match(r"\[|\(1\)$", line)]


# -- trees of any shape ------------------------------------------------------------------------

_words = st.lists(
    st.sampled_from(
        [word for sample in SAMPLES.values() for word in sample.split()] + ["(", "—", "14", "%", "a\u0301", "👩‍👧"]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


def _element(tag: str, *content: str | Element, **attributes: str) -> Element:
    element = Element(tag, attributes)
    markup.append_pieces(element, content)
    return element


def _link(href: str, content: list[str | Element]) -> Element:
    link = _element("a", "LM ", *content, href=href)
    for inner in list(link.iter("a"))[1:]:  # a link holds none
        inner.tag = "em"
    return link


_inline = st.recursive(
    st.one_of(
        _words,
        st.just("").map(lambda _: _element("br")),
        st.just("").map(lambda _: _element("img", alt="seal", src="s.png")),
    ),
    lambda inner: st.builds(
        lambda tag, href, content: _link(href, content) if tag == "a" else _element(tag, *content),
        st.sampled_from(["a", "em", "code", "bdi", "del", "q"]),
        st.sampled_from(["https://example.org/a-b/c?d=1", "mailto:a@example.org", "#here"]),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: [piece for part in parts for piece in (part, " ")]),
    ),
    max_leaves=5,
)
_line = st.lists(_inline, min_size=1, max_size=4).map(lambda parts: [piece for part in parts for piece in (part, " ")])


def _table(rows: list[list[list[str | Element]]]) -> Element:
    return _element(
        "table",
        *(_element("tr", *(_element("td" if at else "th", *cell) for cell in row)) for at, row in enumerate(rows)),
    )


_leaf = st.one_of(
    st.builds(lambda tag, content: _element(tag, *content), st.sampled_from(["p", "p", "tight", "h2", "h5"]), _line),
    st.integers(1, 3).flatmap(
        lambda wide: st.lists(st.lists(_line, min_size=wide, max_size=wide), min_size=1, max_size=3).map(_table)
    ),
    _words.map(lambda words: _element("html", f"<ol type=i><li>{words}</li></ol>")),
)
_block = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.builds(
            lambda tag, items: _element(tag, *(_element("li", *item) for item in items)),
            st.sampled_from(["ul", "ol"]),
            st.lists(st.lists(inner, max_size=2), min_size=1, max_size=3),
        ),
        st.lists(inner, min_size=1, max_size=3).map(lambda blocks: _element("blockquote", *blocks)),
        st.lists(inner, min_size=1, max_size=2).map(
            lambda blocks: _element("dl", _element("dt", "term"), *(_element("dd", block) for block in blocks))
        ),
    ),
    max_leaves=6,
)


@pytest.mark.slow
@settings(max_examples=100)
@given(st.lists(_block, min_size=1, max_size=4), st.sampled_from(sorted(SAMPLES)))
def test_all_words_of_a_tree_are_in_lines_of_its_columns(blocks: list[Element], code: str) -> None:
    tree = _element("div", *blocks)
    page = plain_text.TextRenderer(language(code))
    page.body(tree)
    page.link_list("Links")
    text = page.text()
    assert [problem.message for problem in same_words(outline(markup.tree_to_html(tree)), text)] == []
    for line in text.split("\n"):
        assert segmentation.columns(line) <= WIDTH, line
        assert line == line.rstrip()
        assert len(re.findall("[\u2066-\u2068]", line)) == line.count("\u2069")
        assert not line or language(code).direction == "ltr" or first_strong(line) == "rtl"
    assert unicodedata.is_normalized("NFC", text) and text.endswith("\n") and not text.endswith("\n\n")
    assert "\u2060" not in text and "\n\n\n" not in text
