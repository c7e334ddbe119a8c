"""Markdown as GitHub reads it, with one walk that both extraction and translation take.

source = read_markdown(text)            blocks, directives applied; `source.problems` say what cannot be published
segments(source)                        what translators see
tree = render_tree(source, context)     a page's body in one language
normal(text)                            what two spellings of a segment have in common
tree_to_html(tree)                      its HTML (plain text is that of `scripts.text`)
"""

from .dropped_html import UNSAFE_HTML, Dropped
from .finished_tree import MARK, Piece, append_pieces
from .html import tree_to_html
from .inline_parser import Unbalanced
from .inline_reader import InlineReader, InlineText
from .inspection import LONGEST_SEGMENT, ids_of_html
from .msgid_forms import normal, respelled, without_block_marks
from .nodes import VARIABLE, Inline
from .page_html import PAGE_ATTRIBUTES, PAGE_TAGS, SCHEMES
from .policy_links import PolicyLink, policy_link
from .reader import SUMMARY, SourceTree, read_as_github, read_markdown, segments
from .renderer import Fill, RenderContext, render_tree
from .segments import Segment, Translate

__all__ = [
    "LONGEST_SEGMENT",
    "MARK",
    "PAGE_ATTRIBUTES",
    "PAGE_TAGS",
    "SCHEMES",
    "SUMMARY",
    "UNSAFE_HTML",
    "VARIABLE",
    "Dropped",
    "Fill",
    "Inline",
    "InlineReader",
    "InlineText",
    "Piece",
    "PolicyLink",
    "RenderContext",
    "Segment",
    "SourceTree",
    "Translate",
    "Unbalanced",
    "append_pieces",
    "ids_of_html",
    "normal",
    "policy_link",
    "read_as_github",
    "read_markdown",
    "render_tree",
    "respelled",
    "segments",
    "tree_to_html",
    "without_block_marks",
]
