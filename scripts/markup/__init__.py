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
    Source,
    Speech,
    html_paragraphs,
    read,
    read_as_github,
    render,
    segments,
    to_html,
)
from .directives import LONGEST, ids_of_html
from .inline_nodes import VARIABLE, Piece, fill
from .inline_parser import Unbalanced
from .msgid_forms import normal, respelled, without_block_marks
from .segments import Say, Segment

__all__ = [
    "LONGEST",
    "MARK",
    "SUMMARY",
    "VARIABLE",
    "Fill",
    "Flaw",
    "Piece",
    "Say",
    "Segment",
    "Source",
    "Speech",
    "Unbalanced",
    "fill",
    "html_paragraphs",
    "ids_of_html",
    "normal",
    "read",
    "read_as_github",
    "render",
    "respelled",
    "segments",
    "to_html",
    "without_block_marks",
]
