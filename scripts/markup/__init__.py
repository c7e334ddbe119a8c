"""Markdown as GitHub reads it, with one walk for both extraction and translation.

source = read_markdown(text)            blocks with directives applied; `source.problems` keep it from being published
segments(source)                        what translators see
tree = render_tree(source, context)     the body of a page in one language
tree_to_html(tree)                      its HTML (`scripts.text` makes the plain text of it)
normal(text)                            the form that all spellings of a segment have in common
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
