"""Python-Markdown with our extension gives the HTML that a build gives, before values, links and numbers of clauses."""

from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import markup
from scripts.markup import RenderContext
from scripts.markup.extension import PolicyExtension, plain_context

from ..test_corpus import POLICIES
from .test_markup import INLINE, LINES

TEXTS = [
    "",
    "# Privacy\n\nWe keep *little* of what you `type`, {{ product }}.\n",
    "1. one\n   - two\n\n     three\n2. four\n",
    "- tight\n- list\n\nthen\n\n- loose\n\n- list\n",
    "| a | b |\n|:--|--:|\n| 1 & 2 | `x` \\| y |\n",
    "> [!NOTE]\n> Read this.\n\n- [x] done\n- [ ] to do\n",
    "See[^a].\n\n[^a]: The note, with [a link](https://example.org/?a=1&b=2).\n",
    "<div>\n<p>Raw <b>HTML</b> &amp; more</p>\n</div>\n\n<span>a span alone</span>\n",
    "<section>\n\ntext between\n\n</section>\n\n{: .after}\n",
    "## Rights {#rights}\n\nA paragraph.\n{: .small lang=de }\n",
    "<!-- translators: be brief -->\nText\n\n<!-- skip -->\n\nkept as it is\n\n<!-- /skip -->\n",
    "```py\nprint('<&>')\n```\n\n    indented & code\n",
    "Term\n: what it means\n",
    "a & b &lt; c &copy; d <https://example.org/?x=1&y=2> e<br>f\n",
]


def ours(text: str) -> str:
    return markup.tree_to_html(markup.render_tree(markup.read_markdown(text), plain_context()))


@pytest.mark.parametrize("text", TEXTS)
def test_the_extension_gives_our_html(text: str) -> None:
    assert markdown.markdown(text, extensions=[PolicyExtension()]) == ours(text)


@pytest.mark.slow
@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name + "-" + path.stem)
def test_the_extension_gives_our_html_of_real_policies(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    try:
        wanted = ours(text)
    except markup.Unbalanced:
        pytest.skip("a policy that is refused has no HTML")
    assert markdown.markdown(text, extensions=[PolicyExtension()]) == wanted


@given(st.lists(st.sampled_from([*LINES, *INLINE]), max_size=14))
def test_the_extension_gives_our_html_of_anything(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    if not markup.read_markdown(text).problems:
        assert markdown.markdown(text, extensions=[PolicyExtension()]) == ours(text)


def test_the_extension_uses_the_words_of_its_context() -> None:
    context = RenderContext(lambda segment: segment.text.upper(), lambda name: f"[{name}]", str.lower, {})
    page = markdown.markdown("a {{ b }}\n\n> [!NOTE]\n> c\n", extensions=[PolicyExtension(context)])
    assert "<p>A <bdi>[B]</bdi></p>" in page and '<p class="alert-title">note</p>\n<p>C</p>' in page


def test_the_extension_reports_what_cannot_be_published() -> None:
    extension = PolicyExtension()
    markdown.markdown("# One\n\n{{ broken\n", extensions=[extension])
    assert [(problem.line, problem.rule) for problem in extension.source.problems] == [(3, "markdown")]
