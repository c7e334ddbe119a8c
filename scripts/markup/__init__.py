"""Markdown as GitHub reads it, with one walk that both extraction and translation take.

source = read(text)                 blocks, dressed; `source.flaws` say what cannot be published
segments(source)                    what translators see
tree = render(source, speech)       a page's body in one language
normal(text)                        what two spellings of a segment have in common
to_html(tree)                       its HTML (plain text is that of `scripts.text`)
"""

from .block_nodes import Flaw
from .dialect import (
    MARK,
    SUMMARY,
    Fill,
    RenderContext,
    SourceTree,
    html_paragraphs,
    read_as_github,
    read_markdown,
    render_tree,
    segments,
    tree_to_html,
)
from .directives import LONGEST_SEGMENT, ids_of_html
from .inline_nodes import VARIABLE, Piece, append_pieces
from .inline_parser import Unbalanced
from .msgid_forms import normal, respelled, without_block_marks
from .segments import Segment, Translate

__all__ = [
    "LONGEST_SEGMENT",
    "MARK",
    "SUMMARY",
    "VARIABLE",
    "Fill",
    "Flaw",
    "Piece",
    "RenderContext",
    "Segment",
    "SourceTree",
    "Translate",
    "Unbalanced",
    "append_pieces",
    "html_paragraphs",
    "ids_of_html",
    "normal",
    "read_as_github",
    "read_markdown",
    "render_tree",
    "respelled",
    "segments",
    "tree_to_html",
    "without_block_marks",
]
