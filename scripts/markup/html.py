"""The HTML of a finished tree, as Python-Markdown's serializer would write it (`serializer_input`), but without a copy."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from . import tags

LINE_TAGS = frozenset(
    "p tight h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tr th td blockquote div section pre hr".split()
)
"""Tags that begin a line of their own, so that pages can be read and compared as text; so does `html`."""
_EXACT = ("pre", "tight")
"""Tags in which no line break is added between blocks."""
_EMPTY = tags.VOID | {"basefont", "frame", "isindex", "param"}
_FLAGS = frozenset(
    (
        "allowfullscreen async autofocus autoplay checked controls default defer disabled formnovalidate hidden inert "
        "ismap itemscope loop multiple muted nomodule novalidate open playsinline readonly required reversed selected"
    ).split()
)
"""Boolean attributes, written without a value if the value is the name (HTML Living Standard, "Boolean attributes")."""


def tree_to_html(tree: Element) -> str:
    """The HTML of the content of a finished tree."""
    written: list[str] = []
    _write_content(tree, written.append)
    return "".join(written).strip()


def _write_content(parent: Element, write: Callable[[str], None]) -> None:
    """Write the text of an element and its children, each with its tail."""
    is_spaced = parent.tag not in _EXACT
    if parent.text:
        write(_escaped(parent.text))
    elif is_spaced and len(parent) and _begins_line(parent[0]) and parent[0].tag != "tight":
        write("\n")
    last = len(parent) - 1
    for index, child in enumerate(parent):
        _write(child, write)
        if child.tail:
            write(_escaped(child.tail))
        elif is_spaced and _begins_line(child) and (child.tag != "tight" or index < last):
            write("\n")


def _begins_line(element: Element) -> bool:
    return element.tag in LINE_TAGS or element.tag == "html"


def _write(element: Element, write: Callable[[str], None]) -> None:
    name = element.tag
    attributes = _attributes(element) if element.attrib else ""
    if name == "html":
        raw = element.text or ""
        write(f"<p{attributes}>{raw}</p>" if attributes else _raw_block(raw))
        return
    if name == "tight":  # no element, unless it has attributes
        if not attributes:
            _write_content(element, write)
            return
        name = "span"
    write(f"<{name}{attributes}>")
    _write_content(element, write)
    if name not in _EMPTY:
        write(f"</{name}>")


def _attributes(element: Element) -> str:
    """The attributes in the order of their names, without those that begin with `_`, which are only for our code."""
    return "".join(
        f" {name}" if name == value and name in _FLAGS else f' {name}="{_escaped(value).replace(chr(34), "&quot;")}"'
        for name, value in sorted(element.attrib.items())
        if not name.startswith("_")
    )


def _escaped(text: str) -> str:
    """The text with `&`, `<` and `>` escaped. It has no character references, so each `&` is text."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def _raw_block(raw: str) -> str:
    """Raw HTML as it is, or in a paragraph if it has only inline tags."""
    if not raw.strip():
        return ""  # it had only comments
    names = (tags.tag(found.group()).name for found in tags.TAG.finditer(raw))
    return f"<p>{raw}</p>" if tags.INLINE.issuperset(names) else raw
