"""Pieces of an inline tree: strings and elements in reading order, and how elements hold them."""

import re
from collections.abc import Iterable
from urllib.parse import quote
from xml.etree.ElementTree import Element

VARIABLE = re.compile(r"\{\{[ ]*([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)[ ]*\}\}", re.ASCII)
"""The fixed grammar of a placeholder; nothing else between braces has a meaning."""

DEPTH = 60
"""How deep blocks and marks may be nested; what is deeper is refused, for every reader of a tree calls itself."""

WRITTEN = "_written"
"""The attribute of a link or image with its target as the text writes it, where that is not what stands in HTML."""

Piece = Element | str


def encoded(target: str) -> str:
    """A target percent-encoded as CommonMark does, placeholders left for later."""
    pieces: list[str] = []
    at = 0
    for variable in VARIABLE.finditer(target):  # a placeholder is filled in later
        pieces += [quote(target[at : variable.start()], safe="%!#$&'()*+,-./:;=?@_~"), variable.group()]
        at = variable.end()
    return "".join([*pieces, quote(target[at:], safe="%!#$&'()*+,-./:;=?@_~")])


def children(element: Element) -> Iterable[Piece]:
    """What an element holds, its text and tails among its elements."""
    if element.text:
        yield element.text
    for child in element:
        tail = child.tail
        yield child
        if tail:
            yield tail


def merged(pieces: Iterable[Piece]) -> list[Piece]:
    """The same pieces, neighbouring strings as one, empty ones gone."""
    merged: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif isinstance(piece, Element) or piece:
            merged.append(piece)
    return merged


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
