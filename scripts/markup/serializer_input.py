"""A finished tree in the form that Python-Markdown's serializer needs; only for the extension (pages are written by `html`)."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown.util import AMP_SUBSTITUTE, AtomicString

from .html import LINE_TAGS


def prepare_for_serializer(root: Element, stash: Callable[[str], str]) -> None:
    """Change `root` so that Python-Markdown's serializer writes it correctly.

    `stash` stores a block of raw HTML and returns a placeholder, which is alone in a paragraph until the HTML is written.
    """
    for element in root.iter():
        if element.tag == "html":
            element.tag, element.text = "p", AtomicString(stash(element.text or ""))
            continue
        # The serializer takes `&lt;` in a text as `<`; in our tree each `&` is text.
        element.text = (element.text or "").replace("&", f"{AMP_SUBSTITUTE}amp;")
        for name, value in list(element.attrib.items()):
            if name.startswith("_"):
                del element.attrib[name]
            else:
                element.set(name, value.replace("&", f"{AMP_SUBSTITUTE}amp;"))
    for element in root.iter():
        element.tail = (element.tail or "").replace("&", f"{AMP_SUBSTITUTE}amp;")
    _space_blocks(root)
    _unwrap_tight(root)


def _unwrap_tight(root: Element) -> None:
    """Replace each `tight` paragraph by its content; one with attributes becomes a span."""
    for parent in list(root.iter()):
        for index, child in reversed(list(enumerate(parent))):
            if child.tag != "tight":
                continue
            if child.attrib:
                child.tag = "span"
                continue
            inner, tail = list(child), child.tail or ""
            before = parent[index - 1] if index else None
            text = child.text or ""
            if inner:
                inner[-1].tail = (inner[-1].tail or "") + tail
            else:
                text += tail
            parent.remove(child)
            if before is None:
                parent.text = (parent.text or "") + text
            else:
                before.tail = (before.tail or "") + text
            for offset, element in enumerate(inner):
                parent.insert(index + offset, element)


def _space_blocks(root: Element) -> None:
    """Put each block on a line of its own, so that the page can be read and compared as text."""
    for parent in root.iter():
        if parent.tag in ("pre", "tight"):
            continue
        kids = list(parent)
        for index, child in enumerate(kids):
            if child.tag not in LINE_TAGS or child.tail:
                continue
            if child.tag != "tight":
                child.tail = "\n"
            elif index + 1 < len(kids):
                child.tail = "\n"
        if kids and kids[0].tag in LINE_TAGS - {"tight"} and not parent.text:
            parent.text = "\n"
