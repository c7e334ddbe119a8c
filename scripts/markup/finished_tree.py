"""The finished tree of a page, an HTML tree: what its elements hold, as strings and elements in reading order."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

MARK = "_mark"
"""The attribute of an element that shows the number of a clause; no author can write it, and no page has it."""

Piece = Element | str


def append_pieces(element: Element, pieces: Iterable[Piece]) -> None:
    """Put text and elements, in order, at the end of `element`."""
    last = element[-1] if len(element) else None
    for piece in pieces:
        if isinstance(piece, Element):
            piece.tail = None
            element.append(piece)
            last = piece
        elif last is None:
            element.text = (element.text or "") + piece
        else:
            last.tail = (last.tail or "") + piece
