"""The policy's own faults: what is wrong before anybody translates it."""

import re

import pytest

from scripts.checks.source import dropped, slips
from scripts.checks.source import links as source_links
from scripts.checks.source import policy as source_checks
from scripts.commands import build
from scripts.problem import Problem
from scripts.project.project import Project

from ..conftest import write


def faults(project: Project, body: str, front: str = "title: T\neffective: 2024-10-01") -> list[Problem]:
    write(project.path, "policy/refused.md", "##\n")
    write(project.path, "policy/logs.md", f"---\n{front}\n---\n\n{body}\n")
    (project.catalog("de", "logs")).unlink(missing_ok=True)
    return [problem for problem in build.build(project).problems if problem.path == "policy/logs.md"]


BAD = [
    ("empty-heading", "a\n\n##\n\nb", 8, "the heading has no text"),
    ("empty-heading", "a\n\n## {#b}", 8, "the heading has no text"),
    ("empty-heading", "a\n\n## ![](b.png)\n\n## B", 8, "the heading has no text"),
    ("empty-heading", "a\n\n## B\n\n## [](https://example.org)\n\nc", 10, "the heading has no text"),
    ("empty-heading", "a\n\n## <br>", 8, "the heading has no text"),
    ("dead-fragment", "See [b](#bb).\n\n## B {#b}", 6, "'#bb' leads nowhere"),
    ("dead-fragment", "a\n\n- [b](#B)\n\n## B {#b}", 8, "'#B' leads nowhere"),
    ("unknown-policy", "a\n\nSee [terms](terms.md).", 8, "'terms.md' leads to no policy"),
    ("unknown-policy", "a\n\n[terms]\n\n[terms]: <./logz.html>", 10, "did you mean 'logs.html'?"),
    ("unknown-policy", "a\n\n<p>see\n<a href='LOGS.MD'>logs</a></p>", 9, "did you mean 'logs.md'?"),
    ("unknown-policy", "a\n\nsee\n[logs](logs.md?plain=1)", 9, "has a query"),
    ("unknown-id", "- a\n- [logs](logs.md#bb)\n\n## B {#b}", 7, "no id 'bb'"),
    ("unknown-id", "a\n\n<p><a href=logs.html#B>b</a></p>\n\n## B {#b}", 8, "did you mean 'b'?"),
    ("refused-target", "a\n\nsee [b](refused.md)", 8, "'refused.md' leads to a policy that has errors"),
    ("refused-target", "[b]: ./refused.html#c\n\na [b]", 6, "is not published"),
    ("relative-link", "a\n\nSee [terms](../terms.md).", 8, "'../terms.md' is not a whole address"),
    ("relative-link", "a\n\nSee [terms](/terms).", 8, "'/terms' is not a whole address"),
    ("relative-link", "See [terms](//example.org/terms).", 6, "'//example.org/terms'"),
    ("image-not-shown", "a\n\n![A seal](seal.png)", 8, "'seal.png' is not shown"),
    ("image-not-shown", 'a\n\n<p><img src="https://x.org/a.png" alt="b"></p>', 8, "'https://x.org/a.png'"),
    ("title-level", "## T\n\na", 6, "a heading of level 2 that repeats its title"),
    ("title-level", "<!-- a -->\n\n#### t {#b}\n\na", 8, "a heading of level 4 that repeats its title"),
    ("heading-no-space", "a\n\n##Sharing", 8, "'##Sharing' is a paragraph"),
    ("heading-no-space", "a\nb\n###1. Rechte\nc", 8, "'###1. Rechte'"),
    ("heading-no-space", "- a\n\n  ##\u00a0Daten", 8, "'##\\xa0Daten'"),
    ("heading-no-space", "a\n\n#Vos droits", 8, "'#Vos droits'"),
    ("heading-no-space", "> [!NOTE]\n> a\n> ##概要", 8, "'##概要'"),
    ("undefined-reference", "a\nSee [the Terms][nowhere].", 7, "[the Terms][nowhere] has no definition"),
    ("undefined-reference", "a\n\n- See [Terms][].", 8, "[Terms][] has no definition"),
    ("undefined-reference", "| a | b |\n|---|---|\n| c | [die AGB][agb] |", 8, "[die AGB][agb]"),
    ("undefined-reference", "See ![a *b*][c] or [a\nb][d].\n\n[d]: https://example.org", 6, "[a *b*][c]"),
    (
        "broken-link",
        "a\nSee [Terms] (https://example.org/a).",
        7,
        "'[Terms] (https://example.org/a)' is not a link: there is a space",
    ),
    ("broken-link", "- [die AGB]  (logs.md#b)\n\n## B", 6, "there is a space between"),
    ("broken-link", "See (the Terms)[https://example.org].", 6, "in the wrong order"),
    ("broken-link", "a\n\n[a](https://example.org/a b)", 8, "the address has a space"),
    ("broken-link", 'See [a](logs.md "Terms).', 6, "not between quotation marks"),
    ("broken-link", "a\n\n| b |\n|---|\n| c [](https://example.org/) |", 10, "without words"),
    ("broken-link", "a\nb [c]().", 7, "'[c]()' is a link without an address"),
    ("broken-link", "a\n\n<p>b\n<a href=''>c</a></p>", 9, "without an address"),
    ("marks-in-html", "<div>\nWe **never** sell it.\n</div>", 7, "'**never** sell it.'"),
    ("marks-in-html", "a\n\n<details>\n<summary>b</summary>\n- eins\n- zwei\n</details>", 10, "'- eins'"),
    ("marks-in-html", "<p>Voir\n[c](logs.md)</p>", 7, "'](logs.md)'"),
    ("title-level", "# Another\n\na", 6, "the title of the page is 'Another'"),
    ("dead-fragment", "[a](#shareing)\n\n## Sharing", 6, "did you mean 'sharing'?"),
    ("lines-run-together", "You may:\n(a) copy;\n(b) sell.", 7, "that begin like '(a)'"),
    ("lines-run-together", "a\n\n(i) one\nand more\n(ii) two", 8, "'(i)'"),
    ("lines-run-together", "- a) eins\n  b) zwei", 6, "'a)'"),
    ("lines-run-together", "(1) 一\n(2) 二", 6, "'(1)'"),
    ("lines-run-together", "1.1 We keep it.\n1.2 We delete it.", 6, "'1.1'"),
    ("lines-run-together", "We\n• keep\n• delete", 7, "'•'"),
    ("lines-run-together", "i. one\nii. two\niii. three", 6, "'i.'"),
    ("lines-run-together", "> a\n>\n> A. one\n> B. two", 8, "'A.'"),
    ("open-fence", "a\n\n```\ncode", 8, "``` is never closed"),
    ("open-fence", "a\n\n~~~~ text\ncode\n~~~", 8, "~~~~ is never closed"),
    ("direction", 'a\n\nWe do <bdo dir="rtl">ton</bdo> sell it.', 8, "<bdo>"),
    ("direction", "a\n\n<div>\n<p><BDO dir=ltr>not</BDO></p>\n</div>", 9, "<bdo>"),
    ("direction", '<p dir="rtl">Keep 5 (6) days</p>', 6, "'Keep 5 (6) days'"),
    ("direction", "<div DIR=RTL>\n\nKeep **5** (6) days\n\n</div>", 6, "right to left"),
    ("direction", "a\n\nKeep 5 (6) days\n{: dir=rtl }", 9, "dir=rtl on <p>"),
    ("direction", "## Keep 5 (6) {: dir=rtl }\n\na", 6, "dir=rtl on <h2>"),
    ("direction", "It is <b dir='rtl'>5 (6)</b> days.", 6, "'5 (6)'"),
    ("direction", '<div dir="rtl"><p>ימים</p><p dir="rtl">Keep 5 (6) days</p></div>', 6, "on <p>"),
    ("direction", '<div dir="rtl"><p>ימים</p><p dir="ltr">ימים (5)</p></div>', 6, "left to right"),
    ("direction", 'We are <i dir="rtl">{{ effective }}</i>.', 6, "2024"),
    ("gap", "Write to [INSERT EMAIL ADDRESS].", 6, "[INSERT EMAIL ADDRESS]"),
    ("gap", "a\n\nWe are [Company Name] and [COMPANY NAME].", 8, "[COMPANY NAME]"),
    ("gap", "- one\n- call [TODO]", 7, "[TODO]"),
    ("gap", "a\n\n    Example Ltd\n    [INSERT ADDRESS]", 8, "[INSERT ADDRESS]"),
    ("typed-date", "*Last updated: October 1, 2024*", 6, "Last updated: October 1, 2024"),
    ("typed-date", "This is effective as of 2024-10-01.", 6, "effective as of 2024"),
    ("html-dropped", "a\n\n<p align=center>b</p>", 8, "'align' of <p> is dropped"),
    ("html-dropped", "a\nb <font>c</font>", 7, "<font> is dropped"),
    ("html-dropped", 'a\n\n{: datetime="2022-03-10" }', 8, "'datetime' of an attribute list"),
    ("dead-fragment", '<a name="a"></a>\n\nSee [b](#b) and [a](#a).', 8, "'#b' leads nowhere"),
]
"""Rule, body of a policy, line, words of the message."""
GOOD = [
    ("empty-heading", "## A\n\na"),
    ("empty-heading", "## `A` {#a}\n\na"),
    ("empty-heading", "## ~~A~~\n\na\n\n## 24\n\nb"),
    ("dead-fragment", "## A {#x}\n\n## A\n\nSee [a](#x) and [top](#)."),
    ("dead-fragment", "## Über uns\n\nSee [a](#über-uns)."),
    ("relative-link", "[a](https://example.org), [b](mailto:a@example.org) and [c](tel:+4930123)."),
    ("relative-link", "[top](#) and `[terms](../terms)`"),
    ("unknown-policy", "`[terms](terms.md)` and [logs](logs.md)"),
    ("unknown-policy", "[logs](./logs.html), <https://example.org/terms.md> and [b](tel:+1)"),
    ("unknown-id", "`[a](refused.md#x)` and [a](#)"),
    ("refused-target", "[a](logs.md) and `[b](refused.md)`"),
    ("refused-target", "[a](https://example.org/refused.md)"),
    ("unknown-id", "## B {#b}\n\n[b](logs.md#b), [all](./logs.html#) and <a href='logs.md#b'>b</a>"),
    ("image-not-shown", "[A seal](https://example.org/seal.png)"),
    ("image-not-shown", "`![A seal](seal.png)`"),
    ("open-fence", "```text\n[INSERT NAME]\n```"),
    ("title-level", "# T\n\n## A"),
    ("title-level", "## A\n\n## T"),
    ("heading-no-space", "## Sharing\n\n\\##Sharing, `##Sharing`, ####### a and a ##b"),
    ("heading-no-space", "```\n##Sharing\n```"),
    ("heading-no-space", "#1 of all\n\n#tag is a tag.\n\n####### seven"),
    ("undefined-reference", "[a][b], [B][] and [b]\n\n[b]: https://example.org"),
    ("undefined-reference", "[ ][ ], `[a][b]`, \\[a][b], [a](https://example.org)[b] and x[1][2]"),
    ("undefined-reference", "a[^1][^2]\n\n[^1]: b\n\n[^2]: c"),
    (
        "broken-link",
        "[a](logs.md \"T\") `[a] (https://b.org)` \\[a] (https://b.org) [a](<logs.md> 'T') and [sic](as said).",
    ),
    ("broken-link", "- [x] (https://example.org) a\n\nb [c] (#d).\n\n[c]: https://example.org"),
    ("broken-link", "f(x)[1] and (see b)[2] and a[^1] (https://example.org).\n\n[^1]: b"),
    ("marks-in-html", "<p>2 * 3 * 4, a*b*c, snake__case__ and <code>`x`</code></p>\n\n<div>\n\n**b**\n\n</div>"),
    ("marks-in-html", "<p>Call *00 or #21 and pay 5 * 3.</p>"),
    ("title-level", "# *T*\n\na"),
    ("lines-run-together", "(a) one  \n(b) two\\\n(c) three"),
    ("lines-run-together", "(a) one\n\n(b) two"),
    ("lines-run-together", "as told in\n(b) and\nin 5 days,\n24 hours or\nI. e. never"),
    ("lines-run-together", "1. one\n2. two\n\n```\n(a) one\n(b) two\n```"),
    ("open-fence", "~~~\n```\n~~~"),
    (
        "direction",
        'He writes <bdi>ימים</bdi>, <b dir="rtl">5 ימים</b> and <i dir="auto">ton</i>, <b dir="ltr">not</b>.',
    ),
    ("direction", "اكتب 5 أيام\n{: dir=rtl lang=ar }"),
    (
        "direction",
        '<div dir="rtl"><p>אנו ב-<span dir="ltr">LM Studio +49 30</span>.</p><p dir="ltr">{{ effective }}</p></div>',
    ),
    ("direction", 'Write `<bdo dir="rtl">`.\n\n```\n<p dir="rtl">Keep</p>\n```'),
    ("gap", "- [x] done\n- [ ] not done"),
    ("gap", "[GDPR](https://example.org) and [GDPR]\n\n[GDPR]: https://example.org"),
    ("gap", "Press [A]."),
    ("typed-date", "Last updated: {{ effective }}"),
    ("typed-date", "We are effective. In 2024 we grew."),
    ("html-dropped", "<p id=a class=b lang=de dir=ltr>c</p>\n\n`<font>`"),
    ("html-dropped", '<ol start="3" type="a"><li value="5">b</li></ol>'),
    ("dead-fragment", '<a name="a"></a>\n\n[a](#a), [b](#b), [c](#c).<a id="b"></a>\n\n<p><a name=c></a>d</p>'),
]


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "body", "line", "words"), BAD)
def test_a_fault_of_the_source_is_told_with_its_line(
    project: Project, rule: str, body: str, line: int, words: str
) -> None:
    [problem] = [
        found for found in faults(project, body) if rule == "image-not-shown" or found.rule != "image-not-shown"
    ]
    assert (problem.rule, problem.line) == (rule, line) and words in problem.message and problem.hint
    rules = (*source_checks.RULES, *source_links.RULES, *slips.RULES, *dropped.RULES)
    assert problem.level == {one.name: one.level for one in rules}[rule]


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("{{ help }}", "write mailto:help@example.org"),
        ("../logs/index.md", "write logs.md, or the whole address: https://..."),
        ("/legal/logs/", "write logs.md, or the whole address: https://..."),
        ("logs.txt", "write logs.md, or the whole address: https://..."),
        ("../about.md", "write the whole address: https://..."),
    ],
)
def test_a_relative_link_is_told_in_its_line_with_what_it_may_be(project: Project, link: str, hint: str) -> None:
    write(project.path, "policy/site.toml", '[variables]\nhelp = "help@example.org"\n')
    [found] = faults(project, f"a\n\nb\n[c]({link})")
    assert (found.rule, found.line) == ("relative-link", 9) and found.hint.startswith(hint)


@pytest.mark.slow
@pytest.mark.parametrize("body", [body for _, body in GOOD])
def test_good_sources_are_left_alone(project: Project, body: str) -> None:
    assert faults(project, body) == []


def test_a_date_may_be_typed_where_the_front_matter_names_none(project: Project) -> None:
    assert faults(project, "Last updated: October 1, 2024", "title: T") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "is_wrong"),
    [
        ('<p dir="rtl">LM Studio</p>', False),
        ('<p>הטלפון: <span dir="ltr">+49 (30) 12</span> או <span dir="ltr">LM Studio ימים</span></p>', False),
        ('<p dir="ltr">ימים (5)</p>', True),
        ('<p dir="ltr">Keep <b dir="rtl">5 (6) days</b></p>', True),
    ],
)
def test_the_direction_of_the_policy_itself_is_no_fault(project: Project, body: str, is_wrong: bool) -> None:
    write(project.path, "policy/site.toml", '[site]\nsource = "he"\ngoverning = ""\n')
    assert [found.rule for found in faults(project, body)] == ["direction"] * is_wrong


@pytest.mark.slow
@pytest.mark.parametrize(("body", "level"), [("## A\n\nb", 1), ("#### 1. A\n\n# B", 1), ("# A\n\n## B", 0)])
def test_a_title_that_is_no_top_heading_is_told_and_shown_once(project: Project, body: str, level: int) -> None:
    found = faults(project, body, "effective: 2024-10-01")
    assert [(problem.rule, problem.level, problem.line) for problem in found] == [("title-level", "warning", 5)] * level
    page = (project.site / "en/logs.html").read_text(encoding="utf-8")
    words = body.partition("\n")[0].lstrip("# ")
    assert re.findall(r"<h1[^>]*>([^<]*)", page)[0] == words and f">{words}</h2>" not in page


def test_every_rule_is_in_the_table() -> None:
    assert {rule.name for rule in (*source_checks.RULES, *source_links.RULES)} == {
        "dead-fragment", "unknown-policy", "unknown-id", "refused-target", "relative-link", "image-not-shown", "empty-heading", "title-level", "open-fence", "direction", "gap", "typed-date",
    }  # fmt: skip
