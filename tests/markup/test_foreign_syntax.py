"""Syntax of other tools, and text that GitHub shows differently, is refused with its line; code may hold it."""

import pytest

from scripts.markup import read_markdown
from scripts.markup.bare_text import bare_html, bare_text
from scripts.markup.foreign_syntax import foreign_html, foreign_text

from ..effort import grows_with_its_text


def reported(text: str) -> list[tuple[int, str]]:
    problems = read_markdown(text).problems
    assert all(problem.rule == "markdown" and problem.hint for problem in problems)
    return [(problem.line, problem.message) for problem in problems]


BAD = [
    ("a\n{% include disclaimer.html %}", 2, "tag of Liquid or Jinja"),
    ("Write to {% data variables.contact %}", 1, "'{% data variables.contact %}'"),
    ("[a]({% link b.md %})", 1, "tag of Liquid"),
    ("[a]({%link%})", 1, "tag of Liquid"),
    ("<div>\n<p>{%- if a -%}</p>\n</div>", 2, "tag of Liquid"),
    ('<p>a</p>\n<a href="{% url %}">b</a>', 2, "tag of Liquid"),
    ("a {# a note to us #}", 1, "comment of Jinja"),
    ("a\n\n- {{< ref b >}}", 3, "shortcode of Hugo"),
    ("Write to #{company}.", 1, "variable of a script"),
    ("a\nb %{contact} c", 2, "variable of a script"),
    ("a\n\n{!terms.md!}", 3, "include of MkDocs"),
    ("a\n@import \"b.md\"", 2, "include of another tool"),
    ("!include b.md", 1, "include of another tool"),
    ("a\n\n<<< @/b.md", 3, "include of another tool"),
    ("a\n\ninclude::terms.adoc[]", 3, "directive of AsciiDoc"),
    ("{{% notice %}}\na\n{{% /notice %}}", 3, "shortcode of Hugo"),
    ("We are <%= name %>.", 1, "ERB"),
    ("We are ${company.name}.", 1, "variable of a script"),
    ("We are {frontMatter.company}.", 1, "expression of MDX"),
    ("## Sharing {/* #sharing */}", 1, "comment of MDX"),
    ("import Note from '@site/note.mdx'\n\na", 1, "code of MDX"),
    ("a\n\nimport {A, B} from \"b\"", 3, "code of MDX"),
    ("export const a = 1", 1, "code of MDX"),
    (":::note\n\na\n\n:::", 1, "container"),
    (":::note\n\na\n\n:::", 5, "container"),
    ("::: {.warning}\na\n:::", 3, "container"),
    (":::{note}\na\n:::", 1, "container"),
    ("> a\n> ::::tip", 2, "container"),
    ('!!! note "Title"\n    a', 1, "admonition of MkDocs"),
    ("a\n\n??? danger\n    a", 3, "admonition of MkDocs"),
    ("???+ info\n    a", 1, "admonition of MkDocs"),
    ('=== "Linux"\n\n    a', 1, "tab of MkDocs"),
    ("> [!INFO]\n> a", 1, "not an alert on GitHub"),
    ("> [!NOTE] Title\n> a", 1, "not an alert on GitHub"),
    ("> [!warning]- Title\n> a", 1, "not an alert on GitHub"),
    ("[!INCLUDE [a](b.md)]", 1, "not an alert on GitHub"),
    ("> [!NOTE]\n> a\n> {% b %}", 3, "tag of Liquid"),
    (".. note:: a", 1, "directive of reStructuredText"),
    ("See {ref}`terms`.", 1, "role of MyST"),
    ("a\nSee :doc:`terms`.", 2, "role of reStructuredText"),
    ("![a](b.png){width=100}", 1, "attribute list of Pandoc"),
    ("[a](https://example.org/){.external}", 1, "'{.external}' is an attribute list"),
    ('[a](b){ target="_blank" rel=nofollow }', 1, "attribute list"),
    ("[a]{.smallcaps} and more", 1, "attribute list"),
    ("## A {.unnumbered}", 1, "attribute list"),
    ("## A {-}", 1, "mark of Pandoc"),
    ("{::comment}\na\n{:/comment}", 1, "mark of Pandoc or kramdown"),
    ("We {--never--}{++sometimes++} sell it.", 1, "edit in CriticMarkup that was not accepted"),
    ("We {>>really?<<} sell it.", 1, "edit in CriticMarkup that was not accepted"),
    ("We ==never== sell it.", 1, "highlight"),
    ("a %%ask legal%% b", 1, "comment of Obsidian"),
    ("a^[a note] b", 1, "'^[a note]' is a footnote of Pandoc"),
    ("a\nWe ++also++ keep it.", 2, "insertion in the syntax of other tools"),
    ("a\n\n{!shared/note.md!}", 3, "include of MkDocs"),
    ("<p>We are\n%COMPANY_NAME%.</p>", 2, "variable of a script"),
    ("Words <o:p></o:p>", 1, "a tag of Word"),
    ('a\nin <st1:place w:st="on">London</st1:place>', 2, "a tag of Word"),
    ("a <![endif]> b", 1, "a tag of Word"),
    ("> [!tip]\n", 1, "not alone in the first line of a quote with words below"),
    ("- > [!CAUTION]\n  > a", 1, "not alone in the first line"),
    ("The HTML\n\n*[HTML]: Hyper Text", 3, "abbreviation"),
    ("--8<-- \"a.md\"", 1, "snippet of MkDocs"),
    ("\\newpage\n\na", 1, "command of LaTeX"),
    ("[[_TOC_]]", 1, "table of contents"),
    ("a\n\n[TOC]", 3, "table of contents"),
    ("[[toc]]\n", 1, "table of contents"),
    ("@[toc]", 1, "table of contents"),
    ("* TOC\n{:toc}", 2, "placeholder of kramdown"),
    ("1. a\n{:toc .b}", 2, "placeholder of kramdown"),
    ("See [[Terms of Service]].", 1, "link of a wiki"),
    ("![[seal.png]]", 1, "link of a wiki"),
    ("| a | b |\n|---|---|\n| c | {% d %} |", 3, "tag of Liquid"),
    ("a\n: {% b %}", 2, "tag of Liquid"),
    ("a[^1]\n\n[^1]: b {% c %}", 3, "tag of Liquid"),
    ("`` {% a ` and {% b", 1, "tag of Liquid"),
    # -- what GitHub shows
    ("We :heart: your data.", 1, ":heart: as an emoji"),
    ("a\nb :+1:", 2, ":+1: as an emoji"),
    ("## Rights :scroll:", 1, ":scroll: as an emoji"),
    ("[see :eyes:](https://example.org)", 1, ":eyes: as an emoji"),
    ("1:100:2", 1, ":100: as an emoji"),
    ("a:octo:octocat:", 1, ":octocat: as an emoji"),
    ("a\nb \\:heart:", 2, ":heart: as an emoji"),
    ("\\:white\\_check\\_mark\\: and &#42;\nb", 1, ":white_check_mark: as an emoji"),
    ("&amp;\n&colon;&#x2b;1&#58; c", 2, ":+1: as an emoji"),
    ("<div>\n<p>&amp;\n&#58;lock:</p>\n</div>", 3, ":lock: as an emoji"),
    ("a \\* \\$x^2\\$ c", 1, "'\\\\$x^2\\\\$' as a formula"),
    ("from \\$5 to 10&dollar; a month", 1, "'\\\\$5 to 10&dollar;' as a formula"),
    ("<div>\n<p>:lock:</p>\n</div>", 2, ":lock: as an emoji"),
    ("the fee is $x^2$.", 1, "'$x^2$' as a formula"),
    ("$a$ and b", 1, "'$a$' as a formula"),
    ("from $5 to 10$ a month", 1, "'$5 to 10$' as a formula"),
    ("*$a+b$*, ($c$)", 1, "'$a+b$' as a formula"),
    ("a\n\n$$\nx = 1\n$$", 3, "as a formula"),
    ("a $$x = 1$$ b", 1, "'$$x = 1$$' as a formula"),
    ("a $`x`$ b", 1, "'$`x`$' as a formula"),
    ("```math\nx\n```", 1, "the code block ```math as a picture"),
    ("- a\n\n  ~~~ Mermaid\n  graph\n  ~~~", 3, "the code block ```Mermaid as a picture"),
    ("```{note}\na\n```", 1, "directive of MyST"),
    ("```{r, echo=FALSE}\na\n```", 1, "directive of MyST"),
    ("```admonish warning\na\n```", 1, "directive of MyST, Quarto or mdBook"),
]  # fmt: skip
GOOD = [
    "`{% a %}`, ``{{< ` >}}``, `:heart:`, `$x$` and `[[a]]`",
    "```text\n:::note\n{% a %}\n$x$ :heart:\n```",
    "    ::: note\n    {% a %}\n",
    "<code>{% a %} :heart: $x$</code> and <kbd>a</kbd>",
    "<pre>\n{% a %} :heart: ${a}\n</pre>",
    "<p><code>:heart: {% a %}</code></p>",
    "\\{% a %}, \\$5 to \\$10, a\\$x\\$, \\:nothing: \\[[a]], \\:::, a \\==b== and \\${a}",
    "\\::: note\n\n\\!!! note\n\n\\[TOC]\n\n\\.. note:: a",
    "{{ product }} keeps {{ company.name }} and [a]({{ home }})",
    "## A {#a}\n\ntext\n{: #b .c lang=la }",
    "## A {: #a .b }",
    "> [!NOTE]\n> a\n\n> [!CAUTION]\n> b",
    "[TOC] and [toc]",
    "[TOC]\n\n[toc]: https://example.org",
    "a [^1]\n\n[^1]: b",
    "[[1]](https://example.org) and [[2]][a] and [[3]]\n\n[a]: https://example.org\n[3]: https://example.org",
    "$5 to $10, US$5 or US$10, $5-$10, $5/$10, $1,000 and $2,000.",
    "5$ or 10$; $ 5 or $ 10; CA$5 and A$6; a $ b $ c",
    "**$5** or **$10** and ($5) or ($10)",
    "a fee of $5\nand of 10$",
    "$AUD and $NZD; from $5 [to](https://example.org/$) more",
    "a $$ b, and $$$ for dear places",
    "<span>:</span>heart: and <span>$</span>x$ or `:heart:`",
    'You may\nimport "goods" or\nexport function keys.',
    "10:30:45, a:q:c, :nothing-of-github: and ::1",
    "https://example.org/:heart:/ and [a](https://example.org/:lock:) and <https://example.org/:lock:>",
    'Import of goods from "a"? We import goods. Export controls apply.\n\nExport controls apply.',
    "50%, 5%-10% and 100%%",
    "a = b, a == b, a === b and x==y",
    "Wow!!! note this. ??? Really???",
    "100 {a} and {a, b} and {1.5}",
    "They include: a, b. Wow!include it. 5 <<< 6, @imported and {!} or #{",
    "a ^ b, 10^2^ and *[a]*: b",
    "a: b\n\nTo: you ::: and more",
    "<!-- {% a %} :heart: -->\n\ntext",
    "[a](https://example.org/{b}?c=${d)",
    "```python\nx = {}\n```\n\n```\n{note}\n```",
]


@pytest.mark.parametrize(("text", "line", "words"), BAD)
def test_syntax_of_another_tool_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    found = reported(text)
    assert any(number == line and words in message for number, message in found), found


@pytest.mark.parametrize("text", GOOD)
def test_code_escaped_characters_and_plain_words_are_accepted(text: str) -> None:
    assert reported(text) == []


def test_each_kind_is_reported_once_for_a_line() -> None:
    assert reported("{% a %}{% b %}\n:::\n\n:heart: :heart:") == [
        (1, "'{% a %}{% b %}' is a tag of Liquid or Jinja; it would be published as text"),
        (2, "':::' is a fence of a container (Docusaurus, Pandoc, MyST); it would be published as text"),
        (4, "GitHub shows :heart: as an emoji"),
    ]
    assert [message for _, message in reported("{{% a %}}")] == [
        "'{{% a %}}' is a shortcode of Hugo; it would be published as text"
    ]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("a `b` \\* <i>c</i>", "a CCC EE MMMcMMMM"),
        ("[a](b(c)) <d@e.f>", "[aMMMMMM) MMMMMMM"),
        ("{{ a }} ``b`\nc`` `d", "MMMMMMM CCCC\nCCC `d"),
        ("<code>`a</code> `b`", "CCCCCCCCCCCCCCC CCC"),
    ],
)
def test_everything_that_is_not_text_is_masked_in_its_place(text: str, bare: str) -> None:
    assert bare_text(text).translate({1: "C", 2: "E", 3: "M"}) == bare and len(bare) == len(text)
    assert bare_html("a `b` \\*") == "a `b` \\*"


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "{%", "${", "{.a", "{a=b ", "[[", "==a", "%%", "`$", "$", "$$", ":a", ":::", "^[", "](", "](a", "<a@", "<code>", "`" * 3 + "a`",
        "{a.b", "!!! ", "> [!", "{{< ", "&", "\\", "www.a", "<p {%", "*[", "{ .a=", "import ", "import {a", "${a.",
    ],
)  # fmt: skip
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def work(size: int) -> None:
        text = f"{{% {piece * (size // len(piece))}"
        list(foreign_text(text, 1, {}))
        list(foreign_html(text, 1))

    grows_with_its_text(work, 10_000)
