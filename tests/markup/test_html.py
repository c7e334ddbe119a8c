"""The HTML of a finished tree is that of Python-Markdown's serializer."""

import re
from copy import deepcopy
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.serializers import to_html_string
from markdown.util import AMP_SUBSTITUTE

from scripts import markup
from scripts.markup.extension import plain_context
from scripts.markup.html import _raw_block
from scripts.markup.serializer_input import prepare_for_serializer

GOLDEN = Path(__file__).parent.parent / "pages" / "golden"


def by_python_markdown(tree: Element) -> str:
    raw: list[str] = []

    def stash(html: str) -> str:
        raw.append(html)
        return f"\x02{len(raw) - 1}\x03"

    root = deepcopy(tree)
    prepare_for_serializer(root, stash)
    text = to_html_string(root).strip().removeprefix("<div>").removesuffix("</div>").strip()
    text = re.sub(r"<p>\x02(\d+)\x03</p>", lambda found: _raw_block(raw[int(found[1])]), text)
    text = re.sub(r"\x02(\d+)\x03", lambda found: raw[int(found[1])], text)
    return text.replace(AMP_SUBSTITUTE, "&").strip()


_text = st.sampled_from(["", "", "words", " ", "\n", "a & b", "&lt;", "1 < 2 > 0", '"q"', " é ", "\u00a0"])
_attributes = st.dictionaries(
    st.sampled_from(["id", "class", "href", "alt", "open", "reversed", "title", "lang", "_line"]),
    st.sampled_from(["", "x", "open", "reversed", 'a "b"', "?a=1&b=<2>", "&amp;"]),
    max_size=2,
)
_BLOCKS = [
    "p",
    "h2",
    "ul",
    "ol",
    "li",
    "dl",
    "dd",
    "blockquote",
    "div",
    "section",
    "pre",
    "hr",
    "table",
    "tr",
    "td",
    "details",
]
_INLINE = ["em", "a", "code", "img", "br", "span", "bdi", "time", "wbr"]
_RAW = ["", " ", "<hr>", "<b>x</b> & y", "<div>\n<p>a</p>\n</div>\n", "<span>a</span>", "words"]


def _built(tag: str, attributes: dict[str, str], text: str, tail: str, inner: list[Element]) -> Element:
    element = Element(tag, attributes)
    element.text, element.tail = text or None, tail or None
    element.extend(inner)
    return element


_raw = st.builds(_built, st.just("html"), st.just({}), st.sampled_from(_RAW), st.just(""), st.just([]))
_inline = st.recursive(
    st.builds(_built, st.sampled_from(_INLINE), _attributes, _text, _text, st.just([])),
    lambda inner: st.builds(_built, st.sampled_from(_INLINE), _attributes, _text, _text, st.lists(inner, max_size=3)),
    max_leaves=4,
)
_leaf = st.builds(_built, st.sampled_from(["p", "hr", "pre"]), _attributes, _text, _text, st.just([]))
_tight = st.builds(_built, st.just("tight"), _attributes, _text, _text, st.lists(_inline | _leaf, max_size=2))
_tree = st.recursive(
    _inline | _tight | _raw,
    lambda inner: st.builds(_built, st.sampled_from(_BLOCKS), _attributes, _text, _text, st.lists(inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=100)
@given(st.lists(_tree, max_size=4).map(lambda parts: _built("div", {}, "", "", parts)))
def test_any_tree_is_written_as_python_markdown_writes_it(tree: Element) -> None:
    before = tostring(tree)
    assert markup.tree_to_html(tree) == by_python_markdown(tree)
    assert tostring(tree) == before


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir() if path.is_dir()))
def test_golden_policies_are_written_as_python_markdown_writes_them(name: str) -> None:
    text = (GOLDEN / name / "policy.md").read_text(encoding="utf-8")
    tree = markup.render_tree(markup.read_markdown(text), plain_context())
    assert markup.tree_to_html(tree) == by_python_markdown(tree)
