"""HTML, attribute lists and addresses in policies are shown, dropped (their words are kept), or refused with one cause."""

from typing import TypeGuard

import pytest

from scripts import markup
from scripts.checks.source.dropped import dropped_html
from scripts.markup import cross_check
from scripts.markup.nodes import Html, Inline, Link, descendants

from .test_markup import html

DROPPED = [
    ("<center>We keep it</center>", "<div>We keep it</div>", ["<center>"]),
    ("<article>\n\n## A\n\n</article>", '<div>\n<h2 id="a">A</h2>\n</div>', ["<article>"]),
    ('A <FONT color="red">red</FONT> word', "<p>A red word</p>", ["<font>"]),
    ("one<center>two</center>three", "<p>one two three</p>", ["<center>"]),
    ("<font size=2>\n\nwords\n\n</font>", "<p>words</p>", ["<font>"]),
    ("<small>\n\nwords\n\n</small>", "<p>words</p>", ["<small> around blocks"]),
    ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "<p>漢(kan)</p>", ["<ruby>", "<rp>", "<rt>", "<rp>"]),
    ('<p ALIGN=center style="display:none">said</p>', "<p>said</p>", ["'align' of <p>", "'style' of <p>"]),
    ('[a](#) <a href="#" target=_blank rel="noopener">b</a>', '<p><a href="#">a</a> <a href="#">b</a></p>', ["'target' of <a>", "'rel' of <a>"]),
    ('<ins datetime="2022-03-10">a</ins>', "<p><ins>a</ins></p>", ["'datetime' of <ins>"]),
    ("a<br clear=all>b", "<p>a<br>b</p>", ["'clear' of <br>"]),
    ("<p class=a class=b>c</p>", "<p class=a>c</p>", ["the second 'class' of <p>"]),
    ("## <p dir=rtl>ימים</p>", '<h2 id="ימים"><span dir="rtl">ימים</span></h2>', ["<p> inside a text"]),
    ("| <div>a</div> |\n|---|", "<span>a</span>", ["<div> inside a text"]),
    ("It is <strike>14</strike> 30 days", "<p>It is <s>14</s> 30 days</p>", []),
    ("<menu><li>a</li></menu>", "<ul><li>a</li></ul>", []),
    ("<p>a <ul><li>b</li></ul></p>", "<p>a <ul><li>b</li></ul>", []),
    ("`<font>` \\<font> and\n\n    <center>", "<p><code>&lt;font&gt;</code> &lt;font&gt; and</p>", []),
    ('[a](<b> "<font>")', '<a href="b" title="&lt;font&gt;">a</a>', []),
    ("<p>a<o:p>&nbsp;</o:p> <st1:City w:st='on'>Rom</st1:City></p>", "<p>a\u00a0 Rom</p>", ["<o:p>", "<st1:City>"]),
    ("<p><![if !supportLists]>1.<![endif]> a</p>", "<p>1. a</p>", ["<![if>", "<![endif]>"]),
    ("<div>\n<!--[if gte mso 9]><w:a></w:a><![endif]-->\n<p>b</p>\n</div>", "<p>b</p>", []),
    ('{: datetime="2022-03-10" }\nText', "<p>Text</p>", ["'datetime' of an attribute list"]),
    ('Since 10 March {: datetime="2022-03-10" } 2022', "<p>Since 10 March 2022</p>", ["'datetime' of an attribute list"]),
    ('{: datetime="2022-03-10" }\n\nText', "<p>Text</p>", ["'datetime' of an attribute list"]),
    ("Text\n{: style='a' #b Title=c }", '<p id="b">Text</p>', ["'style' of an attribute list", "'title' of an attribute list"]),
    ('[a](#){:target="_blank"} `b`{: c=d }', '<p><a href="#">a</a> <code>b</code></p>', ["'target' of an attribute list", "'c' of an attribute list"]),
    ("`{:a}` and `b {:c}`", "<p><code>{:a}</code> and <code>b {:c}</code></p>", []),
]  # fmt: skip
"""Text, a piece of its HTML, what is dropped."""
REFUSED = [
    ("a\n\n<script>b</script>", 3, "<script> cannot be published: it would run code"),
    ("a\nb <IFRAME src=c></IFRAME>", 2, "<iframe> cannot be published: it would load"),
    ("<div>\n<p>a</p>\n<object data=b></object>\n</div>", 3, "<object> cannot be published: it would run code"),
    ("<form><p>a</p></form>", 1, "<form> cannot be published: it would ask for input"),
    ("<style>\np {display: none}\n</style>", 1, "<style> cannot be published: it would hide words"),
    ("<template>a</template>", 1, "it would hide words"),
    ("a\n\n<p\n hidden>b</p>", 3, "'hidden' of <p> cannot be published: it would hide words"),
    ("## a <b OnClick='c()'>d</b>", 1, "'onclick' of <b> cannot be published: it would run code"),
    ("a\n{: onload=b }", 2, "an attribute list cannot set 'onload': it would run code"),
    ("# a {: =x y }", 1, "an attribute list cannot be read: '=x y'"),
    ("a\n\n{: b= }", 3, "an attribute list cannot be read: 'b='"),
    ("# a {: id }\n\n[b](#c){: .d }", 3, "an attribute list is inside the text: '{: .d }'"),
    ("a\n\n{: .lead}\nb", 3, "an attribute list is above its block: '{: .lead}'"),
    ("{: .lead}\nText", 1, "an attribute list is above its block: '{: .lead}'"),
    ("a\n\n- b\n- {:.c} d", 4, "an attribute list is inside the text: '{:.c}'"),
    ("a\nb {: .c } d", 2, "an attribute list is inside the text"),
    ("a\n\n{: #b}\n> c", 3, "an attribute list is above its block: '{: #b}'"),
    ("a\n\n{: .b}\n## C", 3, "an attribute list is above its block"),
    ("## A\n{: #b}\nc", 2, "an attribute list is above its block"),
    ("- a\n- b {: .c}", 2, "an attribute list is inside the text: '{: .c}'"),
    ("| a |\n|---|\n| {: .b} c |", 3, "an attribute list is inside the text"),
    ("| a |\n|---|\n| b {: #c } |", 3, "an attribute list is inside the text: '{: #c }'"),
    ("a\nb {: #c} d", 2, "an attribute list is inside the text: '{: #c}'"),
    ("Dear <your name>,", 1, "<your name> is not an HTML tag"),
    ("a\n\n<Company>\n", 3, "<Company> is not an HTML tag"),
    ("a\n\n<del>\n\nb\n\n</del>", 3, "<del> has no partner in its block"),
    ("<span lang=de>\n\nb\n\n</span>", 1, "<span lang=de> has no partner in its block"),
    ("a\n\nwrite [b](sms:+49)", 3, "'sms:+49' begins with 'sms:'"),
    ("a\nb <ftp://example.org/c>", 2, "begins with 'ftp:'"),
    ("a ftp://example.org/c", 1, "begins with 'ftp:'"),
    ("- a [b][c]\n\n[c]: JavaScript:d()", 1, "begins with 'javascript:'"),
    ("[a](java&#115;cript&colon;b)", 1, "begins with 'javascript:'"),
    ('<p><a href="java&#10;script:a">b</a></p>', 1, "begins with 'javascript:'"),
    ('a <img src="data:image/png;base64,b" alt="c">', 1, "begins with 'data:'"),
    ("| a |\n|---|\n| [b](vbscript:c) |", 3, "begins with 'vbscript:'"),
    ("a \\<https://example.org> b", 1, "has a character in its host"),
]  # fmt: skip
"""Text, line, words of the one message."""


@pytest.mark.parametrize(("text", "shows", "dropped"), DROPPED)
def test_html_that_pages_do_not_show_is_dropped_and_its_words_are_kept(
    text: str, shows: str, dropped: list[str]
) -> None:
    read = markup.read_markdown(text)
    assert read.problems == () and [each.what for each in read.dropped] == dropped
    assert shows in html(text)


@pytest.mark.parametrize(("text", "line", "words"), REFUSED)
def test_html_that_is_unsafe_or_lost_is_refused_with_one_cause(text: str, line: int, words: str) -> None:
    [problem] = {(problem.line, problem.message): problem for problem in markup.read_markdown(text).problems}.values()
    assert problem.line == line and words in problem.message and problem.hint


@pytest.mark.parametrize(
    "scheme", ["https://a.example", "HTTP://a.example", "mailto:a@b.example", "TEL:+49", "#a", "//a", "a/b:c", "?a:b"]
)
def test_an_address_with_an_allowed_scheme_or_none_is_no_problem(scheme: str) -> None:
    assert markup.read_markdown(f"[a]({scheme}) <a href='{scheme}'>b</a>").problems == ()


def test_a_hint_names_the_schemes_that_are_allowed() -> None:
    [problem] = markup.read_markdown("[a](sms:1)").problems
    assert "https:, http:, mailto:, tel:" in problem.hint


def test_html_dropped_in_many_lines_gives_one_warning_at_the_first() -> None:
    read = markup.read_markdown("a <font>b</font>\n\n<p align=left>c</p>\n\nd <font>e</font>\nf <font>g</font>")
    warnings = [(problem.line, problem.message, problem.level) for problem in dropped_html(read.dropped)]
    assert warnings == [
        (1, "<font> is dropped, here and 2 more times, because no page shows it", "warning"),
        (3, "'align' of <p> is dropped, because no page shows it", "warning"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p align=left>We keep **it**</p>", ["We keep **it**"]),
        ("We <font>keep</font> <span style='a'>it</span>", ["We keep <span>it</span>"]),
        ("<font>\n\nwords\n\n</font>", ["words"]),
    ],
)
def test_translators_never_see_dropped_html(text: str, found: list[str]) -> None:
    assert [segment.text for segment in markup.segments(markup.read_markdown(text))] == found


ANCHORS = ['<a name="x"></a>', "<A ID=x></A>", '<a name="x"/>', "<a id='x' name='x' />"]


@pytest.mark.parametrize("anchor", ANCHORS)
def test_an_anchor_has_no_words_and_its_name_is_taken(anchor: str) -> None:
    read = markup.read_markdown(f"{anchor}\n\nText {anchor}")
    assert [segment.text[:4] for segment in markup.segments(read)] == ["Text"]
    assert [problem.message for problem in read.problems] == ["the id 'x' is used twice; the first is in line 1"]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ('<a href="mailto:x@example.org">x@example.org</a>', ["mailto:x@example.org"]),
        ("<a href='#a'>see **https://example.org/_a_**</a> www.example.org", ["#a", "http://www.example.org"]),
        ("<A\nHREF='#a'>~~www.example.org~~</A>", ["#a"]),
        ("<abbr>x@example.org</abbr>", ["mailto:x@example.org"]),
        ("https\\://example.org, https:\\//example.org, www\\.example.org, https&#58;//example.org", []),
        ("[open https://example.org/_a_", []),
        ("xhttps://example.org, xwww.example.org, 1https://example.org", ["https://example.org"]),
        ("mailto:x@example.org", ["mailto:x@example.org"]),
    ],
)
def test_a_bare_address_is_a_link_where_it_is_one_on_github(text: str, links: list[str]) -> None:
    nodes = list(descendants(markup.InlineReader().wrapped(text).tree()))
    found = [node.href if isinstance(node, Link) else node.get("href") for node in nodes if _is_link(node)]
    assert found == links
    assert cross_check.disagreement(markup.read_as_github(text), text) is None


def _is_link(node: Inline) -> TypeGuard[Link | Html]:
    return isinstance(node, Link) or (isinstance(node, Html) and node.name == "a")


ADDRESSES = ["https://example.com/a%20b", "https://example.com/_legal_/x", "https://example.com/%5Fa%5F?b=_c_&d=*e*", "www.example.com/__init__/~a~~b", "http://münchen.example/_straße_/ä", "HTTPS://EXAMPLE.COM/_A_", "https://example.com/a_(b)_c", "https://example.com/a&amp;b_c_"]  # fmt: skip


@pytest.mark.parametrize("around", ["{}", "<{}>", "see {} for _more_.", "**{}**", "_{}_", "~~{}~~", "({})", "- {},\n- {}!", "# {}", "| {} |\n|---|\n| {} |", "[{}](#a)", "[x] {}", "`{}`"])  # fmt: skip
@pytest.mark.parametrize("address", ADDRESSES)
def test_both_parsers_agree_on_every_character_of_an_address(address: str, around: str) -> None:
    text = around.replace("{}", address)
    assert cross_check.disagreement(markup.read_as_github(text), text) is None


@pytest.mark.parametrize("space", ["\u00a0", "\u3000", "\u2009", "\u202f", "\u2003", "\t"])
@pytest.mark.parametrize("around", ["a\n\n{0}b{0}", "# {0}a{0}", "- {0}a{0}\n- b", "> {0}a{0}", "| {0}a{0} | b |\n|---|---|\n| c | {0}d{0} |", "a{0}\nb{0}", "*a{0}*{0}", "[^1]{0}\n\n[^1]: {0}a{0}", "a\n\n\u00a0{0}\n\nb"])  # fmt: skip
def test_spaces_at_the_edge_of_a_block_are_no_disagreement(space: str, around: str) -> None:
    text = around.replace("{0}", space)
    assert cross_check.disagreement(markup.read_as_github(text), text) is None
