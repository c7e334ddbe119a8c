"""The shape of a text: its inline tree without its words, which a translation keeps (law 5)."""

from collections.abc import Iterable, Iterator, Mapping

from ...markup import VARIABLE, Inline
from ...markup.nodes import (
    LABEL,
    Code,
    Emphasis,
    FootnoteReference,
    Html,
    Image,
    Link,
    Parent,
    Placeholder,
    descendants,
    words_of,
)

Shape = tuple[object, ...]
"""Kind and name of a node, then the shapes of its children, sorted, because the order of siblings does not count."""
Leaf = tuple[str, str]
"""Kind and name of a node of a shape."""


def plain_shape(text: str, nodes: Iterable[Inline], allowed: Mapping[str, str]) -> Shape:
    """The shape of a text in which nothing is Markdown: its placeholders, addresses and line breaks."""
    shapes = [_shape(node, allowed)[:2] for node in nodes if not isinstance(node, str)]
    bare = (("address", shape[1]) if shape[0] == "link" else shape for shape in shapes)
    return ("", *sorted(bare, key=repr), *[("break",)] * text.count("\n"))


def tree_shape(nodes: Iterable[Inline], allowed: Mapping[str, str]) -> Shape:
    """A tree without its words; the order of siblings does not count."""
    return ("", *sorted((_shape(node, allowed) for node in nodes if not isinstance(node, str)), key=repr))


def _shape(node: Inline, allowed: Mapping[str, str]) -> Shape:
    match node:
        case Html():
            return _html_shape(node, allowed)
        case Link():
            title = _titled(node.title)
            inner = tree_shape(node.children, allowed)[1:]
            return ("link", allowed.get(node.href, node.href), *title, *_said(node, node.title), *inner)
        case Image():
            alt = ["alt"] if node.alt else []
            names = _placeholders(node.alt + node.title)
            return ("image", allowed.get(node.src, node.src), *alt, *_titled(node.title), *names)
        case Code():
            return ("code", node.text.strip())
        case Placeholder():
            return ("placeholder", node.name)
        case FootnoteReference():
            return ("footnote", node.label)
        case Emphasis():
            return ("emphasis", node.kind, *tree_shape(node.children, allowed)[1:])
        case _:
            return ("break",)


def _html_shape(element: Html, allowed: Mapping[str, str]) -> Shape:
    """A tag of raw HTML with its attributes. Words in attributes may differ, code inside the tag may not."""
    kept = sorted(
        (key, allowed.get(value, value)) for key, value in element.attributes if key not in _WORDED_ATTRIBUTES
    )
    alt, title = element.get("alt"), element.get("title")
    written = (f'{key}="{value.replace(chr(34), "&quot;")}"' for key, value in kept)
    tag = " ".join([element.name, *written, *(["alt"] if alt else [])])
    code = [words_of(element.children, LABEL)] if element.name in ("code", "samp", "tt") else []
    inner = tree_shape(element.children, allowed)[1:]
    return ("tag", f"<{tag}>", *_titled(title), *_said(element, alt + title), *inner, *code)


_WORDED_ATTRIBUTES = ("alt", "title")
"""Attributes that contain words, which are translated."""


def _titled(title: str) -> list[Shape]:
    """A node of its own for the title of an element, because a title can be lost while the element is there."""
    return [("title",)] if title else []


def _said(node: Parent, attributes: str) -> list[str]:
    """Whether a node shows anything, and the placeholders in the words of its attributes."""
    is_shown = words_of(node.children, LABEL).strip() or any(map(shows, descendants(node.children)))
    return [*([] if is_shown else ["empty"]), *_placeholders(attributes)]


def shows(node: Inline) -> bool:
    """Whether a node without words shows something: an image, or the value of a variable."""
    return isinstance(node, Image | Placeholder) or (isinstance(node, Html) and node.name in ("img", "var"))


def _placeholders(text: str) -> list[str]:
    return sorted(found.group(1) for found in VARIABLE.finditer(text))


def leaves(shape: Shape) -> Iterator[tuple[str, str]]:
    """Every node of a shape."""
    for node in shape[1:]:
        if isinstance(node, tuple):
            if node[0] != "":
                yield str(node[0]), str(node[1]) if len(node) > 1 and not isinstance(node[1], tuple) else ""
            yield from leaves(node)
