"""The finished tree of a page, which is a tree of HTML elements: how their content is filled in, in reading order."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

MARK = "_mark"
"""Marks an element that shows the number of a clause. Authors cannot write this attribute, and it is not in the HTML."""

Piece = Element | str


def append_pieces(element: Element, pieces: Iterable[Piece]) -> None:
    """Append text and elements to `element`, in order."""
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
