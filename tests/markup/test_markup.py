"""Laws 1 to 3: what a segment is, and that both parsers read the same."""

import random
import re
from html import unescape
from unittest.mock import patch
from xml.etree.ElementTree import tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import markup
from scripts.markup import RenderContext, Segment, cross_check
from scripts.markup.segments import segment_text
from scripts.problem import Refused
from scripts.project import policy
from scripts.project.config import Config

from ..effort import no_more_work_than


def html(text: str, **words: str) -> str:
    source = markup.read_markdown(text)
    said = {**words}
    context = RenderContext(
        lambda segment: said.get(segment.text, segment.text), lambda name: f"<{name}>", lambda word: word, {}
    )
    return markup.tree_to_html(markup.render_tree(source, context))


def msgids(text: str) -> list[str]:
    return [segment.text for segment in markup.segments(markup.read_markdown(text))]


# -- law 2 ---------------------------------------------------------------------------------

# Lines that begin, continue or confuse blocks.
LINES = [
    "text", "more text", "", "", "# head", "## head ##", "- item", "  - nested", "   - three", "    - four", "* star", "+ plus",
    "1. one", "2. two", "10) ten", "   1. sub", "> quote", "> - listed", ">", "```", "~~~ py", "    code", "  text", "      deep",
    "---", "***", "===", "| a | b |", "|---|---|", "| 1 | 2 |", "<div>", "</div>", "<!-- c -->", "<b>x</b>", "[a]: /url 'title'",
    "[a] and [b](c)", "[^n]: note", "see[^n]", "*em* **st** `co`", "a  ", "b\\", "\ttab", "- \ttab", "-", "1.", "[x]: <y z>", "~~s~~",
]  # fmt: skip


@pytest.mark.slow
def test_the_two_parsers_seldom_disagree_on_blocks_and_then_the_policy_is_refused() -> None:
    """In 2,000 texts of random lines. If they disagree, markdown-it lets more blocks interrupt a link definition than GitHub."""
    chance, disagreements = random.Random(7), 0
    for _ in range(2000):
        text = "\n".join(chance.choices(LINES, k=chance.randint(1, 12))) + "\n"
        if markup.read_markdown(text).problems or cross_check.disagreement(markup.read_as_github(text), text) is None:
            continue
        disagreements += 1
        with pytest.raises(Refused) as caught:
            policy.read_policy(text, "x", "policy/x.md", Config())
        assert {problem.rule for problem in caught.value.problems} <= {"referee", "front-matter", "title"}
        assert all(problem.line for problem in caught.value.problems)
    assert 0 < disagreements < 50


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://пример.рф/о-нас)", "<https://bücher.example/ü>", "<https://xn--bcher-kva.example/>", "[a](mailto:info@пример.рф)",
        "<https://example.org/%D0%B0>", "![a](https://例え.テスト/%E3%81%82)",
    ],
)  # fmt: skip
def test_the_two_parsers_agree_on_addresses_in_any_script(text: str) -> None:
    assert cross_check.disagreement(markup.read_as_github(text), text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a\n\n---\n\n***\n",
        "see https://example.org/_a_b_ and www.example.org/*c*d",
        "[see] https://example.org/_a_b_ \\[ https://example.org/*c*",
        "a^[b *c*] d",
    ],
)
def test_the_two_parsers_agree_on_common_markdown(text: str) -> None:
    assert cross_check.disagreement(markup.read_as_github(text), text) is None


@pytest.mark.parametrize(
    ("ours", "theirs", "disagreement"),
    [
        ("a\n\nb\n", "a\n\nc\n", (7, "text 'b'", "text 'c'")),
        ("a\n", "a\n\nb\n", (7, "end", "p")),
        ("a\n\nb\n", "a\n", (7, "p", "end")),
        ("- a\n", "- a\n\n- b\n", (5, "tight", "p")),
        ("- a\n- b\n", "- a\n\n- b\n", (5, "tight", "p")),
        ("1. a\n", "2. a\n", (5, "ol '1'", "ol '2'")),
        ("- a\n", "1. a\n", (5, "ul", "ol '1'")),
        ("> a\n", "a\n", (5, "blockquote", "p")),
        ("```py\na\n```\n", "```\na\n```\n", (5, "pre 'py a\\n'", "pre ' a\\n'")),
        ("    a\n", "    b\n", (5, "pre ' a\\n'", "pre ' b\\n'")),
        ("# a\n", "## a\n", (5, "h1", "h2")),
        ("# a\n", "a\n", (5, "h1", "p")),
        ("<div>\na\n", "<div>\nb\n", (5, "html '<div>\\na'", "html '<div>\\nb'")),
        ("| a |\n|:--|\n", "| a |\n|--:|\n", (5, "th 'left'", "th 'right'")),
        ("| a |\n|---|\n| b |\n", "| a |\n|---|\n", (7, "tbody", "/table")),
        ("---\n", "***\na\n", (6, "end", "p")),
        ("*a*\n", "**a**\n", (5, "em", "strong")),
        ("*a*\n", "_a_\n", None),
        ("`a`\n", "`b`\n", (5, "code 'a'", "code 'b'")),
        ("[a](b)\n", "[a](c)\n", (5, "a 'b '", "a 'c '")),
        ('[a](b "c")\n', "[a](b)\n", (5, "a 'b c'", "a 'b '")),
        ("![a](b)\n", "![c](b)\n", (5, "img 'b  a'", "img 'b  c'")),
        ('![a](b "t")\n', "![a](b)\n", (5, "img 'b t a'", "img 'b  a'")),
        ("![a](b)\n", "![a](c)\n", (5, "img 'b  a'", "img 'c  a'")),
        ("a\\\nb\n", "a\nb\n", (5, "text 'a'", "text 'a b'")),
        ("a <b>c\n", "a <i>c\n", (5, "tag '<b>'", "tag '<i>'")),
        ("a <!-- b --> c\n", "a <!-- d --> c\n", None),
        ("a[^1] b[^2]\n\n[^1]: c\n[^2]: d\n", "a[^2] b[^1]\n\n[^1]: c\n[^2]: d\n", (7, "text 'c'", "text 'd'")),
        ("a[^1]\n\n[^1]: c\n", "a[^1]\n\n[^1]: d\n", (7, "text 'c'", "text 'd'")),
        ("a ~~b~~\n", "a b\n", (5, "text 'a '", "text 'a b'")),
        ("a\nb `c`\n", "a\nb `d`\n", (5, "code 'c'", "code 'd'")),
        ("a &amp; b\n", "a & b\n", None),
        ("x\n\n- a\n\n  > b\n", "x\n\n- a\n\n  > c\n", (9, "text 'b'", "text 'c'")),
        ("<https://a.b/%41>\n", "<https://a.b/A>\n", (5, "text 'https://a.b/%41'", "text 'https://a.b/A'")),
    ],
)
def test_a_disagreement_has_its_line_and_both_readings(
    ours: str, theirs: str, disagreement: tuple[int, str, str] | None
) -> None:
    """Each parser reads another text, which begins in line 5 of its file: hardly any text is read differently by both."""
    found = cross_check.disagreement(markup.read_as_github(ours, 5), theirs, 5)
    assert (found and (found.line, found.ours, found.theirs)) == disagreement


PLAIN = st.lists(
    st.sampled_from(
        ["a", "Kē", "字", "1.", " ", "  ", "\n", " \n", "\t\n", "-", "=", "|", "!", "]", "(", "^", "{", "}", "$", "#", ":", "\"", ">",
         "https://x.y/", "www.x.y", "a@b.c", "\u00a0", "*", "\\\n", "  \n", "&amp;", "<b>"]
    ), max_size=12,
).map("".join)  # fmt: skip


@given(PLAIN)
def test_the_second_parser_reads_a_text_without_markup_as_with_all_its_rules(text: str) -> None:
    quick = list(cross_check._theirs(cross_check._reader().parse(text), 1))
    with patch.object(cross_check, "_MARK", re.compile("")):
        assert list(cross_check._theirs(cross_check._reader().parse(text), 1)) == quick


INLINE = ["*", "**", "_", "__", "~~", "`", "``", "[", "](u)", "![", "](<v w> 't')", "a", "b c", " ", ".", "(", ")", "\\", "&amp;", "<b>", "</b>", "<http://x.y>", "!", "[a]"]  # fmt: skip


@pytest.mark.slow
@given(st.lists(st.sampled_from(INLINE), max_size=16))
def test_the_two_parsers_agree_on_inline_markup(parts: list[str]) -> None:
    text = "x" + "".join(parts) + "\n\n[a]: /url 'title'\n"
    found = cross_check.disagreement(markup.read_as_github(text), text)
    assert found is None, found


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("**（重要）**です", "<strong>（重要）</strong>です"),
        ("これは**「A」**だ", "<strong>「A」</strong>"),
        ("먼저**(주의)**를", "<strong>(주의)</strong>를"),
    ],
)
def test_emphasis_next_to_cjk_punctuation_is_emphasis(text: str, shows: str) -> None:
    assert shows in html(text)


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("__LM Studio__は無料です", "<strong>LM Studio</strong>は"),
        ("__ご意見。__お寄せください", "<strong>ご意見。</strong>お"),
        ("我们__绝不__出售", "我们<strong>绝不</strong>出售"),
        ("我们_绝不_出售", "我们<em>绝不</em>出售"),
        ("他说__“同意”__才行", "<strong>“同意”</strong>才"),
        ("LM Studio__不会__收集", "LM Studio<strong>不会</strong>收集"),
        ("__광고__는 _전혀_ 없습니다", "<strong>광고</strong>는 <em>전혀</em>"),
        ("___大切___です", "<em><strong>大切</strong></em>です"),
        ("__`code`__は", "<strong><code>code</code></strong>は"),
        ("__大切な_語_です__よ", "<strong>大切な<em>語</em>です</strong>よ"),
        ("snake_case_name を使う", "snake_case_name"),
        ("使用user_name_id字段", "使用user_name_id字段"),
        ("文件_名", "文件_名"),
        ("__ 大切 __です", "__ 大切 __です"),
        ("\\_\\_大切\\_\\_です", "__大切__です"),
        ("my__very__word", "my__very__word"),
        ("слово_одно_слово", "слово_одно_слово"),
    ],
)
def test_underscores_next_to_cjk_are_emphasis_in_a_translation_but_not_inside_words(text: str, shows: str) -> None:
    context = RenderContext(lambda segment: text, lambda name: name, lambda word: word, {})
    root = markup.render_tree(markup.read_markdown("x"), context)
    assert shows in tostring(root, encoding="unicode")


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("__太字__は、ここ", True),
        ("配置_项_名", True),
        ("We won’t bill you: [contact us]({{ site.email_support }}).", False),
        ("配置{{ a_b }}项_名", False),
        ("**太字**は、`a_项_b` と {{ my_name }}", False),
        ("「__太字__」は", False),
        ("snake_case_name を使う", False),
        ("\\_项\\_名", False),
        ("[項](https://example.org/_项_x)", False),
    ],
)
def test_underscores_that_github_shows_next_to_cjk_are_a_problem_of_the_policy(text: str, is_refused: bool) -> None:
    problems = markup.read_markdown(f"a\n\n{text}\n").problems
    assert [problem.line for problem in problems if "underscores" in problem.message] == [3] * is_refused


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 | lost |\n", "3"),
        ("text[^a]\n\n[^a]: one\n\n[^a]: two\n", "is defined twice"),
        ("[^a]: nobody refers to it\n", "no text refers"),
        ("## One {#x}\n\n## Two {#x}\n", "is used twice"),
        ("<b>never closed\n", "no partner"),
        ("a </i> b\n", "no partner"),
        ("<div><p>x <b>y</p></div>\n", "no partner"),
        ("text {: .x }\n\n[a](b){: .y }\n", "attribute list is inside"),
        ("para\n{: onclick=evil() }\n", "cannot set 'onclick'"),
        ("<!-- skip -->\ntext\n", "never closed"),
        ("<!-- /skip -->\ntext\n", "has no <!-- skip --> before it"),
        (">" * 80 + " deep\n", "nested more than"),
    ],
)
def test_text_that_github_would_not_show_is_a_problem_with_a_line_and_a_hint(text: str, message: str) -> None:
    problems = markup.read_markdown(text).problems
    assert problems and any(message in problem.message for problem in problems), problems
    assert all(problem.line >= 1 and problem.hint for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        "<!-- a --!> b -->\n\ntext\n",
        "- <!-- a --!> b -->\n",
        "<div>\n<!-- a --!> b -->\n<p>text</p>\n</div>\n",
        "<p>text <!-- a --> more <!--!> b --!> c --></p>\n",
        "> <p>text <!-- --!> --></p>\n",
    ],
)
def test_a_comment_that_browsers_end_earlier_than_markdown_is_a_problem(text: str) -> None:
    assert [problem.message for problem in markup.read_markdown(text).problems] == [
        "--!> ends a comment in browsers, but not in Markdown"
    ]


PAGES = [
    # alerts
    ("> [!NOTE]\n> a\n", '<div class="alert note" role="note">\n<p class="alert-title">Note</p>\n<p>a</p>\n</div>'),
    (
        "> [!Warning] \n>\n> a\n",
        '<div class="alert warning" role="note">\n<p class="alert-title">Warning</p>\n<p>a</p>\n</div>',
    ),
    ("> [!CAUTION]\n", "<blockquote>\n<p>[!CAUTION]</p>\n</blockquote>"),
    ("> [!OTHER]\n> a\n", "<blockquote>\n<p>[!OTHER] a</p>\n</blockquote>"),
    ("- > [!NOTE]\n  > a\n", "<ul>\n<li>\n<blockquote>\n<p>[!NOTE] a</p>\n</blockquote>\n</li>\n</ul>"),
    ("> a\n> [!TIP]\n> b\n", "<blockquote>\n<p>a [!TIP] b</p>\n</blockquote>"),
    ("> [!TIP] b\n> c\n", "<blockquote>\n<p>[!TIP] b c</p>\n</blockquote>"),
    ("> - [!TIP]\n", "<blockquote>\n<ul>\n<li>[!TIP]</li>\n</ul>\n</blockquote>"),
    # tasks
    (
        "- [ ] a\n- [x] b\n- [X] c\n",
        '<ul>\n<li class="task"><span aria-label="not done" class="box" role="img">☐</span> a</li>\n<li class="task"><span aria-label="done" class="box" role="img">☑</span> b</li>\n<li class="task"><span aria-label="done" class="box" role="img">☑</span> c</li>\n</ul>',
    ),
    ("- [y] d\n- [ ]\n- [x]e\n", "<ul>\n<li>[y] d</li>\n<li>[ ]</li>\n<li>[x]e</li>\n</ul>"),
    ("1. [x] a\n", '<ol>\n<li class="task"><span aria-label="done" class="box" role="img">☑</span> a</li>\n</ol>'),
    ("- a [ ] b\n", "<ul>\n<li>a [ ] b</li>\n</ul>"),
    # ids
    (
        "# a\n# a\n# A!\n# a-1\n# a\n",
        '<h1 id="a">a</h1>\n<h1 id="a-1">a</h1>\n<h1 id="a-2">A!</h1>\n<h1 id="a-1-1">a-1</h1>\n<h1 id="a-3">a</h1>',
    ),
    ("# \\*\n# §\n", '<h1 id="section">*</h1>\n<h1 id="section-1">§</h1>'),
    ("# a *b* `c` [d](e) {x}\n", '<h1 id="a-b-c-d-x">a <em>b</em> <code>c</code> <a href="e">d</a> {x}</h1>'),
    ("# Ünï_x 名前 1.2\n", '<h1 id="ünï_x-名前-12">Ünï_x 名前 1.2</h1>'),
    ("# a {#b}\n# b\n", '<h1 id="b">a</h1>\n<h1 id="b-1">b</h1>'),
    ("# c {: #d .e .f lang=de}\n", '<h1 class="e f" id="d" lang="de">c</h1>'),
    ("a\n{: .b #c}\n\n- d\n{: .e}\n", '<p class="b" id="c">a</p>\n<ul>\n<li><span class="e">d</span></li>\n</ul>'),
    ("a\n\n{: .b}\n", '<p class="b">a</p>'),
    # blocks
    ("3. a\n4. b\n", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    ("0) a\n", '<ol start="0">\n<li>a</li>\n</ol>'),
    (
        "| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 \\| 3 |\n",
        '<table>\n<thead>\n<tr>\n<th class="left">a</th>\n<th class="center">b</th>\n<th class="right">c</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class="left">1</td>\n<td class="center">2 | 3</td>\n<td class="right"></td>\n</tr>\n</tbody>\n</table>',
    ),
    ("a\n: b\n: c\n\nd\n\n: e\n", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<dd>c</dd>\n<dt>d</dt>\n<dd>\n<p>e</p>\n</dd>\n</dl>"),
    ("```py x\na\n```\n", '<pre><code class="language-py">a\n</code></pre>'),
    ("- a\n\n  b\n- c\n", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>"),
    ("- a\n- b\n\n- c\n", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>"),
    ("* a\n+ b\n- c\n", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>\n<ul>\n<li>c</li>\n</ul>"),
    ("---\na\n===\nb\n---\n", '<hr>\n<h1 id="a">a</h1>\n<h2 id="b">b</h2>'),
    ("a\n: b\n\n: c\n", "<dl>\n<dt>a</dt>\n<dd>\n<p>b</p>\n</dd>\n<dd>\n<p>c</p>\n</dd>\n</dl>"),
    ("a\n\n: b\n: c\n", "<dl>\n<dt>a</dt>\n<dd>\n<p>b</p>\n</dd>\n<dd>\n<p>c</p>\n</dd>\n</dl>"),
    ("a\n: b\n\nc\n: d\n", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<dt>c</dt>\n<dd>d</dd>\n</dl>"),
    ("# a\n: b\n", '<h1 id="a">a</h1>\n<p>: b</p>'),
    ("[^a b]\n\n[^a b]: /u\n", "<p>[^a b]</p>\n<p>[^a b]: /u</p>"),
    ("a\n  : b\n", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
    (
        "a\n   : b\n   : c\n\n     d\n",
        "<dl>\n<dt>a</dt>\n<dd>\n<p>b</p>\n</dd>\n<dd>\n<p>c</p>\n<p>d</p>\n</dd>\n</dl>",
    ),
    # inline
    (
        "<https://a.b> a@b.c www.a.b https://a.b/c_d. (http://x.y/(z))\n",
        '<p><a href="https://a.b">https://a.b</a> <a href="mailto:a@b.c">a@b.c</a> <a href="http://www.a.b">www.a.b</a> <a href="https://a.b/c_d">https://a.b/c_d</a>. (<a href="http://x.y/(z)">http://x.y/(z)</a>)</p>',
    ),
    ('![a *b*](c "d")\n', '<p><img alt="a b" src="c" title="d"></p>'),
    ("[a](b 'c' )\n[a](<b c>)\n", '<p><a href="b" title="c">a</a> <a href="b%20c">a</a></p>'),
    ('[A b][]\n\n[a  B]: c "d"\n', '<p><a href="c" title="d">A b</a></p>'),
    ("a&copy;&#65;&x; \\& \\a\n", "<p>a©A&amp;x; &amp; \\a</p>"),
    ("`` a`b `` `  c ` ` `\n", "<p><code>a`b</code> <code> c</code> <code> </code></p>"),
    ("a  \nb\\\nc ~~d~~\n", "<p>a<br>b<br>c <del>d</del></p>"),
    # notes
    (
        "a[^1] b[^z][^1]\n\n[^1]: one\n[^z]: two\n\n    three\n",
        '<p>a<sup id="fnref-1"><a href="#fn-1">1</a></sup> b<sup id="fnref-z"><a href="#fn-z">2</a></sup><sup id="fnref-1-2"><a href="#fn-1">1</a></sup></p>\n<section aria-labelledby="page-notes" class="footnotes">\n<h2 id="page-notes">Notes</h2>\n<ol>\n<li id="fn-1">\n<p>one\xa0<a aria-label="Back to the text" class="back" href="#fnref-1">↩</a></p>\n</li>\n<li id="fn-z">\n<p>two</p>\n<p>three\xa0<a aria-label="Back to the text" class="back" href="#fnref-z">↩</a></p>\n</li>\n</ol>\n</section>',
    ),
]
"""Markdown and its page as GitHub shows it, with the ids and attributes that only our pages have."""


@pytest.mark.parametrize(("text", "page"), PAGES, ids=[repr(text)[:50] for text, _ in PAGES])
def test_a_page_shows_what_github_shows(text: str, page: str) -> None:
    assert html(text) == page


@pytest.mark.parametrize(
    ("text", "order"),
    [("# T\n\na\n", "h1 section p"), ("a\n\n# T\n", "section p h1"), ("## T\n\na\n", "section h2 p")],
)
def test_the_summary_is_below_the_title_or_at_the_top(text: str, order: str) -> None:
    source = markup.read_markdown(text, 7, [(2, "one"), (3, "*two*")])
    context = RenderContext(lambda segment: segment.text, lambda name: name, str.upper, {})
    page = markup.tree_to_html(markup.render_tree(source, context))
    assert re.findall('^<(h[12]|section|p)(?![^>]*page-summary">IN)', page, re.M) == order.split()
    assert (
        '<section aria-labelledby="page-summary" class="summary">\n<h2 id="page-summary">IN SHORT</h2>\n'
        "<ul>\n<li>one</li>\n<li><em>two</em></li>\n</ul>\n</section>" in page
    )
    assert sorted((segment.line, segment.text) for segment in markup.segments(source))[:2] == [(2, "one"), (3, "*two*")]


RULES = [
    # "If one of the delimiters can both open and close emphasis, the sum of the lengths is not a multiple of 3"
    ("*foo**bar**baz*", "<p><em>foo<strong>bar</strong>baz</em></p>"),
    ("*foo**bar*", "<p><em>foo**bar</em></p>"),
    ("foo***bar***baz", "<p>foo<em><strong>bar</strong></em>baz</p>"),
    ("foo******bar*********baz", "<p>foo<strong><strong><strong>bar</strong></strong></strong>***baz</p>"),
    # "Links may not contain other links, at any level of nesting"; an image may
    ("[a [b](/b) c](/a)", '<p>[a <a href="/b">b</a> c](/a)</p>'),
    ("[a *b [c](/c)*](/a)", '<p>[a <em>b <a href="/c">c</a></em>](/a)</p>'),
    ("[a ![b](/b.png)](/a)", '<p><a href="/a">a <img alt="b" src="/b.png"></a></p>'),
    # an item whose text is indented by five and more begins with code
    ("-     code\n\n  text", "<ul>\n<li>\n<pre><code>code\n</code></pre>\n<p>text</p>\n</li>\n</ul>"),
    ("1.      code", "<ol>\n<li>\n<pre><code> code\n</code></pre>\n</li>\n</ol>"),
    ("-    text\n\n     more", "<ul>\n<li>\n<p>text</p>\n<p>more</p>\n</li>\n</ul>"),
    # a blank line behind code in an item makes the list loose, one inside a fence does not
    ("-     a\n\n- b", "<ul>\n<li>\n<pre><code>a\n</code></pre>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>"),
    ("- ```\n  a\n\n  ```\n- b", "<ul>\n<li>\n<pre><code>a\n\n</code></pre>\n</li>\n<li>b</li>\n</ul>"),
    # lines in a fence lose as much as the fence is indented, and no more
    ("  ```\n  a\n    b\n c\n  ```", "<pre><code>a\n  b\nc\n</code></pre>"),
    ("   ~~~\n      a\n  b\n~~~", "<pre><code>   a\nb\n</code></pre>"),
    ("- ```\n    a\n  ```", "<ul>\n<li>\n<pre><code>  a\n</code></pre>\n</li>\n</ul>"),
    # a closing fence is indented by three at most
    ("```\na\n   ```\nb", "<pre><code>a\n</code></pre>\n<p>b</p>"),
    ("```\na\n    ```\nb", "<pre><code>a\n    ```\nb\n</code></pre>"),
    # a tab ends at the next multiple of four columns; columns of it that a marker does not take are spaces
    ("1.\ta\n\n\tb", "<ol>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ol>"),
    (">\t\ta", "<blockquote>\n<pre><code>  a\n</code></pre>\n</blockquote>"),
    ("-\t\ta", "<ul>\n<li>\n<pre><code>  a\n</code></pre>\n</li>\n</ul>"),
    (" -\t\ta", "<ul>\n<li>\n<pre><code> a\n</code></pre>\n</li>\n</ul>"),
    ("- a\n\n\t\tb", "<ul>\n<li>\n<p>a</p>\n<pre><code>  b\n</code></pre>\n</li>\n</ul>"),
    # a blank line makes a list loose, a line of text below another block does not
    ("- # h\n  text\n- c", '<ul>\n<li>\n<h1 id="h">h</h1>\ntext</li>\n<li>c</li>\n</ul>'),
    ("- [a]: /u\n\n- b", "<ul>\n<li></li>\n<li>\n<p>b</p>\n</li>\n</ul>"),
    ("-\n- b", "<ul>\n<li></li>\n<li>b</li>\n</ul>"),
    # a declaration ends with its `>`, an instruction with its `?>`, even behind a blank line
    ("<!X y> b\ntext", "<p>text</p>"),
    ("<?x\n\ny ?>\ntext", "<p>text</p>"),
    # more than two tildes are text, and so are all letters at the ends of a text
    ("a ~~~b~~~ ~~c~~", "<p>a ~~~b~~~ <del>c</del></p>"),
    ("X marks the X", "<p>X marks the X</p>"),
    # what is empty has no id
    ("#", "<h1></h1>"),
]
"""Rules of CommonMark that are easily broken, with examples that differ from those of similar rules."""


@pytest.mark.parametrize(("text", "page"), RULES, ids=[repr(text) for text, _ in RULES])
def test_a_rule_of_commonmark_holds(text: str, page: str) -> None:
    assert html(f"{text}\n") == page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://a.b/(c(d)).", ["http://a.b/(c(d))"]),
        ("(https://a.b/c)) d", ["https://a.b/c"]),
        ("https://a.b/c?!.,:*_~'\" d", ["https://a.b/c"]),
        ('https://a.b/c"d e', ['https://a.b/c"d']),
        ("https://a.b/c&copy;", ["https://a.b/c"]),
        ("https://a.b/c&amp;d&e;f", ["https://a.b/c&amp;d&e;f"]),
        ("https://a_x.b.c ftp://a.b HTTPS://A.B", ["https://a_x.b.c", "ftp://a.b", "HTTPS://A.B"]),
        ("https://a_b.c https://a.b_c https:// www.a_b.c", []),
        ("https\\://a.b https:/\\/a.b [https://a.b", []),
        ("www.a b, (www.c.d WWW.a.b xwww.a.b -www.a.b", ["www.a", "www.c.d"]),
        ("xhttps://a.b 1https://c.d", ["https://c.d"]),
        ("甲www.a.b。", ["www.a.b。"]),
        ("https://localhost/x", ["https://localhost/x"]),
        ("https://a.b/@c@d.e https://a@b.c", ["https://a.b/@c@d.e", "https://a@b.c"]),
        ("a@b.c. d+e_f@g-h.i.j-k!", ["a@b.c", "d+e_f@g-h.i.j-k"]),
        ("a@b a@b.c- a@b.c_ @b.c a@b.c1 é@b.c", []),
        ("x:a@b.c x/a@b.c mailto:d@e.f a@b.c@d.e", ["a@b.c", "a@b.c", "mailto:d@e.f", "b.c@d.e"]),
        ("**a@b.c** ~~www.a.b~~ `www.c.d` [www.e.f](g)", ["a@b.c", "www.a.b", "www.e.f"]),
    ],
)
def test_a_bare_address_is_a_link_as_far_as_github_reads_it(text: str, shown: list[str]) -> None:
    assert [unescape(found) for found in re.findall("<a [^>]*>([^<]*)</a>", html(f"{text}\n"))] == shown


@pytest.mark.parametrize("before", ["[x][{}]", "[{}]", "[{}][]"])
@pytest.mark.parametrize(("length", "is_link"), [(1, True), (100, True), (999, True), (1000, False)])
def test_a_label_has_at_most_999_characters(before: str, length: int, is_link: bool) -> None:
    label = "a" * length
    assert ('href="/u"' in html(f"{before.format(label)}\n\n[{label}]: /u\n")) == is_link


@pytest.mark.parametrize(
    "reference",
    ["&#0;", "&#x0;", "&#xD800;", "&#xDBFF;", "&#xDC00;", "&#xdfff;", "&#55296;", "&#x110000;", "&#9999999;"],
)
def test_a_reference_to_an_invalid_code_point_gives_the_replacement_character(reference: str) -> None:
    page = html(f"a{reference}b [c](/{reference} '{reference}') `{reference}`\n")
    assert page.encode("utf-8").decode("utf-8") == page  # surrogates cannot be written
    assert (
        page
        == f'<p>a\ufffdb <a href="/%EF%BF%BD" title="\ufffd">c</a> <code>{reference.replace("&", "&amp;")}</code></p>'
    )


@pytest.mark.parametrize("reference", ["&#xD7FF;", "&#xE000;", "&#x10FFFF;"])
def test_the_code_points_next_to_invalid_ones_are_characters(reference: str) -> None:
    assert html(f"{reference}\n") == f"<p>{unescape(reference) or chr(int(reference[3:-1], 16))}</p>"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<!-- skip -->\n\na\n\n<!-- skip -->\n", [(7, "inside the <!-- skip --> of line 3"), (7, "never closed")]),
        ("a\n\n<!-- /skip -->\n", [(5, "has no <!-- skip --> before it")]),
        ("a\n\n<div>\n<!-- b\n", [(5, "a comment is never closed")]),
        ("a\n\n# a {: id=b onclick=c }\n", [(5, "'onclick'")]),
        ("# a {#b%c}\n", [(3, "'b%c'")]),
        ("# a {#b}\n\n# c {#page-main}\n", [(5, "'page-main'")]),
        ("{{{ b }}} {{ c | d }}\n", [(3, "'{{ c | d }}'")]),
        ("a {{ b\n", [(3, "'{{ b'")]),
        ("`{{` a }} \\{ b\n", [(3, "'a }}'")]),
        ("a[^b]\n\nc `[^d]` \\[^e]\n", [(3, "[^b] has no text")]),
        ("a[^b]\n\n[^b]: c\n\n[^B]: d\n", [(7, "[^B] is defined twice")]),
        ("a\n\n[^b]: c\n", [(5, "[^b]")]),
        ("[^a+b] [^a/b]\n\n[^a+b]: d\n[^a/b]: e\n", [(5, "'a+b'"), (6, "'a/b'")]),
        ("## A {#fn-1}\n\nb[^1]\n\n[^1]: c\n", [(3, "'fn-1' is used twice; the first is in line 7")]),
        ("a\n\nb <i/>c\n", [(5, "<i/> has no partner")]),
        ("a <table>c</table> d\n", [(3, "<table> is not allowed inside a text")]),
        ("a\nhttps://example.org/{{ b }}/c\n", [(4, "'https://example.org/{{' ends at a space")]),
        ("*www.example.org/{{ b }}*, {{ b }} and https://example.org/{{b}}\n", [(3, "in the middle of a placeholder")]),
        ("[a](https://example.org/{{ b }}) <https://example.org/{{b}}> `https://{{ b }}`\n", []),
        ("a\nb <i>c\n", [(4, "<i> has no partner")]),
        ("a\nb <?c d?> e\n", [(4, "browsers would not show '<?c d?>'")]),
        ("a\n\n<p>a <b>c</p>\n", [(5, "<b> has no partner")]),
        ("a\n\n" + "b " * 10_001, [(5, "too long: 20001 characters")]),
        ("a\n\n" + "b" * 20_000, []),
        ("<div>\n" + "c" * 59_987 + "\n</div>\n", []),
        ("<div>\n" + "c" * 60_000 + "\n</div>\n", [(3, "60013 characters")]),
        ("a\n\n" + "> " * 70 + "a\n", [(5, "more than 60 levels deep")]),
        ("a\n\n" + "> " * 60 + "a\n", []),
        ("a\n\n" + "> " * 61 + "a\n", [(5, "more than 60 levels deep")]),
        ("*" * 120 + "a" + "*" * 120 + "\n", []),
        ("*" * 122 + "a" + "*" * 122 + "\n", [(3, "emphasis is nested too deep")]),
        ("~a~ ~~b~~\n", [(3, "single tildes")]),
        ("*a* **b** ~~c~~\n", []),
        ('a\n{: class="b c" lang=de }\n', []),
        ('a\n{: id="b c" }\n', [(4, "'b c' cannot be an id")]),
        ("| a |\n|---|\n| b |\n| c | d |\n", [(6, "'d'")]),
    ],
    ids=lambda value: repr(value)[:40] if isinstance(value, str) else "",
)
def test_every_problem_is_reported_in_its_line(text: str, found: list[tuple[int, str]]) -> None:
    """Of a text that begins in line 3 of its file."""
    problems = markup.read_markdown(text, 3).problems
    assert [problem.line for problem in problems] == [line for line, _ in found]
    pairs = zip(problems, found, strict=True)
    assert all(words in problem.message and problem.hint for problem, (_, words) in pairs), problems


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a <i/> b\n", "write <i></i>"),
        ("a <i class='x' /> b\n", "write <i class='x'></i>"),
        ("a<br/><hr/>\n", "write it at the beginning of a line, with a blank line above it"),
        ("a <table>b</table>\n", "or write \\<table> to show it"),
        ("a <b>c\n", "close it where it was opened, or write \\<b>"),
        ("a </b>\n", "\\</b>"),
        ("a[^b]\n", "write [^b]: ..."),
        ("[^b]: c\n", "write [^b] in the text"),
        ("# a {: =b }\n", "write {: #id .class lang=xx }"),
    ],
)
def test_a_hint_can_be_typed_as_it_is(text: str, hint: str) -> None:
    [problem] = markup.read_markdown(text).problems
    assert hint in problem.hint


# -- law 1 ---------------------------------------------------------------------------------


@pytest.mark.slow
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_a_translate_that_returns_its_text_changes_nothing(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    source = markup.read_markdown(text)
    if source.problems:
        return
    seen: list[Segment] = []

    def echo(segment: Segment) -> str:
        seen.append(segment)
        return segment.text

    def silent(segment: Segment) -> None:
        return None

    contexts = [RenderContext(say, lambda name: name, lambda word: word, {}) for say in (echo, silent)]
    translated, untranslated = (markup.tree_to_html(markup.render_tree(source, context)) for context in contexts)
    assert translated == untranslated
    assert seen == markup.segments(source)


@given(st.lists(st.sampled_from(INLINE), min_size=1, max_size=12))
def test_a_msgid_read_again_is_the_same_msgid(parts: list[str]) -> None:
    text = segment_text("x" + "".join(parts))
    assert segment_text(text.replace("\n", "\\\n")) == text


def test_text_in_html_blocks_is_a_segment_and_is_translated() -> None:
    page = html("<div><p>Hello <b>you</b></p></div>\n", **{"Hello <b>you</b>": "Hallo <b>du</b> & 1 < 2"})
    assert page == "<div><p>Hallo <b>du</b> &amp; 1 &lt; 2</p></div>"


def test_an_attribute_list_in_a_translation_is_text() -> None:
    assert "onclick" not in re.sub(r">[^<]*<", "><", html("Hello\n", Hello="Hallo\n{: onclick=evil() }"))


def test_a_missing_translation_is_an_island_with_language_and_direction() -> None:
    source = markup.read_markdown("# One\n\n- two\n")
    context = RenderContext(lambda segment: None, lambda name: name, lambda word: word, {"lang": "en", "dir": "ltr"})
    page = markup.tree_to_html(markup.render_tree(source, context))
    assert '<h1 dir="ltr" id="one" lang="en">One</h1>' in page
    assert '<span dir="ltr" lang="en">two</span>' in page


# -- law 3 ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("one\ntwo   three\n", ["one two three"]),
        ("hard  \nbreak\\\nagain\n", ["hard\nbreak\nagain"]),
        ("日本\n語 and\nlatin\n", ["日本語 and latin"]),
        ("情報を\nカタカナ、\n「引用」\n", ["情報をカタカナ、「引用」"]),
        ("우리는\n개인 정보를 판매하지\n않습니다.\n", ["우리는 개인 정보를 판매하지 않습니다."]),
        ("개인 정보(個人情報\n보호)와\n日本\n", ["개인 정보(個人情報 보호)와 日本"]),
        ("日本\n語、\n한국\n어\n", ["日本語、 한국 어"]),
        ("参照 https://example.org/日本\n語です\n", ["参照 https://example.org/日本 語です"]),
        ("参照 [x](https://例え.テスト/法\n'題') 終\nわり\n", ["参照 [x](https://例え.テスト/法 '題') 終わり"]),
        ("one\\\n\t Xtwo\n", ["one\nXtwo"]),
        ("<p>a <code>b</code> <script>c</script> d</p>\n", ["a <code>b</code>", "d"]),
        ("<div><kbd>a</kbd> b<pre>c</pre><svg><text>d</text></svg>e</div>\n", ["<kbd>a</kbd> b", "e"]),
        ("<style>p {}</style>\n<p>1 <img alt='f' src='g'></p><p>&nbsp;</p>\n", ["1 <img alt='f' src='g'>"]),
        ("## Head {#id} \n", ["Head"]),
        ("para\n{: .x }\n", ["para"]),
        ("a `code\n  span` b\n", ["a `code span` b"]),
        ("MAX <!-- hidden --> b\n", ["MAX b"]),
        ("[x](y\n'title')\n", ["[x](y 'title')"]),
        ("- [ ] todo\n", ["todo"]),
        ("> [!NOTE]\n> text\n", ["text"]),
        ("---\n\n***\n", []),
        ("| a | 1 |\n|---|---|\n| `x` | {{ y }} |\n", ["a", "1"]),
        ("<!-- skip -->\n\nnot me\n\n<!-- /skip -->\n\nme\n", ["me"]),
        ("    code\n", ["code"]),
    ],
    ids=lambda value: repr(value)[:40] if isinstance(value, str) else "",
)
def test_a_msgid_is_what_a_person_would_read(text: str, segments: list[str]) -> None:
    assert msgids(text) == segments


@given(
    st.lists(
        st.sampled_from(["word", "long-word", "`co de`", "**bold**", "[l](u)", "&amp;", "\\*"]), min_size=1, max_size=20
    ),
    st.data(),
)
def test_wrapping_the_source_differently_changes_no_msgid(words: list[str], data: st.DataObject) -> None:
    joints = [data.draw(st.sampled_from([" ", "\n", " \n", "\n  "])) for _ in words]
    wrapped = "".join(word + joint for word, joint in zip(words, joints, strict=True)).strip() + "\n"
    assert msgids(wrapped) == msgids(" ".join(words) + "\n")


def test_directives_reach_the_segment_that_follows() -> None:
    [segment] = markup.segments(
        markup.read_markdown("<!-- translators: a verb -->\n<!-- context: button -->\nContact\n")
    )
    assert (segment.comment, segment.context, segment.line) == ("a verb", "button", 3)


def test_comments_are_never_published() -> None:
    assert "secret" not in html(
        "<!-- secret -->\n\ntext <!-- secret --> more\n\n<div>\n<!-- secret -->\n<p>x</p>\n</div>\n".replace(
            "<!-- secret -->\n<p>", "<p>"
        )
    )


# -- values and escaping -------------------------------------------------------------------


def test_placeholders_are_escaped_for_their_place() -> None:
    page = html("{{ a }} `{{ a }}` [x](https://e.org/{{ a }})\n")
    assert (
        "<bdi>&lt;a&gt;</bdi>" in page and "<code>&lt;a&gt;</code>" in page and 'href="https://e.org/%3Ca%3E"' in page
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://e.org/{{a}}", "https://e.org/&lt;a&gt;</a>"),
        ("<https://e.org/ä/{{a}}>", "https://e.org/ä/&lt;a&gt;</a>"),
        ("**www.e.org/{{a}}**", "www.e.org/&lt;a&gt;</a>"),
        ("[\\{{a}}](https://e.org/{{a}})", ">{{a}}</a>"),
    ],
)
def test_a_link_that_shows_its_address_shows_it_filled_in(text: str, shown: str) -> None:
    assert shown in html(text)


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ('[a](b "{{ v }}")', '<p><a href="b" title="&lt;v&gt;">a</a></p>'),
        ("![{{ v }}](b)", '<p><img alt="&lt;v&gt;" src="b"></p>'),
        ('<span title="{{ v }}">a</span>', '<p><span title="&lt;v&gt;">a</span></p>'),
        ("a <var>x</var> {{ v }}", "<p>a <var>x</var> <bdi>&lt;v&gt;</bdi></p>"),
    ],
)
def test_placeholders_in_attributes_are_filled_in_and_a_var_tag_is_no_placeholder(text: str, page: str) -> None:
    assert html(f"{text}\n") == page


@pytest.mark.parametrize(
    ("note", "end"),
    [
        ("b", "<p>b{back}</p>"),
        ("- b", "<ul>\n<li>b</li>\n</ul>\n<p>{back}</p>"),
        ("> b", "<blockquote>\n<p>b</p>\n</blockquote>\n<p>{back}</p>"),
    ],
)
def test_the_link_back_from_a_footnote_is_in_its_last_paragraph_or_in_one_of_its_own(note: str, end: str) -> None:
    back = '\xa0<a aria-label="Back to the text" class="back" href="#fnref-1">\u21a9</a>'
    assert f'<li id="fn-1">\n{end.format(back=back)}\n</li>' in html(f"a[^1]\n\n[^1]: {note}\n")


@pytest.mark.parametrize(("text", "has_words"), [("`x " * 401, True), ("` " * 401, False), ("`__` " * 401, False)])
def test_a_text_with_very_many_backticks_is_translated_if_it_has_a_letter(text: str, has_words: bool) -> None:
    assert bool(msgids(f"{text}\n")) == has_words


@pytest.mark.parametrize("text", ["{{ a | safe }}", "{{a()}}", "{% a %}", "{{ 1 }}", "{{ a", "{ a }", "｛｛ a ｝｝"])
def test_nothing_but_the_grammar_is_a_placeholder(text: str) -> None:
    assert unescape(html(f"{text}\n")) == f"<p>{text}</p>"


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z")), max_size=40))
def test_code_shows_exactly_what_was_typed(text: str) -> None:
    content = text.replace("`", "'")
    page = html(f"```\n{content}\n```\n")
    assert unescape(page) == f"<pre><code>{content}\n</code></pre>"


@pytest.mark.slow
@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 5000,
        "*a " * 5000,
        "`" * 5000,
        "<" * 5000,
        "![" * 3000,
        "&" * 5000,
        "(" * 5000,
        "[a](" * 2000,
        "**a" * 3000,
        "~~" * 4000,
        "> " * 3000,
        "- " * 3000,
        "| a " * 2000 + "\n" + "|-" * 2000,
        "[x]: " * 2000,
        "{{ " * 3000,
    ],
)
def test_hostile_text_is_read_or_refused_in_time(bomb: str) -> None:
    with no_more_work_than(3):
        source = markup.read_markdown(bomb + "\n")
        context = RenderContext(lambda segment: segment.text, lambda name: name, lambda word: word, {})
        assert source.problems or markup.tree_to_html(markup.render_tree(source, context))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("``x `a` and `b` c", 1),
        ("a\nit` ``a`` and\n``b``", 2),
        ("[``x `a` `*b*`](https://a.b)", 1),
        ("```x `a` ``b`` and ``c``", 1),
        ("``x `a` ``b", 0),
        ("\\`x `a` and `b`", 0),
        ("`` `a` b\n\n`a` `b` ``x", 0),
        ("| ``x | `a` | `b` |\n|---|---|---|\n", 0),
        ("<span title='`'>x</span> `a` and `b`", 0),
    ],
)
def test_code_that_github_shows_as_text_behind_a_stray_backtick_is_a_problem(text: str, line: int) -> None:
    lines = [problem.line for problem in markup.read_markdown(text).problems if "no partner" in problem.message]
    assert lines == ([line] if line else [])
