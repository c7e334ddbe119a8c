"""Inline Markdown in the texts of a tree, which the walk may have translated."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from . import inline_parser
from .inline_nodes import append_pieces
from .segments import LEAVES


def read_inline(
    root: Element,
    references: Mapping[str, tuple[str, str]],
    *,
    beyond: bool = True,
    hard: bool = True,
    nest: bool = True,
) -> None:
    """Put inline trees in the place of the texts of `root`; `beyond` and `hard` as in `inline_parser.parse`.

    With `nest`, tags of raw HTML are the elements that they are. Raises `inline_parser.Unbalanced` where they are not.
    """
    footnotes = frozenset(element.get("label", "") for element in root if element.tag == "footnote")
    for element in root.iter():
        if element.tag in LEAVES and element.text:
            text, element.text = element.text, None
            pieces = inline_parser.parse(text, references, footnotes, beyond=beyond, hard=hard)
            append_pieces(element, inline_parser.nested(pieces) if nest else pieces)
