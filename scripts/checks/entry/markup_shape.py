"""The shape of a text: its inline tree without its words, which a translation keeps (law 5)."""

from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from ...markup import VARIABLE, Piece
from ...markup.addresses import plain_pieces

Shape = tuple[object, ...]
"""Kind and name of a node, then the shapes of what it holds, in a fixed order: that of siblings does not count."""
Leaf = tuple[str, str]
"""Kind and name of a node of a shape."""


def plain_shape(text: str, allowed: Mapping[str, str]) -> Shape:
    """The shape of a text in which nothing is Markdown: its placeholders, addresses and line breaks."""
    nodes = [_node(piece, allowed)[:2] for piece in plain_pieces(text) if isinstance(piece, Element)]
    bare = (("address", node[1]) if node[0] == "link" else node for node in nodes)
    return ("", *sorted(bare, key=repr), *[("break",)] * text.count("\n"))


def tree_shape(pieces: Sequence[Piece] | Element, allowed: Mapping[str, str]) -> Shape:
    """A tree without its words, the order of siblings not counting."""
    return ("", *sorted((_node(piece, allowed) for piece in pieces if isinstance(piece, Element)), key=repr))


def _said(element: Element) -> list[str]:
    """Whether an element shows anything, and the placeholders in its alt text and title."""
    is_shown = (
        "".join(element.itertext()).strip() or element.find(".//img") is not None or element.find(".//var") is not None
    )
    words = element.get("alt", "") + element.get("title", "")
    return [*([] if is_shown else ["empty"]), *sorted(found.group(1) for found in VARIABLE.finditer(words))]


def _node(element: Element, allowed: Mapping[str, str]) -> Shape:
    if element.get("_html") is not None:
        return _html_node(element, allowed)
    inner = tree_shape(element, allowed)[1:]
    match element.tag:
        case "a":
            href = element.get("href", "")
            return ("link", allowed.get(href, href), *_titled(element), *_said(element), *inner)
        case "img":
            src = element.get("src", "")
            alt = ["alt"] if element.get("alt") else []
            return ("image", allowed.get(src, src), *alt, *_titled(element), *_said(element)[1:])
        case "code":
            return ("code", (element.text or "").strip())
        case "var":
            return ("placeholder", element.get("name", ""))
        case "sup":
            return ("footnote", element.get("label", ""))
        case "br":
            return ("break",)
        case _:
            return ("emphasis", element.tag, *inner)


def _html_node(element: Element, allowed: Mapping[str, str]) -> Shape:
    """A tag of raw HTML with its attributes, of which words may differ; code in it may not."""
    kept = sorted(
        (key, allowed.get(value, value))
        for key, value in element.attrib.items()
        if key not in ("_html", *_WORDED_ATTRIBUTES)
    )
    alt = ["alt"] if element.get("alt") else []
    tag = " ".join([element.tag, *(f'{key}="{value.replace(chr(34), "&quot;")}"' for key, value in kept), *alt])
    code = ["".join(element.itertext())] if element.tag in ("code", "samp", "tt") else []
    return ("tag", f"<{tag}>", *_titled(element), *_said(element), *tree_shape(element, allowed)[1:], *code)


_WORDED_ATTRIBUTES = ("alt", "title")
"""Attributes that hold words, and are translated."""


def _titled(element: Element) -> list[Shape]:
    """A node for the title of an element, if it has one: it may be lost while the element is there."""
    return [("title",)] if element.get("title") else []


def leaves(shape: Shape) -> Iterator[tuple[str, str]]:
    """Every node of a shape."""
    for node in shape[1:]:
        if isinstance(node, tuple):
            if node[0] != "":
                yield str(node[0]), str(node[1]) if len(node) > 1 and not isinstance(node[1], tuple) else ""
            yield from leaves(node)
