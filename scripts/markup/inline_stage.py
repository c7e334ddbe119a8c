"""Inline Markdown in the texts of a tree, which the walk may have translated."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from .finished_tree import Piece, append_pieces
from .inline_reader import InlineReader
from .nodes import Break, Code, Emphasis, FootnoteReference, Html, Image, Inline, Link, Placeholder, words_of
from .segments import LEAVES


def read_inline(root: Element, reader: InlineReader) -> None:
    """Put inline trees in the place of the texts of `root`. Raises `Unbalanced` where a tag has no partner."""
    for element in root.iter():
        if element.tag in LEAVES and element.text:
            text, element.text = element.text, None
            append_nodes(element, reader.segment(text).tree())


def append_nodes(element: Element, nodes: Iterable[Inline]) -> None:
    """Put inline nodes at the end of `element`."""
    append_pieces(element, map(_piece, nodes))


def _piece(node: Inline) -> Piece:
    element: Element
    match node:
        case str():
            return node
        case Emphasis():
            element = Element(node.kind)
        case Link():
            shown = words_of(node.children[:1])
            is_address = shown and node.written in (shown, f"http://{shown}")
            element = Element("a", {"href": node.href, **_titled(node), **({"_address": ""} if is_address else {})})
        case Image():
            return Element("img", {"src": node.src, "alt": node.alt, **_titled(node)})
        case Code():
            element = Element("code")
            element.text = node.text
            return element
        case Html():
            element = Element(node.name, {**dict(node.attributes), "_html": ""})
        case Placeholder():
            return Element("var", {"name": node.name})
        case FootnoteReference():
            return Element("sup", {"label": node.label})
        case Break():
            return Element("br")
        case _:
            raise AssertionError(node)
    append_nodes(element, node.children)
    return element


def _titled(node: Link | Image) -> dict[str, str]:
    return {"title": node.title} if node.title else {}
